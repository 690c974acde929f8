"""Looking back: how far a run is, and what became of one row."""

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from nescio.pipelines.folder import Folder
from nescio.pipelines.journal import Journal
from nescio.pipelines.summary import RunSummary
from nescio.pipelines.tables import read_parquet
from nescio.schemas.base import Frozen
from nescio.schemas.errors import UsageError


class RunStatus(Frozen):
    """How far a run is. `summary` is null while it is not finished."""

    recipe: str
    limit: int | None
    observations: dict[str, int]
    summary: RunSummary | None


def run_status(directory: Path) -> RunStatus:
    """The status of the run in a folder; raises UsageError where there is none."""
    record = Folder(directory).read_recipe()
    if record is None:
        raise UsageError(f"{directory} holds no run: there is no recipe.json; give the folder that was --out")
    journal = directory / "journal.sqlite"
    observations: dict[str, int] = {}
    if journal.exists():
        with Journal(journal, read_only=True) as opened:
            observations = opened.counts()
    return RunStatus(
        recipe=record.recipe.name, limit=record.limit, observations=observations, summary=_summary(directory)
    )


def _summary(directory: Path) -> RunSummary | None:
    file = directory / "run.json"
    try:
        return RunSummary.model_validate_json(file.read_bytes()) if file.exists() else None
    except ValidationError as error:
        raise UsageError(f"{file} is no summary of a run: {error.errors()[0]['msg']}; run the recipe again") from error


def find_row(directory: Path, row_id: str) -> dict[str, Any]:
    """A row's columns, where it went, and the ids of its star's other rows.

    Raises UsageError where no row's id begins so, or more than one does.
    """
    rows = list(_all_rows(directory))
    found = [(place, row) for place, row in rows if row_id and str(row.get("id") or "").startswith(row_id)]
    if not found:
        raise UsageError(
            f"no row of {directory} has an id that begins with {row_id!r}; ids are in dataset/, rejected.parquet and failed.parquet"
        )
    if len(found) > 1:
        raise UsageError(
            f"{len(found)} rows have an id that begins with {row_id!r}: {', '.join(row['id'] for _, row in found[:5])}; give more of it"
        )
    place, row = found[0]
    star = row.get("cross_id")
    others = [
        f"{one['id']} {one['role']} ({where})"
        for where, one in rows
        if star and one.get("cross_id") == star and one["id"] != row["id"]
    ]
    return {"became": place, **row, "star": others}


def _all_rows(directory: Path) -> list[tuple[str, dict[str, Any]]]:
    files = [
        (f"accepted, {path.name.split('-')[0]} split", path)
        for path in sorted((directory / "dataset" / "data").rglob("*.parquet"))
    ]
    files += [(name, directory / f"{name}.parquet") for name in ("rejected", "failed")]
    there = [(place, path) for place, path in files if path.exists()]
    if not there:
        raise UsageError(f"{directory} holds no finished run; see `nescio status {directory}`")
    return [(place, row) for place, path in there for row in read_parquet(path)]
