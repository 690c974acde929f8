"""Formulas: parsed safely, evaluated exactly, turned into nodes that say the same."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.gen.templates import formula
from nescio.schemas.errors import UsageError

NUMBERS = {"n": Fraction(30), "k": Fraction(6), "x": Fraction(1, 3)}
OPERATORS = st.sampled_from(["+", "-", "*", "/", "//", "%"])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("n * k", 180),
        ("n - 2 * k", 18),
        ("n * x", 10),
        ("n // 7", 4),
        ("n % 7", 2),
        ("ceil(n / 7)", 5),
        ("min(n, k) + max(n, 40)", 46),
    ],
)
def test_a_formula_has_its_exact_value(text: str, value: int) -> None:
    """Arithmetic is that of fractions, never of floats."""
    assert formula.evaluate(text, NUMBERS) == value


@pytest.mark.parametrize("text", ["__import__('os')", "n ** 99", "n if k else n", "'a'", "n.real", "[n]", "n(", "f(n)"])
def test_anything_but_arithmetic_is_refused(text: str) -> None:
    """A template cannot run code."""
    with pytest.raises(UsageError):
        formula.evaluate(text, NUMBERS)


def test_an_unknown_slot_is_named_with_the_known_ones() -> None:
    """A typo in a formula says what there is."""
    with pytest.raises(UsageError, match=r"'m'.*k, n, x"):
        formula.evaluate("m + 1", NUMBERS)


@pytest.mark.parametrize(
    ("text", "holds"), [("n > k", True), ("2 < k < n", True), ("n % 4 == 0", False), ("k != 6", False)]
)
def test_conditions_compare(text: str, holds: bool) -> None:
    """Chains of comparisons hold where every link does."""
    assert formula.holds(text, NUMBERS) is holds


def test_a_condition_must_be_a_comparison() -> None:
    """A bare formula as a condition is a mistake, not true."""
    with pytest.raises(UsageError, match="comparison"):
        formula.holds("n + k", NUMBERS)


@given(st.lists(st.tuples(OPERATORS, st.sampled_from(["n", "k", "x", "3", "12"])), min_size=1, max_size=6))
def test_nodes_compute_what_the_formula_says(parts: list[tuple[str, str]]) -> None:
    """The derivation's target has the formula's value, and its arguments come before it."""
    text = "n" + "".join(f" {operator} {name}" for operator, name in parts)
    try:
        value = formula.evaluate(text, NUMBERS)
    except ZeroDivisionError:
        return
    nodes = formula.derive(text, "answer", NUMBERS)
    assert nodes[-1].id == "answer"
    assert Fraction(nodes[-1].value) == value
    known = set(NUMBERS)
    for node in nodes:
        assert set(node.arguments) <= known
        known.add(node.id)


def test_formulas_of_one_shape_differ_only_in_their_slots() -> None:
    """The shape forgets names and the order of sums and products, and keeps the operations and constants."""
    assert formula.shape("n * k + 3") == formula.shape("3 + a * b")
    assert formula.shape("n - k") != formula.shape("n / k")
    assert formula.steps("n * k + 3") == 2
