"""A run in which models write: their texts are proved like any other, and what they fail to write is counted."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from nescio.gen.engines.fake import FakeEngine
from nescio.gen.prompting import load_prompt
from nescio.pipelines.resolve import load_recipe, plan
from nescio.pipelines.run import run
from nescio.pipelines.summary import RunSummary
from nescio.pipelines.tables import read_parquet
from nescio.schemas.chat import ChatRequest, Fault, FaultKind
from nescio.schemas.errors import RecipeError
from nescio.schemas.evidence import HidingForm
from nescio.schemas.seed import Seed
from tests.gen.scripted import blocks

WRITER = "models={writer: {engine: fake, model: fake}}"

Run = Callable[..., RunSummary]


@pytest.fixture
def written(tmp_path: Path, quick: tuple[str, ...], seeds: tuple[Seed, ...], seed_file: Callable[..., Path]) -> Run:
    """Runs five seeds with a writer that a test scripts."""

    def go(engine: FakeEngine, *overrides: str) -> RunSummary:
        source = f"jsonl:{seed_file(seeds[6:11])}"
        keys = [*quick, WRITER, *overrides]
        return run("math", out=tmp_path / "run", seeds=source, overrides=keys, engines={"writer": engine})

    return go


def softened(request: ChatRequest) -> str:
    """A rewriting that puts two words before every sentence."""
    seen = request.messages[-1].content
    texts = blocks(seen)
    told, asked = (
        int(seen.split(" sentences of the text")[0].split()[-1]),
        int(seen.split(" questions:")[0].split()[-1]),
    )
    parts = [f"As told, {one[0].lower()}{one[1:]}" for one in texts]
    said = {
        "sentences": parts[:told],
        "questions": parts[told : told + asked],
        "replacements": parts[told + asked :],
    }
    return json.dumps(said)


def rows(place: Path) -> list[dict[str, object]]:
    """The published rows."""
    return [row for path in sorted((place / "run" / "dataset").rglob("*.parquet")) for row in read_parquet(path)]


def test_rewritten_seeds_are_proved_and_marked_as_traced(written: Run, tmp_path: Path) -> None:
    """Stars stay whole, the new wording is in every row, and a grade of proof is no longer claimed."""
    summary = written(FakeEngine(softened), "rewrite={model: writer}")
    assert summary.writing["rewrite"].seeds == {"rewritten": 5}
    assert summary.funnel.accepted >= 32
    found = rows(tmp_path)
    assert all("As told, " in str(row["prompt"]) for row in found)
    assert {row["proof"]["grade"] for row in found} == {"traced"}  # type: ignore[index]
    card = (tmp_path / "run" / "dataset" / "README.md").read_text()
    assert "Language models wrote in this run" in card


def test_a_writer_that_says_nothing_usable_leaves_the_seeds_as_they_are_and_counted(
    written: Run, tmp_path: Path
) -> None:
    """A fault of the writer costs no row: each seed stands as it was, with the reason in run.json."""
    down = FakeEngine(lambda _: Fault(FaultKind.SERVER_ERROR, "down", 500, 5))
    summary = written(down, "rewrite={model: writer}")
    assert summary.writing["rewrite"].seeds == {"kept: no reply: server_error": 5}
    assert summary.funnel.accepted == 40
    assert {row["proof"]["grade"] for row in rows(tmp_path)} == {"proved"}  # type: ignore[index]


def test_written_hidings_stand_in_the_rows_and_nothing_falls_back(
    written: Run, seeds: tuple[Seed, ...], tmp_path: Path
) -> None:
    """Seeds whose facts were all written make stars of the model's sentences; the others are skipped by reason."""

    def writes(request: ChatRequest) -> str | Fault:
        context, _, missing = blocks(request.messages[-1].content)
        seed = next(one for one in seeds if one.context == context)
        fact = next(one for one in seed.derivation.facts if one.missing == missing)
        if seed.id == min(one.id for one in seeds[6:11]):
            return Fault(FaultKind.REJECTED, "bad", 400)
        text = next(one.text for one in fact.hidings if one.form is HidingForm.ABSENT)
        return json.dumps(
            {"reason": "It is open.", "text": text, "missing": missing, "clarifying_question": fact.clarifying_question}
        )

    summary = written(FakeEngine(writes), "perturb=[{premise_removal: {writer: writer}}]")
    assert summary.writing["write"].seeds == {"skipped: no reply: rejected": 1, "written": 4}
    assert summary.seeds.skipped == {"not written: no reply: rejected": 1}
    assert summary.funnel.candidates == 32
    assert summary.funnel.accepted >= 24
    assert {row["complexity"] for row in rows(tmp_path)} == {"edited"}


def test_a_perturbation_without_such_a_variant_refuses_a_writer() -> None:
    """What cannot be written by a model is refused before anything is asked."""

    class Plain:
        """A perturbation that hides no fact."""

        name = "plain"
        checker = "dataflow"

    recipe = load_recipe("math", [WRITER, "perturb=[{plain: {writer: writer}}]"])
    with pytest.raises(RecipeError, match="plain has no variant that a model writes"):
        plan(recipe, perturbations=(Plain(),))  # type: ignore[arg-type]


def test_a_perturbation_that_names_no_checker_is_told_which_there_are() -> None:
    """A third-party part without one is refused as a part of a recipe, before anything runs."""

    class Unproved:
        """A perturbation that nothing proves."""

        name = "unproved"

    recipe = load_recipe("math", ["perturb=[unproved]"])
    with pytest.raises(RecipeError, match=r"unproved has no `checker`.*dataflow"):
        plan(recipe, perturbations=(Unproved(),))  # type: ignore[arg-type]


def test_a_recipe_that_names_an_unknown_model_is_refused() -> None:
    """The message says which key, which name, and what there is."""
    with pytest.raises(RecipeError, match=r"rewrite\.model names the model 'riter', which `models` does not have"):
        load_recipe("math", [WRITER, "rewrite={model: riter}"])


def test_every_prompt_that_a_run_uses_is_packaged() -> None:
    """Each loads, and its version is a hash of its text."""
    names = ("rewrite", "hide_absent", "hide_vague", "judge_answerable", "moderate", "solve")
    assert len({load_prompt(name).version for name in names}) == len(names)
