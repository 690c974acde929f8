"""What an added sentence says of the facts of a seed: that one is known, or that one is not.

A sentence is read clause by clause. Each clause names at most one fact, by the noun clause that the seed has for it,
and denies that it is known if its own words hold exactly one negation.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

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

_SMALL = frozenset("a an the of in on at by to for and each how many much what more fewer less times long".split())
_NO_NOUN = _SMALL | {"first", "second", "third"}
_LONGEST = 5
"""The words that cannot name a fact, those with which its name cannot end, and how many words a name may have."""


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

    Longer clauses are found first, since one may stand in another. A phrase of a clause, "the calls" for "how many
    calls a clerk takes", stands for the fact as well, if it has a word that the clauses of all other facts lack.
    """
    slots: dict[str, str] = {}
    for fact in sorted(evidence.facts, key=lambda one: (-len(one.missing), one.id)):
        sentence = _marked(sentence, fact.missing, fact, slots)
    phrases = [(phrase, fact) for fact in evidence.facts for phrase in _own_phrases(evidence, fact)]
    for phrase, fact in sorted(phrases, key=lambda one: (-len(one[0]), one[0])):
        sentence = _marked(sentence, f"the {phrase}", fact, slots)
    return sentence, slots


def _own_phrases(evidence: Derivation, fact: Fact) -> Iterator[str]:
    """The runs of words in a fact's clause that name no other fact of the seed."""
    foreign = {_root(word) for one in evidence.facts if one.id != fact.id for word in one.missing.split()}
    words = fact.missing.split()
    for start, end in combinations(range(len(words) + 1), 2):
        run = words[start:end]
        content = [word for word in run if word.lower() not in _SMALL]
        if (
            len(run) <= _LONGEST
            and run[-1].lower() not in _NO_NOUN
            and any(_root(word) not in foreign for word in content)
        ):
            yield " ".join(run)


def _root(word: str) -> str:
    return word.lower().strip(",.").removesuffix("s")


def _marked(sentence: str, name: str, fact: Fact, slots: dict[str, str]) -> str:
    def mark(_: re.Match[str]) -> str:
        slots[str(len(slots))] = fact.id
        return f"{_SLOT}{len(slots) - 1}{_SLOT}"

    return re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", mark, sentence, flags=re.I)
