"""Numbers in problems."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.gen.traces.mentions import Form, read_mentions
from nescio.validation.numbers import read_numbers


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("She sold half as many.", [("half", "1/2", Form.SHARE)]),
        ("a third of 3/4", [("a third", "1/3", Form.SHARE), ("3/4", "3/4", Form.SHARE)]),
        ("two-thirds of it", [("two-thirds", "2/3", Form.SHARE)]),
        ("20% of $1,200.50", [("20%", "20", Form.PERCENT), ("1,200.50", "2401/2", Form.PLAIN)]),
        ("twice a dozen eggs", [("twice", "2", Form.MULTIPLE), ("a dozen", "12", Form.PLAIN)]),
        ("3 dozen or half a dozen", [("3 dozen", "36", Form.PLAIN), ("half a dozen", "6", Form.PLAIN)]),
        ("two hundred and five people", [("two hundred and five", "205", Form.PLAIN)]),
        ("forty-five cows, 3 times as many", [("forty-five", "45", Form.PLAIN), ("3", "3", Form.MULTIPLE)]),
        ("the 3rd and the third runner in tennis", []),
        ("2 1/2 cups and .5 more", [("2 1/2", "5/2", Form.PLAIN), (".5", "1/2", Form.PLAIN)]),
        ("at 3 p.m. on the dot", [("3 p.m.", "3", Form.CLOCK)]),
        ("a new pair of shoes", []),
    ],
)  # fmt: skip
def test_the_numbers_of_a_text_are_read_with_what_they_are(text: str, found: list[tuple[str, str, Form]]) -> None:
    """Digits, words, shares, multiples, dozens and times of day."""
    read = [(text[one.start : one.end], one.value, one.form) for one in read_mentions(text)]
    assert read == [(said, Fraction(value), Form(form)) for said, value, form in found]


@given(st.integers(2, 9999), st.sampled_from(["apples", "miles", "people", "boxes of tea"]))
def test_the_checkers_reader_agrees_about_plain_numbers(value: int, noun: str) -> None:
    """The two readers share no code and read the same number in the same place."""
    text = f"They have {value} {noun} today."
    [mine] = read_mentions(text)
    [theirs] = read_numbers(text)
    assert mine.value in theirs.readings
    assert (mine.start, mine.end) == (theirs.start, theirs.end)


@given(st.text(max_size=120))
def test_odd_text_raises_nothing(text: str) -> None:
    """Whatever stands in a text, its mentions lie in it."""
    assert all(0 <= one.start < one.end <= len(text) for one in read_mentions(text))
