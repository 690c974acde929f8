"""The shape of a pair sheet: two things of which the same two facts could be told (docs/passages.md)."""

from typing import Literal

from pydantic import Field, model_validator

from nescio.gen.passages.model import Id
from nescio.schemas.base import Filled, Frozen


class Matter(Frozen):
    """Something that can be told of either thing: in which year it burned down, how many steps it has."""

    kind: Literal["year", "figure", "name"]
    value: Filled
    """The answer, with slots: "{burned}"."""
    also: tuple[Filled, ...] = ()
    """Other ways to say it, with slots."""
    says: Filled
    """What tells it: "{x} burned down in {v}". A year ends it, and {x} begins it then."""
    asks: Filled
    """An indirect question: "when {x} burned down"."""
    did: Filled
    """The same, once it has been said of the other thing: "when {x} did"."""
    event: Filled
    """What a source may speak of: "the fire at {x}", "the number of steps of {x}"."""
    short: Filled
    """The same after the other thing's: "that at {x}"."""
    both: Filled | None = None
    """For a year: that it happened to both: "both {x} and {y} burned down"."""
    lasting: bool = False
    """Whether anyone could still find it out; then it is a source that leaves it open, and not all the world."""
    question: tuple[Filled, ...] = Field(min_length=1)
    """Wordings of the question, each with {x}."""

    @model_validator(mode="after")
    def _ends_in_its_year(self) -> "Matter":
        placed = self.says.startswith("{x} ") and self.says.endswith(" in {v}")
        asked = self.did in ("when {x} did", "when {x} was")
        if self.kind == "year" and not (self.both and placed and asked):
            raise ValueError(
                f"{self.says!r} tells a year: it must be '{{x}} ... in {{v}}', `both` must be there, and `did` must be "
                "'when {x} did' or 'when {x} was'"
            )
        return self


class Pair(Frozen):
    """One passage about two things; of each it tells one of the two matters."""

    id: str = Id
    topic: Filled
    entity: tuple[Filled, ...] = Field(min_length=3)
    """Names of things, of which two are drawn: "the windmill"."""
    antonym: tuple[tuple[Filled, Filled], ...] = Field(min_length=1)
    """Names that differ in a word and its opposite: "the upper mill" and "the lower mill"."""
    slots: dict[Filled, Filled | tuple[Filled, ...]]
    where: tuple[Filled, ...] = ()
    books: tuple[Filled, ...] = Field(min_length=2)
    """Who tells it: "the parish book"; each matter has one of its own."""
    text: tuple[Filled, ...] = Field(min_length=5)
    """Sentences in order; "[matter]" stands for the one that tells it, "|" begins a new paragraph. A sentence that
    names {x} names {y} too, and has no number."""
    matters: dict[Filled, Matter] = Field(min_length=2, max_length=2)

    @model_validator(mode="after")
    def _places_its_matters(self) -> "Pair":
        placed = [one[1:-1] for one in self.text if one.startswith("[")]
        if sorted(placed) != sorted(self.matters):
            raise ValueError(f"passage {self.id} places {sorted(placed)} but has {sorted(self.matters)}")
        for one in self.text:
            if ("{x}" in one) != ("{y}" in one):
                raise ValueError(f"passage {self.id} names one of its things alone: {one!r}")
        return self
