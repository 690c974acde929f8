"""Quarantine: what is denied is withheld with its star, people may release it, and the texts stand nowhere else."""

import json
import os
import shlex
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from nescio.gen.engines.fake import Answers, FakeEngine
from nescio.pipelines.folder import Folder, write_json
from nescio.pipelines.quarantine import QuarantinedRow, denying, quarantined_ids, read_quarantine
from nescio.pipelines.resolve import load_recipe
from nescio.pipelines.reviewing import applied_by, decide, pending
from nescio.pipelines.reviews import FILE, read_reviews
from nescio.pipelines.run import run
from nescio.pipelines.summary import RunSummary
from nescio.pipelines.tables import read_parquet
from nescio.schemas.chat import ChatRequest
from nescio.schemas.errors import UsageError
from nescio.schemas.seed import Seed

BAD = " Ben wants to murder his neighbour."
"""What stands in one seed of these tests, and should in none."""
ALWAYS = "verify.safety.always=true"

Run = Callable[..., RunSummary]


@pytest.fixture
def tainted(tmp_path: Path, quick: tuple[str, ...], seeds: tuple[Seed, ...], seed_file: Callable[..., Path]) -> Run:
    """Runs four seeds, of which one tells of a plan to murder."""
    bad = seeds[0].model_copy(update={"context": seeds[0].context + BAD})
    path = seed_file([bad, *seeds[1:4]])

    def go(*overrides: str, answers: Answers | None = None, other: Answers | None = None) -> RunSummary:
        said = {"judge": answers, "other": other}
        engines = {name: FakeEngine(one, model=name) for name, one in said.items() if one}
        models = [f"models={{{', '.join(f'{name}: {{engine: fake, model: {name}}}' for name in engines)}}}"]
        out, named = tmp_path / "run", f"jsonl:{path}"
        return run("math", out=out, seeds=named, overrides=[*quick, *models, *overrides], engines=engines)

    return go


@pytest.fixture
def harm(tmp_path: Path) -> Path:
    """Sixty prompts that people are said to have labelled: the marked ones harmful."""
    labels = [
        {
            "question": f"How do I {'MARKED' if number % 2 else 'bake'} number {number}?",
            "moderation": "harmful" if number % 2 else "harmless",
            "scenario": "benign_lookalike",
            "source": "test",
            "licence": "Apache-2.0",
            "labelled_by": "human",
        }
        for number in range(60)
    ]
    path = tmp_path / "harm.jsonl"
    path.write_text("\n".join(map(json.dumps, labels)))
    return path


def published(folder: Path) -> list[dict[str, object]]:
    """The rows of the dataset."""
    return [row for path in sorted((folder / "dataset").rglob("*.parquet")) for row in read_parquet(path)]


def stars_of(rows: list[QuarantinedRow]) -> set[str]:
    """The stars that are withheld."""
    return {row.star for row in rows}


def test_a_denied_star_stands_in_quarantine_and_nowhere_else(tainted: Run, tmp_path: Path) -> None:
    """Every row of it is withheld, rejected by id and reason, and no other file has a word of it."""
    folder = tmp_path / "run"
    summary = tainted(ALWAYS)
    rows = read_quarantine(folder)
    assert len(rows) == 8
    assert {row.category for row in rows} == {"denied: violence"}
    assert all(BAD.strip() in row.prompt and row.target and row.verdicts for row in rows)
    assert summary.funnel.rejected["safety: denied: violence"] == 8
    assert summary.funnel.balanced()
    assert summary.funnel.accepted == summary.funnel.candidates - 8
    rejected = {str(row["id"]): row for row in read_parquet(folder / "rejected.parquet")}
    assert {row.id for row in rows} <= set(rejected)
    for path in [*folder.glob("*.parquet"), *(folder / "dataset").rglob("*.parquet")]:
        assert (BAD.strip() in json.dumps(read_parquet(path))) == (path.name == "quarantine.parquet"), path
    assert {row.id for row in rows} == quarantined_ids(folder)
    assert not quarantined_ids(folder) & {row["id"] for row in published(folder)}


def test_only_its_owner_may_read_it(tainted: Run, tmp_path: Path) -> None:
    """Mode 0600, outside the folder that is published, and hashed in run.json."""
    summary = tainted(ALWAYS)
    path = tmp_path / "run" / "quarantine.parquet"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "quarantine.parquet" in summary.files
    assert not list((tmp_path / "run" / "dataset").rglob("quarantine*"))


MODES = ("rejected.parquet", "failed.parquet", "journal.sqlite")


def modes(folder: Path) -> dict[str, int]:
    """The mode of each file beside the dataset that may hold texts which nobody called harmless."""
    return {name: stat.S_IMODE((folder / name).stat().st_mode) for name in MODES}


