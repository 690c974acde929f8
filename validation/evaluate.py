"""Evaluating a derivation: the checkers' own arithmetic (design rule 2)."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import ceil, floor

from nescio.schemas.evidence import Derivation, Node, Operation

Values = dict[str, Fraction]


def apply(operation: Operation, arguments: list[Fraction]) -> Fraction | None:
    """The result of an operation; None where there is none (division by zero)."""
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
    second = others[0]
    if operation is Operation.SUBTRACT:
        return first - second
    if second == 0:
        return None
    if operation is Operation.DIVIDE:
        return first / second
    quotient = Fraction(floor(first / second))
    return quotient if operation is Operation.QUOTIENT else first - second * quotient


def determine(derivation: Derivation, known: Mapping[str, Fraction]) -> Values:
    """Every node whose value follows from the known ones, computing forwards and, where one argument is open, backwards.

    Backwards matters: a total that the text states gives away the part that was taken out.
    """
    values: Values = dict(known) | {node.id: Fraction(node.value) for node in derivation.nodes if node.world}
    changed = True
    while changed:
        changed = False
        for node in derivation.nodes:
            for name, value in _consequences(node, values):
                if name not in values:
                    values[name] = value
                    changed = True
    return values


def _consequences(node: Node, values: Mapping[str, Fraction]) -> Iterable[tuple[str, Fraction]]:
    if node.operation is None:
        return
    open_arguments = [name for name in node.arguments if name not in values]
    if not open_arguments:
        result = apply(node.operation, [values[name] for name in node.arguments])
        if result is not None:
            yield node.id, result
    elif node.id in values and len(open_arguments) == 1:
        solved = _solve(node, values, open_arguments[0])
        if solved is not None:
            yield open_arguments[0], solved


def _solve(node: Node, values: Mapping[str, Fraction], wanted: str) -> Fraction | None:
    """The one open argument from the result and the others, for operations that can be undone."""
    if node.arguments.count(wanted) > 1:
        return None
    result = values[node.id]
    others = [values[name] for name in node.arguments if name != wanted]
    first = node.arguments[0] == wanted
    match node.operation:
        case Operation.ADD:
            return result - sum(others, Fraction(0))
        case Operation.SUBTRACT:
            return result + others[0] if first else others[0] - result
        case Operation.MULTIPLY:
            product = apply(Operation.MULTIPLY, others)
            return result / product if product else None
        case Operation.DIVIDE if first:
            return result * others[0]
        case Operation.DIVIDE:
            return others[0] / result if result else None
    return None


def contradictions(derivation: Derivation) -> list[str]:
    """Nodes whose stated value is not what their arguments give, as sentences."""
    values = {node.id: Fraction(node.value) for node in derivation.nodes}
    found = []
    for node in derivation.nodes:
        if node.operation is None:
            continue
        unknown = [name for name in node.arguments if name not in values]
        if unknown:
            found.append(f"node {node.id!r} uses {unknown[0]!r}, which is no node")
            continue
        result = apply(node.operation, [values[name] for name in node.arguments])
        if result != values[node.id]:
            found.append(f"node {node.id!r} says {node.value}, its arguments give {result}")
    return found
