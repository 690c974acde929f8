"""The entailment stage of a run: rows that rest on missing words stay out until an admitted model has read them."""

import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from nescio.gen.engines.fake import FakeEngine
from nescio.gen.perturbations.evidence_removal import EvidenceRemoval
from nescio.gen.sources.squad import Squad
from nescio.pipelines.calibrating import calibrate_recipe
from nescio.pipelines.entailing import UNVERIFIED
from nescio.pipelines.journal import Journal
from nescio.pipelines.run import run
from nescio.pipelines.summary import RunSummary
from nescio.pipelines.tables import read_parquet
from nescio.schemas.chat import ChatRequest
from nescio.schemas.errors import RecipeError
from nescio.schemas.recipe import Recipe
from nescio.validation.checkers.passage import PassageText
from tests.small_nli import DEEDS, END, LABELS, START, story, trained, untrained


def _squad(folder: Path, count: int) -> Path:
    paragraphs = []
    for number in range(count):
        sentences, asked = story(Random(number), 3)
        context = " ".join([START, *sentences, END])
        qas = [
            {"question": question, "answers": [{"text": answer, "answer_start": context.index(answer)}]}
            for question, answer in asked
        ]
        paragraphs.append({"context": context, "qas": qas})
    path = folder / "squad.json"
    path.write_text(json.dumps({"data": [{"paragraphs": paragraphs}]}))
    return path


def _labels(folder: Path, count: int = 80) -> Path:
    """Items that people are said to have labelled: of every other one the sentence is gone."""
    lines = []
    for number in range(count):
        sentences, asked = story(Random(f"label {number}"), 3)
        gone = number % 2 == 1
        lines.append(
            {
                "context": " ".join([START, *sentences[gone:], END]),
                "question": asked[0][0],
                "answer": asked[0][1],
                "should_abstain": gone,
                "scenario": "underspecified_context",
                "source": "test",
                "licence": "MIT",
                "labelled_by": "human",
            }
        )
    path = folder / "labels.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)))
    return path


Go = Callable[..., RunSummary]


@pytest.fixture
def go(tmp_path: Path) -> Go:
    """Runs four paragraphs under an entailment spec."""

    def made(entailment: Any, out: str = "run", **more: Any) -> RunSummary:
        return run(
            _recipe(_squad(tmp_path, 4), entailment, **more.pop("recipe", {})), out=tmp_path / out, **_PARTS, **more
        )

    return made


_PARTS: dict[str, Any] = {"perturbations": (EvidenceRemoval(),), "sources": (Squad(),), "checkers": (PassageText(),)}


def _recipe(seeds: Path, entailment: Any, **more: Any) -> Recipe:
    return Recipe.model_validate(
        {
            "name": "squad",
            "seeds": [{"source": "squad", "path": str(seeds)}],
            "perturb": ["evidence_removal"],
            "verify": {"fluency": False, "entailment": entailment},
            "curate": {"dedup": False, "surface": False, "max_uncrossed": 1},
        }
        | more
    )


def _card(folder: Path) -> str:
    return (folder / "dataset" / "README.md").read_text()


def test_without_a_model_no_such_row_is_published_and_all_are_kept_with_the_reason(go: Go, tmp_path: Path) -> None:
    """Perturbed rows carry the reason, their stars fall with them, and the funnel adds up."""
    summary = go(False)
    assert summary.funnel.candidates > 0
    assert summary.funnel.accepted == 0
    assert set(summary.funnel.rejected) == {UNVERIFIED, f"star: {UNVERIFIED}"}
    rows = read_parquet(tmp_path / "run" / "rejected.parquet")
    assert {row["should_abstain"] for row in rows if row["reason"] == UNVERIFIED} == {True}


def test_a_recipe_may_keep_them_unread_and_its_card_says_so(go: Go, tmp_path: Path) -> None:
    """`required: false` is an explicit wish, and the labels are called unverified."""
    summary = go({"required": False})
    assert summary.funnel.accepted == summary.funnel.candidates > 0
    assert "without an admitted model having read them" in _card(tmp_path / "run")


def test_a_spec_without_a_model_has_to_say_that_none_is_required() -> None:
    """Or a typing mistake would let unread rows through."""
    with pytest.raises(ValueError, match="required: false"):
        _recipe(Path("x.json"), {"max_score": 0.4})


