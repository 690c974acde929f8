"""Scores of pairs by a real cross-encoder with random weights."""

import json
from pathlib import Path

import pytest

from nescio.gen.engines.cross_encoder import CrossEncoderScorer, task_of
from nescio.gen.engines.models import ModelNotFound, resolve
from nescio.schemas.pairs import Pair, PairTask
from tests.small_nli import LABELS, untrained

PAIRS = [
    Pair("Orla founded the club.", "A club was founded."),
    Pair("Ben left.", "A club was founded."),
    Pair("", "\ud800"),
]


@pytest.fixture(scope="module")
def nli(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model with the three labels of inference."""
    return untrained(tmp_path_factory.mktemp("nli"), LABELS)


def test_scores_are_probabilities_and_do_not_depend_on_the_order(nli: Path) -> None:
    """The same set of pairs in any order, with repeats, has the same scores."""
    scorer = CrossEncoderScorer(str(nli))
    found = scorer.scores(PAIRS)
    assert all(one is not None and 0 <= one <= 1 for one in found)
    assert scorer.scores([*reversed(PAIRS), PAIRS[0]]) == [*reversed(found), found[0]]
    assert scorer.scores([]) == []
    assert (scorer.task, len(scorer.weights)) == (PairTask.ENTAILMENT, 64)


def test_a_pair_longer_than_the_window_has_no_score(nli: Path) -> None:
    """What is cut off could tell the answer."""
    long = Pair("A club was founded. " * 40, "Ben left.")
    assert CrossEncoderScorer(str(nli)).scores([long, PAIRS[0]])[0] is None


def test_a_single_output_scores_answerability(tmp_path: Path) -> None:
    """Its score is a probability too."""
    scorer = CrossEncoderScorer(str(untrained(tmp_path, {0: "LABEL_0"})))
    assert scorer.task is PairTask.ANSWERS
    assert all(one is not None and 0 < one < 1 for one in scorer.scores(PAIRS))


@pytest.mark.parametrize("labels", [{}, {"0": "LABEL_0", "1": "LABEL_1"}, {"0": "entailment", "1": "entailed"}, "x"])
def test_a_model_whose_labels_name_no_entailment_is_refused(nli: Path, tmp_path: Path, labels: object) -> None:
    """Nobody could say which output is meant."""
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "model.safetensors").write_bytes((nli / "model.safetensors").read_bytes())
    (folder / "config.json").write_text(json.dumps({"id2label": labels}))
    with pytest.raises(ModelNotFound, match="wanted is"):
        task_of(resolve(str(folder)))
