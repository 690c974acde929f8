"""From a derivation to a seed: its questions, the facts that can be hidden, what could be said once more."""

from fractions import Fraction

from nescio.gen.omission.facts import facts_of
from nescio.gen.omission.retelling import retellings
from nescio.gen.things.find import things_of
from nescio.gen.traces.derive import Derived, derive
from nescio.gen.traces.fitness import hideable
from nescio.gen.traces.intermediate import Asked, asked_by_lines, asked_by_steps
from nescio.gen.traces.splitting import tidy
from nescio.gen.traces.statements import statements_of
from nescio.gen.traces.steps import Unread
from nescio.schemas.evidence import Derivation
from nescio.schemas.seed import Question, Seed, Source
from nescio.schemas.taxonomy import Domain, Grade

SOCRATIC = " ** "
"""What parts a step from the question that stands before it, in GSM8K's `socratic` configuration."""


def seed_of(problem: str, solution: str, source: Source) -> Seed | Unread:
    """The seed of a word problem with a solution in either of GSM8K's forms; else why there is none.

    Its first question is the problem's own; the others ask for results of steps that its context alone gives.
    """
    asked, plain = _parted(solution)
    derived = derive(problem, plain)
    if isinstance(derived, Unread):
        return derived
    final = Asked(derived.question, derived.targets[-1])
    further = asked_by_lines(derived, asked) if asked else asked_by_steps(derived)
    questions = tuple(_question(derived, one) for one in (final, *further))
    leaves = hideable(derived, [one.target for one in questions])
    facts = facts_of(derived.context, leaves)
    evidence = Derivation(
        nodes=derived.nodes,
        facts=tuple(facts),
        statements=(*statements_of(derived), *retellings(derived.context, facts, leaves)),
        things=things_of(derived.context, [one.text for one in questions]),
    )
    return Seed(
        source=source,
        domain=Domain.MATH,
        context=derived.context,
        questions=questions,
        evidence=evidence,
        grade=Grade.TRACED,
    )


def _parted(solution: str) -> tuple[list[str | None], str]:
    """The question before each line, none where there is none, and the solution without them."""
    asked, lines = [], []
    for line in solution.splitlines():
        question, mark, rest = line.partition(SOCRATIC)
        asked.append(tidy(question) if mark else None)
        lines.append(rest if mark else line)
    return ([*asked] if any(asked) else []), "\n".join(lines)


def _question(derived: Derived, asked: Asked) -> Question:
    value = derived.graph.value(asked.target)
    return Question(
        text=asked.text, answer=decimal(value), target=asked.target, solution=_solution(derived, asked.target)
    )


def _solution(derived: Derived, target: str) -> str:
    """The lines that lead to a node, as sentences."""
    needed = _needed(derived, target)
    last = max(step.number for name, step in zip(derived.targets, derived.trace.steps, strict=True) if name == target)
    lines = {step.number for name, step in zip(derived.targets, derived.trace.steps, strict=True) if name in needed}
    shown = [tidy(line) for number, line in enumerate(derived.trace.lines) if number in lines and number <= last]
    return " ".join(line if line.endswith((".", "!", "?")) else f"{line.rstrip(',;:')}." for line in shown)


def _needed(derived: Derived, target: str) -> set[str]:
    needed = {target}
    for node in reversed(derived.graph.nodes):
        if node.id in needed:
            needed.update(node.arguments)
    return needed


def decimal(value: Fraction) -> str:
    """12, 2.5, or 2/3 where there is no finite decimal form."""
    if value.denominator == 1:
        return str(value.numerator)
    shown = f"{float(value):.6f}".rstrip("0")
    return shown if Fraction(shown) == value else f"{value.numerator}/{value.denominator}"
