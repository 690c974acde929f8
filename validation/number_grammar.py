"""From tokens to quantities: two dozen, three hundred and five, two thirds, half an hour, $3, a week."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from nescio.validation.number_tokens import Token
from nescio.validation.number_words import (
    ARTICLES,
    BIG,
    CARDINALS,
    DIGITS,
    GROUPS,
    GROUPS_MANY,
    LARGER,
    LOOSE,
    MULTIPLES,
    ORDINALS,
    PARTS,
    PLURALS,
    SETS,
    SUFFIXES,
    TENS,
    UNITS,
    Values,
)  # fmt: skip

_ONE = Fraction(1)
_HUNDREDS = {"hundred": 100} | BIG
Found = tuple[set[Fraction], int]
"""The values a quantity may have, and the number of the token after it."""


@dataclass(frozen=True)
class Quantity:
    """A number as it stands, and the factors to the units a reader could convert it to (1 is always one of them)."""

    start: int
    end: int
    values: Values
    scales: Values = frozenset({_ONE})

    @property
    def readings(self) -> Values:
        """Everything the quantity may stand for."""
        return frozenset(value * scale for value in self.values for scale in self.scales)


def quantities(text: str, tokens: Sequence[Token]) -> Iterator[Quantity]:
    """The quantities of a text, in order."""
    i = 0
    while i < len(tokens):
        if tokens[i].clock:
            yield Quantity(tokens[i].start, tokens[i].end, tokens[i].values)
            i += 1
            continue
        values, after = _quantity(tokens, i) or (None, i + 1)
        if values is not None:
            values |= _powers(text, tokens, i, after, values)
            scales = _scales(text, tokens, i, after)
            yield Quantity(tokens[i].start, tokens[after - 1].end, frozenset(values), scales)
        i = after


def _word(tokens: Sequence[Token], i: int) -> str:
    """The word at a place, if it goes on from the token before; else nothing."""
    return tokens[i].word if 0 <= i < len(tokens) and tokens[i].joined else ""


def _quantity(tokens: Sequence[Token], i: int) -> Found | None:
    """The quantity that begins at token i, if one does."""
    word, following = tokens[i].word, _word(tokens, i + 1)
    if word in LOOSE and following in SETS | GROUPS_MANY | BIG:
        return None
    if following == "couple" and _word(tokens, i + 3) in SETS | BIG:
        return None
    if word in MULTIPLES:
        return {Fraction(MULTIPLES[word])}, i + 1
    if word in ARTICLES and following in GROUPS:
        return {Fraction(GROUPS[following])}, i + 2
    if word in ("the", "per", "each", "every", "another") and following in ("dozen", "gross"):
        return {Fraction(SETS[following])}, i + 2
    if word == "half":
        return _half(tokens, i)
    measured = following != "foot" or _word(tokens, i + 2) in ("and", "of", "long", "wide", "deep", "high", "tall")
    if word in ("a", "an", "one") and following in UNITS and measured:
        return _one_unit(tokens, i)
    base: Found | None
    if word in ("a", "an") and following in _HUNDREDS:
        base = _spelled(tokens, i + 1, start=1)
    elif word in ("a", "an") and following in SETS | PARTS:
        base = {_ONE}, i + 1
    else:
        base = _cardinal(tokens, i)
    return _scaled(tokens, *base) if base else _oddly_spelled(tokens[i], i)


def _oddly_spelled(token: Token, i: int) -> Found | None:
    """Sixes, sixfold, the sixth."""
    word = token.word
    if word in PLURALS:
        return {Fraction(PLURALS[word])}, i + 1
    if word in ORDINALS:
        return {Fraction(ORDINALS[word])}, i + 1
    for ending in SUFFIXES:
        if word.endswith(ending) and word.removesuffix(ending) in CARDINALS:
            return {Fraction(CARDINALS[word.removesuffix(ending)])}, i + 1
    return None


def _half(tokens: Sequence[Token], i: int) -> Found:
    """Half, half a dozen, half the ..."""
    for skip in (1, 2):
        word = _word(tokens, i + skip)
        if word in SETS:
            return {Fraction(SETS[word], 2), Fraction(1, 2)}, i + skip + 1
        if word in UNITS:
            return {Fraction(1, 2)}, i + skip
        if word not in ("a", "an"):
            break
    return {Fraction(1, 2)}, i + 1


def _one_unit(tokens: Sequence[Token], i: int) -> Found:
    """A week, an hour and a half: the unit is left to the conversion."""
    if [_word(tokens, k) for k in (i + 2, i + 3, i + 4)] == ["and", "a", "half"]:
        size = Fraction(UNITS[tokens[i + 1].word])
        return {Fraction(3, 2), Fraction(3, 2) * size}, i + 5
    return {_ONE, Fraction(UNITS[tokens[i + 1].word])}, i + 2


def _cardinal(tokens: Sequence[Token], i: int) -> Found | None:
    """A number in digits, also with a scale ("4 hundred", "6k"), or in words."""
    token = tokens[i]
    if not token.values:
        return _spelled(tokens, i)
    if token.percent:
        return {value / 100 for value in token.values} | set(token.values), i + 1
    values, after = set(token.values), i + 1
    scale = _HUNDREDS.get(_word(tokens, after), 1000 if _word(tokens, after) == "k" else 0)
    if scale:
        # "6 k" may be something else: keep the plain figure beside it.
        return {value * scale for value in values} | (set() if _word(tokens, after) in _HUNDREDS else values), after + 1
    return values, after


def _spelled(tokens: Sequence[Token], i: int, start: int = 0) -> Found | None:
    """A whole number in words, from a token on; `start` is what an article before it counts for."""
    total, current, at = 0, start, i
    while at < len(tokens) and (at == i or tokens[at].joined):
        word, before = tokens[at].word, tokens[at - 1].word if at > i else ""
        skip = int(word == "and" and before in _HUNDREDS and _word(tokens, at + 1) in CARDINALS)
        small = CARDINALS.get(_word(tokens, at + 1) if skip else word)
        if small is not None:
            fits = (before in TENS and 0 < small < 10) or (before in BIG) or (before == "hundred" and small > 0)
            if at > i and not fits:
                break
            current += small
        elif word == "hundred" and 0 < current < 100:
            current *= 100
        elif word in BIG and current:
            total, current = total + current * BIG[word], 0
        else:
            break
        at += 1 + skip
    if at == i:
        return None
    value = Fraction(total + current)
    return _decimals(tokens, value, at) if _word(tokens, at) == "point" else ({value}, at)


def _decimals(tokens: Sequence[Token], value: Fraction, at: int) -> Found:
    """Two point five."""
    step, after = Fraction(1, 10), at + 1
    while 0 <= DIGITS.get(_word(tokens, after), -1) < 10:
        value, step, after = value + DIGITS[tokens[after].word] * step, step / 10, after + 1
    return {value}, after if after > at + 1 else at


def _scaled(tokens: Sequence[Token], values: set[Fraction], i: int) -> Found:
    """Continue a quantity: two dozen, two thirds, two and a half, three pairs."""
    word, before = _word(tokens, i), tokens[i - 1].word
    if word == "and" and (share := _share(tokens, i + 1)):
        part, i = share
        values = {reading for value in values for reading in (value + part, value * (1 + part))}
        word = _word(tokens, i)
    if word in SETS:
        values, i = {value * SETS[word] for value in values}, i + 1
        if _word(tokens, i) == "and" and (share := _share(tokens, i + 1)):
            part, i = share
            dozens = Fraction(SETS[word])
            values = {reading for value in values for reading in (value + part * dozens, value + part)}
    elif word in GROUPS_MANY:
        values, i = values | {value * GROUPS_MANY[word] for value in values}, i + 1
    elif word in PARTS and not (word == "half" and values != {_ONE}):
        ordinal = {value + ORDINALS[word] for value in values} if before in TENS and word in ORDINALS else set()
        values, i = {value / PARTS[word] for value in values} | ordinal, i + 1
    return values, i


def _share(tokens: Sequence[Token], i: int) -> tuple[Fraction, int] | None:
    """A half, three quarters: what can follow "and"."""
    word, part = _word(tokens, i), PARTS.get(_word(tokens, i + 1))
    count = 1 if word in ("a", "an") else CARDINALS.get(word)
    if part and count and count < part:
        return Fraction(count, part), i + 2
    return None


def _powers(text: str, tokens: Sequence[Token], i: int, after: int, values: set[Fraction]) -> set[Fraction]:
    """Three squared, the square of 3, the square root of 9."""
    small = {value for value in values if abs(value) <= 10**6}
    behind = _word(tokens, after)
    of = [token.word for token in tokens[max(0, i - 2) : i]]
    if behind in ("squared", "cubed"):
        return {value ** (2 if behind == "squared" else 3) for value in small}
    if of and of[-1] == "of" and of[0] in ("square", "cube"):
        return {value ** (2 if of[0] == "square" else 3) for value in small}
    if (of and of[-1] == "of" and of[0] == "root") or text[: tokens[i].start].endswith("√"):
        return {Fraction(isqrt(int(value))) for value in small if value >= 0 and isqrt(int(value)) ** 2 == value}
    return set()


def _scales(text: str, tokens: Sequence[Token], i: int, after: int) -> Values:
    """The factors to smaller and larger units: 2 weeks are 14 days, $3 are 300 cents, 14 days are 2 weeks."""
    scales = {_ONE}
    if text[max(0, tokens[i].start - 2) : tokens[i].start].rstrip().endswith(("$", "€", "£")):
        scales.add(Fraction(100))
    for skip in (after, after + 1, after + 2):
        word = _word(tokens, skip)
        if word in UNITS:
            scales.add(Fraction(UNITS[word]))
        if word in LARGER:
            scales.add(Fraction(1, LARGER[word]))
        if word not in ("of", "a", "an", "full", "whole", "long"):
            break
    return frozenset(scales)
