"""Writing numbers: the formats a template's `{slot:format}` may ask for.

Generators only. The checkers read numbers with a reader of their own (design rule 2).
"""

import re
from fractions import Fraction
from functools import cache

from nescio.schemas.errors import UsageError

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = ". . twenty thirty forty fifty sixty seventy eighty ninety".split()
_DENOMINATORS = {2: "half", 3: "third", 4: "quarter", 5: "fifth", 6: "sixth", 8: "eighth", 10: "tenth"}
_TIMES = {2: "twice", 3: "three times", 4: "four times", 5: "five times", 6: "six times"}
_DOZENS = {
    6: "half a dozen",
    12: "a dozen",
    18: "a dozen and a half",
    24: "two dozen",
    36: "three dozen",
    48: "four dozen",
}
_NAMED: dict[str, tuple[Fraction, ...]] = {
    "half": (Fraction(1, 2),),
    "quarter": (Fraction(1, 4),),
    "third": (Fraction(1, 3),),
    "twice": (Fraction(2),),
    "double": (Fraction(2),),
    "both": (Fraction(2),),
    "pair": (Fraction(2),),
    "dozen": (Fraction(12),),
    "week": (Fraction(7),),
    "fortnight": (Fraction(14),),
    "year": (Fraction(12),),
    "day": (Fraction(24),),
    "hour": (Fraction(60),),
    "minute": (Fraction(60),),
}
_SPANS = {7: "a week", 14: "two weeks", 21: "three weeks", 28: "four weeks"}


def digits(value: Fraction) -> str:
    """12, 1,250, 2.5, or 2/3 where there is no finite decimal form."""
    if value.denominator == 1:
        return f"{value.numerator:,}" if abs(value) >= 10_000 else str(value.numerator)
    scaled = value * 1000
    if scaled.denominator == 1:
        return f"{float(value):.3f}".rstrip("0")
    return f"{value.numerator}/{value.denominator}"


def words(value: Fraction) -> str:
    """Twenty-one, three hundred and five; whole numbers from 0 to 999."""
    number = _whole(value, "words", 0, 999)
    if number < 20:
        return _SMALL[number]
    if number < 100:
        return _TENS[number // 10] + (f"-{_SMALL[number % 10]}" if number % 10 else "")
    rest = f" and {words(Fraction(number % 100))}" if number % 100 else ""
    return f"{_SMALL[number // 100]} hundred{rest}"


def money(value: Fraction) -> str:
    """$4, $4.50, $1,250."""
    cents = _whole(value * 100, "money", 0, 10**9)
    return f"${cents // 100:,}" + (f".{cents % 100:02d}" if cents % 100 else "")


def fraction(value: Fraction) -> str:
    """A half, a third, two thirds, three quarters: proper fractions with an everyday denominator."""
    top, bottom = value.numerator, value.denominator
    if not 0 < top < bottom or bottom not in _DENOMINATORS:
        raise UsageError(f"{value} has no everyday fraction word; use denominators {sorted(_DENOMINATORS)}")
    name = _DENOMINATORS[bottom]
    if top == 1:
        return "half" if bottom == 2 else f"{'an' if bottom == 8 else 'a'} {name}"
    return f"{words(Fraction(top))} {name}s"


def clock(value: Fraction) -> str:
    """Minutes since midnight as 7:45 a.m."""
    minutes = _whole(value, "clock", 0, 24 * 60 - 1)
    hour, minute = divmod(minutes, 60)
    return f"{(hour - 1) % 12 + 1}:{minute:02d} {'a.m.' if hour < 12 else 'p.m.'}"


def _listed(value: Fraction, names: dict[int, str], what: str) -> str:
    if value.denominator != 1 or int(value) not in names:
        raise UsageError(f"{value} has no form :{what}; it is for {', '.join(map(str, names))}")
    return names[int(value)]


def _whole(value: Fraction, what: str, low: int, high: int) -> int:
    if value.denominator != 1 or not low <= value <= high:
        raise UsageError(f"{value} cannot be written as :{what}; it is for whole numbers from {low} to {high}")
    return int(value)


@cache
def literals(text: str) -> frozenset[Fraction]:
    """The numbers that a template's own prose names in words or digits, outside its holes.

    A day also counts as 24 hours and so on, for a reader may convert; too many is no harm, they are only avoided.
    """
    prose = re.sub(r"\{[^{}]*\}", " ", text.lower())
    found = {Fraction(int(digits)) for digits in re.findall(r"\d+", prose)}
    words_found = re.findall(r"[a-z]+", prose)
    found |= {Fraction(_SMALL.index(word)) for word in words_found if word in _SMALL}
    return frozenset(found | {value for word in words_found for value in _NAMED.get(word, ())})


def write(value: Fraction, form: str | None) -> str:
    """A number in one of the formats: digits (none given), words, money, frac, percent, clock, times, dozen, days."""
    match form:
        case None:
            return digits(value)
        case "words":
            return words(value)
        case "Words":
            return words(value).capitalize()
        case "money":
            return money(value)
        case "frac":
            return fraction(value)
        case "percent":
            return f"{digits(value * 100)}%"
        case "clock":
            return clock(value)
        case "times":
            return _listed(value, _TIMES, "times")
        case "dozen":
            return _listed(value, _DOZENS, "dozen")
        case "days":
            return _listed(value, _SPANS, "days")
    raise UsageError(
        f"there is no number format {form!r}; there are words, Words, money, frac, percent, clock, times, dozen, days"
    )
