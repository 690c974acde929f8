"""Arithmetic as people write it: "48/2", "$1,200 x 20%", "5 pounds * (2 + 1/2)", as an exact expression.

Generators only. The checkers have an evaluator of their own (design rule 2).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from nescio.schemas.evidence import Operation

_TOKEN = re.compile(
    r"(?P<number>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?\.?(?!\d)|\.\d+)(?P<percent>\s?%)?"
    r"|(?P<times>(?<![^\W\d_])[xX×·∗](?![^\W\d_]))|(?P<sign>//|[-+*/÷()\[\]{}–—−⁄])|(?P<word>[^\W\d_]+)|(?P<other>\S)",
)
_SIGNS = {"÷": "/", "⁄": "/", "–": "-", "—": "-", "−": "-", "[": "(", "{": "(", "]": ")", "}": ")"}
_OPERATIONS = {
    "+": Operation.ADD,
    "-": Operation.SUBTRACT,
    "*": Operation.MULTIPLY,
    "/": Operation.DIVIDE,
    "//": Operation.QUOTIENT,
}
_LONGEST = 24
"""Digits of the longest number that is read."""


@dataclass(frozen=True)
class Literal:
    """A number as it is written; `percent` where its value is so many hundredths."""

    value: Fraction
    percent: bool = False


@dataclass(frozen=True)
class Applied:
    """An operation on two expressions."""

    operation: Operation
    left: "Expression"
    right: "Expression"


Expression = Literal | Applied


def parse(text: str) -> Expression | None:
    """The expression that a text is; None where it is none, or holds a letter that stands for a number.

    Words of two letters and more are units and are passed over. "2 1/2" is two and a half.
    """
    tokens = list(_tokens(text))
    if not tokens or "?" in tokens:
        return None
    try:
        found, rest = _sum(tokens, 0)
    except (IndexError, RecursionError):
        return None
    return found if found is not None and rest == len(tokens) else None


def evaluate(expression: Expression) -> Fraction | None:
    """The exact value; None where something is divided by zero."""
    if isinstance(expression, Literal):
        return expression.value / 100 if expression.percent else expression.value
    left, right = evaluate(expression.left), evaluate(expression.right)
    if left is None or right is None:
        return None
    match expression.operation:
        case Operation.ADD:
            return left + right
        case Operation.SUBTRACT:
            return left - right
        case Operation.MULTIPLY:
            return left * right
        case Operation.QUOTIENT:
            return Fraction(left // right) if right else None
        case _:
            return left / right if right else None


def literals(expression: Expression) -> Iterator[Literal]:
    """The numbers of an expression, from left to right."""
    if isinstance(expression, Literal):
        yield expression
    else:
        yield from literals(expression.left)
        yield from literals(expression.right)


def number(text: str) -> Fraction | None:
    """The value of digits such as "1,250", "2.5", ".5" or "3/4"; None for anything else."""
    found = parse(text)
    return None if found is None else evaluate(found)


def _tokens(text: str) -> Iterator[str | Literal]:
    """Numbers as literals, signs as "+-*/()", and "?" for what cannot be read."""
    for match in _TOKEN.finditer(text):
        if match["number"]:
            digits = match["number"].replace(",", "").rstrip(".")
            yield Literal(Fraction(digits), bool(match["percent"])) if len(digits) <= _LONGEST else "?"
        elif match["times"]:
            yield "*"
        elif match["sign"]:
            yield _SIGNS.get(match["sign"], match["sign"])
        elif match["word"]:
            if len(match["word"]) < 2:
                yield "?"
        elif match["other"] not in "$€£¢°'\"":
            yield "?"


_Found = tuple[Expression | None, int]
_Tokens = Sequence[str | Literal]


def _sum(tokens: _Tokens, at: int) -> _Found:
    left, at = _product(tokens, at)
    while left is not None and at < len(tokens) and tokens[at] in ("+", "-"):
        operation = _OPERATIONS[str(tokens[at])]
        right, at = _product(tokens, at + 1)
        left = None if right is None else Applied(operation, left, right)
    return left, at


def _product(tokens: _Tokens, at: int) -> _Found:
    left, at = _factor(tokens, at)
    while left is not None and at < len(tokens) and tokens[at] in ("*", "/", "//", "("):
        operation = _OPERATIONS.get(str(tokens[at]), Operation.MULTIPLY)
        right, at = _factor(tokens, at if tokens[at] == "(" else at + 1)
        left = None if right is None else Applied(operation, left, right)
    return left, at


def _factor(tokens: _Tokens, at: int) -> _Found:
    token = tokens[at]
    if isinstance(token, Literal):
        return _mixed(tokens, at) or (token, at + 1)
    if token == "(":
        inner, at = _sum(tokens, at + 1)
        closed = at < len(tokens) and tokens[at] == ")"
        return (inner, at + 1) if closed else (None, at)
    if token == "+":
        return _factor(tokens, at + 1)
    if token == "-":
        inner, at = _factor(tokens, at + 1)
        return (None if inner is None else Applied(Operation.SUBTRACT, Literal(Fraction(0)), inner)), at
    return None, at


def _mixed(tokens: _Tokens, at: int) -> _Found | None:
    """A whole number and a fraction behind it."""
    match tokens[at : at + 4]:
        case [Literal() as whole, Literal() as top, "/", Literal() as bottom] if bottom.value > top.value > 0:
            return Applied(Operation.ADD, whole, Applied(Operation.DIVIDE, top, bottom)), at + 4
    return None
