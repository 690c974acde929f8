"""Reading any dataset for the audit, nescio's own, a file, or one from the Hub, and its surface reports."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from nescio.pipelines.load import FORMATS, load_any, published
from nescio.schemas.errors import UsageError
from nescio.schemas.hashing import content_hash
from nescio.validation.leakage import MOST_ROWS, ProbeRow, SurfaceReport, surface_report
from nescio.validation.veto import normal_form

_YES, _NO = {"1", "1.0", "true", "yes", "y"}, {"0", "0.0", "false", "no", "n"}
_KEYS = ("cross_id", "pair_id", "seed_id", "template_id")
"""Columns of nescio whose value must not stand in two splits."""


@dataclass(frozen=True)
class Columns:
    """Which columns the audit reads."""

    text: str = "prompt"
    label: str = "should_abstain"
    positive: str | None = None
    pair: str | None = None
    group: str | None = None
    context: str | None = None
    question: str | None = None
    split: str | None = None


@dataclass(frozen=True)
class Loaded:
    """A dataset as the audit reads it; all lists are as long as `rows`."""

    name: str
    columns: Columns
    """With those filled in that a dataset of nescio has."""
    rows: list[dict[str, Any]]
    probes: list[ProbeRow]
    splits: list[str | None]
    left_out: int = 0
    """Clean rows of nescio that are not read."""

    @property
    def groups(self) -> list[str] | None:
        """The value of the column to break down by, row by row."""
        return [str(row[self.columns.group]) for row in self.rows] if self.columns.group else None

    def group_of(self, number: int) -> str:
        """The group of a row, "" without a column for groups."""
        return str(self.rows[number][self.columns.group]) if self.columns.group else ""

    def keys(self, number: int) -> dict[str, str]:
        """What of a row must not stand in two splits: star, pair, seed and template, by column."""
        row = self.rows[number]
        named = dict.fromkeys((*filter(None, [self.columns.pair]), *_KEYS))
        return {name: str(row[name]) for name in named if row.get(name) not in (None, "")}


def read_dataset(dataset: str, columns: Columns, split: str | None = None, clean: bool = False) -> Loaded:
    """The rows with the columns that the audit reads.

    `split` is a column that names each row's split, or the one split to read. A dataset of nescio is recognised by its
    columns: stars are kept whole, clean rows left out unless asked for, and groups are its perturbations. Raises
    UsageError where a column is missing or the labels are not two.
    """
    rows, splits, columns = _with_splits(dataset, columns, split)
    names = list(rows[0])
    kept = list(range(len(rows)))
    if {"cross_id", "role", "perturbation"} <= set(names):
        columns = replace(
            columns,
            pair=columns.pair or "cross_id",
            group=columns.group or "perturbation",
            context=columns.context or "context",
            question=columns.question or "question",
        )
        kept = [number for number in kept if clean or rows[number]["role"] != "clean"]
    _require(columns, names, dataset)
    left_out = len(rows) - len(kept)
    rows, splits = [rows[number] for number in kept], [splits[number] for number in kept]
    _require_labels(columns, rows, dataset)
    return Loaded(dataset, columns, rows, [_probe_row(row, columns) for row in rows], splits, left_out)


def audit_dataset(
    dataset: str, columns: Columns, split: str | None = None, clean: bool = False
) -> dict[str, SurfaceReport]:
    """The surface reports on all rows (`all`) and on each group. Raises what `read_dataset` raises."""
    return surface_reports(read_dataset(dataset, columns, split, clean))


def surface_reports(loaded: Loaded, most: int = MOST_ROWS) -> dict[str, SurfaceReport]:
    """The surface reports on all rows (`all`) and on each group, each of at most `most` rows in whole groups."""
    reports = {"all": surface_report(loaded.probes, most=most)}
    for name, part in by_group(loaded).items():
        reports[name] = surface_report([loaded.probes[number] for number in part], most=most)
    return reports


def by_group(loaded: Loaded) -> dict[str, list[int]]:
    """The row numbers of each group, groups in the order of their names; none without a group column."""
    members: dict[str, list[int]] = {}
    for number, name in enumerate(loaded.groups or ()):
        members.setdefault(name, []).append(number)
    return {name: members[name] for name in sorted(members)}


def _with_splits(
    dataset: str, columns: Columns, split: str | None
) -> tuple[list[dict[str, Any]], list[str | None], Columns]:
    """The rows, the split of each, and the columns with the one that names splits."""
    from datasets import DatasetDict, load_dataset

    if split is None:
        rows = load_any(dataset, None)
        if any(dataset.endswith(suffix) for suffix in FORMATS):
            return rows, [None] * len(rows), columns
        data = load_dataset(published(dataset))
        sizes = {str(name): len(part) for name, part in data.items()} if isinstance(data, DatasetDict) else {}
        return rows, [name for name, size in sizes.items() for _ in range(size)] or [None] * len(rows), columns
    try:
        rows = load_any(dataset, split)
    except UsageError:
        rows = load_any(dataset, None)
        if split not in rows[0]:
            raise
    if split not in rows[0]:
        return rows, [split] * len(rows), columns
    if not any(dataset.endswith(suffix) for suffix in FORMATS):
        rows = load_any(dataset, None)
    return rows, [None if row[split] is None else str(row[split]) for row in rows], replace(columns, split=split)


def _require(columns: Columns, names: list[str], dataset: str) -> None:
    wanted = (columns.text, columns.label, columns.pair, columns.group, columns.context, columns.question)
    missing = [name for name in wanted if name and name not in names]
    if missing:
        raise UsageError(
            f"{dataset} has no column {', '.join(missing)}; it has {', '.join(names)}. "
            "Name yours with --text, --label, ..."
        )


def _require_labels(columns: Columns, rows: Sequence[dict[str, Any]], dataset: str) -> None:
    """Both labels must occur, every row has one, and without a positive value it must say yes or no."""
    without = sum(row[columns.label] in (None, "") for row in rows)
    if without:
        raise UsageError(
            f"{without} of {len(rows)} rows of {dataset} have nothing in the column {columns.label}, and no label "
            "says abstain or answer for them: give them one, or leave them out"
        )
    found = {_value(row, columns) for row in rows}
    shown = ", ".join(map(repr, sorted(found)[:5]))
    if columns.positive is None and not found <= _YES | _NO:
        raise UsageError(
            f"the column {columns.label} of {dataset} holds {shown}: name the value that means abstain with --positive"
        )
    if len({_positive(row, columns) for row in rows}) < 2:
        raise UsageError(f"all {len(rows)} rows of {dataset} have one label ({shown}); see --label and --positive")


def _value(row: dict[str, Any], columns: Columns) -> str:
    return str(row[columns.label]).strip().lower()


def _positive(row: dict[str, Any], columns: Columns) -> bool:
    value = _value(row, columns)
    return value in _YES if columns.positive is None else value == columns.positive.strip().lower()


def _probe_row(row: dict[str, Any], columns: Columns) -> ProbeRow:
    """What the probes see. Without a star, rows of one text are a group: a probe is never trained on its own copy."""
    text = _text(row[columns.text])
    star = row[columns.pair] if columns.pair else None
    twin = row.get("pair_id") if columns.pair == "cross_id" else star
    return ProbeRow(
        text=text,
        label=_positive(row, columns),
        group=content_hash("row", normal_form(text) or text) if star in (None, "") else str(star),
        context=_text(row[columns.context]) if columns.context else None,
        question=_text(row[columns.question]) if columns.question else None,
        pair=None if twin in (None, "") else str(twin),
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)
