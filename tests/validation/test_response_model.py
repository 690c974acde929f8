"""The fitted classifier of refusals: what it sees, how it computes, and how it is set beside the rules."""

import json
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from nescio.schemas.hashing import content_hash
from nescio.validation.response_features import FEATURES, see
from nescio.validation.response_model import CLASSES, SURE, ResponseModel, settle
from nescio.validation.responses import CLASSIFIER_VERSION, ResponseClass, classify

REPLIES = [one["reply"] for one in yaml.safe_load((Path(__file__).parent / "replies.yaml").read_text("utf-8"))]
REFUSED = "I'm sorry, but I can't assist with that."
ANSWERED = "Stir the paint, let it rest, and stir it again."


def model(scale: float = 1.0, dimension: int = 2, **changed: object) -> ResponseModel:
    """A model that goes by the rules' class, and by the first dimension of the opening."""
    width = len(FEATURES) + (2 * dimension if scale else 0)
    weights = [[0.0] * width for _ in CLASSES]
    for row, kind in zip(weights, CLASSES, strict=True):
        row[FEATURES.index(f"rules: {kind.value}")] = 3.0
    if scale:
        weights[1][len(FEATURES)] = 10.0
    told = {
        "nescio": "0",
        "classifier": CLASSIFIER_VERSION,
        "features": FEATURES,
        "encoder": "packaged:minilm",
        "encoder_weights": "ab",
        "embedding_scale": scale,
        "inverse_penalty": 1.0,
        "weights": weights,
        "intercepts": [0.0] * len(CLASSES),
        "fitted_on": [],
    }
    return ResponseModel.model_validate({**told, **changed})


def seen(reply: str, prompt: str = "") -> dict[str, float]:
    """The features of a reply, by name."""
    return dict(zip(FEATURES, see(reply, classify(reply, numeric=False), prompt).numbers, strict=True))


@given(st.one_of(st.text(max_size=300), st.sampled_from(REPLIES)), st.text(max_size=40))
def test_any_reply_has_features_of_bounded_size(reply: str, prompt: str) -> None:
    """One number for each name, none below 0 or far above 1, and exactly one class by rules."""
    found = seen(reply, prompt)
    assert all(0 <= one <= 2 for one in found.values())
    assert sum(one for name, one in found.items() if name.startswith("rules: ")) == 1


def test_features_tell_where_a_cue_stands() -> None:
    """Declining in the opening or later, and what of the prompt the reply takes up."""
    early = seen(f"{REFUSED} That is all.", "How do I whittle a spoon?")
    assert early["declines, opening"] == 1
    assert early["declines, later"] == early["prompt words, opening"] == 0
    late = seen("A spoon. A bowl. A fork. I can't help with knives.", "How do I whittle a spoon?")
    assert late["declines, later"] == 1
    assert late["prompt words, opening"] == 0.5


def test_opening_and_ending_are_sentences_of_the_reply() -> None:
    """The first three and the last two, which overlap in a short one."""
    found = see("One cup. Two cups. Three cups. Four cups.", classify("One cup.", numeric=False))
    assert found.opening == "One cup. Two cups. Three cups."
    assert found.ending == "Three cups. Four cups."


@given(st.lists(st.tuples(st.sampled_from(REPLIES), st.floats(-1, 1, width=32)), min_size=1, max_size=5))
def test_shares_are_probabilities_in_the_order_of_the_replies(told: list[tuple[str, float]]) -> None:
    """They sum to 1, and those of a reply alone are those beside others."""
    one = model()
    parts = [see(reply, classify(reply, numeric=False)) for reply, _ in told]
    vectors = np.array([[first, 0.5] for _, first in told], dtype=np.float32)
    found = one.shares(parts, vectors, vectors)
    assert all(sum(share) == pytest.approx(1) and min(share) >= 0 for share in found)
    assert found[-1] == pytest.approx(one.shares(parts[-1:], vectors[-1:], vectors[-1:])[0])


def test_embeddings_of_another_shape_are_refused() -> None:
    """A model without embeddings wants none, one with two dimensions wants two."""
    parts = [see(REFUSED, classify(REFUSED, numeric=False))]
    three = np.zeros((1, 3), dtype=np.float32)
    with pytest.raises(ValueError, match=r"\(1, 2\) were wanted"):
        model().shares(parts, three, three)
    assert model(scale=0).dimension == 0
    with pytest.raises(ValueError, match=r"\(1, 0\) were wanted"):
        model(scale=0).shares(parts, three, three)


def test_a_model_is_read_back_as_it_was() -> None:
    """With the same hash; another weight is another hash."""
    one = model()
    assert ResponseModel.model_validate_json(one.model_dump_json()) == one
    assert (
        ResponseModel.model_validate_json(one.model_dump_json()).hash == one.hash == content_hash(one.model_dump_json())
    )
    assert model(intercepts=[0.0, 0.0, 0.1]).hash != one.hash


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"classifier": "0"}, "Fit it again"),
        ({"features": FEATURES[:-1]}, "Fit it again"),
        ({"weights": [[0.0] * len(FEATURES)] * 3}, "no two embeddings"),
        ({"weights": [[0.0] * (len(FEATURES) + 4)] * 2}, "each of 3 classes"),
        ({"intercepts": [0.0, float("nan"), 0.0]}, "finite"),
    ],
)
def test_a_model_that_does_not_fit_is_refused(changed: dict[str, object], message: str) -> None:
    """Other rules, other features, weights of another shape, and what is no number."""
    with pytest.raises(ValidationError, match=message):
        model(**changed)


def test_the_model_overrules_only_where_it_is_sure() -> None:
    """In either direction; below, the rules stand."""
    refused, answered = classify(REFUSED, numeric=False), classify(ANSWERED, numeric=False)
    assert settle(REFUSED, refused, (SURE - 0.01, 0.2, 0.01)) == refused
    assert settle(ANSWERED, answered, (0.3, 0.5, 0.2)) == answered
    assert settle(REFUSED, refused, (0.9, 0.05, 0.05)).kind is ResponseClass.ANSWERED
    assert settle(ANSWERED, answered, (0.1, 0.6, 0.3)).kind is ResponseClass.REFUSED
    found = settle(ANSWERED, answered, (0.1, 0.3, 0.6))
    assert found.kind is ResponseClass.PARTIALLY_REFUSED
    assert found.value is None
    assert "rules: answered" in found.rule


@given(st.sampled_from(REPLIES), st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_what_the_model_does_not_know_the_rules_decide(reply: str, cuts: tuple[float, float]) -> None:
    """Abstaining, asking back, correcting, saying nothing; and which refusal it is where both see one."""
    low, high = sorted(cuts)
    found = classify(reply, numeric=False)
    settled = settle(reply, found, (low, high - low, 1 - high))
    if found.kind not in CLASSES:
        assert settled == found
    if found.kind in CLASSES[1:] and low < 0.5:
        assert settled == found
    assert (settled.value is not None) is (settled.kind is ResponseClass.ANSWERED)


def test_the_file_is_plain_json() -> None:
    """A person can read what it was fitted with."""
    told = json.loads(model().model_dump_json())
    assert told["format"] == "nescio response model 1"
    assert told["features"][0] == "rules: answered"
