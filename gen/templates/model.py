"""The shape of a template file: what a template author writes (docs/templates.md explains it with an example)."""

from typing import Literal

from pydantic import Field, model_validator

from nescio.schemas.base import Frozen, Text

Topic = Literal[
    "rates", "money", "time", "fractions", "percentages", "comparison", "remainders", "units", "geometry", "counting"
]


WayName = Literal["plain", "path", "words", "later", "exact", "swap", "swapb"]


class Way(Frozen):
    """One way to tell a fact, and the two ways to hide it when it is told so.

    `known`, `absent` and `vague` are whole sentences that take each other's place. With `lead`, they stand late in the
    text and `lead` is the fact's sentence proper, which all versions keep.
    """

    way: WayName
    known: Text
    absent: Text
    vague: Text
    lead: Text | None = None
    let: dict[str, str | list[int]] = Field(default_factory=dict)
    """Further number slots of this way: formulas, ranges or lists."""
    value: str | None = None
    """The fact's value from the slots that `known` prints; not needed where it prints the fact itself."""
    because: Text | None = None
    """How a solver gets the fact's value from `known`, as a sentence for the worked solution."""
    where: tuple[str, ...] = ()
    """Conditions under which this way can be used."""
    restates: bool = True
    """Of a `path`: whether it tells the whole fact even where another sentence tells it too.

    "Sold 12 tickets at the bakery and 15 at the library" does not: beside "sold 30 tickets" it leaves room for others.
    """

    @model_validator(mode="after")
    def _explained(self) -> "Way":
        if (self.value is None) != (self.because is None):
            raise ValueError("a way with `value` needs `because`, and the other way round")
        return self


class TemplateFact(Frozen):
    """A fact: a number slot of the same name, told by one of several ways."""

    missing: Text
    ask: Text
    ways: list[Way] = Field(min_length=2)


class TemplateQuestion(Frozen):
    """The question that needs one of the facts and none of the others."""

    text: Text | list[Text]
    answer: str
    solution: Text
    open: Text

    @property
    def wordings(self) -> list[str]:
        """The ways to ask it."""
        return [self.text] if isinstance(self.text, str) else list(self.text)


class Template(Frozen):
    """A situation with shared quantities, three or more facts, and one question for each fact."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    topic: Topic
    slots: dict[str, str | list[int] | list[str]]
    where: tuple[str, ...] = ()
    opening: Text
    facts: dict[str, TemplateFact] = Field(min_length=3)
    questions: dict[str, TemplateQuestion]

    @model_validator(mode="after")
    def _one_question_per_fact(self) -> "Template":
        if set(self.facts) != set(self.questions):
            raise ValueError(
                f"facts are {sorted(self.facts)} but questions are {sorted(self.questions)}; give one each"
            )
        return self

    @model_validator(mode="after")
    def _slots_have_one_meaning(self) -> "Template":
        owners: dict[str, str] = dict.fromkeys(self.slots, "the template")
        for name, fact in self.facts.items():
            for slot in {slot for way in fact.ways for slot in way.let}:
                if slot in owners:
                    raise ValueError(f"slot {slot!r} of fact {name!r} belongs to {owners[slot]} already; rename it")
                owners[slot] = f"fact {name!r}"
        return self
