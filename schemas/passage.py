"""Passages: the evidence of questions whose answer a text tells, as plain data."""

from typing import Literal

from pydantic import Field

from nescio.schemas.base import Filled, Frozen, Text
from nescio.schemas.evidence import Fact, Span
from nescio.schemas.registry import Triples


class Stated(Frozen):
    """Something that a passage tells: a year, a name, a place."""

    id: Filled
    values: tuple[Filled, ...] = Field(min_length=1)
    """What it is, as an answer, and every other way of naming it; none may be left where it is hidden."""
    spans: tuple[Span, ...] = Field(min_length=1)
    """Every place of the context that tells it; one of them is enough to know it."""


class Restatement(Frozen):
    """A sentence that could be added to the passage and tells, or settles, what is `about` once more."""

    id: Filled
    about: Filled
    """Id of what it tells."""
    beside: Text | None = None
    """Id of what it names without telling it."""
    text: Filled
    span: Span
    """Where in `text` (part -1) the value stands."""
    at: int | None = None
    """The end of the sentence of the context after which it belongs; None where it may stand after any."""


class Shared(Frozen):
    """A sentence that names two things and tells something of one of them only."""

    about: Filled
    """Id of what it tells."""
    told: Filled
    """Id of the name of which it tells it."""
    untold: Filled
    """Id of the other name."""
    missing: Filled
    """What it leaves open, as a clause: "when the chapel burned down"."""
    span: Span
    """The whole sentence."""


class Passage(Frozen):
    """What a passage tells, how each of it can be hidden, and what each question needs of it."""

    type: Literal["passage"] = "passage"
    stated: tuple[Stated, ...]
    facts: tuple[Fact, ...] = ()
    """What can be hidden; a fact's `node` is the id of what is stated."""
    needs: tuple[tuple[Filled, ...], ...]
    """For each question, the ids of what it cannot be answered without."""
    restatements: tuple[Restatement, ...] = ()
    shared: tuple[Shared, ...] = ()
    """Sentences by which a question is answered for one name and left open for another."""


class Situation(Frozen):
    """A text that tells somebody's place or time, and questions whose answer hangs on it."""

    type: Literal["situation"] = "situation"
    passage: Passage
    triples: Triples
    """Its mentions lie in the context (part -1) where the text tells them; a registry says what follows."""
