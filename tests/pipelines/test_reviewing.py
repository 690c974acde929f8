"""People decide about what is withheld: decisions are only ever added, shown until they are applied, and heeded."""

import json
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from nescio.pipelines.folder import Folder, write_json
from nescio.pipelines.quarantine import quarantined_ids, read_quarantine
from nescio.pipelines.resolve import load_recipe
from nescio.pipelines.reviewing import applied_by, decide, pending
from nescio.pipelines.reviews import FILE, read_reviews
from nescio.pipelines.run import run
from nescio.schemas.errors import UsageError
from nescio.schemas.seed import Seed
from tests.pipelines.tainted import ALWAYS, Run, published, stars_of, tainting


@pytest.fixture
def tainted(tmp_path: Path, quick: tuple[str, ...], seeds: tuple[Seed, ...], seed_file: Callable[..., Path]) -> Run:
    """Runs four seeds, of which one tells of a plan to murder."""
    return tainting(tmp_path, quick, seeds, seed_file)


def test_a_released_star_is_published_with_who_and_why(tainted: Run, tmp_path: Path) -> None:
    """The gate's verdict gives way to the person's, the card counts it, and a rerun gives the same bytes."""
    folder = tmp_path / "run"
    tainted(ALWAYS)
    withheld = {row.id for row in read_quarantine(folder)}
    for star in stars_of(read_quarantine(folder)):
        decide(folder, [star], [], "A. Reader", "a sum, and nobody is told how")
    first = tainted(ALWAYS)
    rows = [row for row in published(folder) if row["id"] in withheld]
    assert len(rows) == 8
    for row in rows:
        [said] = [one for one in row["verdicts"] if one["check"] == "human review"]  # type: ignore[attr-defined]
        assert said["passed"]
        assert "safety had said denied: violence; released by A. Reader: a sum" in said["detail"]
    assert quarantined_ids(folder) == frozenset()
    card = (folder / "dataset" / "README.md").read_text()
    count = len({row["cross_id"] for row in rows})
    assert f"released {count} star{'s' * (count > 1)} that the deny list had caught" in card
    assert tainted(ALWAYS) == first


def test_a_release_holds_for_the_texts_that_were_read(tainted: Run, tmp_path: Path) -> None:
    """The same star with other words stays where it is."""
    folder = tmp_path / "run"
    tainted(ALWAYS)
    [review] = decide(folder, [next(iter(stars_of(read_quarantine(folder))))], [], "A", "fine")
    line = json.loads((folder / FILE).read_text())
    (folder / FILE).write_text(json.dumps({**line, "texts": "0" * 16}) + "\n")
    tainted(ALWAYS)
    assert review.star in stars_of(read_quarantine(folder))


def test_what_is_published_can_be_withheld_and_released_again(tainted: Run, tmp_path: Path) -> None:
    """A person may see what no rule does: the whole star goes, at once for publishing and at the next run for good."""
    folder = tmp_path / "run"
    before = tainted()
    row = published(folder)[0]
    [review] = decide(folder, [], [str(row["id"])], "B", "reads like a threat")
    assert row["id"] in quarantined_ids(folder)
    after = tainted()
    assert after.funnel.rejected["human review: withheld"] == len(review.rows)
    assert not set(review.rows) & {one["id"] for one in published(folder)}
    assert read_quarantine(folder)[0].review == "withhold by B: reads like a threat"
    decide(folder, [review.star], [], "C", "it does not")
    assert tainted().funnel == before.funnel


def test_a_withheld_row_stays_withheld_in_another_star(tainted: Run, tmp_path: Path) -> None:
    """Stars may form anew, with one row more or less; what a person read in one is not published in the other."""
    folder = tmp_path / "run"
    tainted()
    row = published(folder)[0]
    decide(folder, [], [str(row["id"])], "B", "reads like a threat")
    line = json.loads((folder / FILE).read_text())
    (folder / FILE).write_text(json.dumps({**line, "star": "0" * 16, "rows": [row["id"], "1" * 16]}) + "\n")
    tainted()
    assert row["id"] in {one.id for one in read_quarantine(folder)}
    assert row["id"] not in {one["id"] for one in published(folder)}


def test_the_command_lists_and_decides(tainted: Run, tmp_path: Path, command: Callable[..., Result]) -> None:
    """`nescio quarantine` shows the texts, and a decision needs a name and a reason."""
    folder = tmp_path / "run"
    tainted(ALWAYS)
    shown = command("quarantine", str(folder))
    assert "murder his neighbour" in shown.output
    row = json.loads(command("quarantine", str(folder), "--json").stdout)["rows"][0]
    assert command("quarantine", str(folder), "--release", row["id"]).exit_code == 2
    done = command("quarantine", str(folder), "--release", row["id"], "--by", "A", "--why", "fine")
    assert done.exit_code == 0, done.output
    assert read_reviews(folder)[row["star"]].by == "A"
    assert command("quarantine", str(folder), "--release", "zzz", "--by", "A", "--why", "x").exit_code == 2


