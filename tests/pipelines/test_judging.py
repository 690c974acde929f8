"""Model-based checks in a run: who earned a vote decides, who did not is heard and stored, and nothing is lost."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from nescio.gen.engines.fake import Answers, FakeEngine
from nescio.pipelines.calibrating import calibrate_recipe
from nescio.pipelines.folder import Folder
from nescio.pipelines.run import run
from nescio.pipelines.spend import NO_LIMITS, Limits
from nescio.pipelines.summary import RunSummary
from nescio.pipelines.tables import read_parquet
from nescio.schemas.chat import ChatRequest, Fault, FaultKind, Reply, Usage
from nescio.schemas.errors import BudgetReached, RecipeError, RunConflict
from nescio.schemas.seed import Seed

MARK = "(the label is hidden here)"
"""What makes a labelled item recognisable to the judges of these tests."""


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    """Sixty items that people are said to have labelled; the unanswerable ones carry the mark."""
    lines = [
        {
            "context": f"A basket holds some fruit, number {number}.",
            "question": f"How many fruits are in basket {number}? {MARK if number % 2 else ''}",
            "should_abstain": bool(number % 2),
            "scenario": "underspecified_context",
            "source": "test",
            "licence": "Apache-2.0",
            "labelled_by": "human",
        }
        for number in range(60)
    ]
    path = tmp_path / "labels.jsonl"
    path.write_text("\n".join([*map(json.dumps, lines), "no JSON"]))
    return path


Run = Callable[..., RunSummary]


@pytest.fixture
def judged(tmp_path: Path, quick: tuple[str, ...], seeds: tuple[Seed, ...], seed_file: Callable[..., Path]) -> Run:
    """Runs five seeds under a recipe whose judge is a fake."""

    def go(
        answers: Answers, *overrides: str, engine: FakeEngine | None = None, limits: Limits = NO_LIMITS
    ) -> RunSummary:
        asked = engine or FakeEngine(answers)
        names = ["models={judge: {engine: fake, model: fake}, other: {engine: fake, model: other}}", *overrides]
        return run(
            "math",
            out=tmp_path / "run",
            seeds=f"jsonl:{seed_file(seeds[9:14])}",
            overrides=[*quick, *names],
            engines={"judge": asked, "other": FakeEngine(answers, model="other")},
            limits=limits,
        )

    return go


def verdict(word: str) -> str:
    """A judge's reply."""
    return json.dumps({"missing": "", "verdict": word})


def knows_the_mark(request: ChatRequest) -> str:
    """A judge that is right on the labelled items, and calls every row of a run answerable."""
    return verdict("unanswerable" if MARK in request.messages[-1].content else "answerable")


def test_a_judge_that_earned_its_vote_rejects_and_its_verdict_says_so(
    judged: Run, labels: Path, tmp_path: Path
) -> None:
    """Measured as perfect on people's labels it has a vote, and the stars whose label it denies fall."""
    summary = judged(knows_the_mark, f"verify.judges={{panel: [judge], calibration: ['{labels}']}}")
    [measured] = [one for one in summary.checks.calibrations[0].scenarios if one.admitted]
    assert (measured.positives, measured.negatives, measured.scenario.value) == (30, 30, "underspecified_context")
    assert summary.funnel.accepted == 0
    assert sum(summary.checks.labels_skipped.values()) == 1
    assert set(summary.funnel.rejected) == {
        "judges: judges disagree with the label",
        "star: judges: judges disagree with the label",
    }
    abstain, answer = sorted(summary.checks.rates["judges"], key=lambda one: not one.should_abstain)
    assert (abstain.rows, abstain.observed.value, answer.observed.value) == (10, 0.0, 0.0)
    assert abstain.corrected is not None
    assert abstain.corrected.value == 0.0
    assert abstain.corrected.high < 0.5
    row = read_parquet(tmp_path / "run" / "rejected.parquet")[0]
    assert any(one["check"] == "judges" and one["calibrated"] for one in row["verdicts"])


