"""What follows from a place or a time, by the registry of a seed."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from nescio.schemas.registry import Registry, Triple
from nescio.validation.reading import Rejected
from nescio.validation.situation_text import language, placeless, timeless

_TOWNS = ("town", "capital")
_CONTINENT = "continent"
_MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}
_DATE = re.compile(rf"in (?P<month>{'|'.join(_MONTHS)}) (?P<year>[12]\d\d\d)")
_PLACE = re.compile(r"in (?P<place>(?:[^\W\d_]+)(?: [^\W\d_]+)*)")


@dataclass(frozen=True)
class World:
    """A registry, for questions that hang on a place or a time."""

    registry: Registry

    def relation(self, question: str) -> tuple[str, str | None]:
        """What a question asks for: a relation, and the office that it names. Raises Rejected for other questions."""
        named = {one.subject for one in self.registry.triples if one.since is not None and one.subject in question}
        found = {(one.relation, one.subject) for one in self.registry.triples if one.subject in named}
        if len(found) == 1:
            return next(iter(found))
        known = {one.name for one in self.registry.relations}
        asked = [name for name, words in language().asks.items() if name in known and re.search(words, question)]
        if found or len(asked) != 1:
            raise Rejected("unknown relation asked for", f"{question!r} asks for {asked or 'nothing known'}")
        return asked[0], None

    def answers(self, relation: str, office: str | None, said: str) -> set[str]:
        """All values that what is said leaves possible. Raises Rejected where it is not understood."""
        if office is not None:
            return self._held(relation, office, said)
        place = _PLACE.fullmatch(said)
        countries = self._countries(place["place"]) if place else None
        if countries is None:
            if not placeless(said):
                raise Rejected("not understood", f"{said!r} may tell a place")
            countries = {one.subject for one in self.registry.triples}
        return {value for one in self._of(relation) if one.subject in countries and (value := one.value)}

    def names(self, value: str, relation: str) -> set[str]:
        """Every name of a value of the relation."""
        kind = next(one.value for one in self.registry.relations if one.name == relation)
        known = {n for one in self.registry.entities if (one.type, one.name) == (kind, value) for n in one.aliases}
        return {value, *known}

    def values(self, relation: str) -> set[str]:
        """All values of a relation."""
        return {one.value for one in self._of(relation) if one.value}

    def _of(self, relation: str) -> Iterator[Triple]:
        return (one for one in self.registry.triples if one.relation == relation)

    def _countries(self, place: str) -> set[str] | None:
        """The countries that a place may mean; None for words that name none."""
        named = {
            one.subject
            for one in self.registry.triples
            if place == one.subject or (one.relation in (*_TOWNS, _CONTINENT) and place == one.value)
        }
        return named or None

    def _held(self, relation: str, office: str, said: str) -> set[str]:
        terms = [one for one in self._of(relation) if one.subject == office]
        told = _DATE.fullmatch(said)
        if told is None:
            if not timeless(said):
                raise Rejected("not understood", f"{said!r} may tell a time")
            return {one.value for one in terms if one.value}
        year, month = int(told["year"]), _MONTHS[told["month"]]
        first, last = date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        holding = [one for one in terms if _covers(one, first, last)]
        if len(holding) != 1:
            raise Rejected("no one holder", f"{said!r}: the registry has no one holder for the whole month")
        return {holding[0].value or ""}


def _covers(term: Triple, first: date, last: date) -> bool:
    return (term.since is None or term.since <= first) and (term.until is None or last < term.until)
