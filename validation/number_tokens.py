"""Cutting a text into words and figures: what a reader sees, whatever characters it was typed in."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from nescio.validation.number_words import LOOKALIKES, Values

_LONGEST = 30
"""Digits of the longest figure that is read; a longer one is no quantity of a text."""

_TOKEN = re.compile(
    r"(?P<clock>[0-9]{1,2}(?:[:.][0-9]{2})?\s?(?P<half>[ap])(?:\.\s?m\.?|m)(?![a-z])|[0-9]{1,2}:[0-9]{2}(?![0-9]))"
    r"|(?P<mixed>[0-9]+\s+[0-9]+/[1-9][0-9]*)"
    r"|(?P<digits>[0-9]{1,3}(?:[,'’_\u202f][0-9]{3})+(?:\.[0-9]+)?(?![0-9])|[0-9]+\s?/\s?[1-9][0-9]*"
    r"|[0-9]+(?:\.[0-9]+)?|(?<![\w.])\.[0-9]+)(?:\s?(?:\^|\*\*)(?P<power>[0-9])(?![0-9]))?(?P<percent>\s?%)?"
    r"|(?P<apart>\b[a-z](?:[-. ][a-z]){2,}\b)"
    r"|(?P<word>per\s?cent\b|[^\W\d_]+|¢|%)",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"(?=[IVXLCDM]{2}|[VX]$)M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_LETTERS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_SYMBOLS = {"¢": "cents", "%": "percent"}


@dataclass(frozen=True)
class Token:
    """A word in lower case, a figure with its value, or a clock time with the minutes it may stand for."""

    start: int
    end: int
    joined: bool
    """Whether nothing but space or a hyphen parts it from the token before."""
    word: str = ""
    values: Values = frozenset()
    percent: bool = False
    clock: bool = False


def plain(text: str) -> tuple[str, Sequence[int]]:
    """The text in plain characters, and for each of them its place in the original.

    Full-width and other digits become 0 to 9, one-character fractions are written out, letters of other scripts that
    look Latin become Latin, and what is invisible or set above a letter goes.
    """
    if text.isascii():
        return text, range(len(text))
    pieces: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        raised = place > 0 and unicodedata.decomposition(text[place - 1]).startswith("<super>")
        piece = _plain(character, " " if raised else pieces[-1][-1] if pieces else "")
        if piece:
            pieces.append(piece)
            places += [place] * len(piece)
    return "".join(pieces), places


def _plain(character: str, before: str) -> str:
    if character.isascii():
        return character
    if unicodedata.category(character) in ("Cf", "Mn", "Me", "Cc"):
        return ""
    decomposition = unicodedata.decomposition(character)
    whole = unicodedata.normalize("NFKC", character).translate(LOOKALIKES)
    if decomposition.startswith(("<super>", "<sub>")) and whole.isdecimal():
        return whole if before.isspace() or not before else "^" + whole if before.isdigit() else ""
    if decomposition.startswith("<fraction>"):
        return f" {whole}"
    if character in "\u00a0\u202f\u2009" and before.isdigit():
        return "\u202f"
    return "".join(_figure(one) for one in whole)


def _figure(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)


def tokens(text: str) -> list[Token]:
    """The tokens of a plain text, in order."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        joined = bool(found) and text[found[-1].end : start].strip(" -\n\t\u202f") == ""
        if match["clock"]:
            found.append(Token(start, end, joined, values=_clock(match["clock"], match["half"]), clock=True))
        elif match["apart"] or match["word"]:
            word = re.sub("[-. ]", "", match["apart"]) if match["apart"] else match["word"]
            found.append(_word(Token(start, end, joined), word))
        else:
            values = _mixed(match["mixed"]) if match["mixed"] else _figures(match["digits"], match["power"])
            found.append(Token(start, end, joined, values=values, percent=bool(match["percent"])))
    return found


def _word(token: Token, text: str) -> Token:
    values: Values = frozenset()
    if _ROMAN.fullmatch(text):
        values = frozenset({Fraction(_roman(text))})
    elif len(text) == 1 and not text.isascii() and (number := unicodedata.numeric(text, None)) is not None:
        values = frozenset({Fraction(number)})
    lower = "percent" if re.fullmatch(r"per\s?cent", text, re.I) else text.lower()
    return Token(token.start, token.end, token.joined, word=_SYMBOLS.get(lower, lower), values=values)


def _figures(text: str, power: str | None) -> Values:
    if len(text) > _LONGEST:
        return frozenset()
    value = Fraction(re.sub(r"[^0-9./]", "", text))
    return frozenset({value, value ** int(power)} if power else {value})


def _mixed(text: str) -> Values:
    """2 1/2, which is two and a half; or two things, one half the size."""
    whole, part = text.split(maxsplit=1)
    return frozenset(one + two for two in _figures(part, None) for one in (*_figures(whole, None), Fraction(0)))


def _clock(text: str, half: str | None) -> Values:
    """Minutes since midnight, in both halves of the day where it is not said which; a bare hour also as the hour."""
    hour, *rest = (int(part) for part in re.findall(r"[0-9]+", text))
    minute = rest[0] if rest else 0
    minutes = hour % 12 * 60 + minute
    told = {"a": {minutes}, "p": {minutes + 720}}.get(
        (half or "").lower(), {hour * 60 + minute, minutes, minutes + 720}
    )
    return frozenset(map(Fraction, told | (set() if rest else {hour, hour % 12 + 12})))


def _roman(text: str) -> int:
    sizes = [_LETTERS[letter] for letter in text]
    return sum((-one if one < two else one) for one, two in pairwise([*sizes, 0]))
