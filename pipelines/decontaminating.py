"""Keeping rows away from named texts: what matched, where, by which rule, and what was allowed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nescio.pipelines.ledger import Entry, Ledger
from nescio.pipelines.references import Reference, References
from nescio.pipelines.summary import Contact, Met
from nescio.validation.decontamination import Hit, contaminated

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Encode = Callable[[Sequence[str]], "NDArray[np.float32]"]


@dataclass(frozen=True)
class Decontaminated:
    """The stars that stay, every row that came near something, and by reference how much of it was met."""

    entries: list[Entry]
    contacts: tuple[Contact, ...]
    met: dict[str, Met]


def decontaminate(
    entries: list[Entry], references: References, encode: Encode | None, threshold: float, ledger: Ledger
) -> Decontaminated:
    """Drop the stars of which a row comes near a reference, whatever split they would go to.

    What is allowed by name is counted and stays. A split is drawn only afterwards: a star that may not be trained on
    because a benchmark has it is no test of that model either.
    """
    contacts: list[Contact] = []
    met: dict[str, Met] = {}
    for allowed in (False, True):
        against = [one for one in references.read if one.allowed is allowed]
        hits = _hits(entries, against, encode, threshold, met) if against else {}
        contacts += [
            Contact(
                row=row_id,
                reference=hit.file,
                place=references.named(hit.file).places[hit.line],
                rule="words" if hit.cosine is None else "cosine",
                cosine=None if hit.cosine is None else round(hit.cosine, 4),
                allowed=allowed,
            )
            for row_id, hit in hits.items()
        ]
        if not allowed:
            entries = _without(entries, hits, references, ledger)
    return Decontaminated(entries, tuple(contacts), {one.name: met[one.name] for one in references.read})


def _hits(
    entries: Sequence[Entry],
    against: Sequence[Reference],
    encode: Encode | None,
    threshold: float,
    met: dict[str, Met],
) -> dict[str, Hit]:
    """The first hit of each row that has one, by the row's id; how much of each reference was met goes to `met`."""
    rows = [row for entry in entries for row in entry.star.rows]
    texts = {one.name: one.texts for one in against}
    found = contaminated([row.prompt for row in rows], texts, encode if rows else None, threshold)
    for one in against:
        met[one.name] = Met(texts=len(one.texts), met=found.met[one.name], allowed=one.allowed, licence=one.licence)
    return {rows[number].id: hit for number, hit in sorted(found.hits.items())}


def _without(entries: Sequence[Entry], hits: dict[str, Hit], references: References, ledger: Ledger) -> list[Entry]:
    kept = []
    for entry in entries:
        own = [(row.id, hits[row.id]) for row in entry.star.rows if row.id in hits]
        if own:
            ledger.reject(entry, {name: ("contaminated", _told(hit, references)) for name, hit in own})
        else:
            kept.append(entry)
    return kept


def _told(hit: Hit, references: References) -> str:
    place = references.named(hit.file).places[hit.line]
    return f"{hit.rule} with {place} of {hit.file}: {hit.reference[:200]!r}"
