"""Forward evaluation of a derivation.

The kit has its own, so that it takes neither the generator's word nor the checker's.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import ceil

from nescio.schemas.evidence import Derivation, Operation


def feeding(evidence: Derivation, name: str) -> set[str]:
    """The node and all that it is computed from."""
    arguments = {node.id: node.arguments for node in evidence.nodes}
    found, waiting = set[str](), [name]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += arguments.get(one, ())
    return found


def evaluate(evidence: Derivation, other: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """The value of every node where some have other values; what cannot be computed has none."""
    values: dict[str, Fraction] = {}
    for node in evidence.nodes:
        if node.id in other:
            values[node.id] = other[node.id]
        elif node.operation is None:
            values[node.id] = Fraction(node.value)
        elif all(name in values for name in node.arguments):
            found = _applied(node.operation, [values[name] for name in node.arguments])
            values |= {} if found is None else {node.id: found}
    return values


def _applied(operation: Operation, given: list[Fraction]) -> Fraction | None:
    if operation is Operation.CEILING:
        return Fraction(ceil(given[0]))
    result = given[0]
    for one in given[1:]:
        if operation in (Operation.DIVIDE, Operation.QUOTIENT, Operation.REMAINDER) and not one:
            return None
        result = _STEPS[operation](result, one)
    return result


_STEPS: dict[Operation, Callable[[Fraction, Fraction], Fraction]] = {
    Operation.ADD: lambda a, b: a + b,
    Operation.SUBTRACT: lambda a, b: a - b,
    Operation.MULTIPLY: lambda a, b: a * b,
    Operation.DIVIDE: lambda a, b: a / b,
    Operation.QUOTIENT: lambda a, b: Fraction(a // b),
    Operation.REMAINDER: lambda a, b: a % b,
    Operation.MINIMUM: min,
    Operation.MAXIMUM: max,
}
