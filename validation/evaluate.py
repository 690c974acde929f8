"""Evaluating a derivation: the checkers' own arithmetic (design rule 2)."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import ceil, floor

from nescio.schemas.evidence import Derivation, Node, Operation

Values = dict[str, Fraction]

_ARITY = {
    Operation.ADD: (1, 99),
    Operation.MULTIPLY: (1, 99),
    Operation.MINIMUM: (1, 99),
    Operation.MAXIMUM: (1, 99),
    Operation.CEILING: (1, 1),
}
"""The least and most arguments of an operation; the others take two."""


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
    """Every node whose value follows from the known ones, forwards and, where one argument is open, backwards.

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
    """What is wrong with a derivation in itself, as sentences: ill-formed nodes, else values that do not add up."""
    found = list(_ill_formed(derivation))
    if found:
        return found
    values = {node.id: Fraction(node.value) for node in derivation.nodes}
    for node in derivation.nodes:
        if node.operation is not None:
            result = apply(node.operation, [values[name] for name in node.arguments])
            if result != values[node.id]:
                found.append(f"node {node.id!r} says {node.value}, its arguments give {result}")
    return found


def _ill_formed(derivation: Derivation) -> Iterable[str]:
    """Nodes and facts that cannot be evaluated: unknown or repeated names, wrong arity, a leaf from nowhere."""
    earlier: set[str] = set()
    for node in derivation.nodes:
        if node.id in earlier:
            yield f"node {node.id!r} stands twice"
        unknown = [name for name in node.arguments if name not in earlier]
        if unknown:
            yield f"node {node.id!r} uses {unknown[0]!r}, which is no node before it"
        least, most = _ARITY.get(node.operation, (2, 2)) if node.operation else (0, 0)
        if not least <= len(node.arguments) <= most:
            yield f"node {node.id!r} has {len(node.arguments)} arguments"
        if node.operation is None and not node.spans and not node.world:
            yield f"node {node.id!r} is neither stated nor computed nor known to all"
        earlier.add(node.id)
    names = [fact.id for fact in derivation.facts]
    for fact in derivation.facts:
        if fact.node not in earlier or names.count(fact.id) > 1:
            yield f"fact {fact.id!r} stands for the node {fact.node!r}, which is none, or stands twice"
