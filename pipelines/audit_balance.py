"""Balancing a dataset: the rows that stay, those that go with the reason, and both written as they came."""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from nescio.pipelines.audit import Loaded
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
    found = balance(loaded.probes, loaded.groups, say)
    kept = set(found.kept)
    out.parent.mkdir(parents=True, exist_ok=True)
    if out.suffix in FORMATS:
        _write([loaded.rows[number] for number in found.kept], out)
    else:
        names = dict.fromkeys(split or "train" for split in loaded.splits)
        out.mkdir()
        for name in names:
            part = [row for i, row in enumerate(loaded.rows) if i in kept and (loaded.splits[i] or "train") == name]
            _write(part, out / f"{name}.parquet")
    told = _reasons(loaded, found.dropped)
    if found.dropped:
        _write([{**loaded.rows[one.row], WHY: why} for one, why in zip(found.dropped, told, strict=True)], aside)
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


def _write(rows: Sequence[dict[str, Any]], path: Path) -> None:
    """The rows with all their columns, in the format that the suffix names."""
    from datasets import Dataset

    table = Dataset.from_list(list(rows))
    if path.suffix == ".parquet":
        table.to_parquet(str(path))
    elif path.suffix == ".csv":
        table.to_csv(str(path), index=False)
    else:
        table.to_json(str(path), lines=path.suffix == ".jsonl", force_ascii=False)
