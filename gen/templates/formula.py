"""Formulas of the templates: `n * (k + 2) // 12`, parsed once, evaluated exactly, and turned into derivation nodes.

Generators only. The checkers have an evaluator of their own (design rule 2).
"""

import ast
import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from math import ceil

from nescio.schemas.errors import UsageError
from nescio.schemas.evidence import Node, Operation

Values = Mapping[str, Fraction]

_BINARY: dict[type[ast.operator], tuple[Operation, Callable[[Fraction, Fraction], Fraction]]] = {
    ast.Add: (Operation.ADD, operator.add),
    ast.Sub: (Operation.SUBTRACT, operator.sub),
    ast.Mult: (Operation.MULTIPLY, operator.mul),
    ast.Div: (Operation.DIVIDE, operator.truediv),
    ast.FloorDiv: (Operation.QUOTIENT, lambda a, b: Fraction(a // b)),
    ast.Mod: (Operation.REMAINDER, operator.mod),
}
_CALLS: dict[str, tuple[Operation, Callable[..., Fraction]]] = {
    "min": (Operation.MINIMUM, min),
    "max": (Operation.MAXIMUM, max),
    "ceil": (Operation.CEILING, lambda a: Fraction(ceil(a))),
}
_COMPARE: dict[type[ast.cmpop], Callable[[Fraction, Fraction], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


@cache
def parse(formula: str) -> ast.expr:
    """The syntax tree of a formula; anything but arithmetic over names and numbers raises UsageError."""
    try:
        tree = ast.parse(formula, mode="eval").body
    except SyntaxError as error:
        raise UsageError(f"{formula!r} is not a formula: {error.msg}") from error
    for part in ast.walk(tree):
        allowed = (ast.Name, ast.Constant, ast.BinOp, ast.Call, ast.Compare, ast.Load, ast.operator, ast.cmpop)
        foreign = isinstance(part, ast.operator) and type(part) not in _BINARY
        foreign |= isinstance(part, ast.cmpop) and type(part) not in _COMPARE
        if foreign or not isinstance(part, allowed):
            raise UsageError(f"{formula!r}: {type(part).__name__} is not allowed in a formula")
    return tree


def names(formula: str) -> set[str]:
    """The slots a formula uses."""
    return {part.id for part in ast.walk(parse(formula)) if isinstance(part, ast.Name)} - set(_CALLS)


def evaluate(formula: str, values: Values) -> Fraction:
    """The exact value of a formula. Raises ZeroDivisionError, or UsageError for an unknown slot."""
    return _value(parse(formula), values)


def holds(condition: str, values: Values) -> bool:
    """Whether a comparison such as `n > 2 * k` or `2 < k < n` holds."""
    tree = parse(condition)
    if not isinstance(tree, ast.Compare):
        raise UsageError(f"{condition!r} is not a comparison; write for example 'n > k' or 'n % 2 == 0'")
    sides = [_value(side, values) for side in (tree.left, *tree.comparators)]
    return all(_COMPARE[type(op)](a, b) for op, a, b in zip(tree.ops, sides, sides[1:], strict=False))


def _value(tree: ast.expr, values: Values) -> Fraction:
    match tree:
        case ast.Constant(value=int(number)):
            return Fraction(number)
        case ast.Name(id=name):
            if name not in values:
                raise UsageError(
                    f"a formula uses {name!r}, which is no number slot; there are {', '.join(sorted(values))}"
                )
            return values[name]
        case ast.BinOp(left=left, op=op, right=right):
            return _BINARY[type(op)][1](_value(left, values), _value(right, values))
        case ast.Call(func=ast.Name(id=name), args=arguments) if name in _CALLS:
            return _CALLS[name][1](*(_value(argument, values) for argument in arguments))
    raise UsageError(f"{ast.unparse(tree)!r} is not arithmetic over slots and whole numbers")


def derive(formula: str, target: str, values: Values) -> list[Node]:
    """The nodes that compute `target` from the slots, arguments first; whole numbers become world constants.

    A formula that is a single slot gives a node that adds zero, so that every target has a node of its own.
    """
    nodes: dict[str, Node] = {}

    def visit(tree: ast.expr, name: str | None) -> str:
        match tree:
            case ast.Name(id=slot) if name is None:
                return slot
            case ast.Constant(value=int(number)):
                nodes[f"={number}"] = Node(id=f"={number}", value=str(number), world=True)
                return f"={number}"
            case ast.Name(id=slot):
                arguments, kind = [slot, visit(ast.Constant(value=0), None)], Operation.ADD
            case ast.BinOp(left=left, op=op, right=right):
                arguments, kind = [visit(left, None), visit(right, None)], _BINARY[type(op)][0]
            case ast.Call(func=ast.Name(id=call), args=args):
                arguments, kind = [visit(argument, None) for argument in args], _CALLS[call][0]
            case _:
                raise UsageError(f"{formula!r} cannot be a derivation")
        own = name or f"{target}:{ast.unparse(tree)}"
        nodes[own] = Node(id=own, value=str(_value(tree, values)), operation=kind, arguments=tuple(arguments))
        return own

    visit(parse(formula), target)
    return list(nodes.values())


def shape(formula: str) -> str:
    """The formula with every slot blanked: two questions with the same shape have the same operation graph."""
    tree = ast.parse(formula, mode="eval").body

    def blank(part: ast.expr) -> str:
        match part:
            case ast.BinOp(left=left, op=op, right=right):
                sides = [blank(left), blank(right)]
                if isinstance(op, ast.Add | ast.Mult):
                    sides.sort()
                return f"{_BINARY[type(op)][0].value}({', '.join(sides)})"
            case ast.Call(func=ast.Name(id=name), args=args):
                return f"{name}({', '.join(sorted(map(blank, args)))})"
            case ast.Constant(value=number):
                return str(number)
            case _:
                return "_"

    return blank(tree)


def steps(formula: str) -> int:
    """The number of operations in a formula."""
    return sum(isinstance(part, ast.BinOp | ast.Call) for part in ast.walk(parse(formula)))
