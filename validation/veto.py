"""What the words of two texts say about their being the same: equal forms, other numbers, another polarity.

No cosine tells a paraphrase from a minimal pair: MiniLM has a changed number at .989 and a paraphrase at .983. Where
nobody says which rows are twins, a pair is vetoed whose numbers differ, or of which one is denied and the other not.
"""

import re
import unicodedata
from collections import Counter
from functools import lru_cache

LONG = 25
"""A text of more words is long."""
ARITHMETIC = 2
"""A text with so many numbers is read as arithmetic, whatever its length."""
_CACHED = 1 << 16

_MARKS = '.,;:!?"“”„«»…-—'
_LONE = ("-", ":", "!")
"""Marks that say something when they stand alone: a minus, a ratio, a factorial."""
_TYPED = str.maketrans("‘’ʼ′−–", "''''--")
_FIGURE = re.compile(r"(?<![\w.])-?\d+(?:[,'_ \u202f]\d{3})*(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_NAMES = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion"
)
_VALUES = (*range(2, 20), *range(20, 100, 10), 100, 1000, 10**6, 10**9)
_NUMBERS = {word: str(value) for word, value in zip(_NAMES.split(), _VALUES, strict=True)}
"""Without one, which mostly is no number, and without ordinals."""
_NEGATIONS = frozenset(
    "not no never none nobody nothing neither nowhere without cannot cant dont doesnt didnt isnt wasnt arent werent "
    "wont wouldnt shouldnt couldnt hasnt havent hadnt".split()
)


@lru_cache(maxsize=_CACHED)
def normal_form(text: str) -> str:
    """The text without case, width, repeated space, invisible characters and the punctuation at the edges of words.

    What may change the meaning stays: marks in a word or a number, brackets, signs, powers. Empty where only
    punctuation is left.
    """
    words = (_bare(word) for word in _plain(text).split())
    form = " ".join(word for word in words if word)
    return "" if form in (*_LONE, "'") else form


def _plain(text: str) -> str:
    """In lower case and plain characters, powers written out, without what is invisible."""
    raised = "".join("^" + one if _is_raised(one) else one for one in text)
    folded = unicodedata.normalize("NFKC", raised).casefold().translate(_TYPED)
    return folded if folded.isascii() else "".join(one for one in folded if unicodedata.category(one) != "Cf")


def _bare(word: str) -> str:
    """A word without the punctuation at its ends; a point or a minus before a figure is none, nor is 5! or 6\"."""
    if word in _LONE:
        return word
    inner = word.lstrip(_MARKS)
    before = word[: len(word) - len(inner)][-1:]
    if before and before in ".-" and inner[:1].isdigit():
        inner = before + inner
    core = inner.rstrip(_MARKS)
    after = inner[len(core) : len(core) + 1]
    return core + after if core[-1:].isdigit() and after and after in '!"' else core


def _is_raised(character: str) -> bool:
    return not character.isascii() and unicodedata.decomposition(character).startswith(("<super>", "<sub>"))


@lru_cache(maxsize=_CACHED)
def numbers_of(text: str) -> tuple[str, ...]:
    """The numbers of a text, sorted, with repetition: figures, and the words from two to billion."""
    plain = _plain(text)
    figures = [_figure(found) for found in _FIGURE.findall(plain)]
    return tuple(sorted(figures + [_NUMBERS[word] for word in _WORD.findall(plain) if word in _NUMBERS]))


def _figure(found: str) -> str:
    whole, _, part = re.sub(r"[,'_ \u202f]", "", found).partition(".")
    part = part.rstrip("0")
    sign = "-" if whole.startswith("-") else ""
    return sign + (whole.lstrip("-").lstrip("0") or "0") + (f".{part}" if part else "")


@lru_cache(maxsize=_CACHED)
def negations_of(text: str) -> int:
    """How many words of a text deny: not, no, never, without, ..., and those that end in n't."""
    words = _WORD.findall(_plain(text))
    return sum(word in _NEGATIONS or word.endswith("n't") for word in words)


def vetoed(one: str, other: str) -> str:
    """Why two near texts are no duplicates: their numbers differ, or one denies and the other does not; empty if none.

    Numbers are compared with repetition, negations by whether their count is even: "not unlike" is not looked into.
    """
    if Counter(numbers_of(one)) != Counter(numbers_of(other)):
        return "numbers differ"
    return "negation differs" if negations_of(one) % 2 != negations_of(other) % 2 else ""


@lru_cache(maxsize=_CACHED)
def is_long(text: str) -> bool:
    """Whether a text has more than 25 words or reads as arithmetic, so that a small change hardly moves its vector."""
    return len(text.split()) > LONG or len(numbers_of(text)) >= ARITHMETIC
