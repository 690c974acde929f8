"""Registry: a closed list of what is so, as plain data, and the evidence that points into it.

Like `evidence`, it is data only: `gen` and `validation` read it apart (design rule 2).
"""

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from nescio.schemas.base import Filled, Frozen
from nescio.schemas.evidence import Span


class Entity(Frozen):
    """Something that has a name: a book, a city, an office, one holding of a tournament."""

    name: Filled
    """As the registry calls it; unique among the entities of its type."""
    type: Filled
    aliases: tuple[Filled, ...] = ()
    """Other names that mean it and nothing else of its type."""


class Relation(Frozen):
    """What can be said of entities of one type: "{value} wrote {subject}"."""

    name: Filled
    subject: Filled
    """The type of its subjects."""
    value: Filled
    """The type of its values; `year` and `number` are written in digits."""
    source: Filled
    """A public page on which what it says can be looked up."""
    says: Filled
    """A statement without its full stop, with {subject} and {value}."""
    functional: bool = True
    """Whether a subject has one value (at a time). All values of a subject that it has at all are listed either way."""
    changing: bool = False
    """Whether the value goes on changing, so that nobody who does not know the day can tell today's."""


class Triple(Frozen):
    """One entry: a subject, a relation and its value, or why nobody knows one."""

    subject: Filled
    relation: Filled
    value: Filled | None = None
    since: date | None = None
    """The first day on which it held; null for what holds always."""
    until: date | None = None
    """The first day on which it no longer held."""
    unknown: Filled | None = None
    """Why nobody can tell the value, as a sentence: "Its builders left no record of it."."""

    @model_validator(mode="after")
    def _known_or_not(self) -> "Triple":
        if (self.value is None) == (self.unknown is None):
            raise ValueError(
                f"{self.subject}, {self.relation}: give a value, or say in `unknown` why there is none; not both"
            )
        return self


class Registry(Frozen):
    """A closed list: what it does not say of a subject and a relation that it knows is not so."""

    key: Filled
    """Hash of the content, by which readers keep what they have worked out."""
    entities: tuple[Entity, ...]
    relations: tuple[Relation, ...]
    triples: tuple[Triple, ...]


TODAY = "today"
"""The entity of a mention that means the day on which the question is asked, whenever that is."""


class Mention(Frozen):
    """Where a text names an entity, a date or a value of the registry."""

    slot: Filled
    """What it is to the question: `subject`, `value` or `date`."""
    entity: Filled
    """The entity's name, a value in digits, an ISO date, or TODAY."""
    span: Span


class Presupposed(Frozen):
    """What a question takes for granted: that `relation` holds between what two slots name."""

    relation: Filled
    subject: Filled = "subject"
    value: Filled = "value"


class Asking(Frozen):
    """What a question asks of the registry, and what it takes for granted."""

    mentions: tuple[Mention, ...]
    relation: Filled | None = None
    """The relation whose value for `subject` is the answer, at the `date` where one is named; null where the question
    brings its own answer (why-questions)."""
    subject: Filled = "subject"
    """The slot that the relation is asked of."""
    presupposes: tuple[Presupposed, ...] = ()
    before: int | None = None
    """Of a yes/no question: the answer is yes where the relation's value is less than this."""
    tense: Literal["past", "coming"] | None = None
    """Whether the question takes it for granted that its subject has taken place, or that it is still to come."""


class Triples(Frozen):
    """The evidence of a question about the world: a registry, and what each of the seed's questions asks of it."""

    type: Literal["triples"] = "triples"
    registry: Registry
    reference: date
    """The day on which the questions are asked; what is later has not happened."""
    asked: tuple[Asking, ...] = Field(min_length=1)
    """One for each question of the seed."""
    swap: Filled | None = None
    """The slot whose mentions two questions may exchange; null for seeds of one question."""
    confusability: int = Field(default=1, ge=1, le=4)
    """How alike the two that may be exchanged are, 1 (the same type and no more) to 4 (KG-FPQ, arXiv 2407.05868)."""
