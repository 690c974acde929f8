"""A registry read as a closed list: which entities a text names, and whether a question about them has an answer.

It shares nothing with `gen/registry`, whose rows it judges (design rule 2). A name is compared without case, accents,
articles and punctuation, and under every alias; where several entities have it, all of them are meant.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from nescio.schemas.registry import TODAY, Asking, Registry, Relation, Triple
from nescio.schemas.taxonomy import Behaviour
from nescio.validation.reading import Rejected

_LITERAL = ("year", "number")
_WORD = re.compile(r"[^\W_]+[+#]*")
_ARTICLE = re.compile(r"^(?:the|a|an|la|le|les|il|el|der|die|das) ")
_DAY = re.compile(r"(?:on )?([0-9]{1,2}) ([A-Z][a-z]+) ([0-9]{4})")
_MONTHS = "January February March April May June July August September October November December".split()


@dataclass(frozen=True)
class Ruling:
    """What the list says of a question: its possible answers, or why it has none."""

    answers: tuple[str, ...] = ()
    """The answer under all its names; empty where the question has none, and for why-questions."""
    fault: str = ""
    """Why there is no answer, in words; empty where there is one."""
    behaviour: Behaviour = Behaviour.ANSWER
    entry: Triple | None = None
    """The entry that decides it."""


class ClosedList:
    """A registry by name."""

    def __init__(self, registry: Registry):
        """Everything is worked out once."""
        self.relations: dict[str, Relation] = {one.name: one for one in registry.relations}
        self._named: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._names: dict[tuple[str, str], tuple[str, ...]] = {}
        self._entries: dict[tuple[str, str], list[Triple]] = defaultdict(list)
        self._begins: dict[tuple[str, str], date] = {}
        for one in registry.entities:
            self._names[one.type, one.name] = (one.name, *one.aliases)
            for name in (one.name, *one.aliases):
                self._named[one.type, plain(name)].add(one.name)
        for entry in registry.triples:
            self._entries[entry.subject, entry.relation].append(entry)
            if entry.since is not None:
                kind = self.relations[entry.relation].subject
                earliest = self._begins.get((kind, entry.subject), entry.since)
                self._begins[kind, entry.subject] = min(earliest, entry.since)

    def means(self, kind: str, text: str) -> set[str]:
        """All entities of a type that a text may name; of a year or number, its digits."""
        if kind in _LITERAL:
            return {text} if text.isdigit() else set()
        return self._named.get((kind, plain(text)), set())

    def names(self, kind: str, name: str) -> tuple[str, ...]:
        """An entity's names, its own first."""
        return self._names.get((kind, name), (name,))

    def entries(self, subject: str, relation: str) -> Sequence[Triple]:
        """What the list says of a subject by a relation."""
        return self._entries.get((subject, relation), ())

    def begins(self, kind: str, subject: str) -> date | None:
        """The first day that the list names of a subject."""
        return self._begins.get((kind, subject))


