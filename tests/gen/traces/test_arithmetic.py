"""Arithmetic as people write it."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.gen.traces.arithmetic import Applied, evaluate, literals, number, parse


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("48/2", "24"),
        ("$1,200 x 20%", "240"),
        (".5*8", "4"),
        ("5 pounds * (2 + 1/2)", "25/2"),
        ("2 1/2 * 4", "10"),
        ("3(4)", "12"),
        ("+3+3", "6"),
        ("-3+5", "2"),
        ("7 – 2 − 1", "4"),
        ("6 ÷ 4", "3/2"),
        ("7//2", "3"),
        ("10 × 3", "30"),
        ("3/4*200", "150"),
        ("100 - 2 * (3 + 4)", "86"),
    ],
)
def test_arithmetic_in_any_hand_has_its_exact_value(text: str, value: str) -> None:
    """Signs, units, commas, percentages, mixed numbers and brackets are read as a person reads them."""
    found = parse(text)
    assert found is not None
    assert evaluate(found) == Fraction(value)


@pytest.mark.parametrize("text", ["", "x + 3", "2a", "4 +", "(3", "3)", "= 4", "1" * 40 + "+1", "((((" * 400])
def test_what_is_no_arithmetic_is_nothing(text: str) -> None:
    """Unknowns and broken expressions give nothing."""
    assert parse(text) is None


def test_nothing_is_divided_by_zero() -> None:
    """An expression without a value has none."""
    found = parse("4/0")
    assert found is not None
    assert evaluate(found) is None
    assert number("4/0") is None


@given(st.text(max_size=60))
def test_odd_text_raises_nothing(text: str) -> None:
    """Whatever is parsed has a value or none."""
    found = parse(text)
    assert found is None or isinstance(evaluate(found), Fraction | None)


_NUMBERS = st.integers(0, 10**6)


@given(_NUMBERS, st.lists(st.tuples(st.sampled_from("+-*"), _NUMBERS), max_size=5))
def test_whole_numbers_are_computed_as_python_computes_them(first: int, more: list[tuple[str, int]]) -> None:
    """Precedence and order are those of arithmetic."""
    text = str(first) + "".join(f" {sign} {value}" for sign, value in more)
    found = parse(text)
    assert found is not None
    assert evaluate(found) == eval(text)
    assert [one.value for one in literals(found)] == [first, *(value for _, value in more)]
    assert isinstance(found, Applied) == bool(more)
