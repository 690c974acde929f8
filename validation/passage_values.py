"""Whether a text tells a value under any of its names: in digits, in words, as a short year, by its last word.

It shares nothing with the writer in `gen` (design rule 2) and finds too much rather than too little: that costs a valid
row, not a wrong label.
"""

import re
from collections.abc import Iterable
from fractions import Fraction

from nescio.validation.numbers import read_numbers

_WORD = re.compile(r"[^\W_]+")
_LEADING = re.compile(r"^(?:(?:the|a|an|its|his|her|their|in|on|at|about) )+", re.I)
_COMMON = frozenset(
    "street lake bay hall inn hotel house bridge farm road river hill island school church mill tower park gate "
    "bank and sons company works club harbour cross mills captain doctor professor miss sister".split()
)
"""Words that end a name and name nothing without the rest of it."""
_EMPTY = frozenset("the a an of in on at by for and with from its his her their to or as".split())
_NUMERAL = re.compile(r"(\d[\d,]*(?:\.\d+)?)(?!\d)(?:st|nd|rd|th)?(?: .*)?")
_SENTENCE = re.compile(r"(?<=[.!?])[\"'”’)]*\s+")
_YEARS = range(1000, 2100)
_DISTANCE = re.compile(
    r"\b([\w-]+(?: [\w-]+)?) (years?|decades?|centur(?:y|ies))\s+(?:\w+\s+){0,2}?"
    r"(later|after|afterwards|before|earlier)\b"
    r"|\b(?:the |that |in the )?(same|following|next|previous) year\b|\b(?:a|the) year (later|after|before|earlier)\b",
    re.I,
)
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()
_SPAN = {"year": 1, "deca": 10, "cent": 100}


def told_in(text: str, values: Iterable[str]) -> str | None:
    """The value that a text tells, in this or another form; None where it tells none of them."""
    return next((value for value in values if _tells(text, value)), None)


def year_of(values: Iterable[str]) -> int | None:
    """The year that a value is; None for anything else."""
    return next((int(one) for one in values if one.isdecimal() and int(one) in _YEARS), None)


def years_in(text: str) -> set[int]:
    """The years that a text names in four digits."""
    return {int(one) for one in re.findall(r"(?<!\d)\d{4}(?!\d)", text) if int(one) in _YEARS}


def distances(text: str) -> set[int]:
    """The distances in years that a text names, in either direction: "three years later", "the same year"."""
    found = set[int]()
    for one in _DISTANCE.finditer(text):
        if one[2]:
            size = _SPAN[one[2][:4].lower()]
            sign = 1 if one[3].lower() in ("later", "after", "afterwards") else -1
            said = [reading for number in read_numbers(one[1]) for reading in number.readings]
            said += [Fraction(1)] if one[1].lower().split()[-1] in ("a", "the", "one") else []
            found |= {sign * size * int(value) for value in said if value.denominator == 1}
        elif one[4]:
            found.add({"same": 0, "previous": -1}.get(one[4].lower(), 1))
        else:
            found.add(1 if one[5].lower() in ("later", "after") else -1)
    return found


def stems(text: str) -> set[str]:
    """The telling words of a text, without the endings of plurals."""
    return {word.removesuffix("s") for word in _WORD.findall(text.lower()) if len(word) > 2 and word not in _EMPTY}


def _tells(text: str, value: str) -> bool:
    bare = _LEADING.sub("", " ".join(value.split()))
    if not bare:
        return False
    plain = re.escape(bare).replace(r"\ ", r"\s+")
    if re.search(rf"(?<!\w){plain}(?:['’]?s|es|en|ed|ing)?(?!\w)", text, re.I):
        return True
    number = _NUMERAL.fullmatch(bare)
    if number is not None:
        return _tells_number(text, Fraction(number[1].replace(",", "")))
    words = bare.split()
    last = words[-1] if len(words) > 1 and words[-1][:1].isupper() and words[-1].lower() not in _COMMON else None
    if last is not None and re.search(rf"(?<!\w){re.escape(last)}(?:['’]?s)?(?!\w)", text, re.I):
        return True
    telling = stems(bare)
    return len(telling) > 1 and any(telling <= stems(one) for one in _SENTENCE.split(text))


def _tells_number(text: str, value: Fraction) -> bool:
    if any(value in one.readings for one in read_numbers(text)):
        return True
    if value.denominator > 1 or int(value) not in _YEARS:
        return False
    short = re.search(rf"['’]{int(value) % 100:02d}(?!\d)", text) is not None
    return short or re.search(rf"\b{_century(int(value))}\b", text, re.I) is not None


def _century(year: int) -> str:
    """A pattern of a year in words: eighteen seventy-two, nineteen hundred and five."""
    ten, one = divmod(year % 100, 10)
    rest = _SMALL[year % 100] if year % 100 < 20 else _TENS[ten] + (f"[- ]{_SMALL[one]}" if one else "")
    low = rf"(?: hundred(?: and)?| oh)[- ]{rest}" if year % 100 < 10 else f"[- ]{rest}"
    return _SMALL[year // 100] + (low if year % 100 else " hundred") if year // 100 < 20 else rf"twenty{low}"
