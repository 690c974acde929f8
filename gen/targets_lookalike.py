"""Targets of answerable look-alikes and of the rows they are set beside (design section 5).

An answerable row's target is the worked solution and also says why the gap does not matter, or how it is closed. So
that neither length nor the mention of a gap tells the label, an abstaining row's target speaks of both facts too.
"""

from random import Random

from nescio.gen.targets import abstain_target, answer_target
from nescio.gen.worked import equations, evaluate
from nescio.schemas.evidence import Derivation, Fact, HidingForm, Statement
from nescio.schemas.seed import Question

# `{gap}` is a noun clause ("how many rolls one bag holds") and stands only as the object of a verb.
_NEEDLESS = (
    "Nobody has to know {gap} for that.",
    "The question can do without knowing {gap}.",
    "Whoever asks this need not know {gap}.",
    "None of this depends on {gap}.",
    "It is all the same for this {gap}.",
    "A reader who has not understood {gap} can still answer.",
    "It would take a further step to say {gap}, but nobody asked for that.",
    "Nowhere in the sum does one have to put in {gap}.",
    "The other thing one may wonder about, {gap}, plays no part in it.",
    "To solve this, one may leave aside {gap}.",
    "Somebody else may want to know {gap}; this question does not ask for it.",
    "For now it does not matter {gap}.",
    "No step of this asks {gap}.",
    "There is no call to know {gap}.",
    "Without a word on {gap} this can be answered.",
    "A glance at the question shows that it does not ask {gap}.",
    "Not a single step depends on {gap}.",
    "Neither the question nor its answer has to do with {gap}.",
    "Leave it open {gap}, and the answer is still the same.",
)
"""True whether the text tells the other fact in some way or not."""
_UNTOLD = (
    "It is left open {gap}, but the question does not turn on it.",
    "True, the text does not tell {gap}; that makes no difference here.",
    "One is not told {gap}, and for this question it does not matter.",
    "The text is silent on one thing, namely {gap}, and that is not needed here.",
    "That we do not learn {gap} changes nothing in this.",
    "The one gap in the text, {gap}, plays no part in it.",
    "Not knowing {gap} does no harm here.",
    "It may seem that something is missing, since we cannot tell {gap}, but the question does not ask for it.",
    "Even without being told {gap} one can work this out.",
    "What is not given, {gap}, does not come into it.",
    "If somebody were to ask {gap}, there would be no answer; this question has one.",
    "Though it is not said {gap}, the numbers for this question are all there.",
    "Anybody who wants to learn {gap} is out of luck, but this question asks for something else.",
    "That leaves {gap}, which is not told and not asked for.",
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
    "There is a number that tells {other}, and it does not come into this.",
    "Nobody has to guess {other}, but the question turns on something else.",
    "The rest of the text, which tells {other}, leaves it open.",
    "At first sight enough is given, since we can tell {other}, but the question asks for something else.",
    "True, the text lets us say {other}; even so, the number that is asked for stays open.",
    "Anybody can read {other} in the text, but the sum that is asked for takes another number.",
    "If only it were enough to know {other}, this could be finished; it is not.",
    "That leaves {other}, which is told and does not close the gap.",
    "A reader learns {other} and is still short of a number.",
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
    "Taken together, two details tell {gap}: {sum}.",
    "By a detour one learns {gap}: {sum}.",
    "That still lets us say {gap}: {sum}.",
    "Some of the other numbers give {gap}, namely {sum}.",
    "A little arithmetic shows {gap}: {sum}.",
    "With what is said in passing one can tell {gap}: {sum}.",
    "First work out {gap}: {sum}.",
    "Though it is not told outright {gap}, it can be had: {sum}.",
    "Look for what else is said of it, and you find {gap}: {sum}.",
    "From the rest it follows {gap}: {sum}.",
    "Nothing is lost: what else is told gives {gap}, for {sum}.",
    "Since the text tells it by another way, one finds {gap}: {sum}.",
)
_SETTLED = (
    "The {source} is right about {gap}, so the number to take is {value}.",
    "Take {value}, as the {source} has it: that is the one found to be right on {gap}.",
    "There are two numbers for {gap}, but the {source} is right, so it is {value}.",
    "The dispute is settled: the {source} is right about {gap}, with {value}.",
    "Of the two numbers given for {gap}, the one in the {source} holds, that is {value}.",
    "The one to trust on {gap} is the {source}: {value}.",
    "At first it is not clear {gap}, but then the {source} proves right, and that says {value}.",
    "One of the two must be wrong about {gap}; since the {source} is right, {value} it is.",
    "Since the {source} is right about {gap}, {value} is what counts.",
    "What the {source} says on {gap} holds, so we go by {value}.",
    "We can go by the {source} for {gap}, which has {value}.",
    "It is said which of the two is right about {gap}: the {source}, with {value}.",
)
_DISPUTED = (
    "{Open}. For {gap} there are two numbers, {one} and {two}, and what is said about {other} decides nothing. {ask}",
    "{Open}, but it may be {one} or {two}; only as to {other} do we know whom to trust. {ask}",
    "The sources have {one} and {two}, and nothing says which holds. So {open}. {ask}",
    "Nothing decides between {one} and {two}: who is right about {other} does not tell us {gap}. {Open}. {ask}",
    "{ask} The sources differ, {one} against {two}, and it stays open which is right, so I can only say that {open}.",
    "Two numbers stand against each other, {one} and {two}. Until one knows which holds, {open}. {ask}",
    "It is still disputed {gap}, {one} or {two}. {Open}. {ask}",
    "Both {one} and {two} are possible for {gap}; that the text settles {other} is no help. {Open}. {ask}",
    "{Open}. It makes a difference whether it is {one} or {two}, and on that the text does not decide. {ask}",
    "Which is it, {one} or {two}? The text leaves that open, so all that holds is that {open}. {ask}",
    "The question hangs on {gap}, and there the sources part: {one} in the one, {two} in the other. {Open}. {ask}",
    "We learn whom to trust on {other}, not on {gap}, which may be {one} or {two}. {Open}. {ask}",
    "There is no telling {gap}: {one} says one source, {two} the other. {Open}. {ask}",
    "I cannot pick between {one} and {two}. {Open}. {ask}",
    "As long as it is open {gap}, {one} or {two}, there is no single answer: {open}. {ask}",
    "With {one} the result is not the same as with {two}. {Open}, and the text does not decide. {ask}",
    "{ask} If it were settled, as it is for {other}, this could be finished. As it is, {open}.",
    "Somebody would have to find out whether {one} or {two} is right. {Open}. {ask}",
)
_CHATTY = (
    "The rest of what is told does not come into it.",
    "Little of what is told is needed for this.",
    "Most of the text is small talk and can be left aside.",
    "All that is needed is there, if scattered.",
    "The numbers in between belong to other matters.",
    "Everything else in the text is beside the point.",
    "What matters stands far apart, but it is all there.",
    "Nothing that is needed is missing, long as the text is.",
    "Only a handful of sentences count here.",
    "However long the text, the numbers for this can be found in it.",
    "The chatter around it changes nothing.",
    "Once the small talk is put aside, nothing is missing.",
    "Whatever else is mentioned along the way has no bearing on this.",
    "Picking out what counts is all there is to it.",
)
_FIRST = 0.4
"""How often the remark stands before the solution."""
_DRAWN = 4


