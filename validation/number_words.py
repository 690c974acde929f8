"""The words that the checkers' reader of numbers knows, as plain tables."""

import re
from fractions import Fraction

_FIRST_TWENTY = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_EVERY_TEN = "twenty thirty forty fifty sixty seventy eighty ninety".split()
TENS = {word: 10 * number for number, word in enumerate(_EVERY_TEN, 2)} | {"fourty": 40, "ninty": 90}
DIGITS = {word: number for number, word in enumerate(_FIRST_TWENTY)}
CARDINALS = {
    **DIGITS,
    **TENS,
    **{f"{tens}{ones}": ten + DIGITS[ones] for tens, ten in TENS.items() for ones in _FIRST_TWENTY[1:10]},
}
"""Words for whole numbers below 100, also where two of them were run together ("twentysix")."""
PLURALS = {f"{word}s": number for word, number in DIGITS.items() if 2 <= number <= 12} | {"sixes": 6}
"""Numbers of a grouping: "packed in sixes"."""
BIG = {"thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
SETS = {"dozen": 12, "dozens": 12, "score": 20, "gross": 144}
"""Counting units that multiply the number before them."""
PARTS = {
    "half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "twentieth": 20, "hundredth": 100, "thousandth": 1000,
}  # fmt: skip
ORDINALS = {word: number for word, number in PARTS.items() if word not in ("half", "quarter")}
PARTS |= {f"{word}s": number for word, number in PARTS.items()} | {"halves": 2}
MULTIPLES = {
    "twice": 2, "double": 2, "doubles": 2, "doubled": 2, "doubling": 2, "both": 2, "thrice": 3, "treble": 3,
    "trebled": 3, "triple": 3, "triples": 3, "tripled": 3, "quadruple": 4, "quadrupled": 4, "quintuple": 5,
    "sextuple": 6, "septuple": 7, "octuple": 8, "noon": 720, "midnight": 0, "threescore": 60, "fourscore": 80,
}  # fmt: skip
"""Words that are a number by themselves."""
GROUPS = {
    "pair": 2, "couple": 2, "duo": 2, "brace": 2, "twosome": 2, "trio": 3, "threesome": 3, "triplet": 3, "quartet": 4,
    "foursome": 4, "quintet": 5, "sextet": 6, "septet": 7, "octet": 8, "fortnight": 14,
}  # fmt: skip
"""A group of so many, after an article or a number: "a pair", "3 pairs"."""
GROUPS_MANY = {f"{word}s": number for word, number in GROUPS.items()} | {"pair": 2, "brace": 2, "couple": 2}
SUFFIXES = ("fold", "some", "pack", "packs", "pence")
"""Endings glued to a number word: sixfold, sixpack."""
ARTICLES = frozenset({"a", "an", "one", "the", "per", "each", "every", "this", "that", "another"})
LOOSE = frozenset({"few", "several", "some", "many", "couple", "dozens", "hundreds", "thousands", "more"})
"""Words before a counting unit that leave the number open: "a few dozen"."""
UNITS = {
    "week": 7, "fortnight": 14, "day": 24, "hour": 60, "minute": 60, "year": 12, "decade": 10, "century": 100,
    "kilometre": 1000, "kilometer": 1000, "km": 1000, "kilogram": 1000, "kilo": 1000, "kg": 1000, "litre": 1000,
    "liter": 1000, "tonne": 1000, "ton": 1000, "metre": 100, "meter": 100, "m": 100, "centimetre": 10, "centimeter": 10,
    "cm": 10, "foot": 12, "yard": 3, "dollar": 100, "euro": 100, "pound": 100, "hundredweight": 100,
}  # fmt: skip
UNITS |= {f"{word}s": size for word, size in UNITS.items()} | {"feet": 12, "centuries": 100, "hr": 60, "hrs": 60}
"""How many of the next smaller unit one of these is."""
LARGER = {
    "day": 7, "hour": 24, "minute": 60, "min": 60, "second": 60, "month": 12, "cent": 100, "penny": 100,
    "centimetre": 100, "centimeter": 100, "cm": 100, "millimetre": 10, "millimeter": 10, "mm": 10, "metre": 1000,
    "meter": 1000, "m": 1000, "gram": 1000, "g": 1000, "millilitre": 1000, "milliliter": 1000, "ml": 1000,
    "kilogram": 1000, "kilo": 1000, "kg": 1000, "inch": 12, "percent": 100,
}  # fmt: skip
LARGER |= {f"{word}s": size for word, size in LARGER.items()} | {"pence": 100, "inches": 12, "pennies": 100}
"""How many of these make one of the next larger unit."""

_KNOWN = {
    r"days (?:in|of|that make up|there are in) (?:a|the|each|any|one|every) (?:full |whole )?week": 7,
    r"days (?:in|of|there are in) (?:a|the|each|any|one) fortnight": 14,
    r"months (?:in|of|there are in) (?:a|the|each|any|one|every) (?:full |whole )?year": 12,
    r"weeks (?:in|of|there are in) (?:a|the|each|any|one|every) (?:full |whole )?year": 52,
    r"hours (?:in|of|on|there are in) (?:a|the|each|any|one|every) (?:full |whole )?(?:day|clock)": 24,
    r"(?:minutes|seconds) (?:in|of|there are in) (?:a|an|the|each|one|every) (?:full |whole )?(?:hour|minute)": 60,
    r"letters (?:in|of) the (?:english )?alphabet": 26,
    r"fingers (?:on|of) (?:a|one|each|your) hand": 5,
    r"(?:legs (?:on|of)|feet of) a(?:n| normal)? insect": 6,
    r"(?:legs|arms) (?:on|of) an? (?:spider|octopus)": 8,
    r"(?:sides|corners) (?:in|of|on) a triangle": 3,
    r"(?:sides|corners) (?:in|of|on) a (?:square|rectangle)": 4,
    r"(?:sides|corners) (?:in|of|on) a pentagon": 5,
    r"(?:sides|corners) (?:in|of|on) a hexagon": 6,
    r"(?:sides|corners) (?:in|of|on) an octagon": 8,
    r"(?:faces|sides) (?:in|of|on) a (?:cube|die|dice)": 6,
    r"baker(?:'|’)?s dozen": 13,
    r"quarter of an hour": 15,
}
KNOWN = tuple((re.compile(rf"\b{pattern}\b"), number) for pattern, number in _KNOWN.items())
"""Things that everyone can count, as patterns for lower-case text."""

LOOKALIKES = str.maketrans(
    "аеорсхіѕԁηοινΑΒΕΖΗΙΚΜΝΟΡΤΧАВЕКМНОРСТХІ⁄∕−‐‑‒",
    "aeopcxisdnoivABEZHIKMNOPTXABEKMHOPCTXI//----",
)
"""Letters of other scripts that look like Latin ones, and the various slashes and hyphens."""

Values = frozenset[Fraction]
