"""Targets: the reference responses that training learns from (design section 5).

An answerable row's target is its worked solution and ends in the answer. An unanswerable row's names what is missing,
asks for it, and goes as far as it can. Frames are many, and of those drawn the one nearest in length to the solution
of the same question is taken, so that neither an opening nor the length tells the label.
"""

from random import Random

from nescio.schemas.evidence import Fact, HidingForm
from nescio.schemas.seed import Question

_CLOSINGS = (
    "{answer}",
    "Answer: {answer}",
    "The answer is {answer}",
    "So the answer is {answer}",
    "That gives {answer}",
    "The result is {answer}",
    "Hence {answer}",
)

_ABSENT = (
    "{Open}, but {missing} is not given. {ask}",
    "{Open}; what is left out is {missing}. {ask}",
    "{Open}. Still open is {missing}. {ask}",
    "{Missing} is never stated. With that known, {open}. {ask}",
    "{Missing} is missing here, and without it there is no one answer: {open}. {ask}",
    "{Missing} is not said. {ask} Once that is clear, {open}.",
    "{Missing} would have to be known: {open}. {ask}",
    "{ask} The text leaves it out, and {open}.",
    "{ask} Without that I can only say that {open}.",
    "{ask} As the text does not tell, only this much holds: {open}.",
    "This cannot be worked out yet. The text does not tell {missing}. If it did, {open}. {ask}",
    "One number is missing, namely {missing}. All that follows is that {open}. {ask}",
    "Nothing in the text says {missing}, so there is no single answer; {open}. {ask}",
    "I can set it up but not finish it: {open}, and {missing} is not mentioned. {ask}",
    "As it stands the question is open. {Open}, yet {missing} is left unsaid. {ask}",
    "To answer, one needs to know {missing}, which is nowhere given. {Open}. {ask}",
    "Any number would do here, since {missing} is not told: {open}. {ask}",
    "Not enough is given. It would take {missing}; then {open}. {ask}",
)

_VAGUE = (
    "{Open}, but {missing} is only hinted at. {ask}",
    "{Open}; how it comes out hangs on {missing}, which stays vague. {ask}",
    "{Open}. No exact figure is given for {missing}. {ask}",
    "{Missing} is only loosely described. With the exact figure, {open}. {ask}",
    "{Missing} is left vague, and more than one value fits: {open}. {ask}",
    "{Missing} is not pinned down. {ask} Once that is clear, {open}.",
    "{Missing} would have to be exact: {open}. {ask}",
    "{ask} The wording leaves room, and {open}.",
    "{ask} Short of an exact figure I can only say that {open}.",
    "{ask} As more than one number fits the text, only this much holds: {open}.",
    "The wording is too loose for one answer. It does not settle {missing}. If it did, {open}. {ask}",
    "Several answers fit, because {missing} is given only roughly. What follows is that {open}. {ask}",
    "No exact value is stated for {missing}, so there is no single answer; {open}. {ask}",
    "I can set this up but need a figure: {open}, and {missing} is kept vague. {ask}",
    "It depends on a number that is not fixed. {Open}, yet {missing} could be this or that. {ask}",
    "For one answer one would need exactly {missing}. {Open}. {ask}",
    "More than one result is possible, since {missing} is not exact: {open}. {ask}",
    "A precise number is wanting. It would take {missing}; then {open}. {ask}",
)

_DRAWN = 5


def answer_target(question: Question, random: Random) -> str:
    """The worked solution and, last, the answer."""
    return f"{question.solution} {random.choice(_CLOSINGS).format(answer=question.answer)}"


def abstain_target(question: Question, fact: Fact, form: HidingForm, random: Random) -> str:
    """What is missing, how far one gets, and the question that would settle it."""
    frames = random.sample(_ABSENT if form is HidingForm.ABSENT else _VAGUE, _DRAWN)
    words = {
        "missing": fact.missing,
        "Missing": fact.missing[:1].upper() + fact.missing[1:],
        "open": question.unresolved,
        "Open": question.unresolved[:1].upper() + question.unresolved[1:],
        "ask": fact.clarifying_question,
    }
    wanted = len(question.solution) + len(question.answer) + 12
    return min((frame.format(**words) for frame in frames), key=lambda text: abs(len(text) - wanted))
