"""Whether another value that the text allows changes the answer: bounds, whole numbers, signs and units."""

from fractions import Fraction

import pytest

from nescio.schemas.evidence import Derivation, Fact, Node, Operation, Span
from nescio.validation.numbers import read_numbers
from nescio.validation.openness import another_answer
from nescio.validation.reading import Reading, Rejected, Stray

SPAN = (Span(start=0, end=1),)
FACT = Fact(id="k", node="k", way="plain", missing="how many there are", clarifying_question="How many?", hidings=())


def derivation(operation: Operation, k: str, other: str, answer: str, fact_first: bool = True) -> Derivation:
    """An answer that is computed from the fact and one other number, 100 being known to all."""
    arguments = ("k", "n") if fact_first else ("n", "k")
    nodes = (
        Node(id="k", value=k, spans=SPAN),
        Node(id="n", value=other, spans=() if other == "100" else SPAN, world=other == "100"),
        Node(id="answer", value=answer, operation=operation, arguments=arguments),
    )
    return Derivation(nodes=nodes, facts=(FACT,))


def shown(evidence: Derivation, said: str) -> str:
    """What is shown for a fact that the text hides and speaks of in these words; "" where it is no longer open."""
    strays = tuple(Stray(one, said[one.start : one.end], True, False) for one in read_numbers(said))
    values = {"n": Fraction(next(node.value for node in evidence.nodes if node.id == "n"))}
    try:
        return another_answer(evidence, "answer", FACT, Reading(values, values, strays), values)
    except Rejected as fault:
        return "" if fault.reason == "answer does not depend on it" else fault.reason


TIMES = derivation(Operation.MULTIPLY, "6", "35", "210")
SHARED = derivation(Operation.DIVIDE, "10", "5", "2")
LEFT = derivation(Operation.SUBTRACT, "9", "10", "1", fact_first=False)
METRES = derivation(Operation.DIVIDE, "500", "100", "5")
TWENTIES = derivation(Operation.QUOTIENT, "47", "20", "2")
PART = derivation(Operation.MULTIPLY, "3/4", "60", "45")


@pytest.mark.parametrize(
    "said", ["", "a few", "more than 4", "between 4 and 8", "5 to 7", "at most 6", "5 or 6", "over 3"]
)
def test_several_values_are_open(said: str) -> None:
    """With no bound or a wide one there is a second value, and the words name both answers."""
    assert "the answer is 210, with" in shown(TIMES, said)


@pytest.mark.parametrize(
    "said",
    [
        "between 5 and 7",
        "more than 5 and fewer than 7",
        "at least 6 and at most 6",
        "over 5, no more than 6",
        "no fewer than 6 but under 7",
    ],
)
def test_one_value_is_not_open(said: str) -> None:
    """Bounds that leave one whole number are a statement of it."""
    assert shown(TIMES, said) == ""


def test_whole_numbers_stay_whole() -> None:
    """Between 7 and 13 things that five people share equally are 10; between 7 and 16 they may be 15."""
    assert shown(SHARED, "between 7 and 13") == ""
    assert "with 15 it is 3" in shown(SHARED, "between 7 and 16")


def test_nothing_becomes_negative() -> None:
    """Of 10 things more than 8 but not all are 9, whatever lies beyond; at least 9 may be all 10."""
    assert shown(LEFT, "at least 9, fewer than 10") == ""
    assert "with 10 it is 0" in shown(LEFT, "at least 9")


def test_a_change_of_units_may_leave_a_fraction() -> None:
    """Between 490 and 510 centimetres are many lengths, though only one of them is whole in metres."""
    assert "the answer is 5, with" in shown(METRES, "between 490 and 510")


def test_a_bound_within_which_the_answer_is_the_same_settles_it() -> None:
    """Anything from 41 to 58 has two full twenties, so the answer is settled; 41 to 61 has two or three."""
    assert shown(TWENTIES, "41 to 58") == ""
    assert "it is 3" in shown(TWENTIES, "41 to 61")


def test_a_share_stays_a_share() -> None:
    """A hidden share is tried with other shares, never with one or more."""
    assert "with 3/4" in shown(PART, "a good part")
    assert shown(PART, "more than 2/3 and less than 4/5") != ""
    other = Fraction(shown(PART, "over 1/2").split("with ")[2].split(" ")[0])
    assert Fraction(1, 2) < other < 1
