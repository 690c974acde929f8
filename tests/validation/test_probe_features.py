"""The features of the interaction probe: they say what a reader would count, for any text."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nescio.validation.probe_features import features, tally


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(max_size=80), st.text(max_size=40)), max_size=8))
def test_features_take_any_text(texts: list[tuple[str, str]]) -> None:
    """Any text has the same named features, as floats, and adding the row again changes none."""
    found = features(texts)
    assert len(found) == len(texts)
    assert all(list(one) == list(two) for one, two in pairwise(found))
    assert all(isinstance(value, float) for row in found for value in row.values())
    assert list(map(repr, features([*texts, *texts]))) == list(map(repr, [*found, *found]))


def test_features_read_what_they_say() -> None:
    """A small story has the overlaps, counts and distances that a reader would count."""
    (row,) = features([("Tom has some apples. He ate 3 of them. Ann has two pears.", "How many apples does Tom have?")])
    assert row["sentences"] == 3
    assert (row["digits"], row["number words"], row["hedges"]) == (1, 1, 1)
    assert row["position of the best sentence"] == 0
    assert row["hedges in the best sentence"] == 1
    assert row["numbers for each sharing sentence"] == 0
    assert row["hedges followed by a question word"] == 1
    assert row["words from a question word to the nearest hedge"] == 1
    assert row["rank of the nearest of hedges"] == 0
    assert row["excess of hedges near the question by words"] == pytest.approx(2 / 3)
    assert row["excess of numbers near the question by name"] == pytest.approx(-1 / 6)


def test_tally_counts_digits_words_and_hedges() -> None:
    """The additive counts read grouped digits as one number and two-word hedges as one hedge."""
    assert tally("At least 1,250 of twenty") == {"length": 24, "words": 5, "numbers": 2, "hedge words": 1}
