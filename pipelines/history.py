"""Looking back: how far a run is, and what became of one row."""

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from nescio.pipelines.folder import Folder
from nescio.pipelines.journal import Journal
from nescio.pipelines.reply_store import booked_replies
from nescio.pipelines.spend import Spend
from nescio.pipelines.summary import RunSummary
from nescio.pipelines.tables import read_parquet
from nescio.schemas.base import Frozen
from nescio.schemas.errors import UsageError


class RunStatus(Frozen):
    """How far a run is. `summary` is null while it is not finished."""

    recipe: str
    limit: int | None
    observations: dict[str, int]
    tokens: int
    """Of prompts and replies of chat models so far."""
    cost: float | None
    """US dollars so far; null where one reply's is unknown, and where no chat model was asked."""
    summary: RunSummary | None


def run_status(directory: Path) -> RunStatus:
    """The status of the run in a folder; raises UsageError where there is none."""
    folder = Folder(directory)
    record = folder.read_recipe()
    if record is None:
        raise UsageError(f"{directory} holds no run: there is no recipe.json; give the folder that was --out")
    journal = directory / "journal.sqlite"
    observations: dict[str, int] = {}
    spend = Spend()
    if journal.exists():
        with Journal(journal, read_only=True) as opened:
            observations = opened.counts()
            for identity, booked in booked_replies(opened):
                spend.book(identity, [booked])
    return RunStatus(
        recipe=record.recipe.name,
        limit=record.limit,
        observations=observations,
        tokens=spend.tokens,
        cost=spend.cost,
        summary=_summary(folder.summary),
    )


def _summary(file: Path) -> RunSummary | None:
    try:
        return RunSummary.model_validate_json(file.read_bytes()) if file.exists() else None
    except ValidationError as error:
        raise UsageError(f"{file} is no summary of a run: {error.errors()[0]['msg']}; run the recipe again") from error


def find_row(directory: Path, row_id: str) -> dict[str, Any]:
    """A row's columns, where it went, and the ids of its star's other rows.

    A candidate that never came to be goes by its seed's id. Raises UsageError where no id begins so, or more than one.
    """
    rows = _all_rows(directory)
    found = [(place, row) for place, row in rows if row_id and _id(row).startswith(row_id)]
    ids = sorted({_id(row) for _, row in found})
    if not ids:
        raise UsageError(
            f"no row of {directory} has an id that begins with {row_id!r}; ids stand in dataset/, rejected.parquet and "
            "failed.parquet"
        )
    if len(ids) > 1:
        some = ", ".join(ids[:5])
        raise UsageError(f"{len(ids)} rows have an id that begins with {row_id!r}: {some}; give more of it")
    # One prompt proposed twice is one id with two fates; the better one comes first.
    place, row = found[0]
    star = row.get("cross_id")
    others = [
        f"{_id(one)} {one['role']} ({where})"
        for where, one in rows
        if star and one.get("cross_id") == star and _id(one) != _id(row)
    ]
    return {"became": place, "also": [where for where, _ in found[1:]], **row, "star": others}


def _id(row: dict[str, Any]) -> str:
    return str(row["id"] or row["seed_id"])


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
