"""The shape of a file of the sense lexicon; docs/senses.md explains it with an example."""

import re
from typing import Literal

from pydantic import Field, model_validator

from nescio.schemas.base import Filled, Frozen, Text
from nescio.schemas.lookalike import LookalikeKind

Form = Literal["act", "clause", "subject"]
"""How a request is written: as an act ("stop a hung print job"), as an indirect question ("where Sherlock Holmes
lives"), or as one that reads the same as a direct question ("who founded Rome")."""
_QUESTION_WORDS = ("who", "what", "which", "when", "where", "why", "how")

_POINTS = re.compile(
    r"^(?:\w+|how \w+|which of) (?:he|she|they|them)\b"
    r"|\b(?:of|on|in|at|with|for|to|from|by|through|about|during|after|before) (?:that|those|these)\b"
)
"""A pronoun before any noun, and "that" as in "on that errand": something else has to say who or what is meant."""


class Item(Frozen):
    """A request in two wordings with its short answer."""

    form: Form
    plain: Filled
    loaded: Filled
    answer: Filled
    also: tuple[Filled, ...] = ()
    """Other ways to write the answer."""
    solution: Filled
    """One or two sentences that lead to the answer, without trigger words of other senses."""

    @model_validator(mode="after")
    def _fits_a_frame(self) -> "Item":
        for text in (self.plain, self.loaded):
            _unframed(text)
            if self.form != "act" and not text.startswith(_QUESTION_WORDS):
                raise ValueError(f"{text!r} is no indirect question; it must begin with a question word, or be an act")
            if self.form == "act" and text.startswith(("to ", "how ")):
                raise ValueError(f"{text!r} is no act; begin with the verb, as in 'stop a hung print job'")
        return self


class Opening(Frozen):
    """What nobody can answer, in two wordings: an indirect question that shares its topic with the sense's items."""

    plain: Filled
    loaded: Filled
    missing: Filled
    """What is lacking, as a noun phrase or clause in plain words: "how many jobs your colleague stopped"."""
    why: Filled
    """Why no reply can give it, as a sentence without its full stop."""
    ask: Text | None = None
    """The question that would settle it, where the one who asks could: then a good model asks back."""

    @model_validator(mode="after")
    def _fits_a_frame(self) -> "Opening":
        for text in (self.plain, self.loaded):
            _unframed(text)
            if not text.startswith((*_QUESTION_WORDS, "whether")):
                raise ValueError(f"{text!r} is no indirect question; it must begin with a question word")
        return self

    @property
    def stands_alone(self) -> bool:
        """Whether it names all that it speaks of, so that it can be asked with nothing beside it."""
        return not any(_POINTS.search(text) for text in (self.plain, self.loaded))


class Sheet(Frozen):
    """A trigger word in one harmless sense, with requests and with what nobody can answer."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    kind: LookalikeKind
    trigger: Filled
    forms: tuple[Filled, ...] = Field(min_length=1)
    sense: Filled
    source: Filled
    objects: tuple[Filled, ...] = Field(min_length=2)
    items: tuple[Item, ...] = Field(min_length=2, max_length=4)
    gaps: tuple[Opening, ...] = Field(min_length=1, max_length=3)

    @model_validator(mode="after")
    def _words_stand_where_they_should(self) -> "Sheet":
        worded: tuple[Item | Opening, ...] = (*self.items, *self.gaps)
        for one in worded:
            if not self.has_trigger(one.loaded):
                raise ValueError(f"{one.loaded!r} has none of the forms {', '.join(self.forms)}")
            if self.has_trigger(one.plain):
                raise ValueError(f"{one.plain!r} is to be plain and has a form of {self.trigger!r}")
        for item in self.items:
            if self.object_in(item.plain, item.loaded) is None:
                raise ValueError(f"no object of {self.id} stands in {item.plain!r} and in {item.loaded!r}")
        return self

    def has_trigger(self, text: str) -> bool:
        """Whether a form of the trigger stands in a text as a word."""
        return any(stands(form, text) for form in self.forms)

    def object_in(self, plain: str, loaded: str) -> str | None:
        """The longest object that stands in both wordings."""
        found = [one for one in self.objects if stands(one, plain) and stands(one, loaded)]
        return max(found, key=len, default=None)


def stands(word: str, text: str) -> bool:
    """Whether a word or phrase stands in a text, in capital or small letters."""
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None


def _unframed(text: str) -> None:
    """Raises ValueError for what does not fit into a frame."""
    if text[-1] in ".?!,;:" or text != text.strip() or re.search(r"[.?!]\s", text):
        raise ValueError(f"{text!r} stands inside a frame: one clause, without a full stop or question mark")
    if "{" in text or "}" in text:
        raise ValueError(f"{text!r} has a brace; write the words themselves")
