"""Reference responses about pronouns: who alone is meant, or which two may be."""

from collections.abc import Sequence
from random import Random

from nescio.gen.situations.targets import unlike

_ONE = (
    "{Only} is the only {sort} of the three, so '{word}' has to mean {only}.",
    "{Only} alone can be '{word}'; the other two are {others}.",
    "{First} and {second} are {others}, which leaves {only} for '{word}'.",
    "{First} is a {other}, and so is {second}; '{word}' is {only}.",
    "{First} cannot be '{word}', and {second} cannot either. That leaves {only}.",
    "{Only} is meant, since no one else among the three is a {sort}.",
    "{Only} apart, all are {others}, so nobody else can be '{word}'.",
    "{First} and {second}, both {others}, are not '{word}'; {only} is.",
    "With {first} and {second} ruled out as {others}, '{word}' takes up {only}.",
    "As {only} is the one {sort} here, '{word}' points to nobody else.",
    "By '{word}' the text can mean {only} and no one else, for {first} and {second} are {others}.",
    "{Only} is, of the three, the one {sort}, and '{word}' is used of a {sort}.",
    "Neither {first} nor {second} is a {sort}, so '{word}' is {only}.",
    "Take {only} away and only {others} are left; so '{word}' is settled.",
    "Since {first} and {second} are {others}, the word '{word}' fits {only} alone.",
)
_CLOSINGS = (
    "So the answer is {only}",
    "The answer to the question is {only}",
    "The one who was asked for is {only}",
    "All in all, the answer is {only}",
    "That makes it {only}",
)
_TWO = (
    "{First} and {second} both fit '{word}', and nothing tells them apart. {ask}",
    "{First} may be meant by '{word}', but so may {second}. {ask}",
    "{First} or {second}: the word '{word}' leaves room for both. {ask}",
    "{First} is a {sort}, and so is {second}, which leaves '{word}' open. {ask}",
    "{Only} is out, yet '{word}' still fits two of the three. {ask}",
    "{Only} cannot be meant, but the other two can. {ask}",
    "{Only} aside, everyone here could be '{word}'. {ask}",
    "Both {first} and {second} could be '{word}'; the text does not decide. {ask}",
    "Either {first} or {second} is meant, and it is not said which. {ask}",
    "{Second} fits '{word}', and {first} does too, so there is no one answer. {ask}",
    "If '{word}' is {first}, that is one answer; if it is {second}, another. {ask}",
    "{Only} is out, the others are not. {ask}",
    "{Only} is not '{word}', but two may be. {ask}",
    "{First} is not the only {sort}. {ask}",
    "{Second} is one {sort} of two. {ask}",
    "Between {first} and {second} the text does not choose. {ask}",
    "{Second} could be '{word}', and {first} could be just as well. {ask}",
    "{Second} and {first} are {sorts}, so I cannot tell who is meant. {ask}",
    "{Second} and {first} are two candidates for '{word}'. {ask}",
    "Who '{word}' is remains open: {first} and {second} are both {sorts}. {ask}",
    "{Only} is easily ruled out, but that leaves two people. {ask}",
)
_DRAWN = 4


def because(only: str, names: Sequence[str], word: str, woman: bool, random: Random) -> str:
    """Why a pronoun can mean one of three people only, as a sentence."""
    first, second = [name for name in names if name != only]
    return _filled(random.choice(_ONE), only, first, second, word, woman)


def answered(only: str, names: Sequence[str], word: str, woman: bool, random: Random) -> str:
    """The reason and, last, the answer."""
    return finished(because(only, names, word, woman, random), only, random)


def finished(solution: str, only: str, random: Random) -> str:
    """A reason with the answer put last."""
    return f"{solution} {random.choice(_CLOSINGS).format(only=only)}"


def opened(meant: Sequence[str], out: str, word: str, woman: bool, ask: str, like: str, random: Random) -> str:
    """Who may be meant, and the question for it; of a few drawn the one nearest in length to `like`."""
    first, second = meant
    drawn = [_filled(one, out, first, second, word, woman, ask) for one in random.sample(_TWO, _DRAWN)]
    return min(drawn, key=lambda text: unlike(text, like))


def _filled(frame: str, only: str, first: str, second: str, word: str, woman: bool, ask: str = "") -> str:
    sort, other = ("woman", "man") if woman else ("man", "woman")
    words = {"only": only, "first": first, "second": second, "word": word, "ask": ask, "sort": sort, "other": other}
    words |= {
        "sorts": _MANY[sort],
        "others": _MANY[other],
        "Only": _capital(only),
        "First": _capital(first),
        "Second": _capital(second),
    }
    return frame.format(**words)


_MANY = {"woman": "women", "man": "men"}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
