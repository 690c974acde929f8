"""Looking things up in a registry."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from nescio.schemas.registry import Entity, Registry, Relation, Triple


class Index:
    """A registry by subject and relation."""

    def __init__(self, registry: Registry):
        """Made once for each registry: see `index_of`."""
        self.relations: dict[str, Relation] = {one.name: one for one in registry.relations}
        self._entities: dict[tuple[str, str], Entity] = {(one.type, one.name): one for one in registry.entities}
        self._triples: dict[tuple[str, str], list[Triple]] = defaultdict(list)
        self._subjects: dict[tuple[str, str], list[Triple]] = defaultdict(list)
        for one in registry.triples:
            self._triples[one.subject, one.relation].append(one)
            self._subjects[self.relations[one.relation].subject, one.subject].append(one)

    def triples(self, subject: str, relation: str) -> Sequence[Triple]:
        """All that the relation says of a subject."""
        return self._triples.get((subject, relation), ())

    def known(self, type: str, subject: str) -> Sequence[Triple]:
        """All that the registry says of a subject."""
        return self._subjects.get((type, subject), ())

    def subjects(self, type: str) -> list[str]:
        """The entities of a type of which the registry says something, by name."""
        return sorted(name for kind, name in self._subjects if kind == type)

    def names(self, type: str) -> list[str]:
        """All entities of a type, by name."""
        return sorted(name for kind, name in self._entities if kind == type)

    def aliases(self, type: str, name: str) -> tuple[str, ...]:
        """Other names of an entity."""
        entity = self._entities.get((type, name))
        return entity.aliases if entity else ()

    def day(self, type: str, subject: str) -> date | None:
        """The first day that the registry names of a subject."""
        return min((one.since for one in self.known(type, subject) if one.since), default=None)


_INDEXES: dict[str, Index] = {}
"""By the key of their registry; a process reads few."""


def index_of(registry: Registry) -> Index:
    """The registry's index, made at the first call."""
    if registry.key not in _INDEXES:
        _INDEXES[registry.key] = Index(registry)
    return _INDEXES[registry.key]


def said(relation: Relation, subject: str, value: str) -> str:
    """What a relation says, as a statement without its full stop: "Herman Melville wrote Moby-Dick"."""
    return upper_first(relation.says.replace("{subject}", subject).replace("{value}", value))


def shown(day: date) -> str:
    """A day as "1 January 1960"."""
    return f"{day.day} {day:%B} {day.year}"


def upper_first(text: str) -> str:
    """The text with a capital in front."""
    return text[:1].upper() + text[1:]
