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


class Retold(Frozen):
    """Sentences of the author's own that tell one of two facts in another place and leave the other one open.

    What is told is {told}, a fact's name, and {value}; or {did}, the fact's solution without the value at its end, and
    {value}; or {says}, all of the solution. What is left open is {open}, the name, or {asks}, the clause `missing`.
    """

    after: Filled
    """How the line of `text` begins after which they stand: "[sale]", "Its ovens were"."""
    names: dict[Filled, Filled] = Field(min_length=2, max_length=2)
    """For each of the two facts a few words that name it there: "the fire"."""
    forms: tuple[Filled, ...] = Field(min_length=1)

    def faults(self) -> list[str]:
        """The forms that do not tell one fact and leave the other open, once each."""
        return [one for one in self.forms if _told(one, "{value}") != 1 or _count(one, "{open}", "{asks}") != 1]


class Counted(Retold):
    """The same for two years, with a distance in the place of {value}: {far}, "nine years after", or {later}.

    {later} is "nine years later" and counts from the sentence before, so it stands before what is left open.
    """

    year: Filled
    """A range: when something else happened."""
    dated: Filled
    """The sentence that tells it, with {year}."""

    def faults(self) -> list[str]:
        """The forms that do not tell one fact and leave the other open, once each."""
        return [
            one
            for one in self.forms
            if _told(one.replace("{later}", "{far}"), "{far}") != 1
            or _count(one, "{open}", "{asks}") != 1
            or "{says}" in one
            or ("{later}" in one and one.index("{later}") > max(one.find("{open}"), one.find("{asks}")))
        ]


def _told(form: str, value: str) -> int:
    """How often a form tells a fact; -1 where it names one and no value, or a value alone."""
    named = _count(form, "{told}", "{did}")
    return form.count("{says}") + named if form.count(value) == named else -1


def _count(form: str, *holes: str) -> int:
    return sum(form.count(hole) for hole in holes)


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
    retold: tuple[Retold, ...] = ()
    """For restated_evidence, which makes nothing of a sheet without."""
    counted: Counted | None = None
    """For dispersed_evidence, likewise."""

    @model_validator(mode="after")
    def _places_its_facts(self) -> "Sheet":
        placed = [one[1:-1] for one in self.text if one.startswith("[")]
        if sorted(placed) != sorted(self.facts):
            raise ValueError(f"passage {self.id} places {sorted(placed)} but has the facts {sorted(self.facts)}")
        return self

    @model_validator(mode="after")
    def _retells_its_facts(self) -> "Sheet":
        for one in (*self.retold, *([self.counted] if self.counted else [])):
            if not set(one.names) <= set(self.facts):
                raise ValueError(
                    f"passage {self.id} retells {sorted(one.names)} but has the facts {sorted(self.facts)}"
                )
            if faults := one.faults():
                raise ValueError(
                    f"passage {self.id}: {faults[0]!r} does not tell one fact and leave one open, once each"
                )
            at = self.line(one.after)
            if any(self.text.index(f"[{name}]") > at for name in one.names):
                raise ValueError(f"passage {self.id} retells {sorted(one.names)} before both have been told")
        return self

    def line(self, beginning: str) -> int:
        """The number of the one line of the text that begins so; raises ValueError for none and for several."""
        found = [number for number, line in enumerate(self.text) if line.startswith(beginning)]
        if len(found) != 1:
            raise ValueError(f"passage {self.id} has {len(found)} lines that begin with {beginning!r}; one is wanted")
        return found[0]


class Filler(Frozen):
    """A paragraph about something else, for longer contexts. It has slots like a passage and no fact of one."""

    id: str = Id
    slots: dict[Filled, Filled | tuple[Filled, ...]] = Field(default_factory=dict)
    text: Filled
