"""Targets of reading rows: the answer as the passage tells it, or what it tells and what it does not.

Frames are many, and of those drawn for a row that should not be answered the one nearest in length to the answering
kind is taken, so that neither an opening nor the length tells the label.
"""

import re
from random import Random

from nescio.schemas.evidence import Fact
from nescio.schemas.seed import Question

_CLOSINGS = (
    "So the answer is {answer}",
    "The answer is {answer}",
    "That makes the answer {answer}",
    "The answer to the question is therefore {answer}",
    "What was asked for is {answer}",
    "In short: {answer}",
    "Answer: {answer}",
    "The passage says so in plain words, and the answer is {answer}",
    "This is stated in the text, so the answer is {answer}",
    "One sentence of the text is enough to know it: {answer}",
    "This is what the question asks about, so I answer: {answer}",
    "As nothing in the text speaks against it, the answer is {answer}",
)
_LEADS = (
    "One sentence settles this.",
    "This can be read in the passage.",
    "It is told in the text.",
    "The text is clear here.",
    "Reading on, one finds it.",
    "We are told this.",
    "Yes, that is mentioned.",
    "A single sentence answers that.",
    "Here the passage helps.",
    "There is a sentence on this.",
    "That much is certain.",
    "No need to guess.",
    "Someone who reads closely finds it.",
    "Among other things we learn this.",
)
_LED = 0.25
"""How often a target begins with one of these."""
_OPEN = (
    "The passage does not say {missing}. {near}",
    "{near} But it is not told {missing}.",
    "{near} What the text leaves open is {missing}.",
    "{near} As to {missing}, nothing is said.",
    "{near} {ask} That is just what the passage leaves out.",
    "{near} {ask} To that the text gives no answer.",
    "Nothing in the text says {missing}. {near}",
    "I cannot find it in the passage: it never says {missing}.",
    "{near} That is not what was asked, though, and nowhere do we learn {missing}.",
    "We do not learn {missing}. {near}",
    "This cannot be answered from the text, since it does not state {missing}.",
    "{near} The other matter, {missing}, is not mentioned.",
    "Reading it twice, I find no word on {missing}.",
    "{near} To know {missing}, one would have to look elsewhere.",
    "No sentence tells {missing}. {near}",
    "Unfortunately the text is silent on {missing}. {near}",
    "I looked for it, and the passage does not tell {missing}.",
    "It remains open {missing}; the text tells us other things only.",
    "From this passage alone I cannot tell {missing}. Is there another source?",
    "One would expect to read {missing}, but the text never gets to it.",
    "Only a guess could fill the gap: the passage omits {missing}.",
    "{near} For {missing}, another text would have to be found.",
    "Although the passage touches on the matter, it never states {missing}.",
    "The author keeps to himself {missing}. {near}",
    "There is no answer to this in what we are given. Who could say {missing}?",
    "That detail is missing. {near} It is not stated {missing}.",
    "If you have another text, it may say {missing}; this one does not.",
    "My answer is that I do not know: the passage leaves out {missing}.",
    "Sorry, but the text stops short of saying {missing}. {near}",
    "Whoever wrote this did not mention {missing}. {near}",
    "Information on this is lacking; we read a good deal, but not {missing}.",
    "{near} Beyond that it stays untold {missing}.",
    "To answer this I would need a sentence that says {missing}, and there is none.",
    "Not even in passing does the passage say {missing}.",
)
_DISPUTED = (
    "The two sources differ on this, and nothing says which is right. {ask}",
    "There are two versions, and the passage does not decide {missing}.",
    "{near} But as to {missing} there are two versions, and neither is confirmed.",
    "Two values are given for it, and the text does not say which one holds. {ask}",
    "Here the sources disagree, and only the other matter has been settled. {ask}",
    "It is disputed {missing}; the later finding concerns something else.",
    "I cannot choose between the two sources here: what was settled is another matter, not {missing}.",
    "{near} What was asked, though, {missing}, is told in two ways and left undecided.",
    "One source says one thing and the other another; it remains undecided {missing}.",
    "That one source is right elsewhere does not settle {missing}.",
    "Which of the two is to be believed on this, the passage does not tell. {ask}",
    "No one has checked this point, and the sources contradict each other on {missing}.",
    "On this very point the versions differ, and the passage leaves it undecided {missing}.",
    "As long as nobody looks into it, it stays uncertain {missing}: the two accounts clash.",
    "What has been checked is something else. Of {missing} we have two accounts that differ.",
    "Without a further source it cannot be said {missing}, since the two that exist disagree.",
    "Either version may be true. The text does not settle {missing}.",
    "Both accounts are still possible; nothing decides {missing}.",
    "Someone would have to check this first: there are two accounts of {missing}, and they differ.",
    "I do not know, for the two accounts do not agree on {missing}, and neither has been confirmed there.",
    "Undecided. The passage has conflicting accounts of {missing} and does not resolve them.",
    "Had the later finding dealt with this, I could answer. It does not, so it stays open {missing}.",
    "My answer would be a guess, since it is told in two ways {missing}.",
    "Conflicting accounts exist of {missing}; which one holds is not said.",
    "For this question the passage offers two answers and no way to choose. {ask}",
    "So far it has not been found out {missing}; the sources say different things.",
)
_COUNTED = (
    "{dated} {Offset} that comes {answer}. {solution} {closing}",
    "{solution} The one date comes from the other: {offset} the year {year}. {closing}",
    "{dated} From there one counts {distance} years {on}. {solution} {closing}",
    "Starting from {year} and going {distance} years {on}, one arrives at {answer}. {solution} {closing}",
    "{Distance} years {way} than {year} is {answer}. {solution} {closing}",
    "{solution} This follows from the year {year} and the words “{quoted}”. {closing}",
    "{solution} The text gives it as {offset} something that happened in {year}. {closing}",
    "{dated} {solution} That is {offset} it. {closing}",
    "{solution} It lies {offset} {year}. {closing}",
    "{solution} Two sentences give it together, the year {year} in one and “{quoted}” in the other. {closing}",
)
_SETTLED = (
    "{solution} The {nth} source is right there. {closing}",
    "The sources differ, but on this the {nth} one is right. {solution} {closing}",
    "Of the two accounts the {nth} one has been proved right here. {solution} {closing}",
    "{solution} This point has been settled in favour of the {nth} account. {closing}",
    "{solution} At first there were two accounts, and the {nth} was confirmed. {closing}",
    "As the {nth} account is right on this, the other can be set aside. {solution} {closing}",
    "There was a dispute, and it has been decided. {solution} {closing}",
    "{solution} So says the {nth} account, which has been found right on this. {closing}",
    "{solution} We can trust the {nth} account on this point. {closing}",
    "{solution} The other account is wrong about it. {closing}",
)
_DRAWN = 3
_MIDDLING = 6
"""Words of a lead and a closing of middling length."""
_LONGER = 8
"""Words more of the working that a value told indirectly takes."""
_OFFSET = re.compile(r"([\w-]+) years (after|before|later|earlier)$")


