"""Targets of reading rows: the answer as the passage tells it, or what it tells and what it does not.

Frames are many, and of those drawn for a row that should not be answered the one nearest in length to the answering
kind is taken, so that neither an opening nor the length tells the label.
"""

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
    "{ask} That is just what the passage leaves out.",
    "{ask} The text gives no answer to that; another source would be needed.",
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
    "{ask} I looked for it, and the passage does not tell.",
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
_SWAPPED = (
    "The passage tells that of {name}, not of {other}. {near} {ask}",
    "{near} Of {other} the text does not say it. {ask}",
    "It is {name} of which we read this. {near} About {other} nothing of the kind is told.",
    "Nothing is said on this about {other}. {near} {ask}",
    "{ask} Of {other} the passage does not tell it.",
    "{near} That is {name}; for {other} the text is silent.",
    "I cannot say that of {other}, for the passage does not. {ask}",
    "{near} The question is about {other}, though, and there the passage tells us nothing.",
    "Two things are easily mixed up here. {near} Of {other} we do not read it.",
    "As to {other}, the text leaves this open. {near} {ask}",
    "Only for {name} do we learn it, and not for {other}. {ask}",
    "We are not told this about {other}. {near} {ask}",
    "No sentence connects this with {other}. {near} {ask}",
    "{ask} {near} Nothing like it is told of {other}.",
    "If {name} is meant, then I can help. {near} For {other} the text gives no answer.",
    "Although {other} comes up, the passage does not say this about it. {ask}",
    "The text has no answer for {other}. {near} {ask}",
    "Such a thing is told of {name}, not of {other}. {near} {ask}",
    "{near} Whether and how this applies to {other}, the passage does not say.",
    "What is asked about {other} cannot be read in the text. {ask}",
    "Perhaps another name was meant. {near} About {other} nothing is told on this.",
    "From the passage I only know it of {name}, not of {other}. {near} {ask}",
    "There is no word on that about {other}. {near} Was the question meant for {name}?",
    "Unless {name} is meant, I have to pass: the passage does not tell this of {other}.",
    "Could the question be about {name}? {near} The passage leaves it open for {other}.",
    "About {name} I could answer this, since the text tells it; about {other} it does not.",
    "{near} With {other} it is another matter, and the text keeps quiet on that.",
    "Read closely, the text says this of {name}. It has no such sentence on {other}.",
)
_DRAWN = 3
_MIDDLING = 6
"""Words of a lead and a closing of middling length."""


def answer_target(question: Question, random: Random) -> str:
    """What the passage says and, last, the answer."""
    lead = f"{random.choice(_LEADS)} " if random.random() < _LED else ""
    return f"{lead}{question.solution} {random.choice(_CLOSINGS).format(answer=question.answer)}"


def abstain_target(question: Question, fact: Fact, near: str, random: Random) -> str:
    """What the passage does not tell, and something near that it tells; `near` is a sentence and may be empty."""
    words = {"missing": fact.missing, "ask": fact.clarifying_question, "near": near}
    return _nearest(_OPEN, words, question, random)


def swapped_target(question: Question, name: str, other: str, ask: str, random: Random) -> str:
    """That the passage tells it of `name`, and not of `other`, of which the question asks."""
    words = {"near": question.solution, "name": name, "other": other, "ask": ask}
    return _nearest(_SWAPPED, words, question, random)


def _nearest(frames: tuple[str, ...], words: dict[str, str], question: Question, random: Random) -> str:
    usable = [one for one in frames if words["near"] or "{near}" not in one]
    like = len(question.solution.split()) + len(question.answer.split()) + _MIDDLING
    drawn = [one.format(**words) for one in random.sample(usable, _DRAWN)]
    best = min(drawn, key=lambda text: abs(len(text.split()) - like))
    return best[:1].upper() + best[1:]
