"""Targets of answerable look-alikes and of the rows they are set beside (design section 5).

An answerable row's target is the worked solution and also says why the gap does not matter, or how it is closed. So
that neither length nor the mention of a gap tells the label, an abstaining row's target speaks of both facts too.
"""

from random import Random

from nescio.gen.targets import abstain_target, answer_target
from nescio.schemas.evidence import Fact, HidingForm
from nescio.schemas.seed import Question

# `{gap}` is a noun clause ("how many rolls one bag holds") and stands only as the object of a verb.
_UNUSED = (
    "Nobody has to know {gap} for that.",
    "The question can do without knowing {gap}.",
    "It is left open {gap}, but the question does not turn on it.",
    "True, the text does not tell {gap}; that makes no difference here.",
    "Whoever asks this need not know {gap}.",
    "One is not told {gap}, and for this question it does not matter.",
    "It would take more to find out {gap}, but nobody asked for that.",
    "The text is silent on one thing, namely {gap}, and that is not needed here.",
    "That we do not learn {gap} changes nothing in this.",
    "None of this depends on {gap}, which stays open.",
    "The one gap in the text, {gap}, plays no part in it.",
    "Nowhere in the sum does one have to put in {gap}, the number that is not given.",
    "Not knowing {gap} does no harm here.",
    "It may seem that something is missing, since we cannot tell {gap}, but the question does not ask for it.",
    "Even without being told {gap} one can work this out.",
    "For this it is all the same {gap}.",
    "A reader who does not know {gap} can still answer.",
    "If somebody were to ask {gap}, there would be no answer; this question has one.",
    "Though it is not said {gap}, the numbers for this question are all there.",
    "Anybody who wants to learn {gap} is out of luck, but this question asks for something else.",
    "That leaves {gap}, which is not told and not asked for.",
    "To solve this, one may leave it open {gap}.",
    "What is not given, {gap}, does not come into it.",
)
_NEARBY = (
    "The text does tell {other}, but that does not settle it.",
    "It is no help here to know {other}.",
    "One does learn {other}, yet nothing follows from that.",
    "Knowing {other} does not bring us further.",
    "We are told {other}, which is beside the point here.",
    "That the text tells {other} makes no difference to this.",
    "There is enough to say {other}, but the question is not about that.",
    "It would be easier if the question were {other}, for that is given.",
    "What the text does give, {other}, plays no part in it.",
    "From {other} alone one cannot work it out.",
    "Even being told {other}, one cannot work this out.",
    "One number that is given tells {other}, and it does not come into this.",
    "Nobody has to guess {other}, but the question turns on something else.",
    "The rest of the text, which tells {other}, leaves it open.",
    "At first sight enough is given, since we can tell {other}, but the question asks for something else.",
    "True, the text lets us say {other}; even so, the number that is asked for stays open.",
    "Anybody can read {other} in the text, but the sum that is asked for takes another number.",
    "If only it were enough to know {other}, this could be finished; it is not.",
    "That leaves {other}, which is told and does not close the gap.",
    "A reader learns {other} and is still one number short.",
    "To be told {other} is not the same as being told what is asked for here.",
    "Though it is said {other}, this number belongs to another question.",
)
_RECOVERED = (
    "The text does not tell {gap} in so many words, but it follows: {sum}.",
    "To find out {gap}, put two things together that the text does say: {sum}.",
    "It can be worked out {gap}: {sum}.",
    "One has to work out {gap} first: {sum}.",
    "What seems to be missing, {gap}, is told in a roundabout way: {sum}.",
    "It takes one step to find {gap}: {sum}.",
    "The number is not lost: the text lets us work out {gap}, since {sum}.",
    "It is said elsewhere, in other words, {gap}: {sum}.",
    "Reading on, one can tell {gap}: {sum}.",
    "There is a second way to learn {gap}: {sum}.",
    "One detail gives away {gap}: {sum}.",
)
_FIRST = 0.4
"""How often the remark stands before the solution."""
_DRAWN = 3


def unused_target(question: Question, gap: Fact, random: Random) -> str:
    """The worked solution, the remark that the gap does not matter, and the answer."""
    return _with_remark(question, random.choice(_UNUSED).format(gap=gap.missing), random)


def recovered_target(question: Question, gap: Fact, equation: str, random: Random) -> str:
    """How the fact is found in another place, the worked solution, and the answer."""
    remark = random.choice(_RECOVERED).format(gap=gap.missing, sum=equation)
    return answer_target(question.model_copy(update={"solution": f"{remark} {question.solution}"}), random)


def open_target(question: Question, gap: Fact, other: Fact | None, random: Random) -> str:
    """What is missing, the question that would settle it, and that what the text tells instead is no help.

    Of a few drawn responses the one nearest in length to what an answer to the same question looks like is taken.
    """
    like = unused_target(question, gap, random)
    return min((_open(question, gap, other, random) for _ in range(_DRAWN)), key=lambda text: _unlike(text, like))


def _open(question: Question, gap: Fact, other: Fact | None, random: Random) -> str:
    text = abstain_target(question, gap, HidingForm.ABSENT, random)
    if other is None:
        return text
    remark = random.choice(_NEARBY).format(other=other.missing)
    return f"{remark} {text}" if random.random() < _FIRST else f"{text} {remark}"


def _with_remark(question: Question, remark: str, random: Random) -> str:
    first = random.random() < _FIRST
    solution = f"{remark} {question.solution}" if first else f"{question.solution} {remark}"
    return answer_target(question.model_copy(update={"solution": solution}), random)


def _unlike(text: str, like: str) -> float:
    """How far two texts differ in length, in words and in characters (five to the word)."""
    return abs(len(text.split()) - len(like.split())) + abs(len(text) - len(like)) / 5
