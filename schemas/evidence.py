"""Evidence: the formal object behind a seed, as plain data.

The readers and evaluators of this data live twice, in `gen` and in `validation`, and share no code (design rule 2).
Numbers are written as exact fractions in text: "6", "-3", "9/2".
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from nescio.schemas.base import Filled, Frozen, Text

CONTEXT = -1
"""The `part` of a span that lies in the context; 0, 1, ... mean the seed's questions in order."""

Number = Annotated[str, Field(pattern=r"^-?[0-9]+(/[1-9][0-9]*)?$")]
"""An exact rational number in decimal digits, for example "6" or "9/2"."""


class Span(Frozen):
    """Characters `start` to `end` (exclusive) of one part of a seed."""

    part: int = Field(default=CONTEXT, ge=CONTEXT)
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class Operation(StrEnum):
    """What a derived node does with its arguments, in their order."""

    ADD = "add"
    SUBTRACT = "subtract"
    MULTIPLY = "multiply"
    DIVIDE = "divide"
    QUOTIENT = "quotient"
    REMAINDER = "remainder"
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    CEILING = "ceiling"


class Node(Frozen):
    """One quantity of a derivation.

    A leaf has `spans`, every place where the text states it; one of them is enough to know it. A derived node has an
    operation and arguments. A world constant (`world`) is known without the text: 60 minutes, 4 sides of a square.
    """

    id: Text
    value: Number
    spans: tuple[Span, ...] = ()
    operation: Operation | None = None
    arguments: tuple[Text, ...] = ()
    world: bool = False
    whole: bool = False
    """Whether it counts what cannot be cut or owed: nothing but a whole number from zero on is possible."""


class HidingForm(StrEnum):
    """How a fact is taken out of a text."""

    ABSENT = "absent"
    """It is not told, and nothing shows that something is missing: "6 rolls" becomes "fresh rolls"."""
    VAGUE = "vague"
    """It is told loosely or within bounds: "several rolls", "more than 4 rolls"."""
    WITHHELD = "withheld"
    """It is spoken of as a fixed quantity without its value: "a certain number of rolls"."""


class Hiding(Frozen):
    """One way to hide a fact: put `text` in the place of `span`."""

    form: HidingForm
    span: Span
    text: Text


class Fact(Frozen):
    """A quantity that the text states in a place of its own and that can be hidden there.

    `way` names how the clean text tells it (digits, words, by another path, in a later sentence, ...).
    """

    id: Text
    node: Text
    way: Text
    missing: Text
    """A noun clause for what is unknown once the fact is hidden: "how many rolls one bag holds"."""
    clarifying_question: Text
    hidings: tuple[Hiding, ...]


class Statement(Frozen):
    """A sentence that could be added to the context and tells a node of the derivation once more.

    `nodes` are what it says, arguments first: leaves whose spans (part -1) lie in `text`, and operations over them. The
    last of them equals the node `about`.
    """

    id: Text
    about: Text
    beside: Text | None = None
    """Another node that it names without a value: "a friend knows how many rolls there are (6), not what they cost"."""
    text: Filled
    nodes: tuple[Node, ...] = Field(min_length=1)


class Thing(Frozen):
    """A kind of object that the seed speaks of and that a question is about: pens, apples, trucks.

    `noun` is the word as the registry of things writes it (singular), `family` its family there ("stationery"). `spans`
    are all places where the word stands, in the context and in the questions.
    """

    noun: Text
    family: Text
    spans: tuple[Span, ...]


class Derivation(Frozen):
    """An arithmetic DAG whose leaves point at the text, arguments before the nodes that use them."""

    type: Literal["derivation"] = "derivation"
    nodes: tuple[Node, ...]
    facts: tuple[Fact, ...] = ()
    statements: tuple[Statement, ...] = ()
    things: tuple[Thing, ...] = ()
