"""Retelling: sentences that tell one fact again and name another."""

from fractions import Fraction

import pytest

from nescio.gen.omission.facts import Leaf, facts_of
from nescio.gen.omission.retelling import FRAMES, retellings
from nescio.schemas.evidence import Span, Statement
from nescio.validation.numbers import read_numbers


def told(context: str, *numbers: str) -> list[Statement]:
    """The sentences for a context, its numbers given as they stand there."""
    leaves = []
    for number in numbers:
        start = context.index(number)
        value = Fraction({"nine": "9", "three": "3"}.get(number, number))
        leaves.append(Leaf(number, Span(start=start, end=start + len(number)), value))
    return retellings(context, facts_of(context, leaves), leaves)


@pytest.mark.parametrize(
    ("context", "numbers", "said"),
    [
        ("Mara bought 14 red ribbons. She also bought nine blue ribbons.", ("14", "nine"), {"(fourteen)", "(9)"}),
        ("Otis bought 36 rolls. Each roll cost $4 at the stall.", ("36", "4"), {"(thirty-six)", "(four dollars)"}),
    ],
)
def test_a_number_is_told_in_another_form(context: str, numbers: tuple[str, str], said: set[str]) -> None:
    """Digits are told in words and words in digits, so that no figure stands in the text twice."""
    made = told(context, *numbers)
    assert {one for one in said if any(one in statement.text for statement in made)} == said


def test_each_of_two_facts_is_told_beside_the_other() -> None:
    """Both sentences have one frame, one leaf that is read there, and name both facts."""
    one, other = told("Mara bought 14 red ribbons. She also bought 9 blue ribbons.", "14", "9")
    assert (one.about, one.beside) == (other.beside, other.about) == ("14", "9")
    for statement in (one, other):
        assert "red ribbons" in statement.text
        assert "blue ribbons" in statement.text
        [node] = statement.nodes
        [span] = node.spans
        [mention] = read_numbers(statement.text)
        assert Fraction(node.value) in mention.readings
        assert (mention.start, mention.end) == (span.start, span.end)


def test_one_fact_alone_is_not_told_again() -> None:
    """There is nothing to cross it with."""
    assert told("Mara bought 14 red ribbons.", "14") == []


def test_no_frame_has_a_number_of_its_own() -> None:
    """What the frames add could otherwise be taken for a value."""
    for frame in FRAMES:
        assert read_numbers(frame.format(missing="", value="", other="")) == []
