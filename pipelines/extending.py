"""Adding to a dataset that was published: its rows stay as they are, where they are, and decide where new ones go."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from nescio.pipelines.decontaminating import Encode
from nescio.pipelines.load import published
from nescio.pipelines.near_splits import check_pair
from nescio.pipelines.references import HUB, downloaded
from nescio.pipelines.splits import Standing, Stratum
from nescio.schemas.base import faults
from nescio.schemas.errors import UsageError
from nescio.schemas.example import Candidate, Example, Star


@dataclass(frozen=True)
class Earlier:
    """A published dataset, by split, rows in their order."""

    name: str
    rows: Mapping[str, Sequence[Example]] = field(default_factory=dict)

    @cached_property
    def flat(self) -> list[Example]:
        """All rows."""
        return [row for rows in self.rows.values() for row in rows]

    @cached_property
    def splits(self) -> list[str]:
        """The split of each of `flat`."""
        return [name for name, rows in self.rows.items() for _ in rows]

    @cached_property
    def prompts(self) -> dict[str, str]:
        """The star of each prompt."""
        return {row.prompt: star_of(row) for row in self.flat}

    def templates(self) -> Counter[str]:
        """How many stars there are of each template."""
        return Counter(row.template_id for row in self._firsts().values() if row.template_id is not None)

    def counts(self) -> Counter[tuple[str, str]]:
        """How many stars of each perturbation each split has."""
        homes = {star_of(row): split for row, split in zip(self.flat, self.splits, strict=True)}
        return Counter((row.perturbation, homes[star]) for star, row in self._firsts().items())

    def standing(self) -> Standing:
        """What of the splits is taken."""
        stars: Counter[tuple[str, Stratum]] = Counter()
        domains = {row.perturbation: row.domain.value for row in self.flat}
        for (name, split), count in self.counts().items():
            stars[split, (name, domains[name])] += count
        return Standing({name: len(rows) for name, rows in self.rows.items()}, stars)

    def _firsts(self) -> dict[str, Example]:
        found: dict[str, Example] = {}
        for row in self.flat:
            found.setdefault(star_of(row), row)
        return found


SPLITS = ("train", "validation", "test")
NOTHING = Earlier("")
"""No dataset is extended."""


def star_of(row: Candidate) -> str:
    """The id of a row's star, or its own."""
    return row.cross_id or row.pair_id or row.id


def read_earlier(name: str | None, domain: str, out: Path) -> Earlier:
    """The dataset of a folder or of the Hub that a run adds to; nothing where the recipe names none.

    Raises UsageError where it cannot be read, is the run's own, or would not be written again as it is.
    """
    if name is None:
        return NOTHING
    hub = HUB.fullmatch(name)
    if Path(name).is_dir():
        place = Path(published(name))
        if place.resolve() in (out.resolve(), (out / "dataset").resolve()):
            raise UsageError(f"curate.extend names {name}, which this run writes; choose another --out")
    elif hub:
        place = downloaded(hub["name"], hub["revision"])
    else:
        raise UsageError(f"curate.extend: there is no folder {name}; wanted is one, or ORG/NAME@REVISION on the Hub")
    files = sorted((place / "data" / domain).glob("*.parquet"))
    if not files:
        raise UsageError(
            f"curate.extend: {name} has no data/{domain}/*.parquet, as a dataset of nescio for {domain} has"
        )
    rows: dict[str, list[Example]] = defaultdict(list)
    for path in files:
        rows[path.name.split("-")[0]] += _read(path)
    unknown = sorted(set(rows) - set(SPLITS))
    if unknown:
        lost = sum(len(rows[one]) for one in unknown)
        raise UsageError(
            f"curate.extend: {name} has the split {', '.join(unknown)} ({lost:,} rows), and a run writes "
            f"{', '.join(SPLITS)} only: these rows would be lost. Rename or remove the files of that split"
        )
    return Earlier(name, {split: rows[split] for split in SPLITS if split in rows})


def _read(path: Path) -> Iterator[Example]:
    from nescio.pipelines.tables import read_parquet

    for number, one in enumerate(read_parquet(path)):
        try:
            row = Example.model_validate(one)
        except ValidationError as error:
            raise UsageError(f"curate.extend: row {number} of {path}: {'; '.join(faults(error))}") from error
        changed = [key for key, value in _stored(row).items() if value != one.get(key)]
        if changed:
            raise UsageError(
                f"curate.extend: row {number} of {path} would not be written again as it is: {', '.join(changed)} "
                "would change, so another version of nescio made it; extend it with that version"
            )
        yield row


def _stored(row: Example) -> dict[str, Any]:
    """A row as Parquet gives it back."""
    from nescio.pipelines.tables import to_table

    found: dict[str, Any] = to_table([row], Example).to_pylist()[0]
    return found


def check_against(
    earlier: Earlier, splits: Mapping[str, Sequence[Candidate]], encode: Encode | None, threshold: float
) -> None:
    """Raises BrokenPromise where new rows share something with, or are near, earlier ones of another split."""
    for one, rows in splits.items():
        for other, others in earlier.rows.items():
            if one != other:
                check_pair(one, rows, other, others, encode, threshold)


def touched(stars: Sequence[Star], earlier: Earlier, encode: Encode | None, threshold: float) -> list[set[str]]:
    """For each new star the splits that it may be in only, since an earlier row of it shares something or is near."""
    import numpy as np

    homes: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row, split in zip(earlier.flat, earlier.splits, strict=True):
        for key in _keys(row):
            homes[key].add(split)
    found = [set().union(*(homes[key] for row in star.rows for key in _keys(row) if key in homes)) for star in stars]
    if encode is not None and stars and earlier.flat:
        from nescio.validation.similar import pair_batches

        owner = np.repeat(np.arange(len(stars)), [len(star.rows) for star in stars])
        old = encode([row.prompt for row in earlier.flat])
        for batch in pair_batches(encode([row.prompt for star in stars for row in star.rows]), threshold, against=old):
            for number, row in {*zip(owner[batch.i].tolist(), batch.j.tolist(), strict=True)}:
                found[number].add(earlier.splits[row])
    return found


def _keys(row: Candidate) -> Iterator[tuple[str, str]]:
    """What of a row must not stand in two splits."""
    yield "prompt", row.prompt
    if row.template_id is not None:
        yield "template", row.template_id
    else:
        yield "context", row.context
    yield from (("seed", one) for one in (row.seed_id, *row.context_seed_ids))


def fixed_groups(groups: Sequence[str], touches: Sequence[set[str]]) -> tuple[dict[str, str], dict[int, str]]:
    """The split of each group that touches earlier rows, and the stars that cannot follow it, with the reason.

    A star that touches two splits can be in none. Where the others of a group touch several, those that touch another
    split than most do go; what stays touches one split or none.
    """
    gone = {number: _both(touch) for number, touch in enumerate(touches) if len(touch) > 1}
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name, touch in zip(groups, touches, strict=True):
        if len(touch) == 1:
            votes[name].update(touch)
    fixed = {name: max(sorted(found), key=found.__getitem__) for name, found in votes.items()}
    for number, (name, touch) in enumerate(zip(groups, touches, strict=True)):
        if len(touch) == 1 and touch != {fixed[name]}:
            gone[number] = _both({*touch, fixed[name]})
    return fixed, gone


def _both(splits: set[str]) -> str:
    return f"it hangs together with rows of {' and of '.join(sorted(splits))} of the dataset that is extended"
