"""Swaps of a passage: what entity_swap and antonym_swap have in common (SQuAD 2.0)."""

import re
from collections.abc import Iterator
from random import Random

from nescio.gen.rows import Change, Defect, Draft, edits_of, make_row, star_of
from nescio.gen.targets_passage import answer_target
from nescio.gen.targets_shared import open_target
from nescio.schemas.evidence import Span
from nescio.schemas.example import Claim, Star
from nescio.schemas.passage import Shared
from nescio.schemas.protocols import Perturbation
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Figure, Role


def swap_names(perturbation: Perturbation, kind: str, seed: Seed, random: Random) -> Iterator[Star]:
    """The square {name} x {question} of a seed: each of two questions as it is and with the other one's name.

    The passage is the same in all rows. Of each name it tells one thing and leaves the other open, and says so.
    """
    drafts = list[Draft]()
    for pair, shared in enumerate(seed.passage.shared):
        if shared.told.startswith(f"{kind}:"):
            drafts += _pair(perturbation, seed, pair, shared, random)
    if len(drafts) == 4:
        yield star_of(perturbation, seed, drafts)


def _pair(perturbation: Perturbation, seed: Seed, pair: int, shared: Shared, random: Random) -> Iterator[Draft]:
    """A question as it is, and as it is with the other one's name; nothing where its name does not stand in it once."""
    names = {one.id: one.values[0] for one in seed.passage.stated}
    mine, theirs = names[shared.told], names[shared.untold]
    asked = [at for at, needs in enumerate(seed.passage.needs) if {shared.about, shared.told} <= set(needs)]
    found = [(at, one) for at in asked for one in re.finditer(rf"(?<!\w){re.escape(mine)}(?!\w)", _text(seed, at))]
    if len(found) != 1:
        return
    number, place = found[0]
    question = seed.questions[number]
    twin = make_row(perturbation, seed, question, Role.TWIN, answer_target(question, random), figure=Figure.SQUARE)
    yield Draft(twin, Claim(question=number), pair)
    exchanged = question.text[: place.start()] + theirs + question.text[place.end() :]
    row = make_row(
        perturbation,
        seed,
        question,
        Role.PERTURBED,
        open_target(question, shared, (mine, theirs), random),
        figure=Figure.SQUARE,
        edits=edits_of(
            question.text, [Change("swap", Span(part=number, start=place.start(), end=place.end()), theirs)]
        ),
        defect=Defect(
            rationale=f"The passage tells this of {mine}; it leaves open {shared.missing}.",
            clarifying_question=f"Do you mean {mine}?",
            missing_fact=shared.missing,
        ),
        asked=exchanged,
    )
    yield Draft(row, Claim(question=number, swapped={mine: theirs}), pair)


def _text(seed: Seed, number: int) -> str:
    return seed.questions[number].text
