"""Grounding: what each number of a solution stands for, in the problem, in an earlier step, or in what everyone knows.

Where a number may stand for several things one is chosen, by the nouns beside it and by what is still unused, and the
others are remembered: a node's basis says which leaves it needs on every choice, and which on some.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from nescio.gen.traces.arithmetic import Applied, Expression, Literal, evaluate, literals
from nescio.gen.traces.constants import known, singular
from nescio.gen.traces.graph import Basis, Formula, Graph
from nescio.gen.traces.mentions import Form, Mention, read_mentions
from nescio.gen.traces.steps import Step
from nescio.gen.traces.ways import WEAK, ways
from nescio.schemas.evidence import Operation

_HUNDRED = Fraction(100)


@dataclass(frozen=True)
class Stated:
    """A number of the problem with the leaf that stands for it."""

    name: str
    mention: Mention
    part: int


@dataclass(frozen=True)
class Ungrounded:
    """A number of a step that stands for nothing that was found."""

    literal: Fraction
    line: str


@dataclass(frozen=True)
class _Line:
    """A line of a solution, and the nouns that follow each number in it."""

    text: str
    nouns: Mapping[Fraction, set[str]]


@dataclass(frozen=True)
class _Option:
    """Something that a number may stand for: a node and what is made of it; the higher the rank, the less likely."""

    base: str
    formula: Formula | None
    value: Fraction
    noun: str
    rank: int


@dataclass
class _Solution:
    graph: Graph
    stated: Sequence[Stated]
    text: str
    results: dict[str, str] = field(default_factory=dict)
    """The steps' nodes so far, latest last, with the noun behind each result."""
    used: set[str] = field(default_factory=set)
    asked: Counter[Fraction] = field(default_factory=Counter)
    """How often each number stands in the steps."""
    sources: Counter[Fraction] = field(default_factory=Counter)
    """How many numbers of the text and earlier results it may stand for; empty unless bases are of the whole."""


def ground(
    graph: Graph, stated: Sequence[Stated], text: str, steps: Sequence[Step], overall: bool = False
) -> list[str] | Ungrounded:
    """The node of every step, added to a graph that holds the stated leaves; or the number that has no meaning.

    `overall` makes the bases right for the last step alone: a number that stands in the steps as often as there are
    things that it may stand for stands for each of them once, in whatever order, so that all of them are needed.
    """
    solution = _Solution(graph, stated, text)
    solution.asked.update(one.value for step in steps for one in literals(step.expression))
    if overall:
        solution.sources.update(step.value for step in steps[:-1])
        for one in stated:
            solution.sources.update(way.value for way in ways(one.mention))
    found = []
    for index, step in enumerate(steps):
        made = _grounded(solution, step.expression, f"s{index}", _Line(step.line, _nouns(step)))
        if isinstance(made, Literal):
            return Ungrounded(made.value, step.line)
        name, _ = made
        found.append(name)
        solution.results.pop(name, None)
        solution.results[name] = _noun_at(step.line, step.end)
    return found


def _grounded(
    solution: _Solution, expression: Expression, name: str, line: _Line, divisor: bool = False
) -> tuple[str, Basis] | Literal:
    """The node of an expression and what it rests on; the literal that could not be grounded."""
    share = _share(solution, expression)
    if share is not None:
        return share
    if isinstance(expression, Literal):
        return _operand(solution, expression, line, divisor) or expression
    operation, operands = expression.operation, [expression.left, expression.right]
    operation, operands = _regrouped(solution, operation, operands)
    while operation in (Operation.ADD, Operation.MULTIPLY) and _same(operands[0], operation):
        head = operands[0]
        assert isinstance(head, Applied)
        if _share(solution, head) is not None:
            break
        operands = [head.left, head.right, *operands[1:]]
    arguments = []
    for number, operand in enumerate(operands):
        divisor = number > 0 and operation is Operation.DIVIDE
        found = _grounded(solution, operand, f"{name}.{number}", line, divisor)
        if isinstance(found, Literal):
            return found
        arguments.append(found)
    operation, arguments = _without_reciprocal(solution.graph, operation, arguments)
    made = solution.graph.applied(operation, arguments, name)
    return Literal(Fraction(0)) if made is None else (made, solution.graph.basis[made])


def _same(expression: Expression, operation: Operation) -> bool:
    return isinstance(expression, Applied) and expression.operation is operation


