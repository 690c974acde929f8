"""Reading numbers in text: digits, words, fractions, money, clock times, multiples, ranges and bounds.

This is the checkers' reader. It shares nothing with the writer in `gen` (design rule 2), and it errs on the side of
reading a number where there may be one: what it reads too much costs a valid row, what it misses costs a wrong label.
It reads English. It does not read number words of other languages, misspelt ones, codes (binary, tally marks), or what
is known only by description ("a prime above 5"); what a few numbers give together is for its callers to work out.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from nescio.validation.number_grammar import Quantity, quantities
from nescio.validation.number_tokens import plain, tokens
from nescio.validation.number_words import KNOWN, Values

Bound = tuple[Fraction | None, Fraction | None]

_BEFORE = 60
"""How many characters before a number its bound may begin."""
_NOT_MORE = re.compile(
    r"(?:\b(?:(?:no|not|never) (?:more|greater|higher|larger|longer|later) than|at most|not (?:over|above|exceeding)"
    r"|up to|within|as many as|as much as|a maximum of)|≤|<=)\s*[$€£]?$",
    re.I,
)
_NOT_LESS = re.compile(
    r"(?:\b(?:(?:no|not|never) (?:fewer|less|smaller|lower|shorter|earlier) than|at (?:the )?least|not (?:under|below)"
    r"|a minimum of)|≥|>=)\s*[$€£]?$",
    re.I,
)
_MORE = re.compile(
    r"(?:\b(?:(?:more|greater|higher|larger|longer) than|over|above|upwards? of|beyond|in excess of"
    r"|exceed(?:s|ed|ing)?)\s+|>\s*)[$€£]?$",
    re.I,
)
_LESS = re.compile(r"(?:\b(?:(?:fewer|less|smaller|lower|shorter) than|under|below|short of)\s+|<\s*)[$€£]?$", re.I)
_MIDWAY = re.compile(
    r"\b(?:halfway|half-way|midway|exactly|the (?:average|mean|midpoint)|in the middle)(?: of)?\s+between\s+[$€£]?$"
    r"|\b(?:average|mean|midpoint|middle) of\s+[$€£]?$",
    re.I,
)
_BETWEEN = re.compile(r"\bbetween\s+[$€£]?$", re.I)
_OR_MORE = re.compile(
    r"\s*(?:[a-z]+\s+)?(?:or (?:more|over|longer|higher|above|up)\b|and up\b|at the (?:very )?least\b)|\+(?!\s*\d)",
    re.I,
)
_OR_LESS = re.compile(
    r"\s*(?:[a-z]+\s+)?(?:or (?:less|fewer|under|shorter|lower)\b|at (?:the )?(?:very )?most\b)", re.I
)
_COMPARED = re.compile(r"\b(?:more|fewer|less)\s+than\s+[$€£]?$", re.I)
_ENDING = re.compile(
    r"(?<![ap]\.m)(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)[.!?][\"'”’)]*\s+(?=[\"'“‘(]?[^\W\d_a-z]|\d)"
)


@dataclass(frozen=True)
class Mention:
    """A number in a text. `readings` are the values it may stand for, one for each unit a reader could convert to.

    An exact mention states a value. Another one only bounds it: by the `bounds` (low, high), null where open, one for
    each unit; a `strict` one leaves its ends out, as "more than 6" does. "Between" counts as strict, for it may be so.
    """

    start: int
    end: int
    readings: Values
    exact: bool = True
    bounds: frozenset[Bound] = frozenset()
    strict: bool = False

    def allows(self, value: Fraction) -> bool:
        """Whether a value lies within the bounds, in some unit; always so for an exact mention."""
        return self.exact or any(self.within(value, bound) for bound in self.bounds)

    def within(self, value: Fraction, bound: Bound) -> bool:
        """Whether a value lies within one of the bounds."""
        low, high = bound
        if self.strict:
            return (low is None or low < value) and (high is None or value < high)
        return (low is None or low <= value) and (high is None or value <= high)


def read_numbers(text: str) -> list[Mention]:
    """Every number in the text, in order, ranges and bounds joined into one mention."""
    return list(_read(text))


@lru_cache(maxsize=512)
def _read(text: str) -> tuple[Mention, ...]:
    shown, places = plain(text)
    found = _join_ranges(shown, _with_known(shown, list(quantities(shown, tokens(shown)))))
    return tuple(replace(one, start=places[one.start], end=places[one.end - 1] + 1) for one in found)


def sentence_starts(text: str) -> list[int]:
    """Where the sentences of a text begin; a point inside a number or an abbreviation like a.m. ends none."""
    return [0, *(match.end() for match in _ENDING.finditer(text))]


def sentence_of(starts: Sequence[int], position: int) -> int:
    """The index of the sentence that holds a character position."""
    return bisect_right(starts, position) - 1


def _with_known(text: str, found: list[Quantity]) -> list[Quantity]:
    """Put in what everyone can count ("days in the week"), in the place of the numbers inside it."""
    lower = text.lower()
    known: list[Quantity] = []
    owner: dict[int, int] = {}
    for pattern, number in KNOWN if len(lower) == len(text) else ():
        for match in pattern.finditer(lower):
            owner |= dict.fromkeys(range(*match.span()), len(known))
            known.append(Quantity(*match.span(), frozenset({Fraction(number)})))
    rest = []
    for one in found:
        number = owner.get(one.start, owner.get(one.end - 1, -1))
        if number < 0:
            rest.append(one)
        else:
            other = known[number]
            start, end = min(one.start, other.start), max(one.end, other.end)
            known[number] = Quantity(start, end, other.values | one.readings)
    return sorted([*rest, *known], key=lambda one: one.start)


def _join_ranges(text: str, found: list[Quantity]) -> list[Mention]:
    joined: list[Mention] = []
    skip = False
    for number, upper in pairwise([*found, None]):
        if skip or number is None:
            skip = False
            continue
        gap = text[number.end : upper.start].strip(" $€£\n\t") if upper else ""
        before = text[max(0, number.start - _BEFORE) : number.start]
        between = gap == "and" and _BETWEEN.search(before)
        if upper and gap == "and" and _MIDWAY.search(before):
            middle = frozenset((a + b) / 2 for a in number.readings for b in upper.readings)
            joined.append(Mention(number.start, upper.end, middle))
            skip = True
        elif upper and (between or gap in ("to", "or", "-", "–", "—", "up to", "or even", "or maybe", "or perhaps")):
            joined.append(_range(number, upper, strict=bool(between)))
            skip = True
        else:
            joined.append(_bounded(text, before, number, joined[-1].end if joined else None))
    return joined


def _range(lower: Quantity, upper: Quantity, strict: bool) -> Mention:
    """One mention of two numbers; a range from a number to itself states it."""
    readings = lower.readings | upper.readings
    units = {(scale, scale) for scale in lower.scales | upper.scales}
    if not (lower.scales <= upper.scales or upper.scales <= lower.scales):
        units |= {(a, b) for a in lower.scales for b in upper.scales}
    ends = {tuple(sorted((one * a, two * b))) for one in lower.values for two in upper.values for a, b in units}
    point = lower.values == upper.values and len(lower.values) == 1
    bounds: frozenset[Bound] = frozenset((low, high) for low, high in ends)
    return Mention(lower.start, upper.end, readings, point, frozenset() if point else bounds, strict and not point)


def _bounded(text: str, before: str, number: Quantity, earlier: int | None) -> Mention:
    """The mention as a bound where the words around it make it one."""
    after = text[number.end : number.end + _BEFORE]
    compared = _COMPARED.search(before)
    place = number.start - len(before)
    free = not (compared and earlier is not None and not text[earlier : place + compared.start()].strip())
    readings = number.readings
    if free and (_NOT_LESS.search(before) or _OR_MORE.match(after)):
        return Mention(number.start, number.end, readings, False, frozenset((low, None) for low in readings))
    if free and (_NOT_MORE.search(before) or _OR_LESS.match(after)):
        return Mention(number.start, number.end, readings, False, frozenset((None, high) for high in readings))
    if free and _MORE.search(before):
        return Mention(number.start, number.end, readings, False, frozenset((low, None) for low in readings), True)
    if free and _LESS.search(before):
        return Mention(number.start, number.end, readings, False, frozenset((None, high) for high in readings), True)
    return Mention(number.start, number.end, readings)
