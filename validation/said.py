"""What an added sentence says of the facts of a seed: that one is known, or that one is not.

A sentence is read clause by clause. Each clause names at most one fact, by the noun clause that the seed has for it,
and denies that it is known if its own words hold exactly one negation.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from nescio.schemas.evidence import Derivation, Fact
from nescio.validation.numbers import read_numbers
from nescio.validation.reading import Rejected

_SLOT = "\N{SECTION SIGN}"
MARK = re.compile(rf"{_SLOT}(\d+){_SLOT}")
_CLAUSES = re.compile(r"[;:]|,? \b(?:but|while|whereas|though|although|yet)\b|, (?:and|only)\b", re.I)
_NEGATION = re.compile(
    r"\b(?:not|no|nobody|none|never|neither|nor|nothing|cannot|without|lost|missing|blank|forgot|forgotten|unknown"
    r"|impossible|leaves? out|left out|silent|illegible|omits?|omitted|skips?|unclear|lacks?)\b|n['’]t\b",
    re.I,
)


@dataclass(frozen=True)
class Said:
    """The ids of the facts that a sentence says are known, and of those it says are not."""

    known: frozenset[str]
    unknown: frozenset[str]


def said_of_facts(evidence: Derivation, sentence: str) -> Said | None:
    """What a sentence says about knowing the seed's facts; None where it names none of them.

    Raises Rejected where it states a number of its own, names a fact twice, or denies something twice in a clause.
    """
    slotted, slots = with_slots(evidence, sentence)
    return said_in(slotted, slots) if slots else None


def said_in(slotted: str, slots: Mapping[str, str]) -> Said:
    """The same of a sentence with marks for the facts."""
    if read_numbers(MARK.sub("it", slotted)):
        raise Rejected("unread sentence", f"{slotted!r} states a number beside what is known and what is not")
    known, unknown = set[str](), set[str]()
    for clause in _CLAUSES.split(slotted):
        named = [slots[mark] for mark in MARK.findall(clause)]
        denials = len(_NEGATION.findall(clause))
        if len(named) > 1 or (named and denials > 1):
            raise Rejected("unread sentence", f"{clause.strip()!r} does not plainly say what is known")
        (unknown if denials else known).update(named)
    if len(known) + len(unknown) < len(slots):
        raise Rejected("unread sentence", f"{slotted!r} says two things of one fact")
    return Said(frozenset(known), frozenset(unknown))


def with_slots(evidence: Derivation, sentence: str) -> tuple[str, Mapping[str, str]]:
    """The sentence with a mark for each noun clause of a fact, and the fact's id for each mark.

    Longer clauses are found first, since one may stand in another.
    """
    slots: dict[str, str] = {}
    for fact in sorted(evidence.facts, key=lambda one: (-len(one.missing), one.id)):
        sentence = _marked(sentence, fact, slots)
    return sentence, slots


def _marked(sentence: str, fact: Fact, slots: dict[str, str]) -> str:
    def mark(_: re.Match[str]) -> str:
        slots[str(len(slots))] = fact.id
        return f"{_SLOT}{len(slots) - 1}{_SLOT}"

    return re.sub(rf"(?<!\w){re.escape(fact.missing)}(?!\w)", mark, sentence, flags=re.I)
