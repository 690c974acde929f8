"""Swaps of a passage: what entity_swap and antonym_swap have in common (SQuAD 2.0)."""

import re
from collections.abc import Iterator
from random import Random

from nescio.gen.rows import Change, Defect, Draft, edits_of, make_row, star_of
from nescio.gen.targets_passage import answer_target, swapped_target
from nescio.gen.word_lists import FUNCTION
from nescio.schemas.evidence import Span
from nescio.schemas.example import Claim, Star
from nescio.schemas.passage import Stated
from nescio.schemas.protocols import Perturbation
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Figure, Role

_MOST_LOST = 0.2
"""How much smaller the share of a question's words in one sentence may be once names are exchanged, on average."""


def swap_names(perturbation: Perturbation, kind: str, seed: Seed, random: Random) -> Iterator[Star]:
    """The squares {name} x {question} of a seed: each of two questions as it is and with the other one's name.

    A question needs its name as something told (`kind:number:side`). The passage is the same in all rows.
    """
    stated = {one.id: one for one in seed.passage.stated}
    named = [
        (number, stated[need])
        for number, needs in enumerate(seed.passage.needs)
        for need in needs
        if need in stated and need.startswith(f"{kind}:")
    ]
    for (first, one), (second, other) in zip(named[::2], named[1::2], strict=False):
        drafts = [
            *_pair(perturbation, seed, 0, first, (one, other), random),
            *_pair(perturbation, seed, 1, second, (other, one), random),
        ]
        if len(drafts) == 4 and _alike(seed.context, [draft.row.question for draft in drafts]):
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
            rationale=f"The passage says this of {mine}; of {theirs} it does not.",
            clarifying_question=ask,
            missing_fact=f"what the question asks about {theirs}",
        ),
        asked=question.text[: found[0].start()] + theirs + question.text[found[0].end() :],
    )
    yield Draft(row, Claim(question=number, swapped={mine: theirs}), pair)


def _alike(context: str, asked: list[str]) -> bool:
    """Whether the exchanged questions share about as many words with some sentence as the others do.

    Where they do not, a count of shared words tells the label, for what is told stands with its name.
    """
    said = [_telling(one) for one in re.split(r"(?<=[.!?])\s+", context)]
    found = []
    for question in asked:
        words = _telling(question)
        found.append(max(len(words & one) for one in said) / max(len(words), 1))
    twin, swapped, other, exchanged = found
    return (twin - swapped + other - exchanged) / 2 <= _MOST_LOST


def _telling(text: str) -> frozenset[str]:
    """The words of a text that are no function words, without the commonest endings."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    return frozenset(re.sub(r"(?<=...)(?:ing|ed|es|s|e)$", "", word) for word in words if word not in FUNCTION)
