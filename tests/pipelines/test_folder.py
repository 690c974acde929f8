"""A folder holds one run, and its files are whole or not there."""

import json
import os
import stat
from contextlib import suppress
from pathlib import Path

import pytest

from nescio.pipelines.folder import Folder, built_beside, recipe_record, whole, write_json, write_text
from nescio.pipelines.resolve import load_recipe
from nescio.pipelines.summary import ModelRecord, RecipeRecord
from nescio.schemas.errors import RunConflict

MODEL = ModelRecord(role="fluency", name="m", revision=None, weights="a" * 64, licence=None)


def record(*overrides: str, limit: int | None = None, model: ModelRecord = MODEL, **seeds: str) -> RecipeRecord:
    """recipe.json of a run of the packaged recipe."""
    return recipe_record(load_recipe("math", overrides, list(seeds.values())), limit, (model,))


def test_a_new_folder_becomes_the_runs(tmp_path: Path) -> None:
    """Claiming makes the folder and writes what the run was asked to do."""
    folder = Folder(tmp_path / "a" / "b")
    folder.path.mkdir(parents=True)
    assert folder.read_recipe() is None
    assert folder.claim(record()) == []
    assert folder.read_recipe() == record()
    assert json.loads((folder.path / "recipe.json").read_text())["recipe"]["name"] == "math"


def test_checking_writes_nothing(tmp_path: Path) -> None:
    """A check of a folder that does not exist leaves none behind."""
    assert Folder(tmp_path / "none").check(record()) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("override", "said"),
    [
        ("name=other", "its recipe is 'math', this one is 'other'"),
        ("seed=7", "its seed number is 0, this one is 7"),
        ("seeds.0.limit=7", "lists limit 250, these are templates limit 7"),
    ],
)
def test_another_run_is_refused_by_what_differs(tmp_path: Path, override: str, said: str) -> None:
    """Another name, seed number or other seeds are refused, and recipe.json stays as it was."""
    folder = Folder(tmp_path)
    folder.claim(record())
    with pytest.raises(RunConflict) as caught:
        folder.claim(record(override))
    assert said in str(caught.value)
    assert "Choose another --out" in str(caught.value)
    assert folder.read_recipe() == record()


def test_a_seed_file_is_known_by_its_content(tmp_path: Path) -> None:
    """The same file at another place is the same run; another content at the same place is not."""
    (tmp_path / "a.jsonl").write_text("1")
    (tmp_path / "b.jsonl").write_text("1")
    folder = Folder(tmp_path / "run")
    folder.path.mkdir()
    folder.claim(record(seeds=f"jsonl:{tmp_path / 'a.jsonl'}"))
    assert folder.check(record(seeds=f"jsonl:{tmp_path / 'b.jsonl'}")) == []
    (tmp_path / "a.jsonl").write_text("2")
    with pytest.raises(RunConflict, match=r"a\.jsonl \(sha256 6b86b273\), these are .*\(sha256 d4735e3a\)"):
        folder.check(record(seeds=f"jsonl:{tmp_path / 'a.jsonl'}"))


def test_what_else_changed_is_said(tmp_path: Path) -> None:
    """Later stages, the limit, reference files, weights and library versions may change, and are named."""
    reference = tmp_path / "held out.txt"
    reference.write_text("one")
    held = f"curate.decontaminate=['{reference}']"
    folder = Folder(tmp_path / "run")
    folder.path.mkdir()
    before = record(held)
    folder.claim(before)
    assert folder.check(record(held, "verify.fluency=false", "curate.max_per_template=3", limit=5)) == [
        "verify",
        "curate",
        "limit (None before, 5 now)",
    ]
    assert folder.check(record(held, model=MODEL.model_copy(update={"weights": "b" * 64}))) == [
        "the fluency model's weights"
    ]
    older = {"nescio": "0.0.1", "versions": before.versions | {"torch": "1.0"}}
    assert folder.check(before.model_copy(update=older))[0].startswith(f"nescio ({before.nescio} before, 0.0.1 now)")
    assert folder.check(before.model_copy(update=older))[1].startswith("torch (")
    reference.write_text("two")
    assert folder.check(record(held)) == ["the texts to stay away from"]
    downloaded = {**before.references, "xstest": "0123456789abcdef"}
    assert folder.check(before.model_copy(update={"references": downloaded})) == ["the texts to stay away from"]


