"""unrelated_object: the question asks about a thing of which the text does not say how many there are.

A square of two texts and two questions. One text counts apples and mentions pears or boxes of pears, the other counts
pears and mentions apples; each is asked about both. So both words stand in every text, and every question can be
answered once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from nescio.gen.rows import Defect, Draft, edits_of, make_row, star_of
from nescio.gen.targets import answer_target
from nescio.gen.things.registry import plural_of
from nescio.gen.things.swap import Swap, swaps, turned_changes
from nescio.gen.things.targets import held_in, unrelated_target
from nescio.schemas.example import Claim, Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Figure, Kind, Role, Scenario


@dataclass(frozen=True)
class UnrelatedObject:
    """Unrelated object: "How many pears are there?" of a text that counts the apples."""

    name: str = "unrelated_object"
    about: str = "The question asks about a thing that the text mentions and never counts."
    papers: tuple[str, ...] = ("UMWP, arXiv 2403.03558", "SUM, arXiv 2505.13988", "Entity swap, arXiv 2310.19403")
    evidence: str = "derivation"
    crossing: str = "thing that is counted x thing that is asked about (square)"
    kind: Kind = Kind.UNANSWERABLE
    scenario: Scenario = Scenario.UNDERSPECIFIED_CONTEXT
    behaviour: Behaviour = Behaviour.ABSTAIN
    checker: str = "entity"

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """One star, of a question and two things that are drawn from those that fit."""
        swap = next(swaps(seed, random), None)
        if swap is None:
            return
        cells = ((False, False, 0), (False, True, 1), (True, True, 1), (True, False, 0))
        drafts = [_draft(self, seed, swap, turned, asks, pair, random) for turned, asks, pair in cells]
        if swap.mention is not None:
            question = seed.questions[swap.question]
            target = answer_target(question, random)
            clean = make_row(self, seed, question, Role.CLEAN, target, figure=Figure.SQUARE)
            drafts.append(Draft(clean, Claim(question=swap.question)))
        yield star_of(self, seed, drafts)


def _draft(kind: UnrelatedObject, seed: Seed, swap: Swap, turned: bool, asks: bool, pair: int, random: Random) -> Draft:
    """One cell: whether the text counts the other thing, and whether the question asks about that."""
    question = seed.questions[swap.question]
    edits = edits_of(seed.context, swap.context_changes(seed.context, turned))
    asked = question.text
    if asks:
        changes = swap.question_changes(asked)
        asked, edits = turned_changes(asked, changes), (*edits, *edits_of(asked, changes))
    solved = question.model_copy(update={"solution": swap.solution(question.solution)}) if turned else question
    told, other = (swap.other, swap.thing.noun) if turned else (swap.thing.noun, swap.other)
    claim = Claim(question=swap.question, swapped=swap.renamed if turned else {})
    defect, target, role = None, answer_target(solved, random), Role.TWIN
    if turned != asks:
        lacks, has = swap.plural(other), swap.plural(told)
        target, ask = unrelated_target(lacks, has, target, random, swap.holder)
        only = f"tells of {plural_of(swap.holder)} of {lacks}" if swap.holder else f"mentions {lacks}"
        defect = Defect(
            rationale=f"The question is about {lacks}. The text gives quantities of {has} and only {only}.",
            clarifying_question=ask,
            missing_fact=held_in(lacks, swap.holder) if swap.holder else f"any quantity of {lacks}",
        )
        role = Role.PERTURBED
    row = make_row(kind, seed, question, role, target, figure=Figure.SQUARE, edits=edits, defect=defect, asked=asked)
    return Draft(row, claim, pair)