def _regrouped(
    solution: _Solution, operation: Operation, operands: list[Expression]
) -> tuple[Operation, list[Expression]]:
    """50 * 3/4 was read as (50 * 3) / 4; where the text states 3/4 it is 50 * (3/4)."""
    match operation, operands:
        case Operation.DIVIDE, [
            Applied(operation=Operation.MULTIPLY, left=left, right=Literal() as top),
            Literal() as low,
        ]:
            share = Applied(Operation.DIVIDE, top, low)
            if _share(solution, share) is not None:
                return Operation.MULTIPLY, [left, share]
    return operation, operands


def _share(solution: _Solution, expression: Expression) -> tuple[str, Basis] | None:
    """The leaf that states a fraction, for a division of two plain numbers."""
    match expression:
        case Applied(operation=Operation.DIVIDE, left=Literal(), right=Literal()):
            value = evaluate(expression)
            found = [one for one in solution.stated if one.mention.form is Form.SHARE and one.mention.value == value]
            if found:
                solution.used.add(found[0].name)
                return found[0].name, solution.graph.basis[found[0].name]
    return None


def _without_reciprocal(
    graph: Graph, operation: Operation, arguments: list[tuple[str, Basis]]
) -> tuple[Operation, list[tuple[str, Basis]]]:
    """48 / (1 / half) is 48 * half."""
    if operation is Operation.DIVIDE and len(arguments) == 2:
        nodes = {node.id: node for node in graph.nodes}
        divisor = nodes[arguments[1][0]]
        if divisor.operation is Operation.DIVIDE and divisor.arguments[0] == "=1":
            return Operation.MULTIPLY, [arguments[0], (divisor.arguments[1], arguments[1][1])]
    return operation, arguments


def _operand(solution: _Solution, literal: Literal, line: _Line, divisor: bool) -> tuple[str, Basis] | None:
    """The node that a number stands for, and the basis that takes all it might stand for into account."""
    options = list(_options(solution, literal, line.text, divisor))
    if not options:
        return None
    nouns = line.nouns.get(literal.value, set())
    best = max(options, key=lambda one: _score(solution, one, nouns))
    if best.noun in nouns:
        options = [one for one in options if not one.noun or one.noun in nouns]
    if best.rank == 0 and solution.asked[literal.value] == 1:
        options = [one for one in options if one.rank < WEAK]
    best_name = solution.graph.formed(best.formula, best.base)
    solution.used.add(best.base)
    if 0 < solution.sources[literal.value] <= solution.asked[literal.value]:
        options = [best]
    bases = [solution.graph.basis[one.base] for one in options]
    certain = frozenset.intersection(*(one.certain for one in bases))
    return best_name, Basis(certain, frozenset().union(*(one.possible for one in bases)))


def _score(solution: _Solution, option: _Option, nouns: set[str]) -> tuple[float, int]:
    """How well an option fits: its noun first, then that nothing has used it yet; the latest of equals."""
    fits = 3 * (option.noun in nouns and bool(option.noun)) + 1.5 * (option.base not in solution.used) - option.rank
    order = [*(one.name for one in solution.stated), *solution.results]
    later = order.index(option.base) if option.base in solution.results else -1
    return fits + 0.5 * (option.base in solution.results), later


def _options(solution: _Solution, literal: Literal, line: str, divisor: bool) -> Iterator[_Option]:
    """Everything that a number of a line may stand for; dividing by 2 may well be halving."""
    wanted = literal.value
    graph = solution.graph
    for name, noun in solution.results.items():
        formula = Formula(Operation.DIVIDE, None, _HUNDRED) if literal.percent else None
        if graph.value(name) == wanted:
            yield _Option(name, formula, wanted, noun, 0)
        elif literal.percent and graph.value(name) * 100 == wanted:
            yield _Option(name, None, wanted, noun, 0)
    aim = wanted / 100 if literal.percent else wanted
    for one in solution.stated:
        for way in ways(one.mention):
            if way.value == aim:
                halved = divisor and one.mention.form is Form.SHARE
                yield _Option(one.name, way.formula, wanted, singular(one.mention.noun), 0 if halved else way.rank)
                break
    if not literal.percent and known(wanted, f"{solution.text} {line}"):
        name = graph.world(wanted)
        yield _Option(name, None, wanted, "", WEAK + (wanted == 1))


def _nouns(step: Step) -> dict[Fraction, set[str]]:
    """The nouns that follow each number of a step's line."""
    found: dict[Fraction, set[str]] = {}
    for mention in read_mentions(step.line):
        if mention.noun:
            found.setdefault(mention.value, set()).add(singular(mention.noun))
    return found


def _noun_at(line: str, place: int) -> str:
    match = re.match(r"[\s-]*([^\W\d_]+)", line[place:])
    return singular(match[1].lower()) if match else ""
