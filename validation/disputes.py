"""Reading that two sources give a fact two values, and that one of the sources is right about a fact.

Sources are told apart as the first and the second. A report names two facts by their noun clauses: one on which the
sources agree, and one for which each has a value. A ruling names the fact on which one of them is right, and says of
another that this is not known.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from nescio.schemas.evidence import Derivation
from nescio.validation.numbers import read_numbers
from nescio.validation.reading import Rejected
from nescio.validation.said import MARK, said_in, with_slots

_ORDINAL = re.compile(r"\b(first|second)\b", re.I)
_BOTH = re.compile(r"^two (?=[a-z]+s\b)|\b(?:first|second)\b", re.I)
"""Words for the sources that a reader of numbers would take for numbers."""
_AGREE = re.compile(r"(?<!not )\b(?:agrees?|agreed|the same|no difference|differ in nothing|alike)\b", re.I)
_RIGHT = re.compile(r"\b(?:right|correct|true|accurate|reliable|trusted|believed)\b", re.I)
_CLAUSES = re.compile(r";|\b(?:but|while|whereas|though|although|yet)\b", re.I)


@dataclass(frozen=True)
class Report:
    """Two sources, a fact for which they have two values, and one on which they agree."""

    disputed: str
    agreed: str
    values: Mapping[str, frozenset[Fraction]]
    """By "first" and "second", the readings of what that source says."""


@dataclass(frozen=True)
class Ruling:
    """The source that is right, the fact on which it is, and the facts of which that is not known."""

    source: str
    trusted: str
    open: frozenset[str]


def read_report(evidence: Derivation, sentence: str) -> Report | None:
    """The report that a sentence gives; None where it gives no two values for a fact."""
    slotted, slots = with_slots(evidence, sentence)
    plain = MARK.sub(lambda found: "x" * len(found[0]), _BOTH.sub(lambda found: "x" * len(found[0]), slotted))
    numbers = [one for one in read_numbers(plain) if one.exact]
    if len(slots) != 2 or len(numbers) != 2 or len(read_numbers(plain)) != 2:
        return None
    values: dict[str, frozenset[Fraction]] = {}
    for number in numbers:
        before = [found[0].lower() for found in _ORDINAL.finditer(slotted, 0, number.start)]
        values |= {before[-1]: number.readings} if before else {}
    agreed = [
        slots[mark] for clause in _CLAUSES.split(slotted) if _AGREE.search(clause) for mark in MARK.findall(clause)
    ]
    disputed = set(slots.values()) - set(agreed)
    if len(values) != 2 or len(agreed) != 1 or len(disputed) != 1:
        raise Rejected("unread sentence", f"{sentence!r} does not plainly say who has which value")
    return Report(disputed.pop(), agreed[0], values)


def read_ruling(evidence: Derivation, sentence: str) -> Ruling | None:
    """The ruling that a sentence gives; None where it names no source or no fact."""
    slotted, slots = with_slots(evidence, sentence)
    sources = {found[0].lower() for found in _ORDINAL.finditer(slotted)}
    if not sources or not slots:
        return None
    said = said_in(_ORDINAL.sub("this", slotted), slots)
    if len(sources) != 1 or len(said.known) != 1 or not _RIGHT.search(slotted):
        raise Rejected("unread sentence", f"{sentence!r} does not plainly say who is right about what")
    return Ruling(sources.pop(), next(iter(said.known)), said.unknown)
