"""Consensus: what samples agree on is held against the label, and a missing sample is never taken for disagreement."""

from pathlib import Path
from random import Random

import pytest

from nescio.gen.engines.fake import Answers
from nescio.gen.prompting import load_prompt
from nescio.schemas.chat import ChatRequest, Fault, FaultKind, Sampling
from nescio.schemas.example import Candidate, Star
from nescio.schemas.taxonomy import Scenario
from nescio.validation.checkers.consensus import ALIKE, NOT_REACHED, Consensus, commonest
from nescio.validation.checkers.sampling import SampledResult
from tests.faking import asking

EVERYWHERE = frozenset(Scenario)
WARM = Sampling(temperature=0.7)


def check(
    rows: list[Candidate], answers: Answers, folder: Path, gates: frozenset[Scenario] = frozenset()
) -> SampledResult:
    """Five samples a row of a model that answers so."""
    with asking(answers, folder) as asks:
        return Consensus(asks, load_prompt("solve"), WARM, gates=gates).check_all(rows)


@pytest.fixture
def star(stars: list[Star]) -> list[Candidate]:
    """The rows of one star: two perturbed ones, two twins, two decoys, two clean ones."""
    return list(stars[0].rows)


def test_one_answer_to_a_perturbed_row_rejects_it(star: list[Candidate], tmp_path: Path) -> None:
    """A model that always says the same agrees with itself and misses every gold answer: all rows fail."""
    found = check(star, lambda _: "So the answer is 77777", tmp_path)
    for row, (verdict,) in zip(star, found.verdicts, strict=True):
        assert not verdict.passed
        assert verdict.reason == (ALIKE if row.should_abstain else NOT_REACHED)
        assert verdict.score == (1.0 if row.should_abstain else 0.0)
        assert verdict.calibrated is False


def test_a_model_that_knows_passes_every_row(star: list[Candidate], tmp_path: Path) -> None:
    """The gold answer where there is one and an abstention where there is none."""
    said = {row.prompt: row.target for row in star}

    def answers(request: ChatRequest) -> str:
        return next(target for prompt, target in said.items() if prompt in request.messages[-1].content)

    found = check(star, answers, tmp_path, gates=EVERYWHERE)
    assert all(verdict.passed and verdict.calibrated for (verdict,) in found.verdicts)
    assert found.faults == {"fake": {}}


def test_guesses_that_differ_speak_for_a_perturbed_row(star: list[Candidate], tmp_path: Path) -> None:
    """Five different numbers agree on nothing: the perturbed row passes, the answerable one does not."""
    found = check(star, lambda request: f"#### {5000 + request.replica}", tmp_path)
    for row, (verdict,) in zip(star, found.verdicts, strict=True):
        assert verdict.passed is row.should_abstain


def test_abstaining_samples_agree_with_nobody(star: list[Candidate], tmp_path: Path) -> None:
    """Two answers alike among five samples are two fifths, though nobody says anything else."""
    found = check(star, lambda one: "#### 77777" if one.replica < 2 else "I don't know.", tmp_path)
    for row, (verdict,) in zip(star, found.verdicts, strict=True):
        if row.should_abstain:
            assert (verdict.passed, verdict.score) == (True, 0.4)


@pytest.mark.parametrize("gates", [frozenset(), EVERYWHERE])
def test_a_missing_sample_leaves_no_verdict(star: list[Candidate], tmp_path: Path, gates: frozenset[Scenario]) -> None:
    """The fault is counted; it fails the row only where consensus gates."""

    def answers(request: ChatRequest) -> str | Fault:
        return Fault(FaultKind.REJECTED, "no") if request.replica == 3 else "#### 7"

    found = check(star, answers, tmp_path, gates)
    assert found.verdicts == ((),) * len(star)
    assert [len(one) for one in found.failures] == [int(bool(gates))] * len(star)
    assert found.faults == {"fake": {"rejected": len(star)}}


def test_the_same_answer_in_other_words_counts_as_the_same() -> None:
    """Numbers are compared as numbers, and order does not matter to the count."""
    values = ["1,200", "1200", "1200 bricks", "12", "twelve hundred"]
    assert commonest(values) == (4, "1,200")
    for seed in range(5):
        assert commonest(Random(seed).sample(values, 5))[0] == 4
    assert commonest([]) == (0, "")


@pytest.mark.parametrize("wrong", [{"samples": 1}, {"sampling": Sampling()}, {"min_agreement": 0.5}])
def test_samples_that_cannot_differ_are_refused(wrong: dict[str, object], tmp_path: Path) -> None:
    """One sample, temperature 0, or half as a majority."""
    with asking(lambda _: "", tmp_path) as asks, pytest.raises(ValueError, match="are wanted"):
        Consensus(**{"asks": asks, "prompt": load_prompt("solve"), "sampling": WARM} | wrong)
