"""What follows from a place or a time, for those who write stories of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from nescio.gen.situations.model import packaged_world
from nescio.schemas.hashing import content_hash
from nescio.schemas.registry import Entity, Registry, Triple

TOWN, CAPITAL, CONTINENT, HOLDER = "town", "capital", "continent", "holder"
_NAMESAKES = ("Santiago",)
"""Towns that other countries have too, so that a story cannot tell a country by them."""
FIRST, LAST = 1971, 2019
"""The years in which time stories happen."""
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


@dataclass(frozen=True)
class Spot:
    """A place or a time that a story tells, and what it answers."""

    told: str
    """As it is told, without its preposition: "Bergen", "May 1985"."""
    entity: str
    """What the registry knows it as: "Norway", "1985-05-01"."""
    answer: str
    values: tuple[str, ...]
    """Every way of naming it."""
    because: str
    """The registry's statement of the answer, without a full stop."""


@lru_cache(maxsize=64)
def slice_of(relation: str, subject: str | None = None) -> Registry:
    """The part of the world that a question needs: a relation, of one subject or of all, and what tells places."""
    whole = packaged_world().registry
    names = {relation} if subject else {relation, TOWN, CAPITAL, CONTINENT}
    relations = tuple(one for one in whole.relations if one.name in names)
    triples = tuple(one for one in whole.triples if one.relation in names and subject in (None, one.subject))
    typed = {(one.subject, triple.subject) for one in relations for triple in triples if triple.relation == one.name}
    typed |= {(one.value, triple.value or "") for one in relations for triple in triples if triple.relation == one.name}
    entities = tuple(one for one in whole.entities if (one.type, one.name) in typed)
    content = [one.model_dump_json() for part in (entities, relations, triples) for one in part]
    return Registry(key=content_hash(*content), entities=entities, relations=relations, triples=triples)


def offices() -> list[str]:
    """The offices whose holders the world knows."""
    return list(dict.fromkeys(one.subject for one in packaged_world().registry.triples if one.relation == HOLDER))


@lru_cache(maxsize=64)
def places(relation: str) -> tuple[Spot, ...]:
    """Every country with a value of the relation, by its name, a town, or its capital unless that is asked."""
    known = slice_of(relation)
    answers = {one.subject: one.value for one in known.triples if one.relation == relation and one.value}
    towns: dict[str, list[str]] = {}
    for one in known.triples:
        if one.relation in (TOWN, CAPITAL) and one.value:
            towns.setdefault(one.subject, []).append(one.value)
    says = next(one.says for one in known.relations if one.name == relation)
    found = []
    for country, answer in answers.items():
        names = [country, *(one for one in towns[country] if one not in (answer, *_NAMESAKES))]
        because = says.format(subject=country, value=answer)
        found += [Spot(name, country, answer, (country, *towns[country]), because) for name in names]
    return tuple(found)


def region(relation: str, continent: str) -> set[str]:
    """The values of the relation in a continent."""
    known = slice_of(relation)
    inside = {one.subject for one in known.triples if one.relation == CONTINENT and one.value == continent}
    return {one.value for one in known.triples if one.relation == relation and one.subject in inside and one.value}


def continents() -> set[str]:
    """The continents that the world knows."""
    return {one.value for one in packaged_world().registry.triples if one.relation == CONTINENT and one.value}


@lru_cache(maxsize=64)
def times(office: str) -> tuple[Spot, ...]:
    """Every month that lies, with a month's margin, in one term of the office."""
    found = []
    for term in slice_of(HOLDER, office).triples:
        for year, month in _months(term):
            told = f"{_MONTHS[month - 1]} {year}"
            because = f"{office} in {told} was {term.value}"
            iso = date(year, month, 1).isoformat()
            found.append(Spot(told, iso, term.value or "", (told, str(year)), because))
    return tuple(found)


def _months(term: Triple) -> Iterator[tuple[int, int]]:
    """The months of a term but for the first and the last two."""
    for year in range(FIRST, LAST + 1):
        for month in range(1, 13):
            at = 12 * year + month
            first = term.since is None or at > 12 * term.since.year + term.since.month + 1
            last = term.until is None or at < 12 * term.until.year + term.until.month - 1
            if first and last:
                yield year, month


def aliases() -> Mapping[str, tuple[str, ...]]:
    """Other names of answers."""
    entities: tuple[Entity, ...] = packaged_world().registry.entities
    return {one.name: one.aliases for one in entities if one.aliases}
