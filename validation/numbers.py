"""Reading numbers in text: digits, words, fractions, money, clock times, multiples, ranges and bounds.

This is the checkers' reader. It shares nothing with the writer in `gen` (design rule 2), and it errs on the side of
reading a number where there may be one: what it reads too much costs a valid row, what it misses costs a wrong label.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

_ONES = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * number for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_SCALES = {"dozen": 12, "dozens": 12, "score": 20, "hundred": 100, "thousand": 1000, "million": 1_000_000}
_PARTS = {
    "half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "twelfth": 12, "twentieth": 20, "hundredth": 100,
}  # fmt: skip
_PARTS |= {f"{word}s": number for word, number in _PARTS.items()} | {"halves": 2}
_MULTIPLES = {"twice": 2, "double": 2, "doubles": 2, "doubled": 2, "thrice": 3, "triple": 3, "tripled": 3, "both": 2}
_GROUPS = {"pair": 2, "couple": 2, "duo": 2, "trio": 3, "quartet": 4, "fortnight": 14}
_LOOSE = {"few", "several", "some", "many", "couple", "dozens", "hundreds"}
_UNITS = {
    "week": 7, "fortnight": 14, "day": 24, "hour": 60, "minute": 60, "year": 12, "decade": 10, "century": 100,
    "kilometre": 1000, "kilometer": 1000, "km": 1000, "kilogram": 1000, "kilo": 1000, "kg": 1000, "litre": 1000,
    "liter": 1000, "tonne": 1000, "ton": 1000, "metre": 100, "meter": 100, "m": 100, "centimetre": 10, "centimeter": 10,
    "cm": 10, "foot": 12, "yard": 3, "dollar": 100, "euro": 100, "pound": 100, "percent": Fraction(1, 100),
    "cent": Fraction(1, 100), "penny": Fraction(1, 100), "hundredweight": 100,
}  # fmt: skip
_UNITS |= {f"{word}s": size for word, size in _UNITS.items()} | {
    "feet": 12,
    "centuries": 100,
    "pence": Fraction(1, 100),
}

_TOKEN = re.compile(
    r"(?P<clock>\d{1,2}:\d{2}(?:\s?(?P<half>[ap])\.?\s?m\b\.?)?)"
    r"|(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\s?/\s?[1-9]\d*|\d+(?:\.\d+)?)(?P<percent>\s?%)?"
    r"|(?P<word>[^\W\d_]+)",
)
_AT_LEAST = re.compile(
    r"\b(?:more than|over|above|at least|no fewer than|no less than|not less than|upwards? of|beyond|exceed(?:s|ed|ing)?)\s+[$€£]?$",
    re.I,
)
_AT_MOST = re.compile(
    r"\b(?:fewer than|less than|under|below|at most|no more than|not more than|up to|within|short of|as many as)\s+[$€£]?$",
    re.I,
)
_MIDWAY = re.compile(
    r"\b(?:halfway|half-way|midway|exactly|the (?:average|mean|midpoint)|in the middle)(?: of)?\s+between\s+[$€£]?$|\b(?:average|mean|midpoint) of\s+[$€£]?$",
    re.I,
)
_BETWEEN = re.compile(r"\bbetween\s+[$€£]?$", re.I)
_OR_MORE = re.compile(r"\s*(?:[a-z]+\s+)?or (?:more|over|so|longer|higher|above)\b", re.I)
_OR_LESS = re.compile(r"\s*(?:[a-z]+\s+)?(?:or (?:less|fewer|under|shorter|lower)\b|at (?:the )?most\b)", re.I)
_COMPARED = re.compile(r"\b(?:more|fewer|less)\s+than\s+[$€£]?$", re.I)


@dataclass(frozen=True)
class Mention:
    """A number in a text. `readings` are the values it may stand for, one for each unit a reader could convert to.

    An exact mention states a value; another one only bounds it, by `low` and `high` (inclusive, null if open).
    """

    start: int
    end: int
    readings: frozenset[Fraction]
    exact: bool = True
    low: Fraction | None = None
    high: Fraction | None = None


@dataclass(frozen=True)
class _Token:
    start: int
    end: int
    word: str = ""
    value: Fraction | None = None
    percent: bool = False
    clock: frozenset[Fraction] | None = None


def read_numbers(text: str) -> list[Mention]:
    """Every number in the text, in order, ranges and bounds joined into one mention."""
    return _join_ranges(text, list(_mentions(text, _tokens(text))))


def sentence_starts(text: str) -> list[int]:
    """Where the sentences of a text begin; a point inside a number or an abbreviation like a.m. ends none."""
    return [0, *(match.end() for match in re.finditer(r"(?<![ap]\.m)[.!?]\s+(?=[\"'“‘(]?[^\W\d_a-z]|\d)", text))]


def sentence_of(starts: Sequence[int], position: int) -> int:
    """The index of the sentence that holds a character position."""
    return bisect_right(starts, position) - 1


def _tokens(text: str) -> list[_Token]:
    found = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if match["clock"]:
            found.append(_Token(start, end, clock=_clock(match["clock"], match["half"])))
        elif match["digits"]:
            value = Fraction(re.sub(r"[\s,]", "", match["digits"]))
            found.append(_Token(start, end, value=value, percent=bool(match["percent"])))
        else:
            found.append(_Token(start, end, word=match["word"].lower()))
    return found


def _clock(text: str, half: str | None) -> frozenset[Fraction]:
    hour, minute = (int(part) for part in re.findall(r"\d+", text))
    minutes = hour % 12 * 60 + minute
    options = {"a": {minutes}, "p": {minutes + 720}}.get(
        (half or "").lower(), {hour * 60 + minute, minutes, minutes + 720}
    )
    return frozenset(map(Fraction, options))


def _mentions(text: str, tokens: Sequence[_Token]) -> Iterator[Mention]:
    i = 0
    while i < len(tokens):
        token = tokens[i]
        if token.clock is not None:
            yield Mention(token.start, token.end, token.clock)
            i += 1
            continue
        found = _quantity(tokens, i)
        if found is None:
            i += 1
            continue
        values, after = found
        yield Mention(token.start, tokens[after - 1].end, _with_units(values, text, tokens, i, after))
        i = after


def _quantity(tokens: Sequence[_Token], i: int) -> tuple[set[Fraction], int] | None:
    """The values of a quantity that begins at token i, and the token after it."""
    word = tokens[i].word
    following = tokens[i + 1].word if i + 1 < len(tokens) else ""
    if word in _LOOSE and following in _SCALES | _GROUPS:
        return None
    if following == "couple" and i + 3 < len(tokens) and tokens[i + 3].word in _SCALES:
        return None
    if word in _MULTIPLES:
        return {Fraction(_MULTIPLES[word])}, i + 1
    if word in ("a", "an", "one", "the", "per", "each", "every") and following in _GROUPS:
        return {Fraction(_GROUPS[following])}, i + 2
    if word == "half":
        return _half(tokens, i)
    base = _cardinal(tokens, i)
    if (
        word in ("a", "an", "one")
        and following in _UNITS
        and [t.word for t in tokens[i + 2 : i + 5]] == ["and", "a", "half"]
    ):
        return {Fraction(3, 2), Fraction(3, 2) * _UNITS[following]}, i + 5
    if word in ("a", "an") and following in _UNITS:
        return {Fraction(1), Fraction(_UNITS[following])}, i + 2
    if base is None and word in ("a", "an") and following in _SCALES | _PARTS:
        base = Fraction(1), i + 1
    if base is None:
        return None
    value, after = base
    return _scaled(tokens, {value}, after)


def _half(tokens: Sequence[_Token], i: int) -> tuple[set[Fraction], int]:
    """Half, half a dozen, half the ..."""
    for skip in (1, 2):
        word = tokens[i + skip].word if i + skip < len(tokens) else ""
        if word in _SCALES:
            return {Fraction(_SCALES[word], 2), Fraction(1, 2)}, i + skip + 1
        if word in _UNITS:
            return {Fraction(1, 2)}, i + skip
        if word not in ("a", "an"):
            break
    return {Fraction(1, 2)}, i + 1


def _cardinal(tokens: Sequence[_Token], i: int) -> tuple[Fraction, int] | None:
    """A number in digits, or in words up to 999."""
    token = tokens[i]
    if token.value is not None:
        return (token.value / 100 if token.percent else token.value), i + 1
    if token.word in _TENS:
        ones = _ONES.get(tokens[i + 1].word, 0) if i + 1 < len(tokens) else 0
        return Fraction(_TENS[token.word] + (ones if 0 < ones < 10 else 0)), i + 1 + (0 < ones < 10)
    if token.word in _ONES:
        return Fraction(_ONES[token.word]), i + 1
    return None


def _scaled(tokens: Sequence[_Token], values: set[Fraction], i: int) -> tuple[set[Fraction], int]:
    """Continue a quantity: two dozen, three hundred and five, two thirds, two and a half, 20 percent."""
    percent = tokens[i - 1].percent
    while i < len(tokens):
        word = tokens[i].word
        rest = _cardinal(tokens, i + 1) if word == "and" and i + 1 < len(tokens) else None
        if word in _SCALES:
            values = {value * _SCALES[word] for value in values}
        elif word in _PARTS and word != "half":
            values = {value / _PARTS[word] for value in values}
            return values, i + 1
        elif rest and not tokens[i + 1].value and all(value % 100 == 0 and value for value in values):
            values = {value + rest[0] for value in values}
            i = rest[1] - 1
        elif word == "and" and [token.word for token in tokens[i + 1 : i + 3]] in (["a", "half"], ["a", "quarter"]):
            share = Fraction(1, _PARTS[tokens[i + 2].word])
            values = {reading for value in values for reading in (value + share, value * (1 + share))}
            return values, i + 3
        else:
            below = _cardinal(tokens, i)
            hundreds = all(value % 100 == 0 and value for value in values) and tokens[i - 1].word in _SCALES
            if not (below and hundreds and tokens[i].word and below[0] < 100):
                break
            values = {value + below[0] for value in values}
            i = below[1] - 1
        i += 1
    return (values | {value * 100 for value in values} if percent else values), i


def _with_units(values: set[Fraction], text: str, tokens: Sequence[_Token], i: int, after: int) -> frozenset[Fraction]:
    """Add what the quantity is in a smaller unit: 2 weeks are 14 days, $3 are 300 cents."""
    readings = set(values)
    if text[: tokens[i].start].rstrip().endswith(("$", "€", "£")):
        readings |= {value * 100 for value in values}
    for skip in (after, after + 1, after + 2):
        word = tokens[skip].word if skip < len(tokens) else ""
        if word in _UNITS:
            readings |= {value * _UNITS[word] for value in values}
        if word not in ("of", "a", "an", "full", "whole", "long"):
            break
    return frozenset(readings)


def _join_ranges(text: str, mentions: list[Mention]) -> list[Mention]:
    joined: list[Mention] = []
    i = 0
    while i < len(mentions):
        mention = mentions[i]
        upper = mentions[i + 1] if i + 1 < len(mentions) else None
        gap = text[mention.end : upper.start].strip(" $€£") if upper else ""
        before = text[: mention.start]
        if upper and gap == "and" and _MIDWAY.search(before):
            middle = {(a + b) / 2 for a in mention.readings for b in upper.readings}
            joined.append(Mention(mention.start, upper.end, frozenset(middle)))
            i += 2
        elif upper and (gap in ("to", "or", "-", "–", "up to") or (gap == "and" and _BETWEEN.search(before))):
            low, high = sorted((min(mention.readings), min(upper.readings)))
            readings = mention.readings | upper.readings
            joined.append(Mention(mention.start, upper.end, readings, exact=False, low=low, high=high))
            i += 2
        else:
            joined.append(_bounded(text, mention, joined))
            i += 1
    return joined


def _bounded(text: str, mention: Mention, earlier: Sequence[Mention]) -> Mention:
    """The mention as a bound where the words around it make it one."""
    before, after = text[: mention.start], text[mention.end :]
    value = min(mention.readings)
    compared = _COMPARED.search(before)
    if compared and earlier and not text[earlier[-1].end : compared.start()].strip():
        return mention
    if _AT_LEAST.search(before) or _OR_MORE.match(after):
        return Mention(mention.start, mention.end, mention.readings, exact=False, low=value)
    if _AT_MOST.search(before) or _OR_LESS.match(after):
        return Mention(mention.start, mention.end, mention.readings, exact=False, high=value)
    return mention