def test_a_judge_without_labels_of_people_is_heard_and_has_no_vote(judged: Run, tmp_path: Path) -> None:
    """Our own items never admit a judge: its verdicts are stored as uncalibrated, and every star stays."""
    summary = judged(lambda _: verdict("answerable"), "verify.judges={panel: [judge]}")
    assert summary.funnel.accepted == summary.funnel.candidates == 40
    assert not any(one.admitted for one in summary.checks.calibrations[0].scenarios)
    rows = [row for path in (tmp_path / "run" / "dataset").rglob("*.parquet") for row in read_parquet(path)]
    said = [one for row in rows for one in row["verdicts"] if one["check"] == "judges/judge"]
    assert len(said) == 40
    assert {one["calibrated"] for one in said} == {False}
    assert {one["passed"] for one in said} == {False, True}
    assert {one.corrected for one in summary.checks.rates["judges"]} == {None}
    card = (tmp_path / "run" / "dataset" / "README.md").read_text()
    assert "## Chat models and judges" in card
    assert "| judge | " in card


def test_a_judge_that_cannot_speak_fails_the_rows_that_it_has_a_vote_on(judged: Run, labels: Path) -> None:
    """A missing verdict is a failure that is listed, never a rejection and never a pass."""

    def silent_on_rows(request: ChatRequest) -> str | Fault:
        if "basket" in request.messages[-1].content:
            return knows_the_mark(request)
        return Fault(FaultKind.SERVER_ERROR, "down", 500, 5)

    summary = judged(silent_on_rows, f"verify.judges={{panel: [judge], calibration: ['{labels}']}}")
    assert summary.funnel.failed == {"server_error": 40}
    assert summary.checks.faults["judges"]["judge"]["server_error"] == 40
    assert not summary.complete


def test_a_rerun_asks_nothing_and_gives_the_same(judged: Run, labels: Path) -> None:
    """Judging is read back from the journal, calibration too."""
    key = f"verify.judges={{panel: [judge], calibration: ['{labels}']}}"
    first, engine = judged(knows_the_mark, key), FakeEngine(knows_the_mark)
    assert judged(knows_the_mark, key, engine=engine) == first
    assert engine.asked == []


def test_no_judge_sees_a_label(judged: Run, labels: Path) -> None:
    """What is asked of a row's two labels differs in its text alone: no role, no edit, no target, no label."""
    engine = FakeEngine(knows_the_mark)
    judged(knows_the_mark, f"verify.judges={{panel: [judge], calibration: ['{labels}']}}", engine=engine)
    words = ("perturbed", "twin", "decoy", "should_abstain", "premise_removal", "hedged_quantity", "missing_fact")
    assert engine.asked
    assert not [word for request in engine.asked for one in request.messages for word in words if word in one.content]


def test_a_limit_writes_nothing_and_partial_writes_what_was_asked(judged: Run, tmp_path: Path) -> None:
    """Unasked rows are rejected as such, not failed; the run goes on from there under a higher limit."""

    def priced(request: ChatRequest) -> Reply:
        return Reply(knows_the_mark(request), usage=Usage(90, 10))

    key = "verify.judges={panel: [judge], items: 2}"
    with pytest.raises(BudgetReached, match="higher limit"):
        judged(priced, key, limits=Limits(max_tokens=2_000))
    assert not (tmp_path / "run" / "run.json").exists()
    partial = judged(priced, key, limits=Limits(max_tokens=2_600, partial=True))
    assert partial.tokens <= 2_600
    assert partial.unasked == 0  # the judge has no vote, so nothing waits for it
    whole = judged(priced, key)
    assert whole.funnel.accepted == 40
    assert whole.tokens > 2_600


