"""Caps: how much of one kind a dataset holds at most. Whole stars, the earlier ones stay, the others are told of."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from math import inf

from nescio.pipelines.ledger import Entry, Ledger
from nescio.pipelines.splits import TEST
from nescio.schemas.taxonomy import Figure


def cap_templates(
    entries: Sequence[Entry], most: int, ledger: Ledger, standing: Mapping[str, int] | None = None
) -> list[Entry]:
    """At most so many stars of each template, with those that are published already (`standing`)."""
    seen: Counter[str] = Counter(standing or {})
    kept = []
    for entry in entries:
        template = entry.star.seed.template_id
        if template is not None and seen[template] >= most:
            ledger.reject_all(entry, "template full", f"{most} stars of template {template} stand already")
            continue
        if template is not None:
            seen[template] += 1
        kept.append(entry)
    return kept


def cap_uncrossed(entries: Sequence[Entry], share: float, ledger: Ledger) -> list[Entry]:
    """Of each perturbation whose label lies in the words (figure `plain`), at most that share of all rows."""
    return _at_most(entries, share, lambda one: one.star.perturbation if _uncrossed(one) else None, ledger)


def cap_composed(entries: Sequence[Entry], splits: Mapping[str, str], share: float, ledger: Ledger) -> list[Entry]:
    """Of each split, at most that share of rows whose text joins several seeds."""
    kept = set[str]()
    for split in sorted(set(splits.values())):
        inside = [entry for entry in entries if splits[entry.star.id] == split]
        kept |= {one.star.id for one in _at_most(inside, share, _joined, ledger)}
    return [entry for entry in entries if entry.star.id in kept]


def cap_held_out(
    entries: Sequence[Entry], splits: Mapping[str, str], names: Sequence[str], ledger: Ledger
) -> list[Entry]:
    """Of perturbations that are held out, only what stands in the test split."""
    kept = []
    for entry in entries:
        split = splits[entry.star.id]
        if entry.star.perturbation in names and split != TEST:
            told = (
                f"{entry.star.perturbation} is held out for {TEST}, and its template, text or neighbour is in {split}"
            )
            ledger.reject_all(entry, "held out", told)
        else:
            kept.append(entry)
    return kept


def _uncrossed(entry: Entry) -> bool:
    return entry.star.rows[0].figure is Figure.PLAIN


def _joined(entry: Entry) -> str | None:
    return "joined texts" if entry.star.seed.context_seed_ids else None


def _at_most(
    entries: Sequence[Entry], share: float, kind: Callable[[Entry], str | None], ledger: Ledger
) -> list[Entry]:
    """The entries with no more than a share of the rows of each kind; those of kind None are not capped."""
    free = sum(len(entry.star.rows) for entry in entries if kind(entry) is None)
    room = share * free / (1 - share) if share < 1 else inf
    taken: Counter[str] = Counter()
    kept = []
    for entry in entries:
        name = kind(entry)
        if name is not None and taken[name] + len(entry.star.rows) > room:
            told = f"{name}: at most {share:.0%} of the rows, so {int(room)} beside {free} others"
            ledger.reject_all(entry, "over its share", told)
            continue
        if name is not None:
            taken[name] += len(entry.star.rows)
        kept.append(entry)
    return kept
