"""How far a solution gets while a quantity is open."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.gen.open_work import worked_open
from nescio.schemas.evidence import Derivation, Node, Operation, Span


def leaf(name: str, value: int) -> Node:
    """A stated number."""
    return Node(id=name, value=str(value), spans=(Span(start=0, end=1),))


def step(name: str, operation: Operation, one: Node, other: Node) -> Node:
    """What an operation makes of two nodes."""
    a, b = Fraction(one.value), Fraction(other.value)
    value = {Operation.ADD: a + b, Operation.SUBTRACT: a - b, Operation.MULTIPLY: a * b, Operation.DIVIDE: a / b}
    return Node(id=name, value=str(value[operation]), operation=operation, arguments=(one.id, other.id))


@given(
    values=st.lists(st.integers(2, 40), min_size=3, max_size=3),
    operations=st.lists(st.sampled_from([Operation.ADD, Operation.MULTIPLY]), min_size=2, max_size=2),
    unknown=st.integers(0, 2),
)
def test_the_formula_gives_the_answer_once_the_number_is_known(
    values: list[int], operations: list[Operation], unknown: int
) -> None:
    """With the true value for n, what is left comes to the target's value, whichever number is open."""
    a, b, c = (leaf(name, value) for name, value in zip("abc", values, strict=True))
    first = step("first", operations[0], a, b)
    last = step("last", operations[1], first, c)
    steps, clause = worked_open(Derivation(nodes=(a, b, c, first, last)), "last", "abc"[unknown], Random(0))
    words = ("the answer is ", ", with n for that number")
    assert clause.startswith(words[0]) or "n" in clause
    formula = next(part for part in _formulas(clause) if "n" in part)
    fixed = formula.replace("n", f"Fraction({values[unknown]})").replace(" x ", " * ")
    assert eval(fixed, {"Fraction": Fraction}) == Fraction(last.value)
    assert len(steps) == (unknown == 2)


def _formulas(clause: str) -> list[str]:
    """The stretches of a clause that are arithmetic."""
    import re

    return re.findall(r"(?<![\w])[n\d(][n\d()./ x+*-]*[n\d)](?![\w])", clause)


def test_steps_that_need_nothing_open_are_worked_out() -> None:
    """What can be computed is, once, and does not stand in the formula."""
    a, b, c = leaf("a", 12), leaf("b", 3), leaf("c", 5)
    total = step("total", Operation.MULTIPLY, a, b)
    last = step("last", Operation.ADD, total, c)
    steps, clause = worked_open(Derivation(nodes=(a, b, c, total, last)), "last", "c", Random(1))
    assert steps == ["12 x 3 = 36"]
    assert "36 + n" in clause


@pytest.mark.parametrize("seed", range(7))
def test_every_clause_goes_on_in_a_sentence(seed: int) -> None:
    """It begins in lower case or with the formula and has no stop, so that the frames of a response can take it."""
    a, b = leaf("a", 12), leaf("b", 3)
    _, clause = worked_open(Derivation(nodes=(a, b, step("last", Operation.DIVIDE, a, b))), "last", "b", Random(seed))
    assert clause[0].islower() or clause.startswith("12 / n")
    assert not clause.endswith(".")
