"""Questions of a passage that have exchanged a name: what holds their label."""

import re

from nescio.schemas.example import Candidate, Claim
from nescio.schemas.passage import Passage, Stated
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Role
from nescio.validation.passage_values import stems
from nescio.validation.reading import Rejected
from nescio.validation.rewording import edits_make


def prove_swap(seed: Seed, passage: Passage, row: Candidate, claim: Claim) -> str:
    """The question differs from the seed's in one name, of which a sentence of the seed's passage leaves it open.

    That the sentence says so is read by `check_shared`.
    """
    question = seed.questions[claim.question]
    if row.context != seed.context or claim.hidden or claim.stated:
        raise Rejected("edited elsewhere", "a question with another name is asked of the seed's own context only")
    if row.prompt != f"{row.context} {row.question}":
        raise Rejected("prompt differs from its parts", "it is not the context and the question and nothing else")
    if row.role is not Role.PERTURBED or not row.should_abstain:
        raise Rejected("role differs from label", f"a {row.role.value} row whose question has another name")
    if not edits_make(question.text, row.question, row.edits):
        raise Rejected("edits differ from text", "the edits do not turn the seed's question into the row's")
    mine, theirs = _names(seed, passage, claim, row.question)
    if claim.swapped != {mine.values[0]: theirs.values[0]}:
        raise Rejected("claim differs from text", f"the text exchanges {mine.values[0]!r} for {theirs.values[0]!r}")
    if row.question.casefold() in {one.text.casefold() for one in seed.questions}:
        raise Rejected("still answerable", f"the seed answers {row.question!r}")
    left = next((one for one in passage.shared if (one.told, one.untold) == (mine.id, theirs.id)), None)
    if left is None or left.about != question.target:
        raise Rejected("not left open", f"no sentence tells it of {mine.values[0]!r} only")
    if row.missing_fact != left.missing or not stems(theirs.values[0]) <= stems(left.missing):
        raise Rejected("names another fact", f"it says that {row.missing_fact!r} is missing, not {left.missing!r}")
    if not (row.clarifying_question and stems(theirs.values[0]) & stems(row.target)):
        raise Rejected("names another fact", f"the response does not speak of {theirs.values[0]!r}")
    target = next(one for one in passage.stated if one.id == question.target)
    if any(row.target.rstrip(" .!").endswith(f" {value}") for value in target.values):
        raise Rejected("target gives the answer", f"the response ends in {question.answer!r}")
    return f"the passage tells it of {mine.values[0]}; for {theirs.values[0]} it leaves it open"


def _names(seed: Seed, passage: Passage, claim: Claim, asked: str) -> tuple[Stated, Stated]:
    """The name that the seed's question has, and the one that the row's has in its place."""
    text, told = seed.questions[claim.question].text, {one.told for one in passage.shared}
    named = [one for one in passage.stated if one.id in told]
    for mine in named:
        for theirs in named:
            if mine.id not in passage.needs[claim.question] or mine.values[0] == theirs.values[0]:
                continue
            for found in re.finditer(rf"(?<!\w){re.escape(mine.values[0])}(?!\w)", text):
                if text[: found.start()] + theirs.values[0] + text[found.end() :] == asked:
                    return mine, theirs
    raise Rejected("edited elsewhere", f"{asked!r} differs from {text!r} in more than a name of the passage")
