"""The noun phrase after a number: adjectives, a plural noun and perhaps "of" something."""

from collections.abc import Sequence
from dataclasses import dataclass

from nescio.gen.omission.site import Token
from nescio.gen.omission.verbs import FORMS, PARTICIPLES
from nescio.gen.omission.words import (
    ADVERBS,
    COMPARATIVES,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    UNITS,
    is_plural,
)  # fmt: skip

_LONGEST = 5
_ADJECTIVES = frozenset("old long tall wide deep high online outside inside early late".split())
_STOPS = COMPARATIVES | PREPOSITIONS | CONJUNCTIONS | DETERMINERS | PRONOUNS | ADVERBS


@dataclass(frozen=True)
class Noun:
    """A noun phrase: its words, the place of its head among them and how many tokens it takes."""

    words: tuple[str, ...]
    head: str
    length: int

    @property
    def text(self) -> str:
        """The words as they stand."""
        return " ".join(self.words)

    @property
    def is_unit(self) -> bool:
        """Whether the head measures (minutes, miles) and counts nothing."""
        return self.words[0].lower() in UNITS


def noun_after(right: Sequence[Token], at: int = 0) -> Noun | None:
    """The plural noun phrase that begins at a token; None where its end is not sure."""
    run: list[str] = []
    for token in right[at : at + _LONGEST]:
        if not token.is_word or token.is_number or (token.low in _STOPS and (run or token.low not in _ADJECTIVES)):
            break
        run.append(token.text)
    last = next((n for n, word in enumerate(run) if is_plural(word)), None)
    if last is None:
        return None
    while last + 1 < len(run) and is_plural(run[last + 1]) and not _is_verb(run[last + 1]):
        last += 1
    if last + 1 < len(run) and not _is_verb(run[last + 1]):
        return None
    words = tuple(run[: last + 1])
    if any(_is_past(word) for word in words[:-1]) and any(word.lower() in FORMS for word in words[:1]):
        return None
    length = last + 1
    of = _of(right, at + length)
    if not of and len(right) > at + length and right[at + length].low == "of":
        return None
    return Noun((*words, *of), words[-1], length + len(of))


def _of(right: Sequence[Token], at: int) -> tuple[str, ...]:
    """What stands after a holder: "of fresh flour"; nothing where its end is not sure."""
    if len(right) <= at or right[at].low != "of":
        return ()
    run = ["of"]
    for token in right[at + 1 : at + 6]:
        inner = len(run) == 1 and token.low in ("the", "his", "her", "their", "its")
        if not token.is_word or (token.low in _STOPS and not inner) or token.is_number:
            break
        if (
            _is_past(token.text)
            or (len(run) > 1 and token.low.endswith("ing"))
            or (run[-1] != "of" and is_plural(run[-1]))
        ):
            break
        run.append(token.text)
    return tuple(run) if len(run) > 1 and run[-1].lower() not in DETERMINERS else ()


def _is_verb(word: str) -> bool:
    return word.lower() in FORMS or word.lower() in PARTICIPLES or word.lower().endswith(("ing", "ed"))


def _is_past(word: str) -> bool:
    form = FORMS.get(word.lower())
    return form is not None and form.tense == "past" and not word.lower().endswith("ed")
