"""Targets of rows that rest on what cannot be: reference responses to contradictions and to divisions that fail.

A perturbed row's says what cannot hold and why, how far one gets either way, and asks which is right. A twin's shows
that what the text tells twice agrees, or that the division comes out, and works the answer out. Frames are many, and of
those drawn the one nearest in length to the other kind is taken, so that neither an opening nor the length is a label.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Conflict:
    """What a text says twice and differently, in words."""

    first: str
    """The value told outright: "50"."""
    second: str
    """The value told the other way: "47"."""
    how: str
    """How that one comes about: "33 + 14 = 47"; just the value where nothing is to be computed."""
    ask: str
    """The question that would settle it."""
    missing: str
    """A noun clause for what is told twice; empty where there is none."""
    quoted: str
    """The sentence that tells the second value, without its full stop."""


_FRAMES = (
    "The text does not agree with itself on {missing}: {first} in one place, {how} in another. {either} {ask}",
    "Two values are given for the same thing, {first} and {how}. {either} {ask}",
    "{first} and {second} cannot both be right. One is stated outright, the other follows from {how}. {either} {ask}",
    "{how}, yet the text also gives {first}. {either} {ask}",
    "{ask} One sentence says {first}, while another leads to {how}. {either} I cannot tell which holds.",
    "There is a contradiction here: {first} is stated, but {how}. {either} {ask}",
    "Once {first} and once {how}: so the text tells {missing}. {either} {ask}",
    "One sentence tells us {first}, another one {how}. Both cannot be true. {either} {ask}",
    "As written this cannot be solved, for {first} and {how} exclude each other. {either} {ask}",
    "{either} The text supports both, {first} and {how}, which is impossible. {ask}",
    "Before I can answer, one thing has to be cleared up. The text states {first}, but {how}. {ask}",
    "Something is wrong with the numbers: {first} is given, but {how} follows too. {either} {ask}",
    "{first} is what one sentence says. Another gives {how}. {either} {ask}",
    "Which number holds? The text has {first}, and also {how}. {either} {ask}",
    "No single answer fits, because {how} goes against the {first} that is stated. {either} {ask}",
    "I find two statements that clash, {first} and {how}. {either} {ask}",
    "The premises clash: {first} here, {how} there. {either} {ask}",
    "Read closely, the problem tells in two ways {missing}: {first}, and {how}. {either} {ask}",
    "If {first} is right, then {how} is wrong, and the other way round. {either} {ask}",
    "Given {how}, the {first} in the text cannot stand. {either} {ask}",
    "{how}, and the text says {first} too, so it cannot be true as a whole. {either} {ask}",
    "From one sentence we get {first}; from another, {how}. {either} {ask}",
    "{ask} Both stand in the text, the second as {how}. {either} They exclude each other.",
    "{first} or {how}: my difficulty is {missing}. {either} {ask}",
    "Taking the text at its word, {first} equals {second}, for {how}. That is impossible. {either} {ask}",
    "A check shows that the data are inconsistent: {how}, where {first} is stated. {either} {ask}",
    "These statements are at odds, {first} on the one hand and {how} on the other. {either} {ask}",
    "Someone must have made a mistake, as {how} does not fit the stated {first}. {either} {ask}",
    "With numbers that contradict each other, {first} and {how}, there is no right answer yet. {either} {ask}",
    "{first} and {how} leave me guessing, so I had better ask. {either} {ask}",
    "Either {first} is wrong or something in {how} is. {either} {ask}",
    "{how} and {first} are told of the same thing, so a slip has crept in. {either} {ask}",
    "How can it be {first} when {how}? {either} {ask}",
    "Unfortunately {first} and {how} do not go together. {either} {ask}",
)
_QUOTING = (
    "“{quoted}” does not fit the rest of the text, which gives {first}. {either} {ask}",
    "From the other numbers it follows that it is {first}, not {second} as the text says. {either} {ask}",
)
_EITHER = (
    "With {first} the answer would be {one}, with {second} it would be {other}.",
    "Going by {first}, one gets {one}; going by {second}, {other}.",
    "{first} leads to {one} and {second} to {other}.",
    "The result is {one} if it is {first} and {other} if it is {second}.",
    "Then the answer is {one} or {other}, depending on which holds.",
    "{first} would make it {one}, {second} would make it {other}.",
)
_AGREE = (
    "{how}, the same number that is stated outright.",
    "{how}, just as the other sentence says.",
    "{how}, which agrees with the {first} that is stated.",
    "{how} confirms the {first} given in the text.",
    "{how} agrees with the {first} stated outright, so there is no doubt {missing}.",
    "{how}, and so {first} is right both ways when we ask {missing}.",
    "{first} and {how}: both sentences that tell {missing} say the same.",
    "{how}, and the other place where we learn {missing} says {first}, so they agree.",
    "{first} is stated, and {how}, so there is no doubt {missing}.",
    "{how}, and the text says {first} as well, so it is settled {missing}.",
    "{how}, and {first} is stated: two sentences tell {missing}, and they tell the same.",
    "{how}, and {first} is stated; there are two ways to one number.",
    "{how}, as the text also states outright, so nothing is at odds here.",
    "Reading it through, one finds {first} stated and {how} besides, so they agree.",
    "{first} is stated, and the numbers fit: {how}.",
    "For {first} there are two sources, one outright and one by way of {how}.",
    "Stated outright is {first}, and the other sentence gives the same: {how}.",
    "One sentence has {first}, the other leads to it as well: {how}.",
)
_AGREE_PLAIN = (
    "Both sentences say {first}, so nothing speaks against taking that number as it stands.",
    "{first} is what both of the sentences that speak of it say.",
    "The text says {first} twice, and the two sentences agree with each other.",
    "Twice the text gives {first}, and nothing that it says speaks against it.",
)
_CLOSINGS = (
    "So the answer is {answer}",
    "The result is therefore {answer}",
    "That settles it; the answer is {answer}",
    "This makes the answer to the question {answer}",
    "All that is needed is given, and the answer is {answer}",
    "With that, the question is answered: {answer}",
)
_DRAWN = 4
_MORE = 3
_JOINS = (". ", "; ", ", and ")
STYLES = len(_JOINS)
"""How many ways there are to join steps."""


def conflict_target(conflict: Conflict, answers: tuple[str, str], like: str, random: Random) -> str:
    """Both values, that they cannot both hold, what follows from each, and the question; about as long as `like`."""
    words = {
        "first": conflict.first,
        "second": conflict.second,
        "how": conflict.how,
        "ask": conflict.ask,
        "missing": conflict.missing,
        "quoted": conflict.quoted,
    }
    frames = [one for one in (*_FRAMES, *_QUOTING) if conflict.missing or "{missing}" not in one]
    if "=" not in conflict.how:
        frames = [one for one in frames if "follows" not in one and "implies" not in one and "equals" not in one]
    either = random.choice(_EITHER).format(**words, one=answers[0], other=answers[1])
    drawn = [frame.format(**words, either=shown) for frame in random.sample(frames, _DRAWN) for shown in (either, "")]
    return nearest([_capital(text.replace("  ", " ").strip()) for text in drawn], like)


def agreeing_target(conflict: Conflict, steps: Sequence[str], answer: str, style: int, random: Random) -> str:
    """That both values agree, the steps, and last the answer; `style` is how the steps are joined."""
    frames = [one for one in _AGREE if conflict.missing or "{missing}" not in one]
    agree = random.choice(frames if "=" in conflict.how else _AGREE_PLAIN).format(
        first=conflict.first, how=conflict.how, missing=conflict.missing
    )
    return _capital(f"{agree} {worked(steps, style)}{closing(answer, random)}")


def closing(answer: str, random: Random) -> str:
    """The last sentence of a target that ends in an answer."""
    return random.choice(_CLOSINGS).format(answer=answer)


def worked(steps: Sequence[str], style: int) -> str:
    """The steps as sentences, followed by a space; nothing where there are none."""
    return f"{_capital(_JOINS[style].join(steps))}. " if steps else ""


def nearest(texts: Sequence[str], like: str) -> str:
    """The text nearest in length, in words and in characters (five to the word).

    Equations are many short words; a few more words make up for them.
    """
    words, characters = len(like.split()) + _MORE, len(like) + 2 * _MORE
    return min(texts, key=lambda one: abs(len(one.split()) - words) + abs(len(one) - characters) / 5)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
