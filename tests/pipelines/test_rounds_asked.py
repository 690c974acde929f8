"""Rounds ask a chat model for each text once, however many rounds there are."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from nescio.gen.engines.fake import FakeEngine
from nescio.pipelines.run import run
from nescio.schemas.chat import ChatRequest
from nescio.schemas.seed import Seed

KEYS = (
    "models={writer: {engine: fake, model: fake}}",
    "rewrite={model: writer}",
    "perturb=[premise_removal, unrealistic_condition]",
    "curate.rows=1",
)


def test_no_text_is_asked_for_twice(
    tmp_path: Path, quick: tuple[str, ...], seeds: tuple[Seed, ...], seed_file: Callable[..., Path]
) -> None:
    """Two rounds over 3 and 6 seeds make as many requests as one, count 6 outcomes, and running again makes none."""
    asked: Counter[str] = Counter()

    def silent(request: ChatRequest) -> str:
        asked[request.key] += 1
        return json.dumps({"sentences": [], "questions": [], "replacements": []})

    def go() -> dict[str, str]:
        source = f"jsonl:{seed_file(seeds[:6])}"
        engines = {"writer": FakeEngine(silent)}
        summary = run("math", out=tmp_path / "run", seeds=source, overrides=[*quick, *KEYS], engines=engines)
        assert summary.shortfall == {"unrealistic_condition": 1}
        assert summary.seeds.read == 6
        assert sum(summary.writing["rewrite"].seeds.values()) == 6
        assert [sum(one.outcomes.values()) for one in summary.spend] == [6]
        return summary.files

    first = go()
    before = sum(asked.values())
    assert go() == first
    assert sum(asked.values()) == before
    assert before == 6 * max(asked.values())