def unused_target(question: Question, gap: Fact, random: Random, untold: bool = True) -> str:
    """The worked solution, the remark that the gap does not matter, and the answer.

    With `untold` the remark may say that the text does not tell the fact at all.
    """
    frames = (*_NEEDLESS, *_UNTOLD) if untold else _NEEDLESS
    return _with_remark(question, random.choice(frames).format(gap=gap.missing), random)


def recovered_target(question: Question, gap: Fact, equation: str, random: Random) -> str:
    """How the fact is found in another place, the worked solution, and the answer."""
    remark = random.choice(_RECOVERED).format(gap=gap.missing, sum=equation)
    return answer_target(question.model_copy(update={"solution": f"{remark} {question.solution}"}), random)


def open_target(
    question: Question,
    gap: Fact,
    other: Fact | None,
    random: Random,
    evidence: Derivation,
    form: HidingForm = HidingForm.ABSENT,
) -> str:
    """What is missing, the question that would settle it, and that what the text tells instead is no help.

    Of a few drawn responses the one nearest in length to what an answer to the same question looks like is taken.
    """
    like = unused_target(question, gap, random)
    drawn = [abstain_target(question, gap, form, random, evidence) for _ in range(_DRAWN)]
    return min((_beside(text, other, random) for text in drawn), key=lambda text: _unlike(text, like))


def _beside(text: str, other: Fact | None, random: Random) -> str:
    """With a remark on what is told instead, if anything is."""
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


def path_of(statement: Statement) -> str:
    """What a statement's numbers come to, as equations: "7 + 35 = 42"."""
    values = evaluate(statement.nodes, {})
    steps = equations(statement.nodes, values, statement.nodes[-1].id) if values is not None else []
    return " and ".join(steps) or f"it is {statement.nodes[-1].value}"


def long_target(question: Question, random: Random) -> str:
    """The worked solution, the remark that all is there in a long text, and the answer."""
    return _with_remark(question, random.choice(_CHATTY), random)


def settled_target(question: Question, gap: Fact, source: str, value: str, random: Random) -> str:
    """Which source is right about the fact, the worked solution, and the answer."""
    return _with_remark(question, random.choice(_SETTLED).format(gap=gap.missing, source=source, value=value), random)


def disputed_target(question: Question, gap: Fact, other: Fact, values: tuple[str, str], random: Random) -> str:
    """What the sources say, that the ruling on another fact does not decide it, and the question that would."""
    like = unused_target(question, gap, random, untold=False)
    reached = question.unresolved or "everything else that is needed is given"
    words = {
        "gap": gap.missing,
        "other": other.missing,
        "one": values[0],
        "two": values[1],
        "open": reached,
        "Open": reached[:1].upper() + reached[1:],
        "ask": gap.clarifying_question,
    }
    said = [frame.format(**words) for frame in random.sample(_DISPUTED, _DRAWN)]
    remark = random.choice(_NEARBY).format(other=other.missing)
    said += [f"{remark} {text}" if random.random() < _FIRST else f"{text} {remark}" for text in said]
    return min(said, key=lambda text: _unlike(text, like))