def answer_target(question: Question, random: Random) -> str:
    """What the passage says and, last, the answer."""
    lead = f"{random.choice(_LEADS)} " if random.random() < _LED else ""
    return f"{lead}{question.solution} {_closing(question, random)}"


def counted_target(question: Question, dated: str, offset: str, random: Random) -> str:
    """How a year follows from the sentence that dates something else and a distance ("three years after").

    The shortest of those drawn, since what abstains has no working to show.
    """
    offset = offset[:1].lower() + offset[1:]
    found, years = _OFFSET.match(offset), re.findall(r"\d{4}", dated)
    if found is None or len(years) != 1:
        return answer_target(question, random)
    way = "later" if found[2] in ("after", "later") else "earlier"
    quoted, offset = offset, f"{found[1]} years {'after' if way == 'later' else 'before'}"
    words = {
        "dated": dated,
        "offset": offset,
        "quoted": quoted,
        "distance": found[1],
        "way": way,
        "on": "on" if way == "later" else "back",
        "year": years[0],
    }
    words |= {"Offset": _capital(offset), "Distance": _capital(found[1]), "answer": question.answer}
    words |= {"solution": question.solution, "closing": _closing(question, random)}
    drawn = [one.format(**words) for one in random.sample(_COUNTED, _DRAWN)]
    return min(drawn, key=lambda text: len(text.split()))


def settled_target(question: Question, nth: str, random: Random) -> str:
    """Which of two sources is right, and what it says."""
    return random.choice(_SETTLED).format(nth=nth, solution=question.solution, closing=_closing(question, random))


def abstain_target(question: Question, fact: Fact, near: str, random: Random, more: int = 0) -> str:
    """What the passage does not tell, and something near that it tells; `near` is a sentence and may be empty.

    `more` are the words that answering the question would take besides.
    """
    words = {"missing": fact.missing, "ask": fact.clarifying_question, "near": near}
    return _nearest(_OPEN, words, question, random, more - 2)


def disputed_target(question: Question, fact: Fact, near: str, random: Random) -> str:
    """That two sources differ, and that it is not said which is right."""
    words = {"missing": fact.missing, "ask": fact.clarifying_question, "near": near}
    return _nearest(_DISPUTED, words, question, random, _LONGER)


def _closing(question: Question, random: Random) -> str:
    return random.choice(_CLOSINGS).format(answer=question.answer)


def _nearest(frames: tuple[str, ...], words: dict[str, str], question: Question, random: Random, more: int) -> str:
    usable = [one for one in frames if words["near"] or "{near}" not in one]
    like = len(question.solution.split()) + len(question.answer.split()) + _MIDDLING + more
    drawn = [one.format(**words) for one in random.sample(usable, _DRAWN)]
    return _capital(min(drawn, key=lambda text: abs(len(text.split()) - like)))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
