"""Worked solutions: equations computed from a derivation with values of one's own."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.gen.templates import formula
from nescio.gen.worked import equations, evaluate, plain, sound
from nescio.schemas.evidence import Node, Operation, Span

SPAN = (Span(start=0, end=1),)
NODES = (
    Node(id="n", value="35", spans=SPAN),
    Node(id="k", value="6", spans=SPAN),
    Node(id="=0", value="0", world=True),
    Node(id="all", value="210", operation=Operation.MULTIPLY, arguments=("n", "k")),
    Node(id="answer", value="210", operation=Operation.ADD, arguments=("all", "=0")),
)


def test_steps_are_equations_in_order_and_a_copy_is_none() -> None:
    """Other values give other equations."""
    values = evaluate(NODES, {"k": Fraction(8)})
    assert values is not None
    assert equations(NODES, values, "answer") == ["35 x 8 = 280"]
    assert equations(NODES, values, "k") == []


@pytest.mark.parametrize(
    ("operation", "said"),
    [
        (Operation.ADD, "17 + 5 = 22"),
        (Operation.SUBTRACT, "17 - 5 = 12"),
        (Operation.DIVIDE, "17 / 5 = 3.4"),
        (Operation.QUOTIENT, "5 goes into 17 3 times"),
        (Operation.REMAINDER, "17 divided by 5 leaves 2"),
        (Operation.MINIMUM, "the smaller of 17 and 5 is 5"),
        (Operation.MAXIMUM, "the larger of 17 and 5 is 17"),
    ],
)
def test_every_operation_can_be_told(operation: Operation, said: str) -> None:
    """In signs or in words."""
    nodes = (
        Node(id="a", value="17", spans=SPAN),
        Node(id="b", value="5", spans=SPAN),
        Node(id="c", value="0", operation=operation, arguments=("a", "b")),
    )
    values = evaluate(nodes, {})
    assert values is not None
    assert equations(nodes, values, "c") == [said]


def test_nothing_is_divided_by_zero() -> None:
    """There are no values then."""
    nodes = (
        Node(id="a", value="17", spans=SPAN),
        Node(id="b", value="5", spans=SPAN),
        Node(id="c", value="17/5", operation=Operation.DIVIDE, arguments=("a", "b")),
    )
    assert evaluate(nodes, {"b": Fraction(0)}) is None


@pytest.mark.parametrize(("value", "fits"), [("7", True), ("7/2", False), ("0", False), ("-6", False)])
def test_sound_values_are_like_the_nodes_own(value: str, fits: bool) -> None:
    """Whole where those are whole, positive where those are positive."""
    values = evaluate(NODES, {"k": Fraction(value)})
    assert values is not None
    assert sound(NODES, values) == fits


@given(st.integers(1, 999), st.integers(1, 99), st.integers(1, 99))
def test_it_agrees_with_the_formulas_of_the_templates(a: int, b: int, c: int) -> None:
    """The nodes that a formula derives have the values that the formula has."""
    numbers = {"a": Fraction(a), "b": Fraction(b), "c": Fraction(c)}
    text = "max(a, b) * c - a // b + ceil(a / c)"
    leaves = [Node(id=name, value="1", spans=SPAN) for name in numbers]
    values = evaluate([*leaves, *formula.derive(text, "answer", numbers)], numbers)
    assert values is not None
    assert values["answer"] == formula.evaluate(text, numbers)


def test_answers_have_no_separators() -> None:
    """As gold answers are written."""
    assert [plain(Fraction(one)) for one in ("24000", "9/2", "1/3")] == ["24000", "4.5", "1/3"]
