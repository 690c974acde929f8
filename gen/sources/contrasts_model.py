"""The shape of a contrast file: a closed list, questions of fact about it, and what nobody can answer of it."""

from typing import Literal

from pydantic import Field, model_validator

from nescio.schemas.base import Filled, Frozen, Text

WORDINGS: dict[str, tuple[str, ...]] = {
    "which": (
        "Never mind which is {aside}: which is {asked}, {a} or {b}?",
        "Leaving open which is {aside}, which is {asked}: {a} or {b}?",
        "I am not asking which is {aside}. Of {a} and {b}, which is {asked}?",
        "You need not say which is {aside}. Which is {asked}, {a} or {b}?",
        "Of {a} and {b}, which is {asked}? Which is {aside} is another matter.",
        "Tell me which is {asked}, {a} or {b}. Not which is {aside}.",
        "My friends talk about which is {aside}. Of {a} and {b}, which is {asked}?",
        "{a} or {b}: which is {asked}? We can talk later about which is {aside}.",
    ),
    "know": (
        "I don't need to know {aside}, but I'd like to know {asked}. Can you tell me?",
        "I'd love to know {asked}. I'm not so keen to know {aside}.",
        "Do you happen to know {asked}? I don't need to know {aside}.",
        "Please tell me {asked}. You don't have to tell me {aside}.",
        "At first I wanted to know {aside}, but now I want to know {asked}. Do you have the answer?",
        "For an article I'm writing I want to find out {asked}. I don't have to find out {aside}. Can you help me?",
        "Could you tell me {asked}? There's no need to tell me {aside}.",
    ),
    "do": (
        "I don't need you to {aside}. I just need you to {asked}.",
        "I was going to ask you to {aside}, but I'll just ask you to {asked}.",
        "There's no need to {aside}. I just want you to {asked}.",
        "Forget that I asked you to {aside}. Instead, I'd like you to {asked}.",
        "At first I wanted you to {aside}. I've changed my mind and now I want you to {asked}.",
        "Would you be able to {asked}? I'm not asking you to {aside}.",
        "You don't have to {aside}, but I'd love you to {asked}.",
    ),
}
"""Two clauses in like places, so that a bag of words cannot tell which of them is asked."""
PLAIN = {"which": "Which is {asked}, {a} or {b}?", "know": "Can you tell me {asked}?", "do": "Please {asked}."}
"""The clause alone; rare, since its words tell what it is."""

Kind = Literal["which", "know", "do"]


class Counter(Frozen):
    """What nobody can answer: a clause that ends in the same word as the fact's, and why."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    clause: Filled
    missing: Filled
    why: Filled
    ask: Text | None = None


class Item(Frozen):
    """An entry that needs more words than its value: {who} is the person that its clauses name."""

    value: Filled | int | float
    who: Filled


class Sheet(Frozen):
    """A closed list with one question of fact, and counterparts about the same entries."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    perturbation: Filled
    kind: Kind
    source: Filled
    """A public page on which its values can be looked up."""
    fact: Filled
    """The clause of fact, with {name} and {who}."""
    tells: Filled
    """What the list says of an entry, as a sentence without its full stop, with {name}, {who} and {value}."""
    picks: Literal["value", "most", "least"] = "value"
    ratio: float | None = None
    """By what factor two compared values must differ, at least."""
    apart: float | None = None
    """By how much they must differ, at least."""
    items: dict[Filled, Filled | int | float | Item] = Field(min_length=8)
    counters: tuple[Counter, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _compares(self) -> "Sheet":
        if (self.kind == "which") != (self.picks != "value"):
            raise ValueError("a sheet of the kind `which` picks the most or the least, others pick the value")
        if self.kind == "which" and (self.ratio is None) == (self.apart is None):
            raise ValueError("say by what `ratio`, or how far `apart`, two values must be to be compared")
        return self