@pytest.mark.slow
def test_a_model_of_random_weights_earns_no_vote_and_its_scores_are_stored(go: Go, tmp_path: Path) -> None:
    """Its verdicts stand on the rows as uncalibrated, and the rows stay out; a second run asks nothing."""
    spec = {"model": str(untrained(tmp_path / "random", LABELS)), "calibration": [str(_labels(tmp_path))]}
    summary = go(spec)
    assert (summary.funnel.accepted, set(summary.funnel.rejected)) == (0, {UNVERIFIED, f"star: {UNVERIFIED}"})
    assert not any(one.admitted for found in summary.checks.calibrations for one in found.scenarios)
    rows = read_parquet(tmp_path / "run" / "rejected.parquet")
    said = [one for row in rows for one in row["verdicts"] if one["check"] == "entailment"]
    assert len(said) == sum(row["should_abstain"] for row in rows)
    assert {one["calibrated"] for one in said} == {False}
    with Journal(tmp_path / "run" / "journal.sqlite", read_only=True) as journal:
        counted = journal.counts()["pair"]
    assert go(spec).model_dump() == summary.model_dump()
    with Journal(tmp_path / "run" / "journal.sqlite", read_only=True) as journal:
        assert journal.counts()["pair"] == counted > 0
    kept = go({**spec, "required": False}, out="kept")
    assert kept.funnel.accepted == kept.funnel.candidates
    assert "Unverified on a real model" in _card(tmp_path / "kept")


@pytest.mark.slow
def test_a_trained_model_is_admitted_and_lets_pass_what_is_not_told(go: Go, tmp_path: Path) -> None:
    """Measured on people's items it has a vote: removed sentences pass, and one that is told again falls."""
    labels, model = _labels(tmp_path), trained(tmp_path / "nli")
    spec = {"model": str(model), "calibration": [str(labels)], "min_youden": 0.5}
    report = calibrate_recipe(_recipe(_squad(tmp_path, 4), spec), out=tmp_path / "run")
    [measured] = report.calibrations[0].scenarios
    assert (measured.admitted, measured.positives, measured.negatives) == (True, 40, 40)
    summary = go(spec)
    assert summary.funnel.accepted > 0
    assert summary.funnel.rejected.get(UNVERIFIED, 0) == 0
    rows = [row for path in (tmp_path / "run" / "dataset").rglob("*.parquet") for row in read_parquet(path)]
    said = [one for row in rows for one in row["verdicts"] if one["check"] == "entailment"]
    assert len(said) == sum(row["should_abstain"] for row in rows)
    assert {(one["passed"], one["calibrated"]) for one in said} == {(True, True)}
    card = _card(tmp_path / "run")
    assert "Unverified on a real model" in card
    assert str(tmp_path) not in card


def _says(told: bool) -> Callable[[ChatRequest], str]:
    """A chat model that is right on labelled items, and says the same of every row of a run."""
    sheet = json.dumps

    def answer(request: ChatRequest) -> str:
        text = request.messages[-1].content
        item = "According to the passage" not in text
        who = next((one for one in DEEDS if f"Who {one}?" in text), "")
        found = text.count(who) > 1 if item else told
        return sheet({"quote": "", "told": found})

    return answer


@pytest.mark.parametrize(("told", "reason"), [(False, None), (True, "entailment: the text tells the answer")])
def test_a_chat_model_can_be_the_reader(go: Go, tmp_path: Path, told: bool, reason: str | None) -> None:
    """Admitted like every judge, it lets rows pass or drops them."""
    spec = {"model": "reader", "calibration": [str(_labels(tmp_path))]}
    models = {"models": {"reader": {"engine": "fake", "model": "fake"}}}
    summary = go(spec, recipe=models, engines={"reader": FakeEngine(_says(told))})
    assert summary.checks.calibrations[0].scenarios[0].admitted
    if reason is None:
        assert summary.funnel.accepted == summary.funnel.candidates
    else:
        assert set(summary.funnel.rejected) == {reason, f"star: {reason}"}


def test_measuring_nobody_is_refused(tmp_path: Path) -> None:
    """`nescio calibrate` needs a model to measure."""
    with pytest.raises(RecipeError, match="nobody to measure"):
        calibrate_recipe(_recipe(_squad(tmp_path, 1), {"required": False}), out=tmp_path / "run")
