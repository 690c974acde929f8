"""Longer contexts: paragraphs about something else before and after a passage."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from random import Random

from nescio.gen.passages.draw import draw, filled
from nescio.gen.passages.model import Filler
from nescio.gen.passages.told import tells

TOKENS_A_WORD = 1.3
"""Tokens of an English word, about."""
LENGTHS = (0, 1000, 4000)
"""Tokens of a context; 0 is the passage alone."""
_ENOUGH = 0.9
_TRIES = 5
_BREAK = "\n\n"
_NAME = re.compile(r"(?<![.!?\"“] )(?<!^)\b[A-Z][\w'’]+|\d+", re.M)
"""Names, but for words that only begin a sentence, and figures."""


@dataclass(frozen=True)
class Apart:
    """What a filler must not share with the passage: its values, names, figures, and the words of its handles."""

    values: tuple[str, ...]
    names: frozenset[str]
    handles: frozenset[str]

    @classmethod
    def of(cls, values: Sequence[str], texts: Sequence[str], handles: Sequence[str]) -> "Apart":
        """`texts` are all that the passage says or may say."""
        named = frozenset(one for text in texts for one in _NAME.findall(text))
        return cls(tuple(values), named, frozenset(word for one in handles for word in _stems(one)))

    def allows(self, text: str) -> bool:
        """Whether a filler shares none of it."""
        return not (
            self.names.intersection(re.findall(r"\w[\w'’]*", text))
            or self.handles & _stems(text)
            or tells(text, self.values)
        )


def surrounded(passage: str, tokens: int, apart: Apart, fillers: Sequence[Filler], random: Random) -> tuple[str, int]:
    """The passage at a random place among paragraphs, about so many tokens in all, and where it begins.

    Where too few paragraphs are apart from the passage the context is shorter.
    """
    paragraphs = list[str]()
    words = len(passage.split())
    for filler in random.sample(fillers, len(fillers)):
        if words * TOKENS_A_WORD >= tokens * _ENOUGH:
            break
        text = _drawn(filler, apart, random, paragraphs)
        if text is not None:
            paragraphs.append(text)
            words += len(text.split())
    at = random.randint(0, len(paragraphs))
    before = "".join(f"{one}{_BREAK}" for one in paragraphs[:at])
    return before + _BREAK.join([passage, *paragraphs[at:]]), len(before)


def _drawn(filler: Filler, apart: Apart, random: Random, others: Collection[str]) -> str | None:
    taken = {name for text in others for name in _NAME.findall(text)} | set(apart.names)
    for _ in range(_TRIES):
        slots = draw(filler.slots, (), random, taken)
        if slots is not None and apart.allows(text := filled(filler.text, slots)):
            return text
    return None


def _stems(text: str) -> frozenset[str]:
    """The telling words of a text, without the ending of a plural."""
    return frozenset(word.removesuffix("s") for word in re.findall(r"[a-z]{4,}", text.lower()) if word not in _PLAIN)


_PLAIN = frozenset(
    "that this with from their there which have been were into than then when they what where after before first last "
    "over only most more some many other name year years time number length height weight colour place building end "
    "beginning arrival founding opening work date size depth width age purchase sale move".split()
)
"""Words of handles that any text may have: they name no matter."""
