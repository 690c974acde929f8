"""From a text and questions with equations to a seed."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from nescio.gen.sources.equations import Formula, Number, digits, nodes_of, numbers_of, places_of
from nescio.gen.sources.leaves import hideable, leaf_nodes
from nescio.gen.things.find import things_of
from nescio.gen.worked_words import told_solution
from nescio.schemas.evidence import Derivation
from nescio.schemas.seed import Question, Seed, Source
from nescio.schemas.taxonomy import Domain, Grade


@dataclass(frozen=True)
class Asked:
    """A question as it is asked of a text: its words, its own numbers, and the equation over the places of numbers."""

    text: str
    numbers: tuple[Number, ...]
    formula: Formula


def seed_of_asked(context: str, asked: Sequence[Asked], source: Source, template_id: str | None = None) -> Seed:
    """The seed of a text and its questions; every number of them is a leaf, used or not."""
    texts = [context, *(one.text for one in asked)]
    numbers = [*numbers_of(context), *(number for one in asked for number in one.numbers)]
    nodes = leaf_nodes(texts, numbers)
    questions = []
    for place, one in enumerate(asked):
        steps = nodes_of(one.formula, numbers, f"q{place + 1}")
        nodes += steps
        answer, target = digits(Fraction(steps[-1].value)), steps[-1].id
        questions.append(Question(text=one.text, answer=answer, target=target, solution=""))
    uses = [frozenset(places_of(one.formula)) for one in asked]
    facts, statements = hideable(context, numbers, uses)
    evidence = Derivation(nodes=tuple(nodes), facts=facts, statements=statements, things=things_of(context, texts[1:]))
    worked = (one.model_copy(update={"solution": told_solution(evidence, one.target)}) for one in questions)
    return Seed(
        source=source,
        domain=Domain.MATH,
        context=context,
        questions=tuple(worked),
        evidence=evidence,
        template_id=template_id,
        grade=Grade.TRACED,
    )
