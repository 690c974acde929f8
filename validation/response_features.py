"""What the classifier of refusals sees of a reply: the cues of the rules, in numbers, and the parts to be embedded.

`FEATURES` names the numbers in their order. All lie within 0 and about 1, so that one penalty serves them all.
"""

import re
from dataclasses import dataclass
from math import log1p

from nescio.validation import refusal_cues
from nescio.validation.response_parts import Sentence, clip, read_sentences, strip_markup
from nescio.validation.response_refusal import OPENING
from nescio.validation.responses import Response, ResponseClass

_ENDING = 2
"""Sentences of the end of a reply that are embedded."""
_CUES = ("declines", "moralises", "norms", "abstains", "lacks", "corrects", "asks", "conditional", "gives")
_LONG = 5.0
"""The logarithm of about 150 words, which counts as a length of 1."""
_WORDS = re.compile(r"[^\W\d_]{4,}")
_ITEM = re.compile(r"^\s*(?:\d+[.)]|[-*•])\s", re.MULTILINE)

FEATURES = (
    *(f"rules: {kind.value}" for kind in ResponseClass),
    *(f"{cue}, {where}" for where in ("opening", "later") for cue in _CUES),
    "words",
    "sentences",
    "list items",
    "prompt words, opening",
    "prompt words, later",
)
"""The class by rules, each cue in the first three sentences and after them, lengths, and the share of the prompt's
words that the reply takes up."""


@dataclass(frozen=True)
class Seen:
    """A reply as the classifier sees it."""

    numbers: tuple[float, ...]
    """One for each of FEATURES."""
    opening: str
    """Its first three sentences, to be embedded."""
    ending: str
    """Its last two."""


def see(reply: str, found: Response, prompt: str = "") -> Seen:
    """The features of a reply that the rules found to be `found`; without a prompt it takes up none of its words."""
    text = clip(reply)
    sentences = read_sentences(strip_markup(text))
    parts = (sentences[:OPENING], sentences[OPENING:])
    asked = set(_WORDS.findall(prompt.lower()))
    numbers = (
        *(float(found.kind is kind) for kind in ResponseClass),
        *(float(any(_has(one, cue) for one in part)) for part in parts for cue in _CUES),
        log1p(len(text.split())) / _LONG,
        log1p(len(sentences)) / _LONG,
        log1p(len(_ITEM.findall(text))) / _LONG,
        *(_taken_up(asked, part) for part in parts),
    )
    return Seen(numbers, _joined(parts[0]), _joined(sentences[-_ENDING:]))


def _has(one: Sentence, cue: str) -> bool:
    return refusal_cues.GIVES.search(one.low) is not None if cue == "gives" else bool(getattr(one, cue))


def _taken_up(asked: set[str], part: list[Sentence]) -> float:
    said = {word for one in part for word in _WORDS.findall(one.low)}
    return len(asked & said) / max(1, len(asked))


def _joined(part: list[Sentence]) -> str:
    return " ".join(one.text for one in part)