def test_foreign_files_are_left_alone(tmp_path: Path) -> None:
    """A folder with other files, a file in its place, and a foreign recipe.json are refused untouched."""
    (tmp_path / "thesis.tex").write_text("mine")
    with pytest.raises(RunConflict, match=r"no nescio run \(thesis\.tex\)"):
        Folder(tmp_path).claim(record())
    with pytest.raises(RunConflict, match="is a file"):
        Folder(tmp_path / "thesis.tex").check(record())
    (tmp_path / "recipe.json").write_text('{"cake": 1}')
    with pytest.raises(RunConflict, match="is not the recipe of a run"):
        Folder(tmp_path).claim(record())
    assert sorted(one.name for one in tmp_path.iterdir()) == ["recipe.json", "thesis.tex"]


def test_a_run_that_was_stopped_at_its_beginning_goes_on(tmp_path: Path) -> None:
    """A journal without recipe.json, and a half-written recipe.json, are what a stopped or full run leaves."""
    for name in ("journal.sqlite", "journal.sqlite-wal", "journal.lock", "recipe.json.part"):
        (tmp_path / name).touch()
    assert Folder(tmp_path).claim(record()) == []


def test_a_claim_takes_the_old_summary_away(tmp_path: Path) -> None:
    """While a run goes on nothing says that it is finished; a refused claim changes nothing."""
    folder = Folder(tmp_path)
    folder.claim(record())
    folder.summary.write_text("{}")
    with pytest.raises(RunConflict):
        folder.claim(record("seed=1"))
    assert folder.summary.exists()
    folder.claim(record())
    assert not folder.summary.exists()


def test_a_file_is_whole_or_as_before(tmp_path: Path) -> None:
    """A write that stops half-way leaves the earlier file, and nothing beside it."""
    place = tmp_path / "a.txt"
    write_text(place, "old")
    with pytest.raises(UnicodeEncodeError):
        write_text(place, "new \ud800")
    with suppress(KeyboardInterrupt), whole(place) as beside:
        beside.write_text("half")
        raise KeyboardInterrupt
    assert place.read_text() == "old"
    assert list(tmp_path.iterdir()) == [place]


def test_json_holds_any_path(tmp_path: Path) -> None:
    """A path with bytes that are no text, as an argument may have, is written and read back."""
    odd = MODEL.model_copy(update={"name": "caf\udce9"})
    write_json(tmp_path / "model.json", odd)
    assert json.loads((tmp_path / "model.json").read_text())["name"] == "caf\udce9"


def test_a_folder_is_replaced_at_once_or_not_at_all(tmp_path: Path) -> None:
    """A folder that was built takes the place of the old one; after an error the old one stays and room is freed."""
    place = tmp_path / "dataset"
    for content in ("first", "second"):
        with built_beside(place) as beside:
            (beside / "rows").write_text(content)
        assert (place / "rows").read_text() == content
    with suppress(KeyboardInterrupt), built_beside(place) as beside:
        (beside / "rows").write_text("third")
        raise KeyboardInterrupt
    assert (place / "rows").read_text() == "second"
    assert list(tmp_path.iterdir()) == [place]


def test_a_kill_between_two_renames_loses_nothing(tmp_path: Path) -> None:
    """A folder that stands under its old name gets its own back before anything is built."""
    old = tmp_path / "dataset.old"
    old.mkdir()
    (old / "rows").write_text("first")
    (tmp_path / "dataset.part").mkdir()
    with pytest.raises(KeyboardInterrupt), built_beside(tmp_path / "dataset"):
        raise KeyboardInterrupt
    assert (tmp_path / "dataset" / "rows").read_text() == "first"
    assert [one.name for one in tmp_path.iterdir()] == ["dataset"]


def test_decisions_of_people_may_stand_there_before_the_run(tmp_path: Path) -> None:
    """So that a run whose rows were reviewed can be made anew elsewhere; another file is still refused."""
    (tmp_path / "reviews.jsonl").touch()
    assert Folder(tmp_path).check(record()) == []
    (tmp_path / "reviews.txt").touch()
    with pytest.raises(RunConflict, match=r"no nescio run \(reviews\.txt\)"):
        Folder(tmp_path).check(record())


def test_a_private_file_is_its_owners_alone_from_its_first_byte(tmp_path: Path) -> None:
    """While it is written and afterwards, whatever stood at its place before; another one has the user's mode."""
    path, old = tmp_path / "a", os.umask(0o022)
    try:
        write_text(path, "x")
        with whole(path, private=True) as place:
            assert stat.S_IMODE(place.stat().st_mode) == 0o600
            place.write_text("y")
        assert (path.read_text(), stat.S_IMODE(path.stat().st_mode)) == ("y", 0o600)
        write_text(path, "z")
        assert stat.S_IMODE(path.stat().st_mode) == 0o644
    finally:
        os.umask(old)
