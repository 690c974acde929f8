"""The search for near texts: equal texts once, no pairs of one unit, and a prefilter that says what it loses."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from nescio.validation.duplication_grams import DIMENSION, encode_grams
from nescio.validation.duplication_search import Prefilter, PrefilterLoss, distinct, search
from nescio.validation.profiles import Thresholds

WORDS = "egg river sky apple moon train glass horse paper stone cloud bread lamp sea hill boat".split()


def drawn(number: int, seed: int = 0) -> list[str]:
    """Texts of random words; every third repeats the one before it but for a word."""
    random = np.random.default_rng(seed)
    found: list[str] = []
    for place in range(number):
        words = [WORDS[n] for n in random.integers(0, len(WORDS), 12)]
        if place % 3 == 2:
            words = [*found[-1].split()[:-1], "anew"]
        found.append(" ".join(words) + f" {place}")
    return found


def apart(texts: Sequence[str]) -> list[list[int]]:
    """Each text as a unit of its own."""
    return [[number] for number in range(len(texts))]


class Asked:
    """Character n-grams as the dear model, remembering what it was asked."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.texts: list[str] = []

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Rows as encode_grams gives them."""
        self.texts += texts
        return encode_grams(texts)


def test_texts_that_are_equal_after_normalising_are_asked_once() -> None:
    """By the first of them; a row without text has none."""
    asked = Asked()
    texts = ["One egg.", "one  EGG", "?", "two eggs"]
    found = search(distinct(texts, apart(texts)), asked, 0.9)
    assert found.texts.node == (0, 0, None, 1)
    assert asked.texts == ["One egg.", "two eggs"]
    assert found.embedded == 2


def test_without_an_encoder_no_texts_are_near() -> None:
    """Equal texts are still one."""
    texts = ["a b", "A b", "a c"]
    found = search(distinct(texts, apart(texts)), None, 1.0)
    assert list(found.near(Thresholds(short=1, long=1)).pairs()) == []
    assert found.texts.node == (0, 0, 1)


def test_pairs_of_one_unit_are_left_out_unless_a_text_stands_elsewhere_too() -> None:
    """Twins are near by intention; a copy of one in another unit is another matter."""
    texts = ["the egg is red", "the egg is redder"]
    assert len(search(distinct(texts, [[0, 1]]), encode_grams, 0.1).i) == 0
    assert len(search(distinct([*texts, texts[1]], [[0, 1], [2]]), encode_grams, 0.1).i) == 1


def test_long_texts_need_the_higher_threshold() -> None:
    """A pair of which one is long or arithmetic is taken at the long threshold only."""

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([[1, 0], [0.92, np.sqrt(1 - 0.92**2)]], dtype=np.float32)[: len(texts)]

    for texts, count in ((["x", "y"], 1), (["2 and 3", "y"], 0), (["x", "word " * 26], 0)):
        found = search(distinct(texts, apart(texts)), encode, 0.9)
        assert len(list(found.near(Thresholds(short=0.9, long=0.95)).pairs())) == count


def test_neighbours_are_both_ways_and_pairs_once() -> None:
    """What the search found is what a loop over all pairs finds."""
    texts = drawn(60)
    rows = encode_grams(texts)
    near = search(distinct(texts, apart(texts)), encode_grams, 0.5).near(Thresholds(short=0.5, long=0.5))
    wanted = [(i, j) for i in range(60) for j in range(i + 1, 60) if float(rows[i] @ rows[j]) >= 0.5 - 1e-6]
    assert [(i, j) for i, j, _ in near.pairs()] == wanted
    assert sorted((i, j) for i in range(60) for j, _ in near.beside(i)) == sorted(wanted + [(j, i) for i, j in wanted])


def test_asking_below_what_was_searched_for_is_refused() -> None:
    """Pairs that were not searched for are not there."""
    with pytest.raises(ValueError, match=r"from 0\.9 on"):
        search(distinct(["a"], [[0]]), encode_grams, 0.9).near(Thresholds(short=0.8, long=0.9))


def test_only_texts_with_a_candidate_and_a_sample_are_embedded() -> None:
    """The same model as prefilter loses nothing; the sample tells what a blind one loses."""
    texts = drawn(90)
    whole = search(distinct(texts, apart(texts)), encode_grams, 0.6)
    asked = Asked()
    found = search(distinct(texts, apart(texts)), asked, 0.6, Prefilter(encode_grams, 0.4, sample=5))
    assert found.loss is not None
    assert len(asked.texts) == found.embedded == 90 - found.loss.left_out + found.loss.sampled < 90
    assert found.loss.found_beside == found.loss.found_within == 0

    def blind(texts: Sequence[str]) -> NDArray[np.float32]:
        return np.eye(len(texts), dtype=np.float32)

    lost = search(distinct(texts, apart(texts)), encode_grams, 0.6, Prefilter(blind, 0.5, sample=45)).loss
    assert lost is not None
    assert (lost.left_out, lost.sampled) == (90, 45)
    assert lost.missed > 0
    assert lost.found + lost.missed == pytest.approx(len(whole.i), rel=0.6)
    assert lost.missed < lost.at_most


def test_twins_are_no_candidates_of_one_another() -> None:
    """A text whose only candidate is its twin need not be embedded."""
    texts = ["the egg is red", "the egg is redder", "a boat on a hill"]
    found = search(distinct(texts, [[0, 1], [2]]), encode_grams, 0.5, Prefilter(encode_grams, 0.3, sample=0))
    assert found.embedded == 0


def test_a_sample_of_all_misses_nothing() -> None:
    """And an empty one does not divide by zero when nothing was left out."""
    assert PrefilterLoss(10, 5, 5, 3, 2, 1).missed == 0
    assert PrefilterLoss(10, 0, 0, 3, 0, 0).at_most == 0


@settings(deadline=None, max_examples=50)
@given(st.lists(st.text(max_size=30), max_size=12))
def test_grams_are_unit_rows_of_any_text(texts: list[str]) -> None:
    """Or zero rows, for texts without words; the same text has the same row."""
    rows = encode_grams([*texts, *texts])
    assert rows.shape == (2 * len(texts), DIMENSION)
    norms = np.linalg.norm(rows, axis=1)
    assert np.all((np.abs(norms - 1) < 1e-5) | (norms == 0))
    assert np.array_equal(rows[: len(texts)], rows[len(texts) :])


def test_grams_see_shared_words() -> None:
    """A text is nearer to itself with a word changed than to another one."""
    rows = encode_grams(["how many eggs are left", "how many eggs were left", "which river is longest"])
    assert rows[0] @ rows[1] > 0.5 > 0.2 > rows[0] @ rows[2]
