"""Writing numbers in the formats of templates."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.gen.templates import numerals
from nescio.schemas.errors import UsageError


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        ("12", None, "12"),
        ("12500", None, "12,500"),
        ("5/2", None, "2.5"),
        ("2/3", None, "2/3"),
        ("21", "words", "twenty-one"),
        ("305", "words", "three hundred and five"),
        ("9/2", "money", "$4.50"),
        ("1250", "money", "$1,250"),
        ("2/3", "frac", "two thirds"),
        ("1/2", "frac", "half"),
        ("1/8", "frac", "an eighth"),
        ("1/4", "percent", "25%"),
        ("465", "clock", "7:45 a.m."),
        ("720", "clock", "12:00 p.m."),
        ("2", "times", "twice"),
        ("6", "dozen", "half a dozen"),
        ("14", "days", "two weeks"),
    ],
)
def test_a_number_is_written_as_asked(value: str, form: str | None, text: str) -> None:
    """Each format writes the form that its name says."""
    assert numerals.write(Fraction(value), form) == text


@pytest.mark.parametrize(
    ("value", "form"), [("1/3", "words"), ("5", "dozen"), ("7", "frac"), ("1/3", "money"), ("3", "roman")]
)
def test_a_number_that_a_format_cannot_write_is_refused(value: str, form: str) -> None:
    """No format rounds or guesses."""
    with pytest.raises(UsageError):
        numerals.write(Fraction(value), form)


@given(st.integers(0, 999))
def test_words_of_different_numbers_differ(number: int) -> None:
    """No two numbers share their words."""
    assert numerals.words(Fraction(number)) != numerals.words(Fraction((number + 1) % 1000))


def test_the_numbers_of_a_templates_own_prose_are_found_outside_its_holes() -> None:
    """Words, digits and units count, holes do not."""
    found = numerals.literals("Three sponsors pay {n} dollars in 14 days, half of it a year later.")
    assert {Fraction(3), Fraction(14), Fraction(1, 2), Fraction(12)} <= found