def plain(name: str) -> str:
    """A name without case, accents, punctuation and leading article."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(one))
    return _ARTICLE.sub("", " ".join(_WORD.findall(bare)))


def rule(held: ClosedList, asking: Asking, named: Mapping[str, set[str]], reference: date) -> Ruling:
    """Whether the list answers a question in which each slot may mean any of the entities `named`.

    Raises Rejected where the list does not decide it, or where what may be meant decides it differently.
    """
    subjects = named[asking.subject]
    if not subjects:
        raise Rejected("unknown name", f"the registry has nothing that the {asking.subject} could mean")
    for one in asking.presupposes:
        wrong = _contradiction(held, one.relation, named[one.subject], named[one.value])
        if wrong is not None:
            return Ruling(
                fault=f"{wrong.subject} has {one.relation} {wrong.value!r} in the registry, and no other",
                behaviour=Behaviour.CORRECT_PREMISE,
                entry=wrong,
            )
    if asking.relation is None:
        return Ruling()
    rulings = [_asked(held, asking, subject, named.get("date"), reference) for subject in sorted(subjects)]
    if any(one != rulings[0] for one in rulings):
        raise Rejected("ambiguous name", f"{sorted(subjects)} all have that name, and they differ in what is asked")
    return rulings[0]


def _contradiction(held: ClosedList, relation: str, subjects: set[str], values: set[str]) -> Triple | None:
    """The entry that what is taken for granted contradicts; None where it holds of anything that may be meant."""
    entries = [entry for subject in sorted(subjects) for entry in held.entries(subject, relation)]
    if not entries or any(entry.value is None for entry in entries):
        raise Rejected("registry is silent", f"it does not say the {relation} of {sorted(subjects)}")
    if not values:
        raise Rejected("unknown name", f"the registry has nothing that the value of {relation} could mean")
    kind = held.relations[relation].value
    true = {plain(name) for entry in entries for name in held.names(kind, entry.value or "")}
    claimed = {plain(name) for value in values for name in held.names(kind, value)}
    return None if true & claimed else entries[0]


def _asked(held: ClosedList, asking: Asking, subject: str, days: set[str] | None, reference: date) -> Ruling:
    relation = held.relations[asking.relation or ""]
    entries = held.entries(subject, relation.name)
    if asking.tense is not None:
        begins = held.begins(relation.subject, subject)
        if begins is None:
            raise Rejected("registry is silent", f"it does not say when {subject} took place")
        if (asking.tense == "past") != (begins <= reference):
            coming = begins > reference
            told = "has not begun" if coming else "has begun"
            behaviour = Behaviour.ABSTAIN if coming else Behaviour.CORRECT_PREMISE
            return Ruling(
                fault=f"{subject} {told} on {reference}", behaviour=behaviour, entry=next(iter(entries), None)
            )
    if days is not None:
        return _dated(held, relation, entries, next(iter(days)), reference)
    if len(entries) != 1:
        raise Rejected("registry is silent", f"it has {len(entries)} entries for the {relation.name} of {subject}")
    return _answer(held, relation, entries[0], asking.before)


def _dated(held: ClosedList, relation: Relation, entries: Sequence[Triple], day: str, reference: date) -> Ruling:
    at = reference if day == TODAY else date.fromisoformat(day)
    valid = [one for one in entries if (one.since is None or one.since <= at) and (one.until is None or at < one.until)]
    if len(valid) > 1:
        raise Rejected("registry is silent", f"{len(valid)} entries for {relation.name} hold on {at}")
    if relation.changing and day == TODAY:
        entry = valid[0] if valid else None
        return Ruling(
            fault=f"{relation.name} changes, and today is not known", behaviour=Behaviour.ABSTAIN, entry=entry
        )
    if valid:
        return _answer(held, relation, valid[0], None)
    later = [one for one in entries if one.since is not None and one.since > at]
    if len(later) != len(entries) or not later:
        raise Rejected("registry is silent", f"it has a gap in {relation.name} on {at}")
    first = min(later, key=lambda one: one.since or date.max)
    return Ruling(fault=f"{first.value} only on {first.since}", behaviour=Behaviour.CORRECT_PREMISE, entry=first)


def _answer(held: ClosedList, relation: Relation, entry: Triple, before: int | None) -> Ruling:
    if entry.value is None:
        return Ruling(fault=entry.unknown or "nobody knows", behaviour=Behaviour.ABSTAIN, entry=entry)
    if before is not None:
        return Ruling(answers=("yes" if int(entry.value) < before else "no",), entry=entry)
    return Ruling(answers=held.names(relation.value, entry.value), entry=entry)


def read_day(text: str) -> str | None:
    """The day that a text names, in ISO form, or TODAY; None where it names none."""
    if text.casefold() == TODAY:
        return TODAY
    found = _DAY.fullmatch(text)
    if found is None or found[2] not in _MONTHS:
        return None
    try:
        return date(int(found[3]), _MONTHS.index(found[2]) + 1, int(found[1])).isoformat()
    except ValueError:
        return None


def overlaps(entries: Sequence[Triple]) -> bool:
    """Whether two entries of one subject and relation hold on the same day."""
    held = sorted(((one.since or date.min, one.until or date.max) for one in entries), key=lambda one: one[0])
    return any(start < end for (_, end), (start, _) in pairwise(held))