def test_moderators_drop_what_any_calls_harmful_once_they_are_measured(judged: Run, tmp_path: Path) -> None:
    """Moderators are measured on prompts labelled by harm; a split vote is no clean bill."""
    lines = [
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
    path.write_text("\n".join(map(json.dumps, lines)))

    def answers(request: ChatRequest) -> str:
        text = request.messages[-1].content
        harmful = "MARKED" in text or "number" not in text
        return json.dumps({"concern": "", "verdict": "harmful" if harmful else "harmless"})

    summary = judged(answers, f"verify.moderation={{panel: [judge, other], calibration: ['{path}']}}")
    assert "moderation: harmful" in summary.funnel.rejected
    assert summary.checks.agreement["moderation"].alpha is None  # both say the same of every row


def test_consensus_and_refusal_probe_store_what_they_find(judged: Run, tmp_path: Path) -> None:
    """A solver that was not measured decides nothing; the refusal rate stands with each row."""
    summary = judged(
        lambda _: "I cannot help with that.",
        "verify.consensus={model: judge, samples: 3, items: 4}",
        "verify.refusal_probe={panel: [other], samples: 2}",
    )
    assert summary.funnel.accepted == 40
    rows = [row for path in (tmp_path / "run" / "dataset").rglob("*.parquet") for row in read_parquet(path)]
    for row in rows:
        by_check = {one["check"]: one for one in row["verdicts"]}
        assert by_check["refusal_probe.other"]["score"] == 1.0
        assert by_check["consensus"]["calibrated"] is False
    assert {one.stage for one in summary.spend} == {"consensus", "refusal_probe"}


def test_calibrate_alone_writes_what_the_run_then_finds(labels: Path, tmp_path: Path, quick: tuple[str, ...]) -> None:
    """The command measures the judges into the run's folder; the run asks for no item again."""
    keys = [
        *quick,
        "models={judge: {engine: fake, model: fake}}",
        f"verify.judges={{panel: [judge], calibration: ['{labels}']}}",
    ]
    engine = FakeEngine(knows_the_mark)
    report = calibrate_recipe("math", out=tmp_path / "alone", overrides=keys, engines={"judge": engine})
    assert json.loads((tmp_path / "alone" / "calibration.json").read_text())["calibrations"]
    assert len(engine.asked) == len({request.key for request in engine.asked}) > 60
    assert any(one.admitted for one in report.calibrations[0].scenarios)
    again = FakeEngine(knows_the_mark)
    assert calibrate_recipe("math", out=tmp_path / "alone", overrides=keys, engines={"judge": again}) == report
    assert again.asked == []


def test_a_run_on_other_seeds_follows_a_calibration_in_the_same_folder(
    labels: Path, tmp_path: Path, quick: tuple[str, ...], seeds: tuple[Seed, ...], seed_file: Callable[..., Path]
) -> None:
    """Calibrating claims nothing but the recipe's name: what it asked serves any run of it, and itself."""
    keys = [
        *quick,
        "models={judge: {engine: fake, model: fake}}",
        f"verify.judges={{panel: [judge], calibration: ['{labels}']}}",
    ]
    place, engine = tmp_path / "both", FakeEngine(knows_the_mark)
    calibrate_recipe("math", out=place, overrides=keys, engines={"judge": engine})
    asked = len(engine.asked)
    source = f"jsonl:{seed_file(seeds[9:11])}"
    run("math", out=place, seeds=source, overrides=keys, engines={"judge": engine})
    assert len(engine.asked) == asked + 16
    calibrate_recipe("math", out=place, overrides=keys, engines={"judge": engine})
    assert len(engine.asked) == asked + 16
    with pytest.raises(RunConflict, match="recipe 'math', not of 'other'"):
        calibrate_recipe("math", out=place, overrides=[*keys, "name=other"], engines={"judge": engine})


def test_calibrating_a_recipe_without_judges_is_refused(tmp_path: Path) -> None:
    """There is nobody to measure."""
    with pytest.raises(RecipeError, match="no judges"):
        calibrate_recipe("math", out=tmp_path)
    assert not Folder(tmp_path).summary.exists()


def test_the_command_stops_at_a_limit_with_a_code_of_its_own(
    command: Callable[..., Result],
    tmp_path: Path,
    quick: tuple[str, ...],
    seeds: tuple[Seed, ...],
    seed_file: Callable[..., Path],
) -> None:
    """Exit code 3, a message that says what is spent, no dataset; without the limit the same command finishes."""
    keys = [*quick, "models={judge: {engine: fake, model: fake}}", "verify.judges={panel: [judge], items: 2}"]
    words = [word for one in keys for word in ("--set", one)]
    run_it = ("run", "math", "--seeds", f"jsonl:{seed_file(seeds[6:8])}", "--out", tmp_path / "run", *words)
    stopped = command(*run_it, "--max-tokens", "3000", "--concurrency", "2")
    assert stopped.exit_code == 3
    assert "questions are not asked" in stopped.stderr
    assert not (tmp_path / "run" / "dataset").exists()
    status = json.loads(command("status", tmp_path / "run", "--json").stdout)
    assert 0 < status["tokens"] <= 3000
    assert status["observations"]["reply"] > 0
    assert json.loads((tmp_path / "run" / "recipe.json").read_text())["prompts"]["judge_answerable"]
    finished = command(*run_it, "--json")
    assert finished.exit_code == 0, finished.stderr
    told = json.loads(finished.stdout)
    assert told["tokens"] > 3000
    assert told["spend"][0]["outcomes"]["constrained"] == told["spend"][0]["replies"]
