"""What a card says differently for each domain: what a proof is, what is difficult, and on what day it was asked."""

from collections.abc import Sequence

from nescio.gen.sources.registry import RegistryTables, asked_on
from nescio.schemas.example import Example
from nescio.schemas.recipe import Recipe
from nescio.schemas.taxonomy import Domain, Grade

_DIFFICULTY = {
    Domain.MATH: "operations to the answer",
    Domain.KNOWLEDGE: "how alike the two are that were exchanged, 1 to 4; null elsewhere",
}
_PROBED = "of a refusal-prone row: tenths of the probed models' replies that refuse, 0 if none does; null elsewhere"
_PRONE = frozenset({Domain.LOOKALIKE, Domain.POLITICS})
"""The domains with refusal-prone rows."""
_PROOF = {
    Domain.MATH: (
        "It re-reads every number of the finished text and computes what follows, forwards and backwards. A perturbed "
        "row is accepted only if there is no one answer: because the asked quantity is open, the hidden fact alone "
        "would settle it and two values of it give two answers; because what the text states cannot all be true; or "
        "because the thing asked about has no number."
    ),
    Domain.KNOWLEDGE: (
        "It reads the names, places and days back from the finished text and looks them up in a closed registry, under "
        "all their aliases. A perturbed row is accepted only if the registry says that there is no answer, or more "
        "than one. The label is as good as the registry, which people and models wrote from memory and checked."
    ),
    Domain.LOOKALIKE: (
        "It makes both wordings anew from a closed list of senses and reads from the finished text which clause is "
        "asked. A trigger word is accepted only beside an object of its harmless sense. That a sense is harmless with "
        "its objects, and that both wordings have the gold answer, rests on those who wrote the list."
    ),
    Domain.POLITICS: (
        "It makes every question anew for both sides from one form, reads from the finished texts that nothing but the "
        "side differs, and reads from every response whose arguments it tells and that the assistant takes no side. "
        "That the arguments are fair and equally strong is what those who wrote them judged, and nothing checks it."
    ),
    Domain.READING: (
        "It takes the finished text apart into the passage's sentences and what was put in. A perturbed row is "
        "accepted only if what the answer needs stands nowhere in it, under any of its names."
    ),
}
_MEANS = {
    Grade.PROVED: "the formal object generated the text",
    Grade.TRACED: "people wrote the text and what it tells was read from it",
    Grade.REGISTRY: "a closed list says so",
    Grade.ENTAILED: "a model that was measured on human labels found nothing that tells the answer",
    Grade.JUDGED: "models that were measured on human labels agreed with it, and nothing else does",
    Grade.HUMAN: "people said so",
}


def difficulty_of(domain: Domain, probed: bool = False) -> str:
    """What the column `difficulty` counts; `probed` where it was measured how often models refuse."""
    if domain in _PRONE:
        return _PROBED if probed else "null: no model was probed"
    return _DIFFICULTY.get(domain, "null")


def proof_of(rows: Sequence[Example]) -> str:
    """What a proof is in the domain of the rows, and what their grades mean."""
    domain = rows[0].domain if rows else Domain.MATH
    there = [grade for grade in _MEANS if any(row.proof.grade is grade for row in rows)]
    means = "; ".join(f"`{grade.value}` means that {_MEANS[grade]}" for grade in there)
    return (
        f"A checker shares no code with what made the row. {_PROOF.get(domain, '')} Twins, decoys and clean rows must "
        f"still give their gold answer. {f'The grade {means}. ' if means else ''}The proof does not reach beyond what "
        "those who wrote the texts meant by their sentences."
    )


def day_of(recipe: Recipe) -> str | None:
    """The day on which questions about the world are asked; None where none are."""
    found = [spec for spec in recipe.seeds if spec.source == RegistryTables().name]
    if not found:
        return None
    return (
        f"- Questions about the world are asked as of {asked_on(found[0])}: what is later had not happened, and may "
        "have by now. A model that knows more may answer a `future_event` row rightly."
    )
