"""Losses of the real packaged SmolLM2."""

from itertools import pairwise
from random import Random

import pytest

from nescio.gen.engines.language_model import TransformersLoss
from nescio.gen.engines.models import resolve
from nescio.schemas.errors import BrokenPromise, UsageError
from nescio.schemas.protocols import Loss, LossRequest

pytestmark = pytest.mark.slow

SENTENCE = "The cat sat on the mat."


def whole(text: str) -> LossRequest:
    """The request for a whole text."""
    return LossRequest(text, 0, len(text))


def per_token(loss: Loss) -> float:
    """Nats of one token."""
    return loss.nats / loss.tokens


@pytest.fixture(scope="module")
def model() -> TransformersLoss:
    """packaged:smollm2, loaded once."""
    return TransformersLoss("packaged:smollm2")


def test_a_sentence_is_less_surprising_than_its_words(model: TransformersLoss) -> None:
    """English has a lower loss per token than the same words shuffled."""
    sentence, shuffled = model.losses([whole(SENTENCE), whole("mat the on The. sat cat")])
    assert per_token(sentence) < per_token(shuffled) - 1


def test_losses_are_those_of_the_whole_distribution(model: TransformersLoss) -> None:
    """Cutting the output layer and padding change nothing: a plain forward pass gives the same numbers."""
    import torch

    texts = [SENTENCE, "Tom buys 3 pears, then 4 more, and eats 2 of them. How many are left?", "Naïve 🙂 café"]
    for text, loss in zip(texts, model.losses([whole(text) for text in texts]), strict=True):
        ids = torch.tensor([[model._tokenizer.bos_token_id, *model._tokenizer(text)["input_ids"]]])
        with torch.inference_mode():
            logits = model._model(ids).logits[0, :-1]
        wanted = torch.nn.functional.cross_entropy(logits, ids[0, 1:], reduction="sum").item()
        assert loss.tokens == ids.shape[1] - 1
        assert loss.nats == pytest.approx(wanted, abs=1e-3)


def test_spans_add_up(model: TransformersLoss) -> None:
    """The losses of spans that partition a text between its tokens add up to the loss of the text."""
    cuts = [0, 3, 11, 18, len(SENTENCE)]
    spans = [LossRequest(SENTENCE, start, end) for start, end in pairwise(cuts)]
    total, *parts = model.losses([whole(SENTENCE), *spans])
    assert sum(part.nats for part in parts) == pytest.approx(total.nats, abs=1e-6)
    assert sum(part.tokens for part in parts) == total.tokens == 7


def test_a_token_belongs_to_a_span_that_cuts_it(model: TransformersLoss) -> None:
    """A span inside one token has the loss of that token, and a span on its border has not."""
    inside, token, border = model.losses(
        [LossRequest(SENTENCE, 5, 6), LossRequest(SENTENCE, 3, 7), LossRequest(SENTENCE, 3, 3)]
    )
    assert inside == token
    assert border == Loss(0.0, 0)


def test_order_and_duplicates_change_nothing(model: TransformersLoss) -> None:
    """The same set of requests gives the same bits in any order and however often each is asked."""
    texts = [f"Anna has {count} pears{' and more' * (count % 5)}." for count in range(40)]
    requests = [whole(text) for text in texts] + [LossRequest(text, 0, 8) for text in texts]
    known = dict(zip(requests, model.losses(requests), strict=True))
    mixed = Random(0).choices(requests, k=30) + requests
    Random(1).shuffle(mixed)
    assert model.losses(mixed) == [known[request] for request in mixed]


def test_hostile_texts_are_taken(model: TransformersLoss) -> None:
    """Empty texts, lone surrogates, characters of several tokens and special tokens have a finite loss."""
    empty, surrogate, emoji, special = model.losses(
        [whole(""), whole("a\ud800b"), LossRequest("x 👩‍👩‍👧 y", 2, 3), whole("<|im_end|> hello")]
    )
    assert empty == Loss(0.0, 0)
    assert surrogate.tokens > 0
    assert emoji.tokens > 1
    assert special.nats > 0


def test_a_span_outside_its_text_is_refused(model: TransformersLoss) -> None:
    """A span that its text does not have is a defect of the caller."""
    with pytest.raises(BrokenPromise, match="Span 0 to 9"):
        model.losses([LossRequest("short", 0, 9)])


def test_a_text_beyond_the_window_is_refused(model: TransformersLoss) -> None:
    """A text that the model cannot see whole is not cut off silently."""
    with pytest.raises(UsageError, match="which takes 8192"):
        model.losses([whole("word " * 9000)])


def test_it_says_which_model_it_is(model: TransformersLoss) -> None:
    """Name and weights are those of `resolve`."""
    files = resolve("packaged:smollm2")
    assert (model.name, model.weights) == (files.title, files.weights)
