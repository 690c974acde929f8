"""Auditing any dataset: nescio's own, a file, or one from the Hub."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nescio.schemas.errors import UsageError
from nescio.validation.leakage import ProbeRow, SurfaceReport, surface_report

_YES = {"1", "true", "yes", "y"}
_FORMATS = {".parquet": "parquet", ".jsonl": "json", ".json": "json", ".csv": "csv"}


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
    groups are its perturbations. Raises UsageError where a column is missing or all labels are alike.
    """
    rows = _read(dataset, split)
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
    probes = [_probe_row(row, number, columns) for number, row in enumerate(rows)]
    if len({one.label for one in probes}) < 2:
        raise UsageError(f"all {len(probes)} rows of {dataset} have the same label; see --label and --positive")
    reports = {"all": surface_report(probes)}
    if columns.group:
        groups = [str(row[columns.group]) for row in rows]
        for name in sorted(set(groups)):
            reports[name] = surface_report([one for one, own in zip(probes, groups, strict=True) if own == name])
    return reports


def _read(dataset: str, split: str | None) -> list[dict[str, Any]]:
    from datasets import concatenate_datasets, load_dataset

    path = Path(dataset)
    if path.suffix in _FORMATS:
        if not path.is_file():
            raise UsageError(f"there is no file {path}")
        loaded = load_dataset(_FORMATS[path.suffix], data_files=str(path))
    else:
        try:
            loaded = load_dataset(dataset)
        except (FileNotFoundError, ConnectionError, ValueError) as error:
            raise UsageError(f"cannot load {dataset!r}: {error}") from error
    if split is not None and split not in loaded:
        raise UsageError(f"{dataset} has no split {split!r}; it has {', '.join(map(str, loaded))}")
    rows: list[dict[str, Any]] = concatenate_datasets([loaded[split]] if split else list(loaded.values())).to_list()
    if not rows:
        raise UsageError(f"{dataset} has no rows")
    return rows


def _require(columns: Columns, names: list[str], dataset: str) -> None:
    wanted = (columns.text, columns.label, columns.pair, columns.group, columns.context, columns.question)
    missing = [name for name in wanted if name and name not in names]
    if missing:
        raise UsageError(
            f"{dataset} has no column {', '.join(missing)}; it has {', '.join(names)}. Name yours with --text, --label, ..."
        )


def _probe_row(row: dict[str, Any], number: int, columns: Columns) -> ProbeRow:
    value = str(row[columns.label]).strip().lower()
    star = row[columns.pair] if columns.pair else None
    twin = row.get("pair_id") if columns.pair == "cross_id" else star
    return ProbeRow(
        text=str(row[columns.text] or ""),
        label=value == columns.positive.strip().lower() if columns.positive is not None else value in _YES,
        group=f"row {number}" if star in (None, "") else str(star),
        context=str(row[columns.context] or "") if columns.context else None,
        question=str(row[columns.question] or "") if columns.question else None,
        pair=None if twin in (None, "") else str(twin),
    )
