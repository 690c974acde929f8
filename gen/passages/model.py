"""The shape of a passage sheet: what its author writes (docs/passages.md explains it with an example)."""

from typing import Literal

from pydantic import Field, model_validator

from nescio.schemas.base import Filled, Frozen

Id = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")


class Hidden(Frozen):
    """What stands in the place of a fact's sentence when it is hidden."""

    form: Literal["absent", "vague"]
    text: Filled


class PassageFact(Frozen):
    """Something that a passage tells: a year, a name, a place."""

    value: Filled
    """The answer, with slots: "{burned}"."""
    also: tuple[Filled, ...] = ()
    """Other ways to say it, with slots."""
    told: Filled
    """The sentence, or sentences, that tell it."""
    hidden: tuple[Hidden, ...] = Field(min_length=2)
    """At least one of each form. Each takes the place of `told`."""
    missing: Filled
    """A noun clause: "in which year the mill burned down"."""
    ask: Filled
    """The question that would settle it."""
    question: tuple[Filled, ...] = Field(min_length=1)
    """Wordings of the question that needs this fact and no other."""
    solution: Filled
    """What the passage says, as a sentence of its own: "The mill burned down in {burned}."."""
    handle: Filled
    """A few words that name the matter without telling it: "the fire at the mill"."""
    again: Filled
    """How a source tells it once more, as a verb phrase: "dates the fire at the mill to {burned}"."""


class Sheet(Frozen):
    """One passage."""

    id: str = Id
    topic: Filled
    slots: dict[Filled, Filled | tuple[Filled, ...]]
    """By name: a range ("1851..1899"), a list of the vocabulary ("town"), or a list of values. Values drawn for one
    passage all differ."""
    where: tuple[Filled, ...] = ()
    """Conditions on years: "burned < sold"."""
    text: tuple[Filled, ...] = Field(min_length=6)
    """Sentences in order; "[fact]" stands for a fact's sentence, "|" begins a new paragraph."""
    facts: dict[Filled, PassageFact] = Field(min_length=3)

    @model_validator(mode="after")
    def _places_its_facts(self) -> "Sheet":
        placed = [one[1:-1] for one in self.text if one.startswith("[")]
        if sorted(placed) != sorted(self.facts):
            raise ValueError(f"passage {self.id} places {sorted(placed)} but has the facts {sorted(self.facts)}")
        return self


class Filler(Frozen):
    """A paragraph about something else, for longer contexts. It has slots like a passage and no fact of one."""

    id: str = Id
    slots: dict[Filled, Filled | tuple[Filled, ...]] = Field(default_factory=dict)
    text: Filled
