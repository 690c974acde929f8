"""Rendering a sentence and noting where its numbers stand."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.gen.templates.draw import Slots
from nescio.gen.templates.render import render, sentence
from nescio.schemas.errors import UsageError

SLOTS = Slots({"item": "rolls", "shop": "Ortiz"}, {"k": Fraction(6), "d": Fraction(7), "x": Fraction(2, 3)})


def test_marks_point_at_the_numbers() -> None:
    """Every number slot is marked where it came to stand; words and formulas are not."""
    told = render("{shop} sells {k:words} {item}, {x:frac} of them in {d|a week}: {=k * d} in all.", SLOTS)
    assert told.text == "Ortiz sells six rolls, two thirds of them in a week: 42 in all."
    assert [(mark.slot, told.text[mark.start : mark.end]) for mark in told.marks] == [
        ("k", "six"),
        ("x", "two thirds"),
        ("d", "a week"),
    ]


def test_a_sentence_begins_with_a_capital_and_keeps_its_marks() -> None:
    """Capitalising moves nothing."""
    told = sentence("{k:words} {item} are left.", SLOTS)
    assert told.text == "Six rolls are left."
    assert told.text[told.marks[0].start : told.marks[0].end] == "Six"


@pytest.mark.parametrize("pattern", ["{m}", "{item:words}", "{}", "{k:roman}", "{k!r}"])
def test_a_hole_that_means_nothing_is_refused(pattern: str) -> None:
    """A typo in a hole raises instead of being printed."""
    with pytest.raises(UsageError):
        render(pattern, SLOTS)


@given(st.lists(st.sampled_from(["{k}", "{d:words}", "{item}", " and ", "é", "𝟙 "]), max_size=12))
def test_marks_are_in_order_and_do_not_overlap(parts: list[str]) -> None:
    """Whatever the sentence, its marks lie inside the text, one after the other."""
    told = render("".join(parts), SLOTS)
    position = 0
    for mark in told.marks:
        assert position <= mark.start < mark.end <= len(told.text)
        position = mark.end
