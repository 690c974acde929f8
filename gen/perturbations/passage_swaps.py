"""Swaps of a passage: what entity_swap and antonym_swap have in common (SQuAD 2.0)."""

import re
from collections.abc import Iterator
from random import Random

from nescio.gen.rows import Change, Defect, Draft, edits_of, make_row, star_of
from nescio.gen.targets_passage import answer_target, swapped_target
from nescio.schemas.evidence import Span
from nescio.schemas.example import Claim, Star
from nescio.schemas.passage import Stated
from nescio.schemas.protocols import Perturbation
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Figure, Role


def swap_names(perturbation: Perturbation, kind: str, seed: Seed, random: Random) -> Iterator[Star]:
    """The square {name} x {question} of a seed: each of two questions as it is and with the other one's name.

    The passage is the same in all rows. Of each name it tells one thing and leaves the other open, and says so.
    """
    stated = {one.id: one for one in seed.passage.stated}
    drafts = list[Draft]()
    for number, shared in enumerate(seed.passage.shared):
        asked = next(
            (at for at, needs in enumerate(seed.passage.needs) if {shared.about, shared.told} <= set(needs)), None
        )
        if asked is not None and shared.told.startswith(f"{kind}:"):
            drafts += _pair(perturbation, seed, number, asked, (stated[shared.told], stated[shared.untold]), random)
    if len(drafts) == 4:
        yield star_of(perturbation, seed, drafts)


def _pair(
    perturbation: Perturbation, seed: Seed, pair: int, number: int, names: tuple[Stated, Stated], random: Random
) -> Iterator[Draft]:
    """A question as it is, and as it is with the other one's name; nothing where its name does not stand in it once."""
    question, (mine, theirs) = seed.questions[number], (one.values[0] for one in names)
    found = list(re.finditer(rf"(?<!\w){re.escape(mine)}(?!\w)", question.text))
    if len(found) != 1:
        return
    twin = make_row(perturbation, seed, question, Role.TWIN, answer_target(question, random), figure=Figure.SQUARE)
    yield Draft(twin, Claim(question=number), pair)
    change = Change("swap", Span(part=number, start=found[0].start(), end=found[0].end()), theirs)
    ask = f"Do you mean {mine}?"
    row = make_row(
        perturbation,
        seed,
        question,
        Role.PERTURBED,
        swapped_target(question, mine, theirs, ask, random),
        figure=Figure.SQUARE,
        edits=edits_of(question.text, [change]),
        defect=Defect(
            rationale=f"The passage says this of {mine}; of {theirs} it leaves it open.",
            clarifying_question=ask,
            missing_fact=f"what the question asks about {theirs}",
        ),
        asked=question.text[: found[0].start()] + theirs + question.text[found[0].end() :],
    )
    yield Draft(row, Claim(question=number, swapped={mine: theirs}), pair)
