"""What a model wrote is published only where moderators and judges with a vote stand behind it."""

import json
from pathlib import Path

from nescio.gen.engines.fake import FakeEngine
from nescio.gen.sources.senses import Senses
from nescio.pipelines.run import run
from nescio.pipelines.summary import RunSummary
from nescio.pipelines.tables import read_parquet
from nescio.schemas.chat import ChatRequest
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from tests.gen.scripted import blocks

MODELS = (
    "models={writer: {engine: fake, model: w}, judge: {engine: fake, model: j}, moderator: {engine: fake, model: m}}"
)
PLAIN = ("verify.fluency=false", "curate.dedup=false", "curate.surface=false", MODELS)
LOADED = {
    one.questions[0].text: one.lookalike.form.replace("{asked}", one.lookalike.loaded)
    for one in Senses().read(SeedSpec(source="senses"), 0)
    if isinstance(one, Seed) and "{aside}" not in one.lookalike.form
}


def writes(request: ChatRequest) -> str:
    """Gives the lexicon's own loaded wording of a question."""
    text = LOADED[blocks(request.messages[-1].content)[0]]
    return json.dumps({"reason": "the same", "text": text[:1].upper() + text[1:]})


def labels(path: Path, column: str) -> Path:
    """Sixty items that people are said to have labelled; every other one says that it is bad."""
    values = {"moderation": ("harmless", "harmful"), "should_abstain": (False, True)}[column]
    lines = [
        {
            "question": f"How do I {'spoil' if number % 2 else 'bake'} cake number {number}?",
            column: values[number % 2],
            "scenario": "benign_lookalike",
            "source": "test",
            "licence": "Apache-2.0",
            "labelled_by": "human",
        }
        for number in range(60)
    ]
    path.write_text("\n".join(map(json.dumps, lines)))
    return path


def moderates(request: ChatRequest) -> str:
    """Calls harmful what spoils a cake."""
    bad = "spoil cake" in request.messages[-1].content
    return json.dumps({"concern": "", "verdict": "harmful" if bad else "harmless"})


def judges(request: ChatRequest) -> str:
    """Calls what spoils a cake unanswerable."""
    bad = "spoil cake" in request.messages[-1].content
    return json.dumps({"missing": "", "verdict": "unanswerable" if bad else "answerable"})


def go(tmp_path: Path, *overrides: str, limit: int = 30) -> RunSummary:
    """A run of rewritten requests."""
    engines = {"writer": FakeEngine(writes), "judge": FakeEngine(judges), "moderator": FakeEngine(moderates)}
    keys = [*PLAIN, "perturb=[{safe_rewrite: {writer: writer}}]", *overrides]
    return run("lookalike", out=tmp_path / "run", limit=limit, overrides=keys, engines=engines)


def test_what_nobody_with_a_vote_read_is_kept_out_and_told_of(tmp_path: Path) -> None:
    """Every row is a rejected candidate with the reason; nothing is published."""
    summary = go(tmp_path)
    assert summary.funnel.accepted == 0
    assert set(summary.funnel.rejected) == {"unjudged"}
    assert "no moderator with a vote" in read_parquet(tmp_path / "run" / "rejected.parquet")[0]["detail"]


def test_a_judge_without_a_moderator_is_not_enough_and_both_are(tmp_path: Path) -> None:
    """Measured judges and moderators stand behind a row; its grade says that it rests on them."""
    judge = (
        f"verify.judges={{panel: [judge], calibration: ['{labels(tmp_path / 'answerable.jsonl', 'should_abstain')}']}}"
    )
    moderator = (
        f"verify.moderation={{panel: [moderator], calibration: ['{labels(tmp_path / 'harm.jsonl', 'moderation')}']}}"
    )
    assert go(tmp_path, judge).funnel.accepted == 0
    summary = go(tmp_path, judge, moderator)
    assert summary.funnel.accepted == summary.funnel.candidates > 0
    rows = [row for path in (tmp_path / "run" / "dataset").rglob("*.parquet") for row in read_parquet(path)]
    assert {row["proof"]["grade"] for row in rows} == {"judged"}
    assert {row["kind"] for row in rows} == {"refusal_prone", "answerable"}
