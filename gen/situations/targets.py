"""Reference responses of situations: the answer after its reason, or what is not told and the question for it."""

from random import Random

from nescio.schemas.evidence import Fact
from nescio.schemas.seed import Question

_CLOSINGS = (
    "So the answer is {answer}",
    "That makes it {answer}",
    "The answer: {answer}",
    "Hence {answer}",
    "The answer is therefore {answer}",
    "What was asked for is {answer}",
    "In short: {answer}",
)
_OPEN = (
    "{name}'s case is open: the text does not say {missing}, and {open}. {ask}",
    "That depends on something the text keeps to itself, namely {missing}. {ask}",
    "The text does not tell {missing}; {open}. {ask}",
    "Nothing here says {missing}, and {open}. {ask}",
    "I would first have to know {missing}, since {open}. {ask}",
    "Without knowing {missing}, one cannot answer this: {open}. {ask}",
    "{name}'s own sentence leaves it out. {ask} It matters, for {open}.",
    "{name} is mentioned, but we are not told {missing}; {open}. {ask}",
    "{name} could have given different answers: the text does not say {missing}. {ask}",
    "For {name} we lack the one thing that counts, {missing}. {Open}. {ask}",
    "On {name} the text is too brief. {Open}, and so I ask: {ask}",
    "Only if we knew {missing} could this be answered, for {open}. {ask}",
    "No sentence gives away {missing}. {Open}. {ask}",
    "{name} is told of, not this. {ask}",
    "{name}'s part is too brief. {ask}",
    "On this the text is silent. {ask}",
    "For {name} that stays open. {ask}",
    "One detail is wanting. {ask}",
    "That is left unsaid: {ask}",
    "To settle this I need one more detail, since {open}: {ask}",
    "Could you tell me more about {name}? {ask} The text does not say, and {open}.",
    "More than one answer is possible, for it is not said {missing}. {ask}",
    "About {name} the text says too little: not {missing}. As {open}, I have to ask: {ask}",
    "We learn something else of {name}, but not {missing}. {Open}. {ask}",
    "One piece is missing. {ask} The answer hangs on it, as {open}.",
    "Since {open}, it matters {missing}, which the story omits. {ask}",
    "Here {open}, and the story is silent on {missing}. {ask}",
    "Knowing {missing} is what this takes, and the text does not help. {ask}",
    "What is told of {name} does not settle it; {open}. {ask}",
    "Not enough is told to know {missing}. {Open}. {ask}",
    "As the text stands, it is unknown {missing}. {ask}",
    "Who reads closely finds no word on {missing}. {Open}. {ask}",
    "It cannot be told from this: {open}, and we do not learn {missing}. {ask}",
    "There is a gap, {missing}. {Open}, so please tell me: {ask}",
    "Before I can answer, please tell me: {ask} The text does not say, and {open}.",
)
_DRAWN = 6


def answer_target(question: Question, random: Random) -> str:
    """The reason and, last, the answer."""
    return f"{question.solution} {random.choice(_CLOSINGS).format(answer=question.answer)}"


def abstain_target(question: Question, fact: Fact, random: Random) -> str:
    """What is missing, why it matters, and the question that would settle it."""
    opened = question.unresolved
    words = {
        "name": _person(fact), "missing": fact.missing, "ask": fact.clarifying_question, "open": opened,
        "Open": opened[:1].upper() + opened[1:],
    }  # fmt: skip
    like = answer_target(question, random)
    drawn = [frame.format(**words) for frame in random.sample(_OPEN, _DRAWN)]
    return min(drawn, key=lambda text: unlike(text, like))


def unlike(text: str, like: str) -> float:
    """How far two texts differ in length, in words and in characters (seven to the word)."""
    return abs(len(text.split()) - len(like.split())) + abs(len(text) - len(like)) / 7


def _person(fact: Fact) -> str:
    """Whose place or time a fact is: the one capitalised word of "in which country Ana works"."""
    return next((word for word in fact.missing.split() if word[:1].isupper()), "this person")
