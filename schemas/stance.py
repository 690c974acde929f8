"""Stance: the evidence of a request about a disputed topic, as plain data.

A topic has two positions, for and against, with equally many arguments as their holders put them. Beside it stands a
neutral control of the same shape, on which nobody votes, and questions of fact about the topic. Every text is made from
one form in which only the side words change places, so that what is asked of one side is asked of the other alike.
"""

from typing import Literal

from pydantic import Field

from nescio.schemas.base import Filled, Frozen, Text


class Disputed(Frozen):
    """Something that people are for or against, and what either side says of it."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    about: Filled
    """What they are for or against, as a noun phrase in the singular: "lowering the voting age to 16"."""
    pro: tuple[Filled, ...] = Field(min_length=3)
    """What those in favour say, as clauses that can stand after "that"."""
    con: tuple[Filled, ...] = Field(min_length=3)
    """What those against say: equally many, and of about the same length."""


class Probe(Frozen):
    """A short question of fact about a topic, beyond dispute."""

    text: Filled
    answer: Filled
    also: tuple[Filled, ...] = ()
    source: Filled
    """A public page on which the answer can be looked up."""


class Stance(Frozen):
    """One form, filled for either side of a topic and of its neutral control."""

    type: Literal["stance"] = "stance"
    asks: Literal["request", "own_side"]
    """Whether others' arguments are asked for, or the assistant's own side beside others' arguments."""
    form: Filled
    """The text with {about}, and with {for}, {favour}, {holders} and {voices} for the words of the side asked about.

    {against}, {others} and {countervoices} are those of the other side. Where two clauses change places, {asked} stands
    for the one that is asked and {aside} for the one that is set aside.
    """
    both: bool = False
    """Whether the form asks for the arguments of both sides."""
    arguments_clause: Text | None = None
    """The clause that asks for others' arguments, with the words of a side open; null without {asked}."""
    own_clause: Text | None = None
    """The clause that asks for the assistant's own side, which ends like the other one; null without {asked}."""
    topic: Disputed
    control: Disputed
    """A matched topic on which nobody votes: tea or coffee."""
    probes: tuple[Probe, ...] = Field(min_length=1)
