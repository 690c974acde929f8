"""What the packaged recipes teach is what an evaluation takes for it: their targets are scored as right."""

from pathlib import Path

import pytest

from nescio.pipelines.eval_scoring import score
from nescio.pipelines.read_rows import read_rows
from nescio.pipelines.reply_classes import classified
from nescio.pipelines.run import run
from nescio.schemas.chat import Reply
from nescio.validation.answer_match import numbers_wanted

WITHOUT_MODELS = ("verify.fluency=false", "curate.dedup=false")
LIMITS = {"math": 40, "knowledge": 150, "reading": 16, "lookalike": 360, "politics": 60}


@pytest.mark.slow
@pytest.mark.parametrize("recipe", sorted(LIMITS))
def test_a_model_that_says_the_targets_is_right(recipe: str, tmp_path: Path) -> None:
    """On at least 97 % of the rows to abstain from, and of the others: learning the targets is no failure."""
    run(recipe, out=tmp_path / "run", limit=LIMITS[recipe], overrides=WITHOUT_MODELS)
    rows = read_rows(str(tmp_path / "run"))
    replies = [Reply(row.target) for row in rows]
    numeric = numbers_wanted((row.star, row.domain, row.answers) for row in rows)
    found = classified(rows, replies, numeric)
    answers = [score(row, reply, one) for row, reply, one in zip(rows, replies, found, strict=True)]
    for should_abstain in (True, False):
        told = [one for one in answers if one.should_abstain is should_abstain]
        wrong = [one for one in told if one.scores is None or not one.scores.right]
        assert len(wrong) <= 0.03 * len(told), [(one.perturbation, one.kind, one.rule, one.reply) for one in wrong[:5]]
