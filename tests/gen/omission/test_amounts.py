"""Vague words and bounds are true of the value and leave room."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from nescio.gen.omission.amounts import bounded, bounds, loosely
from nescio.validation.numbers import read_numbers

VALUES = st.integers(2, 10**6).map(Fraction) | st.fractions(2, 500, max_denominator=4)
LEAST = {"a few": 3, "several": 4, "quite a few": 8, "a lot of": 20, "dozens of": 24, "hundreds of": 200}
MOST = {"a few": 9, "several": 12, "quite a few": 99, "dozens of": 99, "hundreds of": 999}


@given(VALUES, st.sets(st.integers(1, 100).map(Fraction), max_size=3))
def test_bounds_hold_the_value_with_room_on_both_sides(value: Fraction, taken: set[Fraction]) -> None:
    """Neither bound is the value, its neighbor above or a number of the text."""
    low, high = bounds(value, taken)
    assert low is None or (0 < low < value and low not in taken)
    assert high is None or (high > value + 1 and high not in taken)


@given(VALUES)
def test_the_checkers_reader_finds_bounds_that_allow_the_value_and_another(value: Fraction) -> None:
    """What is written is read as a bound, by a reader that shares nothing with the writer."""
    for words in bounded(value, (), "fewer"):
        (mention,) = read_numbers(words)
        assert not mention.exact
        assert mention.allows(value)
        assert mention.allows(value + 1) or mention.allows(value - 1)


@given(VALUES)
def test_vague_words_are_true_and_state_no_number(value: Fraction) -> None:
    """No "a few" for two hundred, no "dozens" for ten."""
    for words in loosely(value):
        assert LEAST.get(words, 0) <= value <= MOST.get(words, value)
        assert not read_numbers(words)
