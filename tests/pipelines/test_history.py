"""A finished run answers what became of each row, and an unfinished one how far it is."""

import json
from pathlib import Path

import pytest

from nescio.pipelines.folder import Folder
from nescio.pipelines.history import find_row, run_status
from nescio.pipelines.journal import Journal
from nescio.pipelines.ledger import FailedRow, RejectedRow
from nescio.pipelines.summary import RunSummary
from nescio.pipelines.tables import read_parquet, write_parquet
from nescio.schemas.errors import RunConflict, UsageError
from nescio.schemas.example import Star


def published(folder: Path) -> list[dict[str, object]]:
    """All rows of a run's dataset."""
    return [row for file in sorted((folder / "dataset" / "data").rglob("*.parquet")) for row in read_parquet(file)]


def test_a_row_is_found_by_the_beginning_of_its_id(finished: Path) -> None:
    """An accepted row is told with its split, proof and the other rows of its star."""
    row = published(finished)[0]
    for given in (row["id"], str(row["id"])[:12]):
        found = find_row(finished, str(given))
        assert found["became"].startswith("accepted, ")
        assert found["proof"]["evidence"]
        assert len(found["star"]) == 7
        assert {**found, "star": 0}.items() >= {key: row[key] for key in ("id", "prompt", "cross_id")}.items()


def test_a_rejected_row_is_told_with_its_reason(finished: Path) -> None:
    """A rejected row has the reason, the particulars and its verdicts."""
    row = next(row for row in read_parquet(finished / "rejected.parquet") if "7777" in row["detail"])
    found = find_row(finished, row["id"])
    assert found["became"] == "rejected"
    assert found["reason"].startswith("lookalike: ")
    assert found["verdicts"]


def test_ambiguous_and_unknown_ids_are_refused(finished: Path) -> None:
    """A beginning that many rows share lists a few of them; one that none has says where ids are."""
    ids = [str(row["id"]) for row in published(finished)]
    common = next(digit for digit in "0123456789abcdef" if sum(one.startswith(digit) for one in ids) > 1)
    with pytest.raises(UsageError, match=rf"rows have an id that begins with '{common}': {common}.*give more of it"):
        find_row(finished, common)
    for unknown in ("zzz", "", "\x1b"):
        with pytest.raises(UsageError, match="ids stand in dataset/"):
            find_row(finished, unknown)


def failed(row: str | None) -> FailedRow:
    """A failed candidate."""
    return FailedRow(id=row, seed_id="seed1", perturbation="p", prompt=None, stage="propose", error="E", message="m")


def test_a_candidate_without_row_goes_by_its_seed(tmp_path: Path) -> None:
    """What failed before it had an id is found by the id of its seed."""
    write_parquet([failed(None)], FailedRow, tmp_path / "failed.parquet")
    assert find_row(tmp_path, "seed1")["became"] == "failed"


def test_one_id_with_two_fates_tells_both(tmp_path: Path, stars: tuple[Star, ...]) -> None:
    """A prompt that was proposed twice is no ambiguity: the better fate is told, and the other named."""
    row = stars[0].rows[0]
    write_parquet(
        [RejectedRow(**dict(row), reason="repeated prompt", detail="")] * 2, RejectedRow, tmp_path / "rejected.parquet"
    )
    found = find_row(tmp_path, row.id)
    assert (found["became"], found["also"]) == ("rejected", ["rejected"])


def test_a_folder_without_run_is_refused(tmp_path: Path, finished: Path) -> None:
    """Status and history of what is no run say what was expected, and of a broken file what to do."""
    with pytest.raises(UsageError, match=r"no recipe\.json; give the folder that was --out"):
        run_status(tmp_path)
    with pytest.raises(UsageError, match="holds no finished run"):
        find_row(tmp_path, "a")
    (tmp_path / "recipe.json").write_text("{")
    with pytest.raises(RunConflict, match="is not the recipe of a run"):
        run_status(tmp_path)
    (tmp_path / "recipe.json").write_bytes((finished / "recipe.json").read_bytes())
    (tmp_path / "run.json").write_text("{}")
    with pytest.raises(UsageError, match="run the recipe again"):
        run_status(tmp_path)


def test_a_finished_run_has_its_summary(finished: Path) -> None:
    """The status of a finished run is what run.json says, and that adds up."""
    status = run_status(finished)
    assert status.summary == RunSummary.model_validate_json((finished / "run.json").read_bytes())
    assert status.summary is not None
    assert status.summary.funnel.balanced()
    assert status.observations == {}


def test_an_unfinished_run_tells_what_is_recorded(tmp_path: Path, finished: Path) -> None:
    """Before run.json there is, the status counts the observations, also while the run holds the journal."""
    folder = Folder(tmp_path)
    (tmp_path / "recipe.json").write_bytes((finished / "recipe.json").read_bytes())
    with Journal(tmp_path / "journal.sqlite") as journal:
        journal.put_many("loss", "1", "w", {"a": b"1", "b": b"2"})
        status = run_status(tmp_path)
    assert (status.recipe, status.summary, status.observations) == ("math", None, {"loss": 2})
    assert folder.read_recipe() is not None
    assert json.loads(status.model_dump_json())["summary"] is None
