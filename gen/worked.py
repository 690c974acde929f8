"""Worked solutions as equations, computed from a derivation with values of one's own.

A template or a data set words the solution of its own numbers. Where a perturbation changes a number, what follows is
worked out here. Generators only: the checkers have an evaluator of their own (design rule 2).
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, floor

from nescio.gen.templates import numerals
from nescio.schemas.evidence import Derivation, Node, Operation

Values = Mapping[str, Fraction]

_SIGNS = {Operation.ADD: "+", Operation.SUBTRACT: "-", Operation.MULTIPLY: "x", Operation.DIVIDE: "/"}


def evaluate(nodes: Sequence[Node], changed: Values) -> dict[str, Fraction] | None:
    """The value of every node where some leaves have other values; None where one divides by zero."""
    values: dict[str, Fraction] = {}
    for node in nodes:
        if node.operation is None:
            values[node.id] = changed.get(node.id, Fraction(node.value))
            continue
        found = _result(node.operation, [values[name] for name in node.arguments])
        if found is None:
            return None
        values[node.id] = found
    return values


def above(evidence: Derivation, name: str) -> set[str]:
    """A node and all that it is computed from."""
    arguments = {node.id: node.arguments for node in evidence.nodes}
    found, waiting = set[str](), [name]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += arguments[one]
    return found


def equations(nodes: Sequence[Node], values: Values, target: str) -> list[str]:
    """The steps to the target with those values, each as an equation: "35 x 6 = 210". A copy (plus zero) is no step."""
    by_name = {node.id: node for node in nodes}
    wanted, waiting = set[str](), [target]
    while waiting:
        name = waiting.pop()
        if name not in wanted:
            wanted.add(name)
            waiting += by_name[name].arguments
    steps = [node for node in nodes if node.id in wanted and node.operation is not None and not is_copy(node)]
    return [
        _equation(node.operation, [values[name] for name in node.arguments], values[node.id])
        for node in steps
        if node.operation
    ]


def is_copy(node: Node) -> bool:
    """Whether a node only repeats another one: templates give every target a node of its own that adds zero."""
    return node.operation is Operation.ADD and len(node.arguments) == 2 and node.arguments[1] == "=0"


def plain(value: Fraction) -> str:
    """A number as answers write it: digits without thousands separators."""
    return numerals.digits(value).replace(",", "")


def sound(nodes: Sequence[Node], values: Values) -> bool:
    """Whether values are as plausible as the nodes' own: whole, positive and below one where those are.

    A share stays a share, a percentage below 100 stays there; where money has cents, it has no parts of them.
    """
    return all(_like(Fraction(node.value), values[node.id]) for node in nodes if not node.world)


def _like(own: Fraction, value: Fraction) -> bool:
    if own.denominator == 1 or 100 % own.denominator:
        fits = value.denominator <= own.denominator
    else:
        fits = 100 % value.denominator == 0
    same_sign = (own > 0) == (value > 0) and (own < 0) == (value < 0)
    return fits and same_sign and (own < 1) == (value < 1)


def _result(operation: Operation, arguments: list[Fraction]) -> Fraction | None:
    first, *others = arguments
    match operation:
        case Operation.ADD:
            return sum(others, first)
        case Operation.MULTIPLY:
            for other in others:
                first *= other
            return first
        case Operation.MINIMUM:
            return min(arguments)
        case Operation.MAXIMUM:
            return max(arguments)
        case Operation.CEILING:
            return Fraction(ceil(first))
        case Operation.SUBTRACT:
            return first - others[0]
    if others[0] == 0:
        return None
    if operation is Operation.DIVIDE:
        return first / others[0]
    quotient = Fraction(floor(first / others[0]))
    return quotient if operation is Operation.QUOTIENT else first - others[0] * quotient


def _equation(operation: Operation, arguments: list[Fraction], result: Fraction) -> str:
    said = [numerals.digits(one) for one in arguments]
    found = numerals.digits(result)
    match operation:
        case Operation.QUOTIENT:
            return (
                f"{said[1]} goes into {said[0]} {found} times" if result != 1 else f"{said[1]} goes into {said[0]} once"
            )
        case Operation.REMAINDER:
            return f"{said[0]} divided by {said[1]} leaves {found}"
        case Operation.MINIMUM:
            return f"the smaller of {' and '.join(said)} is {found}"
        case Operation.MAXIMUM:
            return f"the larger of {' and '.join(said)} is {found}"
        case Operation.CEILING:
            return f"{said[0]} rounded up is {found}"
    return f"{f' {_SIGNS[operation]} '.join(said)} = {found}"
