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
        (
            "Mara bought 14 red ribbons. She also bought nine blue ribbons.",
            ("14", "nine"),
            {"14 red": "bought fourteen red ribbons", "nine blue": "bought 9 blue ribbons"},
        ),
        (
            "Otis bought 36 rolls. Each roll cost $4 at the stall.",
            ("36", "4"),
            {"36": "bought thirty-six rolls", "$4": "each roll cost four dollars"},
        ),
    ],
)
def test_a_number_is_told_in_another_form(context: str, numbers: tuple[str, str], said: dict[str, str]) -> None:
    """Digits are told in words and words in digits, so that no figure stands in the text twice."""
    made = told(context, *numbers)
    for here, again in said.items():
        assert here in context
        assert any(again in statement.text for statement in made)


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
        assert read_numbers(frame.format(told="", other="")) == []


def test_a_clause_that_asks_for_no_more_than_the_other_is_not_told() -> None:
    """Of "how many cakes Mara made" and "how many more cakes she made" nobody could say which is meant."""
    assert told("Mara made 14 cakes. Then Mara made 9 more cakes.", "14", "9") == []


def test_a_rate_is_not_told_as_a_total() -> None:
    """Without "to each of his nephews" the sentence would tell something else."""
    assert told("Otis gave 14 stamps to each of his nephews and kept 36 stamps.", "14", "36") == []


def test_nobody_of_the_story_speaks() -> None:
    """A friend who bought ribbons would not be asked about as a friend who knows."""
    made = told("Mara and a friend run a stall. Mara bought 14 red ribbons. She sold 9 blue ribbons.", "14", "9")
    assert made
    assert not any("A friend" in statement.text for statement in made)


def test_the_one_person_of_a_story_is_named_once() -> None:
    """The second clause has "she" where nobody else could be meant."""
    for statement in told("Mara bought 14 red ribbons. She sold 9 blue ribbons.", "14", "9"):
        assert statement.text.count("Mara") == 1
        assert " she " in statement.text


def test_a_clause_that_loses_what_tells_its_number_apart_is_not_told() -> None:
    """ "Otis has 12 tables" is another thing where there are 6 tables of another kind."""
    assert told("Otis has 36 tables with 4 seats and 12 tables with 9 seats.", "36", "12") == []
