"""Targets: the reference responses that training learns from (design section 5).

An answerable row's target is its worked solution and ends in the answer. An unanswerable row's names what is missing,
asks for it, and goes as far as it can. Frames are many, and of those drawn the one nearest in length to the solution
of the same question is taken, so that neither an opening nor the length tells the label.
"""

import re
from random import Random

from nescio.gen.open_work import worked_open
from nescio.schemas.evidence import Derivation, Fact, HidingForm
from nescio.schemas.seed import Question

_CLOSINGS = (
    "So the answer is {answer}",
    "The result is therefore {answer}",
    "That settles it; the answer is {answer}",
    "This makes the answer to the question {answer}",
    "All that is needed is given, and the answer is {answer}",
    "With that, the question is answered: {answer}",
)

# Frames name what is missing by its noun clause or by the question that would settle it. `{missing}` stands only where
# a verb of telling or knowing takes it as its object, since it may begin with "by what percentage" too.
_ABSENT = (
    "{Open}. One thing is not told: {ask}",
    "{Open}; the rest hangs on what is left out. {ask}",
    "{Open}. {ask} The text is silent on that.",
    "{Open}, but the text does not say {missing}. {ask}",
    "{Open}. Nobody tells us {missing}, though. {ask}",
    "{ask} Without that, one only knows that {open}.",
    "{ask} That is not given. All that holds is that {open}.",
    "{ask} The text leaves it out, so I can only say that {open}.",
    "This cannot be finished: {open}. {ask}",
    "One number is missing here. {Open}. {ask}",
    "Something is left unsaid: {ask} As far as it goes, {open}.",
    "There is no single answer: {open}. {ask}",
    "I can set it up but not finish it: {open}. {ask}",
    "As it stands the question is open. {Open}. {ask}",
    "The text never says {missing}. With that known, {open}. {ask}",
    "We are not told {missing}, so there is no one answer; {open}. {ask}",
    "It is not said {missing}. Once that is clear, {open}. {ask}",
    "To answer, one has to know {missing}. {Open}. {ask}",
    "Not enough is given to tell {missing}. {Open}. {ask}",
    "Nothing here says {missing}: {open}. {ask}",
)

_VAGUE = (
    "{Open}. One thing is only hinted at: {ask}",
    "{Open}; the rest hangs on a figure that stays vague. {ask}",
    "{Open}. {ask} The text gives no exact figure.",
    "{Open}, but the text does not say exactly {missing}. {ask}",
    "{Open}. It stays vague, though, {missing}. {ask}",
    "{ask} Short of an exact figure, one only knows that {open}.",
    "{ask} More than one number fits. All that holds is that {open}.",
    "{ask} The wording leaves room, so I can only say that {open}.",
    "Several answers fit: {open}. {ask}",
    "One number is not exact here. {Open}. {ask}",
    "Something is left vague: {ask} As far as it goes, {open}.",
    "More than one result is possible: {open}. {ask}",
    "I can set this up but lack a figure: {open}. {ask}",
    "It depends on a number that is not fixed. {Open}. {ask}",
    "The text tells only roughly {missing}. With the exact figure, {open}. {ask}",
    "We are not told exactly {missing}, so several answers fit; {open}. {ask}",
    "It is left vague {missing}. Once that is clear, {open}. {ask}",
    "For one answer one has to know exactly {missing}. {Open}. {ask}",
    "The wording is too loose to tell {missing}. {Open}. {ask}",
    "Nothing pins down {missing}: {open}. {ask}",
)

_REST = "everything else that is needed is given"
"""How far one gets where nothing more is known."""
_ONE = re.compile(r"\b(?:one|single)\b", re.IGNORECASE)
"""A response that must not give the answer 1 does without these."""
_DRAWN = 6
_MEDIUM = 2
"""The closing of middling length."""


def answer_target(question: Question, random: Random) -> str:
    """The worked solution and, last, the answer."""
    return f"{question.solution} {random.choice(_CLOSINGS).format(answer=question.answer)}"


def abstain_target(
    question: Question, fact: Fact, form: HidingForm, random: Random, evidence: Derivation | None = None
) -> str:
    """What is missing, how far one gets, and the question that would settle it.

    Where the seed does not word how far one gets, it is worked out from the `evidence`.
    """
    every = _ABSENT if form is HidingForm.ABSENT else _VAGUE
    frames = [frame for frame in every if question.answer != "1" or not _ONE.search(frame)]
    steps, reached = list[str](), question.unresolved or _REST
    if evidence is not None and not question.unresolved:
        steps, reached = worked_open(evidence, question.target, fact.node, random)
    words = {
        "missing": fact.missing,
        "open": reached,
        "Open": reached[:1].upper() + reached[1:],
        "ask": fact.clarifying_question,
    }
    before = "".join(f"{step}. " for step in steps)
    like = f"{question.solution} {_CLOSINGS[_MEDIUM]}"
    return min(
        (before + frame.format(**words) for frame in random.sample(frames, _DRAWN)),
        key=lambda text: _unlike(text, like),
    )


def _unlike(text: str, like: str) -> float:
    """How far two texts differ in length, in words and in characters (five to the word)."""
    return abs(len(text.split()) - len(like.split())) + abs(len(text) - len(like)) / 5