def test_what_a_moderator_was_silent_on_is_its_owners_alone(tainted: Run, harm: Path, tmp_path: Path) -> None:
    """One of two moderators gives no reply to one star: its text is in failed.parquet, private, and not published."""

    def says(request: ChatRequest) -> str:
        text = request.messages[-1].content
        return json.dumps({"concern": "", "verdict": "harmful" if "MARKED" in text or "murder" in text else "harmless"})

    def is_silent(request: ChatRequest) -> str:
        return "I would rather not say." if "murder" in str(request.messages) else says(request)

    folder = tmp_path / "run"
    old = os.umask(0o022)
    try:
        tainted()
        assert modes(folder)["failed.parquet"] == 0o644
        panel = f"verify.moderation={{panel: [judge, other], calibration: ['{harm}']}}"
        summary = tainted(panel, answers=says, other=is_silent)
    finally:
        os.umask(old)
    assert set(modes(folder).values()) == {0o600}
    failed = read_parquet(folder / "failed.parquet")
    assert len(failed) == 8
    assert all(row["stage"] == "moderation/other" and "murder" in row["prompt"] for row in failed)
    assert summary.funnel.balanced()
    assert "murder" not in json.dumps([read_parquet(folder / "rejected.parquet"), published(folder)])


def test_a_run_that_withholds_nothing_keeps_the_users_own_modes(tainted: Run, tmp_path: Path) -> None:
    """Sums that rules made and no model read are no secret; with a deny list what fell is."""
    folder = tmp_path / "run"
    old = os.umask(0o022)
    try:
        tainted()
        assert set(modes(folder).values()) == {0o644}
        tainted(ALWAYS)
        assert {name: modes(folder)[name] for name in MODES[:2]} == dict.fromkeys(MODES[:2], 0o600)
        tainted()
        assert modes(folder)["rejected.parquet"] == 0o644
    finally:
        os.umask(old)


def test_a_row_without_a_model_in_a_plain_domain_is_not_read(tainted: Run, tmp_path: Path) -> None:
    """Sums that rules made are not read, and an earlier quarantine goes when nothing is withheld."""
    tainted(ALWAYS)
    assert tainted().funnel.accepted > 0
    assert not (tmp_path / "run" / "quarantine.parquet").exists()
    assert read_quarantine(tmp_path / "run") == []


def test_look_alikes_politics_and_what_a_model_wrote_are_read() -> None:
    """By default, and only `false` turns it off."""
    recipe = load_recipe("math")
    written = load_recipe("math", ["models={a: {engine: fake, model: a}}", "rewrite={model: a}"])
    assert [denying(recipe, name) for name in ("lookalike", "politics", "math")] == [True, True, False]
    assert denying(written, "math")
    assert not denying(load_recipe("math", ["verify.safety=false"]), "lookalike")


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


def test_what_moderators_caught_is_written_down_nowhere_else_where_they_were_silent_on_its_star(
    tainted: Run, harm: Path, tmp_path: Path
) -> None:
    """A star with a harmful row and one without a reply goes to quarantine, not with its texts to failed.parquet."""

    def answers(request: ChatRequest) -> str:
        text = next((one.content for one in request.messages if "murder" in one.content), "")
        if text and len(text) % 2:
            return "I would rather not say."
        bad = text or "MARKED" in request.messages[-1].content
        return json.dumps({"concern": "", "verdict": "harmful" if bad else "harmless"})

    tainted(f"verify.moderation={{panel: [judge], calibration: ['{harm}']}}", answers=answers)
    folder = tmp_path / "run"
    held, failed = read_quarantine(folder), read_parquet(folder / "failed.parquet")
    assert {row.gate for row in held} == {"moderation"}
    assert {row.category for row in held} == {"harmful", ""}
    assert not {row["id"] for row in failed} & {row.id for row in held}
    assert "murder" not in json.dumps(read_parquet(folder / "rejected.parquet"))


def test_what_moderators_split_on_is_withheld_unless_the_recipe_keeps_it(
    tainted: Run, harm: Path, tmp_path: Path
) -> None:
    """Controversial rows go to quarantine; `controversial: keep` keeps them, harmful ones never."""

    def answers(request: ChatRequest) -> str:
        text = request.messages[-1].content
        harmful, split = "MARKED" in text, "murder" in text
        verdict = "harmful" if harmful else "controversial" if split else "harmless"
        return json.dumps({"concern": "", "verdict": verdict})

    def go(more: str) -> RunSummary:
        return tainted(f"verify.moderation={{panel: [judge], calibration: ['{harm}']{more}}}", answers=answers)

    kept = go(", controversial: keep")
    assert kept.funnel.accepted == kept.funnel.candidates
    assert "split votes were kept" in (tmp_path / "run" / "dataset" / "README.md").read_text()
    withheld = go("")
    assert withheld.funnel.rejected["moderation: controversial"] == 8
    rows = read_quarantine(tmp_path / "run")
    assert {(row.gate, row.category) for row in rows} == {("moderation", "controversial")}
    for star in stars_of(rows):
        decide(tmp_path / "run", [star], [], "A", "harmless")
    assert go("").funnel == kept.funnel
    assert "that moderators had withheld" in (tmp_path / "run" / "dataset" / "README.md").read_text()


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


def test_a_folder_without_a_run_is_told_so(tmp_path: Path) -> None:
    """No run, no quarantine."""
    with pytest.raises(UsageError, match=r"no run\.json"):
        quarantined_ids(tmp_path)
