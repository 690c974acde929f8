"""Numbers in a problem's text, as its solution may use them: digits, words, shares, multiples, dozens.

Generators only. The checkers have a reader of their own (design rule 2).
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from nescio.gen.traces.arithmetic import number


class Form(StrEnum):
    """What kind of number stands there, which decides what a solution may make of it."""

    PLAIN = "plain"
    PERCENT = "percent"
    """The value is in hundredths: 20 for "20%"."""
    SHARE = "share"
    """Half, a third, 3/4."""
    MULTIPLE = "multiple"
    """Twice, double, triple, "3 times"."""
    CLOCK = "clock"
    """A time of day; its value is the hour."""


@dataclass(frozen=True)
class Mention:
    """A number in a text, its value, and the unit or noun that follows it (lower case, may be empty)."""

    start: int
    end: int
    value: Fraction
    form: Form
    noun: str
    money: bool = False


_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_SMALL = {word: value for value, word in enumerate(_ONES)} | _TENS
_BIG = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "twelfth": 12, "twentieth": 20, "hundredth": 100,
}  # fmt: skip
_PARTS |= {f"{word}s": value for word, value in _PARTS.items()}
_MULTIPLES = {
    "twice": 2, "double": 2, "doubles": 2, "doubled": 2, "doubling": 2, "thrice": 3, "triple": 3, "triples": 3,
    "tripled": 3, "tripling": 3, "quadruple": 4, "quadrupled": 4, "quadruples": 4, "quintuple": 5,
}  # fmt: skip
_GROUPS = {"dozen": 12, "dozens": 12, "couple": 2, "pair": 2, "score": 20}

_WORD = "|".join(sorted(_SMALL, key=len, reverse=True))
_CARDINAL = rf"(?:{_WORD})(?:[- ](?:{'|'.join(_ONES[1:10])})\b)?"
_SCALE = "|".join(_BIG)
_PART = "|".join(sorted(_PARTS, key=len, reverse=True))
_FIND = re.compile(
    rf"""(?P<clock>\b\d{{1,2}}(?::\d\d)?\s?[ap]\.?m\b\.?|\b\d{{1,2}}:\d\d\b)
    |(?P<mixed>\d+\s(?:and\s)?\d+/\d+)
    |(?P<slash>(?<![\d/])\d+/\d+(?![\d/]))
    |(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|(?<![\w.])\.\d+)
        (?:(?P<percent>\s?%|[ ]?percent\b)|[ ](?P<scale>{_SCALE})\b|[ -](?P<sets>dozens?)\b|(?P<ordinal>st|nd|rd|th)\b)?
    |\b(?P<some>half\ an?\ dozen|an?\ dozen
        |(?<=per\ )dozen|(?<=the\ )dozen|(?<=each\ )dozen|an?\ couple|an?\ pair(?!\ of)|both)\b
    |\b(?P<parts>(?:(?P<top>an?|{_WORD})[ -])?(?P<part>{_PART}))\b
    |\b(?P<multiple>{"|".join(_MULTIPLES)})\b
    |\b(?P<words>(?:an?[ ](?=hundred|thousand|million)|{_CARDINAL}[ ]?(?={_SCALE})|(?={_CARDINAL}))
        (?:(?:{_SCALE})(?:[ ](?:and[ ])?(?={_CARDINAL}|{_SCALE}))?|{_CARDINAL}(?:[ ](?={_SCALE}))?)+)\b
        (?:(?P<wordpercent>[ ]?percent\b)|[ ](?P<wordsets>dozens?)\b)?
    """,
    re.X | re.I,
)
_NOUN = re.compile(r"[\s-]*(?:of (?:the|his|her|their|them|these|those) |of )?((?:[^\W\d_]+[’'-]?)+)", re.I)
_TIMES = re.compile(r"[ -](?:times|fold)\b(?! (?:a|per|each|every|in|at)\b)|[ -]?x\b", re.I)


@lru_cache(maxsize=4096)
def read_mentions(text: str) -> tuple[Mention, ...]:
    """Every number in the text, in order. "First" and "another" are none."""
    return tuple(mention for match in _FIND.finditer(text) if (mention := _mention(text, match)) is not None)


def _mention(text: str, match: re.Match[str]) -> Mention | None:
    start, end = match.span()
    found = _value(match)
    if found is None:
        return None
    value, form = found
    if match["parts"] and _ordinal(text, match):
        return None
    if form is Form.PLAIN and _TIMES.match(text, end):
        form = Form.MULTIPLE
    noun = _NOUN.match(text, end)
    money = text[:start].endswith(("$", "€", "£"))
    return Mention(start, end, value, form, noun[1].lower() if noun else "", money)


def _value(match: re.Match[str]) -> tuple[Fraction, Form] | None:
    if match["clock"]:
        hour = re.match(r"\d+", match["clock"])
        return None if hour is None or ":" in match["clock"] else (Fraction(hour[0]), Form.CLOCK)
    if match["mixed"]:
        return _plain(match["mixed"].replace(" and ", " "))
    if match["slash"]:
        value = number(match["slash"])
        return None if value is None else (value, Form.SHARE)
    if match["digits"]:
        value = number(match["digits"])
        if value is None or match["ordinal"]:
            return None
        factor = _BIG.get((match["scale"] or "").lower(), 12 if match["sets"] else 1)
        return value * factor, Form.PERCENT if match["percent"] else Form.PLAIN
    if match["parts"]:
        top = (match["top"] or "a").lower()
        return Fraction(_SMALL.get(top, 1), _PARTS[match["part"].lower()]), Form.SHARE
    if match["multiple"]:
        return Fraction(_MULTIPLES[match["multiple"].lower()]), Form.MULTIPLE
    if match["some"]:
        some = match["some"].lower()
        return Fraction(6 if some.startswith("half") else _GROUPS.get(some.split()[-1], 2)), Form.PLAIN
    value = Fraction(_spelled(match["words"].lower())) * (12 if match["wordsets"] else 1)
    return value, Form.PERCENT if match["wordpercent"] else Form.PLAIN


def _plain(text: str) -> tuple[Fraction, Form] | None:
    value = number(text)
    return None if value is None else (value, Form.PLAIN)


def _spelled(text: str) -> int:
    """The whole number that a run of number words is: "two hundred and five"."""
    total = current = 0
    for word in re.findall(r"[a-z]+", text):
        if word in _SMALL:
            current += _SMALL[word]
        elif word in ("a", "an"):
            current = 1
        elif word == "hundred":
            current = (current or 1) * 100
        elif word in _BIG:
            total, current = total + (current or 1) * _BIG[word], 0
    return total + current


_OF = re.compile(r"[ -](?:of|as|the|more|less|full|cup|mile|pound|hour|inch)\b")


def _ordinal(text: str, match: re.Match[str]) -> bool:
    """Whether "third" numbers something, or "quarter" is a coin, and so is no share."""
    if match["part"].lower() in ("half", "halves"):
        return False
    counted = (match["top"] or "").lower() not in ("", "a", "an") and not match["part"].lower().startswith("quarter")
    before = text[: match.start()].rstrip().lower()
    numbered = not match["top"] and re.search(r"\b(?:the|and|his|her|their|first|second|last|every|each)$", before)
    return bool(numbered) or not (counted or _OF.match(text[match.end() :]))
