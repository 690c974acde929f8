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
Hits = dict[str, tuple[str, Hit]]
"""By the id of a row the rule and the text that it came near."""


TARGET = "words of the target"
"""The rule of a row whose response shares words with a text, and whose prompt does not."""


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
                rule=rule,
                cosine=None if hit.cosine is None else round(hit.cosine, 4),
                allowed=allowed,
            )
            for row_id, (rule, hit) in hits.items()
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
) -> Hits:
    """The first hit of each row that has one, of its prompt before its target.

    How much of each reference was met goes to `met`.
    """
    rows = [row for entry in entries for row in entry.star.rows]
    texts = {one.name: one.texts for one in against}
    prompts, targets = [row.prompt for row in rows], [row.target or "" for row in rows]
    found = contaminated(prompts, texts, encode if rows else None, threshold, targets)
    for one in against:
        met[one.name] = Met(texts=len(one.texts), met=found.met[one.name], allowed=one.allowed, licence=one.licence)
    hits: Hits = {}
    for number, hit in sorted(found.hits.items()):
        if number < len(rows):
            hits[rows[number].id] = ("words" if hit.cosine is None else "cosine"), hit
        else:
            hits.setdefault(rows[number - len(rows)].id, (TARGET, hit))
    return hits


def _without(entries: Sequence[Entry], hits: Hits, references: References, ledger: Ledger) -> list[Entry]:
    kept = []
    for entry in entries:
        own = [(row.id, *hits[row.id]) for row in entry.star.rows if row.id in hits]
        if own:
            ledger.reject(entry, {name: ("contaminated", _told(rule, hit, references)) for name, rule, hit in own})
        else:
            kept.append(entry)
    return kept


def _told(rule: str, hit: Hit, references: References) -> str:
    place = references.named(hit.file).places[hit.line]
    whose = "its target " if rule == TARGET else ""
    return f"{whose}{hit.rule} with {place} of {hit.file}: {hit.reference[:200]!r}"
