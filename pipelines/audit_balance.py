"""Balancing a dataset: the rows that stay, those that go with the reason, and both written as they came."""

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nescio.pipelines.audit import Loaded
from nescio.pipelines.deduping_files import SUFFIXES, Rows, Table, read_splits
from nescio.pipelines.load import FORMATS
from nescio.schemas.base import Frozen
from nescio.schemas.errors import UsageError
from nescio.validation.audit_words import telling_words
from nescio.validation.balancing import Balanced, Dropped, balance

WHY = "audit_why"
"""The column of the removed rows that says why each went."""
MOST_WORDS = 3
TELLING = 200
"""Words that may be named as the reason."""
SURE = 0.6
"""How well a probe has to tell a row's label to be named as the reason."""


class BalanceReport(Frozen):
    """What balancing kept and removed. `mix` is (rows before, rows after) of each label and group."""

    kept: int
    removed: int
    rounds: int
    before: dict[str, float]
    after: dict[str, float]
    mix: dict[str, tuple[int, int]]
    reasons: dict[str, int]
    """Removed rows by the probe that told their label best."""
    written: str
    removed_to: str


def balance_dataset(loaded: Loaded, out: Path, say: Callable[[str], None] = lambda _: None) -> BalanceReport:
    """Write the rows on which every probe passes to `out`, and the others beside it with a column that says why.

    `out` is a file (Parquet, JSONL, JSON, CSV), or a new folder with one Parquet file for each split. All columns stay
    as they are. Raises CannotBalance where too few rows would pass, and UsageError where something stands there.
    """
    aside = out.with_name(f"{out.stem}.removed{out.suffix if out.suffix in FORMATS else '.parquet'}")
    for path in (out, aside):
        if path.exists():
            raise UsageError(f"{path} exists; name another place or remove it first")
    if loaded.left_out:
        raise UsageError(
            "clean rows of stars would be lost: balancing is for rows without a star. Count them in with --clean"
        )
    source = _Source.of(loaded)
    found = balance(loaded.probes, loaded.groups, say)
    out.parent.mkdir(parents=True, exist_ok=True)
    if found.dropped:
        gone = source.taken([one.row for one in found.dropped]).table(range(len(found.dropped)))
        _write(Table(gone.append_column(WHY, [_reasons(loaded, found.dropped)])), aside)
    if out.suffix in FORMATS:
        source.write(found.kept, out)
    else:
        out.mkdir()
        parts: defaultdict[str, list[int]] = defaultdict(list)
        for number in found.kept:
            parts[loaded.splits[number] or "train"].append(number)
        for name, numbers in parts.items():
            source.write(numbers, out / f"{name}.parquet")
    return BalanceReport(
        kept=len(found.kept),
        removed=len(found.dropped),
        rounds=found.rounds,
        before=found.before,
        after=found.after,
        mix=_mix(loaded, found),
        reasons=dict(Counter(max(one.told, key=lambda name: (one.told[name], name)) for one in found.dropped)),
        written=str(out),
        removed_to=str(aside) if found.dropped else "",
    )


def _reasons(loaded: Loaded, dropped: Sequence[Dropped]) -> list[str]:
    """Which probes told the label of each removed row, how well from 0 to 1, and the telling words in it."""
    words = telling_words(loaded.probes, shown=TELLING) if dropped else []
    told = []
    for one in dropped:
        row = loaded.probes[one.row]
        probes = [f"{name} {value:.2f}" for name, value in one.told.items() if value >= SURE]
        named = [f"`{word.word}`" for word in words if word.abstain == row.label and _holds(row.text, word.word)]
        told.append("; ".join([", ".join(probes) or "its star or pair", *named[:MOST_WORDS]]))
    return told


def _holds(text: str, words: str) -> bool:
    from nescio.pipelines.audit_verdict import words_pattern

    return words_pattern(words).search(text) is not None


def _mix(loaded: Loaded, found: Balanced) -> dict[str, tuple[int, int]]:
    before, after = Counter[str](), Counter[str]()
    kept = set(found.kept)
    for number, row in enumerate(loaded.probes):
        names = ["abstain" if row.label else "answer"]
        names += [f"{loaded.columns.group}: {loaded.group_of(number)}"] if loaded.columns.group else []
        before.update(names)
        if number in kept:
            after.update(names)
    return {name: (before[name], after[name]) for name in sorted(before)}


@dataclass(frozen=True)
class _Source:
    """The rows as they lie in their files, so that no value is read into another type and back."""

    splits: Mapping[str, Rows]
    at: Sequence[tuple[str, int]]
    """For each row of the audit its split and its number there."""

    @classmethod
    def of(cls, loaded: Loaded) -> "_Source":
        """Those that the audit has read: all, or those of the one split that it was to read."""
        splits = read_splits(loaded.name)
        if sum(map(len, splits.values())) != len(loaded.rows):
            splits = {name: rows for name, rows in splits.items() if name in loaded.splits}
        at = [(name, number) for name, rows in splits.items() for number in range(len(rows))]
        if len(at) != len(loaded.rows):
            raise UsageError(f"{loaded.name} has other rows now than when it was audited; run the audit again")
        return cls(splits, at)

    def taken(self, numbers: Sequence[int]) -> Table:
        """Some rows as one table."""
        import pyarrow as pa

        parts = [self.splits[name].table(own) for name, own in self._own(numbers).items()]
        return Table(pa.concat_tables(parts, promote_options="default"))

    def write(self, numbers: Sequence[int], path: Path) -> None:
        """Write some rows to a file; those of one file of JSON Lines line by line."""
        own = self._own(numbers)
        if len(own) == 1 and path.suffix in SUFFIXES:
            [(name, part)] = own.items()
            self.splits[name].write(part, path)
        else:
            _write(self.taken(numbers), path)

    def _own(self, numbers: Sequence[int]) -> dict[str, list[int]]:
        own: defaultdict[str, list[int]] = defaultdict(list)
        for number in numbers:
            name, place = self.at[number]
            own[name].append(place)
        return dict(own)


def _write(rows: Table, path: Path) -> None:
    """The rows with all their columns, in the format that the suffix names."""
    if path.suffix in SUFFIXES:
        rows.write(range(len(rows)), path)
        return
    records = rows.whole.to_pylist()
    with path.open("w", encoding="utf-8", newline="") as file:
        if path.suffix == ".json":
            json.dump(records, file, ensure_ascii=False, default=str)
        else:
            writer = csv.DictWriter(file, rows.columns)
            writer.writeheader()
            writer.writerows({name: _cell(value) for name, value in record.items()} for record in records)


def _cell(value: object) -> object:
    """A value of CSV: lists and structs as JSON."""
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | dict) else value
