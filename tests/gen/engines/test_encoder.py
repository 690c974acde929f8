"""The sentence encoder on its real packaged model."""

import numpy as np
import pytest

from nescio.gen.engines.encoder import SentenceEncoder
from nescio.gen.engines.models import ModelNotFound, resolve

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    """packaged:minilm, loaded once."""
    return SentenceEncoder("packaged:minilm")


def test_rows_are_unit_vectors(encoder: SentenceEncoder) -> None:
    """Each text gets a float32 row of norm 1 and 384 numbers."""
    rows = encoder.encode(["How many apples are left?", "", "\ud800 lone surrogate"])
    assert (rows.shape, rows.dtype) == ((3, 384), np.float32)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_no_texts_give_no_rows(encoder: SentenceEncoder) -> None:
    """An empty list keeps the dimension."""
    assert encoder.encode([]).shape == (0, 384)


def test_paraphrases_are_nearer_than_strangers(encoder: SentenceEncoder) -> None:
    """The model behind the name understands sentences."""
    same, near, far = encoder.encode(
        ["The boy ate three apples.", "Three apples were eaten by the boy.", "Interest rates rose in March."]
    )
    assert same @ near > 0.8 > 0.3 > same @ far


def test_order_and_duplicates_change_nothing(encoder: SentenceEncoder) -> None:
    """The same set of texts gives the same bits in any order."""
    texts = [f"Anna has {count} pears{' and more' * (count % 7)}." for count in range(70)]
    forward = encoder.encode(texts)
    backward = encoder.encode([*texts[::-1], *texts])
    assert np.array_equal(forward, backward[:70][::-1])
    assert np.array_equal(forward, backward[70:])


def test_it_says_which_model_it_is(encoder: SentenceEncoder) -> None:
    """Name and weights are those of `resolve`."""
    files = resolve("packaged:minilm")
    assert (encoder.name, encoder.weights) == (files.title, files.weights)


def test_a_language_model_is_refused() -> None:
    """A GGUF file is no sentence encoder."""
    with pytest.raises(ModelNotFound, match="no sentence encoder"):
        SentenceEncoder("packaged:smollm2")
