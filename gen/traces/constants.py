"""What solutions take from common knowledge: 7 days in a week, 60 minutes in an hour, 100 for percent."""

import re
from fractions import Fraction

_KNOWN: tuple[tuple[str, str], ...] = (
    ("1", r""),
    ("7", r"week|dai?ly|every day|each day"),
    ("5", r"weekdays?|work ?days?|school days?|work(?:ing)? week|nickels?"),
    ("52", r"weeks?.*years?|years?.*weeks?|annual"),
    ("2", r"legs|round trip|back and forth|both ways|each way|wheels|hands|shoes|socks|eyes"),
    ("4", r"legs|wheels|tires|months?.*weeks?|weeks?.*months?|weekly|quarts?|gallons?|sides? of .*square|perimeter"),
    ("12", r"months?|years?|annual|dozens?|inch(?:es)?|foot|feet"),
    ("24", r"days?|hours?|daily"),
    ("60", r"minutes?|hours?|seconds?"),
    ("3600", r"hours?"),
    ("30", r"months?|june|april|september|november"),
    ("31", r"january|march|may|july|august|october|december"),
    ("28", r"february"),
    ("365", r"years?|annual|daily|every day"),
    ("10", r"decades?|dimes?|\bmm\b|\bcm\b|millimet"),
    ("100", r"%|percent|cents?|met(?:er|re)s?|centimet(?:er|re)s?|centur(?:y|ies)|\bcm\b|\bm\b"),
    ("1/100", r"%|percent|cents?|penn(?:y|ies)"),
    ("1000", r"kilo|milli|\bkm\b|\bkg\b|\bml\b|\bmg\b|tons?\b|tonnes?|lit(?:er|re)s?"),
    ("2000", r"\btons?\b|pounds?"),
    ("5280", r"miles?|feet"),
    ("16", r"ounces?|pounds?|\boz\b|cups?"),
    ("3", r"yards?|feet|triangle|tricycle"),
    ("8", r"spider|octop|pints?|fluid ounces?"),
    ("180", r"triangle|supplementary"),
    ("90", r"right (?:angle|triangle)|complementary"),
    ("360", r"circle|rotation|degrees"),
)
_TABLE = tuple((Fraction(value), re.compile(rf"(?:{words})", re.I | re.S)) for value, words in _KNOWN)

_UNITS: dict[str, tuple[str, ...]] = {
    "week": ("7",), "fortnight": ("14",), "day": ("24", "1/7"), "hour": ("60", "3600", "1/24"),
    "minute": ("60", "1/60"), "second": ("1/60",), "year": ("12", "52", "365"), "month": ("30", "4", "1/12"),
    "decade": ("10",), "century": ("100",), "dozen": ("12",), "dollar": ("100",), "cent": ("1/100",),
    "penny": ("1/100",), "foot": ("12", "1/3"), "inch": ("1/12",), "yard": ("3",), "meter": ("100", "1/1000"),
    "metre": ("100", "1/1000"), "kilometer": ("1000",), "km": ("1000",), "kg": ("1000",), "kilogram": ("1000",),
    "gram": ("1/1000",), "liter": ("1000",), "litre": ("1000",), "ml": ("1/1000",), "pound": ("16",),
    "ounce": ("1/16",), "gallon": ("4", "16"), "quart": ("1/4",), "ton": ("2000", "1000"), "mile": ("5280",),
    "pair": ("2",), "couple": ("2",), "quarter": ("1/4",), "dime": ("1/10",), "nickel": ("1/20",), "cm": ("1/100",),
    "centimeter": ("1/100",),
}  # fmt: skip
_PLURALS = {"feet": "foot", "inches": "inch", "centuries": "century", "pennies": "penny"}

_CONVENTIONAL = {
    ("7", "day"), ("5", "day"), ("24", "hour"), ("60", "minute"), ("60", "second"), ("12", "month"), ("52", "week"),
    ("365", "day"), ("30", "day"), ("100", "percent"), ("12", "inch"), ("100", "cent"), ("4", "week"),
    ("16", "ounce"), ("1000", "gram"),
    ("1000", "meter"), ("4", "quart"), ("3", "foot"), ("2000", "pound"), ("5280", "foot"),
}  # fmt: skip


def known(value: Fraction, text: str) -> bool:
    """Whether a reader of the text knows the number without being told."""
    return any(value == number and words.search(text) for number, words in _TABLE)


def singular(noun: str) -> str:
    """A unit's singular: "feet" gives "foot", "hours" gives "hour"."""
    return _PLURALS.get(noun, noun.removesuffix("s"))


def factors(noun: str) -> tuple[Fraction, ...]:
    """How many of other common units one of these is: a week is 7 days."""
    return tuple(Fraction(one) for one in _UNITS.get(singular(noun), ()))


def conventional(value: Fraction, noun: str) -> bool:
    """Whether everybody knows the number with its noun anyway, so that hiding it hides nothing: 7 days."""
    return (str(value), singular(noun)) in _CONVENTIONAL
