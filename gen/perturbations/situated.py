"""Situated questions: what place_removal and time_removal have in common."""

from collections.abc import Iterator, Sequence
from random import Random

from nescio.gen.figures import Cell, arrange
from nescio.gen.rows import Change, Defect, Draft, edits_of, make_row, star_of
from nescio.gen.situations.targets import abstain_target, answer_target
from nescio.schemas.evidence import CONTEXT, Fact, Hiding
from nescio.schemas.example import Claim, Star
from nescio.schemas.protocols import Perturbation
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Figure, Role


def hide_situation(perturbation: Perturbation, slot: str, what: str, seed: Seed, random: Random) -> Iterator[Star]:
    """One star in which people's places, or times, are hidden in turn; nothing where the story tells of something else.

    `slot` is what the story tells of them to the question (`subject` or `date`), `what` the word for it.
    """
    if not _tells(seed, slot):
        return
    found = arrange(seed, random, [fact for fact in seed.situation.passage.facts if _ways(fact)])
    if found is None:
        return
    figure, cells = found
    hidden = {cell.hidden.id: cell.hidden for cell in cells if cell.hidden is not None}
    hidings = {name: random.choice(_ways(fact)) for name, fact in hidden.items()}
    yield star_of(
        perturbation, seed, [_draft(perturbation, seed, figure, cell, hidings, what, random) for cell in cells]
    )


def _tells(seed: Seed, slot: str) -> bool:
    """Whether the context tells what stands in that slot of every question."""
    told = [{one.slot for one in asked.mentions if one.span.part == CONTEXT} for asked in seed.situation.triples.asked]
    return all(slots == {slot} for slots in told)


def _ways(fact: Fact) -> Sequence[Hiding]:
    return [hiding for hiding in fact.hidings if hiding.span.part == CONTEXT]


def _draft(
    perturbation: Perturbation,
    seed: Seed,
    figure: Figure,
    cell: Cell,
    hidings: dict[str, Hiding],
    what: str,
    random: Random,
) -> Draft:
    question = seed.questions[cell.question]
    hiding = None if cell.hidden is None else hidings[cell.hidden.id]
    changes = [] if hiding is None else [Change(hiding.form.value, hiding.span, hiding.text)]
    defect, target = None, ""
    if cell.role is Role.PERTURBED and cell.hidden is not None:
        missing = cell.hidden.missing
        reason = f"The text does not say {missing}, and the answer changes with the {what}."
        defect = Defect(reason, cell.hidden.clarifying_question, missing_fact=missing)
        target = abstain_target(question, cell.hidden, random)
    else:
        target = answer_target(question, random)
    edits = edits_of(seed.context, changes)
    row = make_row(perturbation, seed, question, cell.role, target, figure=figure, edits=edits, defect=defect)
    return Draft(row, Claim(question=cell.question, hidden=cell.hidden and cell.hidden.id), cell.pair)