def test_what_is_decided_and_not_applied_is_shown_with_the_command_that_does(
    tainted: Run, tmp_path: Path, command: Callable[..., Result]
) -> None:
    """A release of other texts is of no effect; a new one and a withholding wait for the run, and then for nothing."""
    folder = tmp_path / "run"
    tainted(ALWAYS)
    [star] = stars_of(read_quarantine(folder))
    [void] = decide(folder, [star], [], "C", "a sum")
    (folder / FILE).write_text(json.dumps({**void.model_dump(), "texts": "0" * 16}) + "\n")
    assert "of no effect: release by C: a sum" in command("quarantine", str(folder)).output
    decide(folder, [star], [], "A", "a sum")
    decide(folder, [], [str(published(folder)[0]["id"])], "B", "reads like a threat")
    shown = command("quarantine", str(folder)).output
    assert "  not applied yet: release by A: a sum" in shown
    assert "in the dataset: not applied yet: withhold by B: reads like a threat" in shown
    assert f"2 decisions not applied yet; applied by: nescio run RECIPE --out {folder} (the recipe 'math'" in shown
    told = json.loads(command("quarantine", str(folder), "--json").stdout)["pending"]
    assert [(one["review"]["by"], one["heeded"]) for one in told] == [("A", True), ("B", True)]
    tainted(ALWAYS)
    assert pending(folder) == []
    assert "not applied" not in command("quarantine", str(folder)).output


def test_the_command_that_applies_a_decision_is_the_one_that_made_the_run(
    tmp_path: Path,
) -> None:
    """A packaged recipe as it is goes by its name, with its limit; the folder stands as a shell takes it."""
    folder = tmp_path / "a run"
    made = "politics", "--out", str(folder), "--limit", "2"
    run("politics", out=folder, limit=2, overrides=["verify.fluency=false", "curate.dedup=false"])
    assert "--set of the first time" in applied_by(folder)
    record = Folder(folder).read_recipe()
    assert record is not None
    write_json(folder / "recipe.json", record.model_copy(update={"recipe": load_recipe("politics")}))
    assert shlex.split(applied_by(folder)) == ["nescio", "run", *made]


def test_what_cannot_be_decided_is_told_with_what_is_wanted(tainted: Run, tmp_path: Path) -> None:
    """An id of nothing, one of several stars, and a decision without a name or a reason."""
    folder = tmp_path / "run"
    tainted(ALWAYS)
    [star] = stars_of(read_quarantine(folder))
    stars = {str(row["id"])[0]: set[object]() for row in published(folder)}
    for row in published(folder):
        stars[str(row["id"])[0]].add(row["cross_id"])
    shared = next(first for first, found in stars.items() if len(found) > 1)
    for release, withhold, by, said in (
        (["zzz"], [], "A", "no star in quarantine of .* begins with 'zzz'; `nescio quarantine"),
        ([], [shared], "A", r"\d+ stars in quarantine or in the dataset of .* and one is wanted; give more of it"),
        ([star], [], " ", "has no --by NAME; say who"),
        ([star], [star], "A", "both released and withheld"),
    ):
        with pytest.raises(UsageError, match=said):
            decide(folder, release, withhold, by, "x")
    assert read_reviews(folder) == {}


def test_a_reason_without_a_decision_is_told_so(tainted: Run, tmp_path: Path, command: Callable[..., Result]) -> None:
    """Nothing was decided, so that the listing is not what was wanted."""
    tainted(ALWAYS)
    told = command("quarantine", str(tmp_path / "run"), "--by", "A", "--why", "fine")
    assert told.exit_code == 2
    assert "--release ID or --withhold ID" in told.output


def test_reviews_are_only_ever_added(tainted: Run, tmp_path: Path) -> None:
    """The last one holds, a torn line is passed over and replaced, a spoilt one is told by its number."""
    folder = tmp_path / "run"
    tainted(ALWAYS)
    star = next(iter(stars_of(read_quarantine(folder))))
    decide(folder, [star], [], "A", "fine")
    decide(folder, [], [star], "B", "not fine")
    first, second = (folder / FILE).read_text().splitlines()
    assert [json.loads(line)["by"] for line in (first, second)] == ["A", "B"]
    assert read_reviews(folder)[star].decision == "withhold"
    with (folder / FILE).open("a") as file:
        file.write('{"decision": "rel')
    assert read_reviews(folder)[star].decision == "withhold"
    decide(folder, [star], [], "C", "fine")
    assert (folder / FILE).read_text().splitlines()[:2] == [first, second]
    assert read_reviews(folder)[star].by == "C"
    (folder / FILE).write_bytes((folder / FILE).read_bytes().rstrip(b"\n"))
    assert read_reviews(folder)[star].by == "C"
    decide(folder, [], [star], "D", "not fine")
    assert [json.loads(line)["by"] for line in (folder / FILE).read_text().splitlines()] == ["A", "B", "C", "D"]
    (folder / FILE).write_text("no review\n")
    with pytest.raises(UsageError, match="line 1"):
        read_reviews(folder)
