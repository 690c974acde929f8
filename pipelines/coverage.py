"""What the perturbations cover of the field's benchmarks, and how many rows stand behind that.

A cell counts as covered from 200 rows of 20 frames on: fewer are an anecdote. A frame is a template; where a text has
none, each seed is one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import yaml

from nescio.schemas.base import Filled, Frozen
from nescio.schemas.errors import UsageError
from nescio.schemas.taxonomy import Figure

ENOUGH_ROWS = 200
ENOUGH_FRAMES = 20
_NOT_CROSSED = (Figure.PLAIN.value, Figure.PAIR.value)
_COLUMNS = ["perturbation", "should_abstain", "template_id", "seed_id", "figure"]


class Count(Frozen):
    """What a perturbation made in some runs: rows of all roles, those that should not be answered, and frames."""

    rows: int = 0
    abstaining: int = 0
    frames: int = 0
    crossed: int = 0
    """Rows in a figure that crosses its factors."""

    @property
    def enough(self) -> bool:
        """Whether that is enough to call a cell covered."""
        return self.rows >= ENOUGH_ROWS and self.frames >= ENOUGH_FRAMES


class Counts(Frozen):
    """Counts by perturbation, and the runs that they were taken from."""

    runs: tuple[str, ...]
    perturbations: dict[str, Count]


class Cell(Frozen):
    """A kind of question that a benchmark has."""

    benchmark: Filled
    cell: Filled
    perturbations: tuple[str, ...]
    rows: int
    frames: int
    covered: bool


class _Benchmark(Frozen):
    benchmark: Filled
    cells: dict[Filled, tuple[str, ...]]


def coverage(counts: Counts) -> list[Cell]:
    """Every cell of the packaged table, with what stands behind it."""
    found = []
    for one in _benchmarks():
        for cell, names in one.cells.items():
            behind = [counts.perturbations.get(name, Count()) for name in names]
            rows, frames = sum(count.rows for count in behind), sum(count.frames for count in behind)
            enough = rows >= ENOUGH_ROWS and frames >= ENOUGH_FRAMES
            made = Cell(
                benchmark=one.benchmark, cell=cell, perturbations=names, rows=rows, frames=frames, covered=enough
            )
            found.append(made)
    return found


def counted(runs: Sequence[Path]) -> Counts:
    """What the published rows of finished runs hold. Raises UsageError for a folder without a dataset."""
    import pyarrow.parquet as pq

    tables = []
    for run in runs:
        sheets = sorted((run / "dataset" / "data").rglob("*.parquet"))
        if not sheets:
            raise UsageError(f"{run} holds no dataset; name the folder of a run that has ended (nescio run ... --out)")
        tables += [pq.read_table(sheet, columns=_COLUMNS).to_pylist() for sheet in sheets]
    rows = [row for table in tables for row in table]
    return Counts(runs=tuple(run.name for run in runs), perturbations=count_rows(rows))


def count_rows(rows: Iterable[Mapping[str, object]]) -> dict[str, Count]:
    """Counts of rows by perturbation."""
    found: dict[str, list[Mapping[str, object]]] = defaultdict(list)
    for row in rows:
        found[str(row["perturbation"])].append(row)
    return {
        name: Count(
            rows=len(every),
            abstaining=sum(bool(row["should_abstain"]) for row in every),
            frames=len({row["template_id"] or row["seed_id"] for row in every}),
            crossed=sum(row["figure"] not in _NOT_CROSSED for row in every),
        )
        for name, every in sorted(found.items())
    }


@lru_cache(maxsize=1)
def packaged_counts() -> Counts:
    """What the packaged recipes made when they were last counted (benchmarks/coverage.py)."""
    return Counts.model_validate_json(files("nescio.pipelines.items").joinpath("coverage.json").read_text("utf-8"))


@lru_cache(maxsize=1)
def _benchmarks() -> tuple[_Benchmark, ...]:
    text = files("nescio.pipelines.items").joinpath("coverage_cells.yaml").read_text("utf-8")
    return tuple(_Benchmark.model_validate(one) for one in yaml.safe_load(text))
