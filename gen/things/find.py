"""Finding the things a text speaks of: registry nouns that stand as plain nouns wherever they stand.

A noun of which one place is doubtful (part of a compound, a name, a verb, a hyphenated word) is left out altogether,
because all its places are renamed together or none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nescio.gen.things.registry import forms, registry
from nescio.gen.things.words import ADJECTIVES, AFTER, BEFORE, SINGLE
from nescio.schemas.evidence import CONTEXT, Span, Thing

_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*['’]?|\$?\d[\d,./]*%?|[^\w\s]")
_ENDS = re.compile(r"[.!?:][\"'”’)]*\s*$")
_LONGEST_STEM = 4
"""From this length on a word that begins like a noun is taken to be made of it: bookstore, bookshelf."""


@dataclass(frozen=True)
class Token:
    """A word, a number or a mark, with its place."""

    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        """In lower case."""
        return self.text.lower()

    @property
    def word(self) -> bool:
        """Whether it begins with a letter."""
        return self.text[0].isalpha()


def tokens_of(text: str) -> list[Token]:
    """The words, numbers and marks of a text, in order."""
    return [Token(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(text)]


def things_of(context: str, questions: Sequence[str]) -> tuple[Thing, ...]:
    """The things of a seed with all their places, in the registry's order of nouns; none where it is in doubt."""
    texts = [context, *questions]
    parts = [tokens_of(text) for text in texts]
    found: dict[str, list[Span]] = {}
    for number, tokens in enumerate(parts):
        for place, token in enumerate(tokens):
            if token.lower in forms():
                spans = found.setdefault(_noun(token.lower), [])
                plain = _plain(texts[number], tokens, place)
                spans.append(
                    Span(part=number + CONTEXT, start=token.start, end=token.end) if plain else Span(start=0, end=0)
                )
    vocabulary = {token.lower for tokens in parts for token in tokens if token.word}
    things = [
        Thing(noun=noun, family=family, spans=tuple(found[noun]))
        for family in registry()
        for noun in registry()[family].nouns
        if noun in found and all(span.end for span in found[noun]) and not _doubtful(noun, family, vocabulary)
    ]
    return tuple(things)


def _noun(form: str) -> str:
    return forms()[form][0][0]


def _doubtful(noun: str, family: str, vocabulary: set[str]) -> bool:
    """Whether the text's words make it unsafe to call the thing by another name."""
    kinds = registry()[family]
    if vocabulary & (kinds.general | kinds.telling):
        return True
    own = {noun, kinds.nouns[noun]}
    for word in vocabulary - own:
        pieces = set(re.split(r"['’-]", word))
        if pieces & own or (len(noun) >= _LONGEST_STEM and word.startswith(noun) and word not in forms()):
            return True
    return False


def _plain(text: str, tokens: Sequence[Token], place: int) -> bool:
    """Whether the noun at a place stands by itself, with nothing that could make a compound of it."""
    token = tokens[place]
    single = token.lower == _noun(token.lower)
    opening = not place or bool(_ENDS.search(text[: token.start]))
    if token.text != token.lower and (single or not opening or token.text != token.lower.capitalize()):
        return False
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    if not _follows(after) or (single and not _singled(tokens, place)):
        return False
    if single and after is not None and after.lower in ("and", "or"):
        beyond = tokens[place + 2] if place + 2 < len(tokens) else None
        if beyond is None or not (beyond.lower in SINGLE or beyond.text[0].isdigit()):
            return False
    return opening or _precedes(tokens[place - 1])


def _follows(token: Token | None) -> bool:
    if token is None or not token.word:
        return token is None or token.text not in "-–—'’/&"
    return token.lower in AFTER or token.text[0].isupper()


def _precedes(token: Token) -> bool:
    if not token.word:
        return token.text not in "-–—'’/&$" and not token.text.endswith("%") and not token.text.startswith("$")
    return token.lower in BEFORE or token.text.endswith(("'s", "’s", "s'", "s’"))


def _singled(tokens: Sequence[Token], place: int) -> bool:
    """Whether a noun in the singular has what makes it one: "a red apple", "each apple"."""
    at = place - 1
    while at >= 0 and tokens[at].lower in ADJECTIVES - SINGLE:
        at -= 1
    if at < 0:
        return False
    return tokens[at].lower in SINGLE or tokens[at].text == "1" or tokens[at].text.endswith(("'s", "’s", "s'", "s’"))
