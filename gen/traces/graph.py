"""Building a derivation step by step, with what each node may rest on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from nescio.gen.traces.mentions import Mention
from nescio.schemas.evidence import Node, Operation, Span

Leaves = frozenset[str]


@dataclass(frozen=True)
class Basis:
    """What a node is computed from: the leaves that it needs on any reading of the solution, and on some."""

    certain: Leaves = frozenset()
    possible: Leaves = frozenset()


@dataclass(frozen=True)
class Formula:
    """What is made of a number before it is used: 20 of "20%" becomes 20/100. `None` stands for that number."""

    operation: Operation
    left: "Formula | Fraction | None"
    right: "Formula | Fraction | None"


@dataclass
class Graph:
    """The nodes made so far; every operation on the same arguments is one node."""

    nodes: list[Node] = field(default_factory=list)
    basis: dict[str, Basis] = field(default_factory=dict)
    _values: dict[str, Fraction] = field(default_factory=dict)
    _made: dict[tuple[Operation, tuple[str, ...]], str] = field(default_factory=dict)

    def value(self, name: str) -> Fraction:
        """The value of a node."""
        return self._values[name]

    def leaf(self, name: str, mention: Mention, part: int, whole: bool) -> None:
        """Add a number that the text states."""
        span = Span(part=part, start=mention.start, end=mention.end)
        self._add(Node(id=name, value=_written(mention.value), spans=(span,), whole=whole), mention.value)
        self.basis[name] = Basis(frozenset({name}), frozenset({name}))

    def world(self, value: Fraction) -> str:
        """The node of a number that everybody knows."""
        name = f"={_written(value)}"
        if name not in self._values:
            self._add(Node(id=name, value=_written(value), world=True), value)
            self.basis[name] = Basis()
        return name

    def applied(self, operation: Operation, arguments: Sequence[tuple[str, Basis]], name: str) -> str | None:
        """The node of an operation, made under that name if there is none yet; None where it divides by zero.

        Each argument comes with its basis, which is wider than the node's own where another node may be meant.
        """
        names = tuple(one for one, _ in arguments)
        basis = Basis(_union(one.certain for _, one in arguments), _union(one.possible for _, one in arguments))
        key = (operation, names)
        if key in self._made:
            name = self._made[key]
            known = self.basis[name]
            self.basis[name] = Basis(known.certain & basis.certain, known.possible | basis.possible)
            return name
        value = _result(operation, [self._values[one] for one in names])
        if value is None:
            return None
        self._add(Node(id=name, value=_written(value), operation=operation, arguments=names), value)
        self._made[key] = name
        self.basis[name] = basis
        return name

    def formed(self, formula: Formula | Fraction | None, base: str) -> str:
        """The node that a formula makes of another."""
        if formula is None:
            return base
        if isinstance(formula, Fraction):
            return self.world(formula)
        names = [self.formed(formula.left, base), self.formed(formula.right, base)]
        made = self.applied(formula.operation, [(one, self.basis[one]) for one in names], f"{base}~{len(self.nodes)}")
        return base if made is None else made

    def pruned(self, wanted: Iterable[str]) -> tuple[Node, ...]:
        """The leaves, and of the other nodes those that the wanted ones are computed from."""
        needed = set(wanted)
        for node in reversed(self.nodes):
            if node.id in needed:
                needed.update(node.arguments)
        return tuple(node for node in self.nodes if node.spans or node.id in needed)

    def _add(self, node: Node, value: Fraction) -> None:
        self.nodes.append(node)
        self._values[node.id] = value


def valued(formula: Formula | Fraction | None, base: Fraction) -> Fraction | None:
    """What a formula makes of a number."""
    if formula is None:
        return base
    if isinstance(formula, Fraction):
        return formula
    left, right = valued(formula.left, base), valued(formula.right, base)
    return None if left is None or right is None else _result(formula.operation, [left, right])


def _result(operation: Operation, values: Sequence[Fraction]) -> Fraction | None:
    first, *others = values
    if operation is Operation.ADD:
        return sum(others, first)
    if operation is Operation.MULTIPLY:
        for other in others:
            first *= other
        return first
    [second] = others
    if operation is Operation.SUBTRACT:
        return first - second
    if not second:
        return None
    return first / second if operation is Operation.DIVIDE else Fraction(first // second)


def _union(sets: Iterable[Leaves]) -> Leaves:
    return frozenset().union(*sets)


def _written(value: Fraction) -> str:
    return str(value)
