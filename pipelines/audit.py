"""Auditing any dataset: nescio's own, a file, or one from the Hub."""

from dataclasses import dataclass, replace
from typing import Any

from nescio.pipelines.load import load_any
from nescio.schemas.errors import UsageError
from nescio.validation.leakage import ProbeRow, SurfaceReport, surface_report

_YES, _NO = {"1", "1.0", "true", "yes", "y"}, {"0", "0.0", "false", "no", "n"}


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


def audit_dataset(
    dataset: str, columns: Columns, split: str | None = None, clean: bool = False
) -> dict[str, SurfaceReport]:
    """The report on all rows (`all`) and on each group.

    A dataset of nescio is recognised by its columns: stars are kept whole, clean rows left out unless asked for, and
    groups are its perturbations. Raises UsageError where a column is missing or the labels are not two.
    """
    rows = load_any(dataset, split)
    names = list(rows[0])
    if {"cross_id", "role", "perturbation"} <= set(names):
        columns = replace(
            columns,
            pair=columns.pair or "cross_id",
            group=columns.group or "perturbation",
            context=columns.context or "context",
            question=columns.question or "question",
        )
        rows = [row for row in rows if clean or row["role"] != "clean"]
    _require(columns, names, dataset)
    _require_labels(columns, rows, dataset)
    probes = [_probe_row(row, number, columns) for number, row in enumerate(rows)]
    reports = {"all": surface_report(probes)}
    if columns.group:
        groups = [str(row[columns.group]) for row in rows]
        for name in sorted(set(groups)):
            reports[name] = surface_report([one for one, own in zip(probes, groups, strict=True) if own == name])
    return reports


def _require(columns: Columns, names: list[str], dataset: str) -> None:
    wanted = (columns.text, columns.label, columns.pair, columns.group, columns.context, columns.question)
    missing = [name for name in wanted if name and name not in names]
    if missing:
        raise UsageError(
            f"{dataset} has no column {', '.join(missing)}; it has {', '.join(names)}. "
            "Name yours with --text, --label, ..."
        )


def _require_labels(columns: Columns, rows: list[dict[str, Any]], dataset: str) -> None:
    """Both labels must occur, and without a positive value every label must say yes or no."""
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


def _probe_row(row: dict[str, Any], number: int, columns: Columns) -> ProbeRow:
    star = row[columns.pair] if columns.pair else None
    twin = row.get("pair_id") if columns.pair == "cross_id" else star
    return ProbeRow(
        text=str(row[columns.text] or ""),
        label=_positive(row, columns),
        group=f"row {number}" if star in (None, "") else str(star),
        context=str(row[columns.context] or "") if columns.context else None,
        question=str(row[columns.question] or "") if columns.question else None,
        pair=None if twin in (None, "") else str(twin),
    )
