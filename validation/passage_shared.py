"""Sentences that name two things and tell something of one of them: which of the two, read from the sentence itself.

Two readings, and a sentence that neither of them understands is not read. "The former", "the second" and the like name
the thing that the value belongs to. Otherwise the sentence falls into clauses, and the name in a clause that denies
something ("but does not mention when ...") is the one of which nothing is told.
"""

import re

from nescio.schemas.evidence import CONTEXT, Span
from nescio.schemas.passage import Passage, Shared, Stated
from nescio.schemas.seed import Seed
from nescio.validation.numbers import read_numbers
from nescio.validation.passage_values import distances, told_in
from nescio.validation.reading import Rejected

_NTH = re.compile(r"\b(?:(former|first)|(latter|second))\b", re.I)
_DENIES = re.compile(r"\b(?:not|no|none|nobody|nothing|never|without|undated|blank|leaves out|guess)\b", re.I)
_CLAUSE = re.compile(r"[;,:]|\b(?:but|and|while)\b")
_NEUTRAL = re.compile(r"\b(?:both|neither|either|one)\b", re.I)
"""Words that are read as numbers and count nothing here."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def check_shared(seed: Seed, passage: Passage) -> None:
    """Raises Rejected where a sentence of the evidence is not read as it says, or more is told of its other name."""
    stated = {one.id: one for one in passage.stated}
    for shared in passage.shared:
        if shared.span.part != CONTEXT or not {shared.about, shared.told, shared.untold} <= set(stated):
            raise Rejected("evidence misread", "a sentence that names two things is not told of them in the context")
        about, told, untold = stated[shared.about], stated[shared.told], stated[shared.untold]
        names = (told.values[0], untold.values[0])
        if read_shared(seed.context[shared.span.start : shared.span.end], about.values, names) != names[0]:
            raise Rejected("evidence misread", f"the sentence that tells {about.id!r} does not tell it of {names[0]!r}")
        _told_once(seed, passage, shared, about, untold)


def read_shared(sentence: str, values: tuple[str, ...], names: tuple[str, str]) -> str | None:
    """The name of which a sentence tells the value; None where it cannot be read, or names either twice."""
    value = _only(sentence, values[0])
    places = {name: _only(sentence, name) for name in names}
    if value is None or None in places.values():
        return None
    ordered = sorted(names, key=lambda name: places[name] or 0)
    marks = list(_NTH.finditer(sentence))
    if marks:
        before = [one for one in marks if one.end() <= value]
        if not before or _DENIES.search(sentence, before[-1].end(), value):
            return None
        return ordered[0] if before[-1][1] else ordered[1]
    denied = [name for name in names if _DENIES.search(_clause(sentence, places[name] or 0))]
    return next(name for name in names if name not in denied) if len(denied) == 1 else None


def _only(sentence: str, words: str) -> int | None:
    """Where words stand, if they do so once."""
    found = [one.start() for one in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", sentence, re.I)]
    return found[0] if len(found) == 1 else None


def _clause(sentence: str, place: int) -> str:
    cuts = [0, *(one.start() for one in _CLAUSE.finditer(sentence)), len(sentence)]
    start = max(cut for cut in cuts if cut <= place)
    return sentence[start : min(cut for cut in cuts if cut > place)]


def _told_once(seed: Seed, passage: Passage, shared: Shared, about: Stated, untold: Stated) -> None:
    """The value stands in its sentence only, and no number beside the other name elsewhere."""
    rest = _without(seed.context, [shared.span])
    if told_in(rest, about.values):
        raise Rejected("value restated", f"{about.values[0]!r} stands in another sentence too")
    for sentence in _SENTENCE.split(_without(seed.context, [one.span for one in passage.shared])):
        said = _NEUTRAL.sub("", sentence)
        if _only(sentence, untold.values[0]) is not None and (read_numbers(said) or distances(said)):
            raise Rejected("may be told", f"a number stands beside {untold.values[0]!r}: {sentence!r}")


def _without(text: str, spans: list[Span]) -> str:
    for one in sorted(spans, key=lambda span: -span.start):
        text = text[: one.start] + text[one.end :]
    return text
