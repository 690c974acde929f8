"""What stands already: repeated prompts, near-duplicates, and rows of a dataset that is extended."""

from collections import Counter
from collections.abc import Sequence

from nescio.pipelines.decontaminating import Encode
from nescio.pipelines.extending import Earlier, star_of
from nescio.pipelines.ledger import Entry, Ledger
from nescio.validation.dedup import Unit, duplicates, near_enough
from nescio.validation.profiles import Thresholds

Causes = dict[str, dict[str, tuple[str, str]]]
"""By star and row, the reason and the particulars."""


def drop_repeated_prompts(entries: Sequence[Entry], earlier: Earlier, ledger: Ledger) -> list[Entry]:
    """A prompt stands once in a dataset: of two stars that share one the earlier stays."""
    owners = dict(earlier.prompts)
    published = set(owners.values())
    kept = []
    for entry in entries:
        shared = {row.id: owners[row.prompt] for row in entry.star.rows if row.prompt in owners}
        inside = Counter(row.prompt for row in entry.star.rows)
        twice = {row.id: entry.star.id for row in entry.star.rows if inside[row.prompt] > 1}
        causes = {**twice, **shared}
        if published & set(causes.values()):
            told = {name: ("published already", f"in star {star} of {earlier.name}") for name, star in causes.items()}
            ledger.reject(entry, told)
        elif causes:
            ledger.reject(
                entry, {name: ("repeated prompt", f"stands in star {star} too") for name, star in causes.items()}
            )
        else:
            owners |= {row.prompt: entry.star.id for row in entry.star.rows}
            kept.append(entry)
    return kept


def deduplicate(
    entries: Sequence[Entry], earlier: Earlier, thresholds: Thresholds, encode: Encode, ledger: Ledger
) -> list[Entry]:
    """Drop what is near a published row of the same label, and of what is near one another the later."""
    entries = _split_off(entries, _published(entries, earlier, thresholds, encode), ledger)
    units = [
        Unit(
            id=entry.star.id,
            texts=tuple(row.prompt for row in entry.star.rows),
            labels=tuple(row.should_abstain for row in entry.star.rows),
            template=entry.star.seed.template_id,
        )
        for entry in entries
    ]
    causes: Causes = {}
    rows = {row.prompt: row.id for entry in entries for row in entry.star.rows}
    for one in duplicates(units, encode, thresholds) if units else ():
        detail = f"cosine {one.cosine:.4f} with {one.kept_text[:200]!r} of star {one.kept}"
        causes[one.unit] = {rows[one.text]: ("duplicate", detail)}
    return _split_off(entries, causes, ledger)


def _published(entries: Sequence[Entry], earlier: Earlier, thresholds: Thresholds, encode: Encode) -> Causes:
    """The stars with a row near a published one of the same label and another template, with the nearest."""
    rows = [(entry, row) for entry in entries for row in entry.star.rows]
    if not rows or not earlier.flat:
        return {}
    from nescio.validation.similar import cross_pairs

    old, new = [row.prompt for row in earlier.flat], [row.prompt for _, row in rows]
    published = encode(old)
    near = near_enough(cross_pairs(encode(new), published, thresholds.lowest), new, old, thresholds)
    best: dict[str, tuple[float, str, str]] = {}
    for i, j, cosine in zip(near.i.tolist(), near.j.tolist(), near.cosine.tolist(), strict=True):
        (entry, row), other = rows[i], earlier.flat[j]
        templates = {entry.star.seed.template_id, other.template_id}
        if row.should_abstain != other.should_abstain or (len(templates) == 1 and None not in templates):
            continue
        if cosine > best.get(entry.star.id, (0.0, "", ""))[0]:
            detail = f"cosine {cosine:.4f} with {other.prompt[:200]!r} of star {star_of(other)} of {earlier.name}"
            best[entry.star.id] = cosine, row.id, detail
    return {star: {row: ("duplicate", detail)} for star, (_, row, detail) in best.items()}


def _split_off(entries: Sequence[Entry], causes: Causes, ledger: Ledger) -> list[Entry]:
    for entry in entries:
        if entry.star.id in causes:
            ledger.reject(entry, causes[entry.star.id])
    return [entry for entry in entries if entry.star.id not in causes]
