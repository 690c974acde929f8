"""What a report reads of a run's folder: its two records, counts of the published rows, and the few rows it shows.

Only the columns that are counted are read whole; of the rest, the rows that are shown.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from nescio.pipelines.finished import read_finished
from nescio.pipelines.ledger import FailedRow, RejectedRow
from nescio.pipelines.quarantine import withholds
from nescio.pipelines.summary import RecipeRecord, RunSummary
from nescio.schemas.base import faults
from nescio.schemas.errors import UsageError
from nescio.schemas.example import Example

if TYPE_CHECKING:
    import pyarrow as pa

SPLITS = ("train", "validation", "test")
_COUNTED = ["id", "cross_id", "perturbation", "should_abstain", "figure", "proof"]
_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True)
class RunFolder:
    """A finished run."""

    path: Path
    record: RecipeRecord
    summary: RunSummary

    @property
    def withheld(self) -> bool:
        """Whether texts that were not published are for their owner alone, and so are not shown."""
        return withholds(self.record.recipe, self.summary.domain)

    @cached_property
    def published(self) -> "dict[str, pa.Table]":
        """Of each split the columns that are counted, `grade` in the place of the proof."""
        return {name: _with_grade(_read(path, _COUNTED)) for name, path in self._sheets()}

    def grades(self) -> dict[tuple[str, str], int]:
        """How many published rows each perturbation has of each grade."""
        found: Counter[tuple[str, str]] = Counter()
        for table in self.published.values():
            found.update(zip(table["perturbation"].to_pylist(), table["grade"].to_pylist(), strict=True))
        return dict(sorted(found.items()))

    def stars(self) -> dict[str, tuple[str, list[Example]]]:
        """Of each perturbation one published star, with the split that it stands in.

        It is the first by its id among those of the commonest figure, in the first split that has any: rows of the test
        split are shown only where there are no others.
        """
        chosen: dict[str, tuple[str, str]] = {}
        for split, table in self.published.items():
            for name, star in _first_stars(table).items():
                chosen.setdefault(name, (split, star))
        rows: dict[str, list[Example]] = {}
        for split, path in self._sheets():
            wanted = sorted(star for where, star in chosen.values() if where == split)
            for row in _rows(path, Example, "cross_id", wanted):
                rows.setdefault(row.cross_id or row.id, []).append(row)
        return {name: (chosen[name][0], rows[chosen[name][1]]) for name in sorted(chosen)}

    def rejected(self, each: int) -> dict[str, tuple[int, list[RejectedRow]]]:
        """By reason, how many rows were at fault themselves, and at most `each` of them, of several perturbations."""
        path = self.path / "rejected.parquet"
        lines = [
            line for line in _read(path, ["id", "perturbation", "reason"]).to_pylist() if _at_fault(line["reason"])
        ]
        counts = Counter(str(line["reason"]) for line in lines)
        taken: dict[str, list[str]] = {}
        for reason in counts:
            named = [(str(line["perturbation"]), str(line["id"])) for line in lines if line["reason"] == reason]
            taken[reason] = [id for _, id in _spread(named, each)]
        ids = sorted({id for some in taken.values() for id in some})
        rows = {(row.reason, row.id): row for row in _rows(path, RejectedRow, "id", ids)}
        by_count = sorted(counts, key=lambda reason: (-counts[reason], reason))
        return {reason: (counts[reason], [rows[reason, id] for id in taken[reason]]) for reason in by_count}

    def failed(self, each: int) -> dict[str, tuple[int, list[FailedRow]]]:
        """By error, how many rows failed and at most `each` of them."""
        path = self.path / "failed.parquet"
        table = _read(path, None)
        places: dict[str, list[int]] = {}
        for number, error in enumerate(table["error"].to_pylist()):
            places.setdefault(str(error), []).append(number)
        shown = {
            error: [table.slice(place, 1).to_pylist()[0] for place in some[:each]] for error, some in places.items()
        }
        return {
            error: (len(places[error]), [_valid(row, FailedRow, path) for row in rows])
            for error, rows in sorted(shown.items())
        }

    def sample(self, most: int) -> list[tuple[str, str, bool]]:
        """Perturbation, prompt and label of at most `most` published rows, those with the smallest ids."""
        import pyarrow as pa
        import pyarrow.compute as pc

        sheets = [_read(path, ["id", "perturbation", "prompt", "should_abstain"]) for _, path in self._sheets()]
        if not sheets:
            return []
        table = pa.concat_tables(sheets)
        chosen = table.take(pc.sort_indices(table["id"])[:most]).to_pylist()
        return [(str(row["perturbation"]), str(row["prompt"]), bool(row["should_abstain"])) for row in chosen]

    def _sheets(self) -> list[tuple[str, Path]]:
        """The files of the dataset by split, training rows first."""
        found = sorted((self.path / "dataset" / "data").rglob("*.parquet"))
        named = [(path.name.split("-")[0], path) for path in found]
        return [(split, path) for split in SPLITS for name, path in named if name == split]


def open_run(path: Path) -> RunFolder:
    """The run in a folder. Raises UsageError where there is none, or where it has not ended."""
    run = read_finished(path)
    return RunFolder(run.folder, run.record, run.summary)


def _read(path: Path, columns: list[str] | None) -> "pa.Table":
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.read_table(path, columns=columns)
    except (FileNotFoundError, pa.ArrowInvalid) as error:
        raise UsageError(f"{path} cannot be read ({error}); run the recipe again, and it is written anew") from error


def _rows(path: Path, model: type[_Model], column: str, values: Sequence[str]) -> list[_Model]:
    """The rows whose column has one of the values, in the order of the file."""
    import pyarrow.parquet as pq

    if not values:
        return []
    return [_valid(row, model, path) for row in pq.read_table(path, filters=[(column, "in", values)]).to_pylist()]


def _valid(row: object, model: type[_Model], path: Path) -> _Model:
    try:
        return model.model_validate(row)
    except ValidationError as error:
        raise UsageError(
            f"{path} is of another version of nescio ({faults(error)[0]}); run the recipe again"
        ) from error


def _with_grade(table: "pa.Table") -> "pa.Table":
    import pyarrow.compute as pc

    grade = pc.struct_field(table["proof"], "grade")
    return table.drop_columns(["proof"]).append_column("grade", grade)


def _first_stars(table: "pa.Table") -> dict[str, str]:
    """Of each perturbation the first star by its id among those of its commonest figure."""
    names, figures, stars = (table[name].to_pylist() for name in ("perturbation", "figure", "cross_id"))
    kinds = Counter(zip(names, figures, strict=True))
    found: dict[str, tuple[int, str, str]] = {}
    for name, figure, star in zip(names, figures, stars, strict=True):
        if star is not None:
            candidate = (-kinds[name, figure], figure, star)
            found[name] = min(found.get(name, candidate), candidate)
    return {name: star for name, (_, _, star) in sorted(found.items())}


def _at_fault(reason: str) -> bool:
    return not reason.startswith("star: ")


def _spread(named: Iterable[tuple[str, str]], most: int) -> list[tuple[str, str]]:
    """At most so many, the first of each name before a second of any."""
    seen: Counter[str] = Counter()
    ranked = []
    for name, id in sorted(set(named)):
        seen[name] += 1
        ranked.append((seen[name], name, id))
    return [(name, id) for _, name, id in sorted(ranked)[:most]]
