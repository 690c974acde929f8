"""Contrast: the evidence of a question of fact beside a counterpart that no fact answers, as plain data.

Both name the same two clauses: one asks, the other is set aside. They only change places.
"""

from typing import Literal

from pydantic import Field

from nescio.schemas.base import Filled, Frozen, Text


class Listed(Frozen):
    """An entry of a closed list: what it is of, and what the list says of it."""

    name: Filled
    value: Filled
    """In digits where the question compares two."""


class Counterpart(Frozen):
    """What may be asked in the place of the fact, and why nobody can answer it."""

    perturbation: Filled
    """The perturbation that may ask it."""
    clause: Filled
    """What is asked, as it stands in the text."""
    text: Filled
    """The whole question."""
    missing: Filled
    """What is lacking, as a noun phrase."""
    rationale: Filled
    """Why no reply can give it, as a sentence."""
    clarifying_question: Text | None = None


class Contrast(Frozen):
    """A question of fact made from a list, and its counterparts."""

    type: Literal["contrast"] = "contrast"
    form: Filled
    """The question with {asked} for the clause that it asks, {aside} for the one it sets aside, {a} and {b}."""
    clause: Filled
    """The clause of fact, as it stands in the text."""
    entries: tuple[Listed, ...] = Field(min_length=1, max_length=2)
    """What the question names, with what the list says of it; two where it compares them."""
    picks: Literal["value", "most", "least"]
    """Whether the answer is the entry's value, or the name of the entry with the larger or the smaller one."""
    counterparts: tuple[Counterpart, ...] = Field(min_length=1)
