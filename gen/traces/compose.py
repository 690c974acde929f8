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
from nescio.gen.worked_words import told_solution
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
    asked_all = (final, *further)
    leaves = hideable(derived, [one.target for one in asked_all])
    facts = facts_of(derived.context, leaves)
    evidence = Derivation(
        nodes=derived.nodes,
        facts=tuple(facts),
        statements=(*statements_of(derived), *retellings(derived.context, facts, leaves)),
        things=things_of(derived.context, [one.text for one in asked_all]),
    )
    return Seed(
        source=source,
        domain=Domain.MATH,
        context=derived.context,
        questions=tuple(_question(derived, evidence, one) for one in asked_all),
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


def _question(derived: Derived, evidence: Derivation, asked: Asked) -> Question:
    """A question with its steps as equations.

    The sentences around them are left out: no response to a row that should not be answered could have as many, and
    its length would tell the label.
    """
    answer = decimal(derived.graph.value(asked.target))
    return Question(text=asked.text, answer=answer, target=asked.target, solution=told_solution(evidence, asked.target))


def decimal(value: Fraction) -> str:
    """12, 2.5, or 2/3 where there is no finite decimal form."""
    if value.denominator == 1:
        return str(value.numerator)
    shown = f"{float(value):.6f}".rstrip("0")
    return shown if Fraction(shown) == value else f"{value.numerator}/{value.denominator}"
