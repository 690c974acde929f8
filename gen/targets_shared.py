"""Targets of questions that a passage answers for one thing and leaves open for the other.

As in gen/targets_passage, frames are many, and of those drawn the one nearest in length to an answer is taken.
"""

from random import Random

from nescio.schemas.passage import Shared
from nescio.schemas.seed import Question

_OPEN = (
    "The passage leaves open {missing}; it tells this of {name} only.",
    "It is left open {missing}. Only for {name} is there an answer in the text.",
    "{near} As to {other}, the passage leaves it open.",
    "{near} For {other} the passage gives no answer.",
    "{near} That is {name}, though; {missing} remains open.",
    "{near} But we are not told {missing}.",
    "The text does not tell us {missing}. For {name} it does.",
    "This cannot be answered for {other}: the passage tells it of {name} alone.",
    "{other} is the one for which it is left open. {ask}",
    "For {name} I could say it, but {missing} is not told.",
    "I cannot say {missing}, because the passage answers this for {name} only.",
    "Unfortunately, {missing} is just what the passage leaves open. {ask}",
    "The two must not be mixed up: it is told of {name}, and for {other} it stays open.",
    "{near} One must not take that for {other}, of which it is not told.",
    "No answer can be given for {other}. {near} That does not help here.",
    "The passage speaks of both, but it does not tell {missing}.",
    "{other} was asked about, and there the passage leaves a gap. {ask}",
    "From this text we learn it of {name}, but not {missing}.",
    "It would be a guess: the passage does not give it for {other}, only for {name}.",
    "The author does not tell {missing}. {ask}",
    "As far as {other} is concerned, the passage leaves this unanswered.",
    "What we read there is about {name}. The passage leaves open {missing}.",
    "I do not know. The text names {other} there, but without telling {missing}.",
    "Another source would have to say {missing}; this one knows it of {name} only.",
    "{near} The same cannot be said of {other}, where the passage is silent.",
    "That is answered for {name} and not for {other}. {ask}",
    "Here the passage stops short: it is open {missing}.",
    "{name}, yes; but {missing} cannot be found out from this passage.",
)
_DRAWN = 3
_ABOUT = 6
"""Words of an answer besides its solution and its value."""


def open_target(question: Question, shared: Shared, names: tuple[str, str], random: Random) -> str:
    """That the passage leaves it open for the second of two names, and tells it of the first."""
    name, other = names
    words = {"near": question.solution, "missing": shared.missing, "name": name, "other": other}
    drawn = [one.format(**words, ask=f"Do you mean {name}?") for one in random.sample(_OPEN, _DRAWN)]
    like = len(question.solution.split()) + len(question.answer.split()) + _ABOUT
    text = min(drawn, key=lambda one: abs(len(one.split()) - like))
    return text[:1].upper() + text[1:]
