"""Equations over the numbers of a text: "( 26.0 - 9.0 )" becomes nodes whose leaves point at where 26 and 9 stand."""

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from nescio.schemas.evidence import CONTEXT, Node, Operation, Span

Place = tuple[int, int]
"""Which number of a text: its part (CONTEXT, or a question's position) and how many stand before it there."""

_NUMBER = re.compile(
    r"(?<![\w.,/:-])\$?(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\d/:%]|[.,]\d|\s?%|-?[a-z])"
)
_OPERATIONS: dict[type[ast.operator], Operation] = {
    ast.Add: Operation.ADD,
    ast.Sub: Operation.SUBTRACT,
    ast.Mult: Operation.MULTIPLY,
    ast.Div: Operation.DIVIDE,
}
_LONGEST = 12
"""Digits of the longest number that is read."""


class Unusable(Exception):
    """Why a record gives no derivation: a class of reasons and the particulars."""

    def __init__(self, reason: str, detail: str = ""):
        """A reason for counting ("ambiguous operand") and what was found."""
        super().__init__(f"{reason}: {detail}")
        self.reason, self.detail = reason, detail


@dataclass(frozen=True)
class Number:
    """A number that stands in a text in digits."""

    place: Place
    value: Fraction
    span: Span

    @property
    def node(self) -> str:
        """The id of its leaf."""
        part, index = self.place
        return f"n{index + 1}" if part == CONTEXT else f"q{part + 1}n{index + 1}"


@dataclass(frozen=True)
class Formula:
    """An operation whose operands are numbers of the text or formulas."""

    operation: Operation
    left: "Formula | Place"
    right: "Formula | Place"


def numbers_of(text: str, part: int = CONTEXT) -> list[Number]:
    """The plain numbers in digits, in their order; not percentages, ordinals, fractions, dates or clock times."""
    found = (match for match in _NUMBER.finditer(text) if len(match["digits"]) <= _LONGEST)
    return [
        Number(
            (part, index),
            Fraction(match["digits"].replace(",", "")),
            Span(part=part, start=match.start("digits"), end=match.end("digits")),
        )
        for index, match in enumerate(found)
    ]


def located(equation: str, numbers: Sequence[Number]) -> Formula:
    """The equation with each operand as the place where it stands.

    Raises Unusable where it is no equation of two numbers and more, or an operand stands in no or in several places.
    """
    places: dict[Fraction, list[Place]] = {}
    for one in numbers:
        places.setdefault(one.value, []).append(one.place)

    def built(part: ast.expr) -> Formula | Place:
        if isinstance(part, ast.BinOp) and (operation := _OPERATIONS.get(type(part.op))):
            return Formula(operation, built(part.left), built(part.right))
        if not isinstance(part, ast.Constant) or type(part.value) not in (int, float):
            raise Unusable("no equation", f"{equation[:80]!r} holds more than numbers and + - * /")
        stands = places.get(Fraction(repr(part.value)), [])
        if len(stands) != 1:
            reason = "ambiguous operand" if stands else "operand not in the text"
            raise Unusable(reason, f"{part.value!r} of {equation[:80]!r} stands in {len(stands)} places")
        return stands[0]

    found = built(_expression(equation))
    if not isinstance(found, Formula):
        raise Unusable("no equation", f"{equation[:80]!r} is a number alone")
    return found


def _expression(equation: str) -> ast.expr:
    """What Python reads in an equation; "x = ..." and "... = 5" lose the side without an operation."""
    sides = [side for side in equation.split("=") if re.search(r"\d\s*\)*\s*[-+*/]", side)]
    try:
        return ast.parse((sides or [""])[0].strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise Unusable("no equation", f"{equation[:80]!r} is no arithmetic") from error


def places_of(formula: Formula | Place) -> list[Place]:
    """The places of the numbers that a formula uses, from left to right."""
    if isinstance(formula, Formula):
        return [*places_of(formula.left), *places_of(formula.right)]
    return [formula]


def moved(formula: Formula | Place, part: int) -> Formula | Place:
    """The formula with the numbers of its question taken from another question of a seed."""
    if isinstance(formula, Formula):
        return Formula(formula.operation, moved(formula.left, part), moved(formula.right, part))
    return formula if formula[0] == CONTEXT else (part, formula[1])


def value_of(formula: Formula | Place, values: Mapping[Place, Fraction]) -> Fraction:
    """The exact value; raises Unusable where something is divided by zero."""
    if not isinstance(formula, Formula):
        return values[formula]
    return _applied(formula.operation, value_of(formula.left, values), value_of(formula.right, values))


def straightened(formula: Formula, values: Mapping[Place, Fraction]) -> Formula:
    """The same sum with additions first where that keeps it from going below zero: 16 - 21 + 10 is 16 + 10 - 21."""
    left, right = formula.left, formula.right
    if formula.operation is not Operation.ADD or not isinstance(left, Formula):
        return formula
    if left.operation is Operation.SUBTRACT and value_of(left, values) < 0:
        return Formula(Operation.SUBTRACT, Formula(Operation.ADD, left.left, right), left.right)
    return formula


def nodes_of(formula: Formula, numbers: Sequence[Number], prefix: str) -> list[Node]:
    """One node for each operation, arguments first; the last is the result. Their ids begin with the prefix."""
    leaves = {one.place: (one.node, one.value) for one in numbers}
    made: list[Node] = []

    def built(part: Formula | Place) -> tuple[str, Fraction]:
        if not isinstance(part, Formula):
            return leaves[part]
        (left, first), (right, second) = built(part.left), built(part.right)
        name, value = f"{prefix}s{len(made) + 1}", _applied(part.operation, first, second)
        made.append(Node(id=name, value=str(value), operation=part.operation, arguments=(left, right)))
        return name, value

    built(formula)
    return made


def number_in(text: str) -> Fraction | None:
    """The value of an answer such as "1,250", "$2.50" or "17.0"; None for anything else."""
    plain = text.strip().removeprefix("$").replace(",", "")
    return Fraction(plain) if re.fullmatch(r"-?\d{1,20}(?:\.\d{1,10})?", plain) else None


def digits(value: Fraction) -> str:
    """12, 2.5, or 2/3 where there is no short decimal form."""
    for places in range(4):
        if (value * 10**places).denominator == 1:
            return f"{float(value):.{places}f}" if places else str(value.numerator)
    return str(value)


def _applied(operation: Operation, left: Fraction, right: Fraction) -> Fraction:
    if operation is Operation.ADD:
        return left + right
    if operation is Operation.SUBTRACT:
        return left - right
    if operation is Operation.MULTIPLY:
        return left * right
    if right == 0:
        raise Unusable("division by zero")
    return Fraction(left // right) if operation is Operation.QUOTIENT else left / right
