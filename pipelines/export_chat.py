"""Conversations of an export: whom a row asks, what it teaches to say, and the form of both."""

import json
from collections.abc import Iterable, Iterator
from enum import StrEnum

from nescio.pipelines.read_rows import DataRow
from nescio.schemas.base import Frozen
from nescio.schemas.errors import UnknownName

UNKNOWN = "I don't know"
"""What stands in the box of a reply that gives no answer."""


class Abstention(StrEnum):
    """The form of a reply: how it abstains, and accordingly how it answers."""

    PROSE = "prose"
    """As the dataset has it."""
    BOXED = "boxed"
    """The same, and a last line with \\boxed{} around the answer or around I don't know."""
    JSON = "json"
    """An object with `reasoning`, `answer` (null to abstain) and `question` (null to answer)."""

    @classmethod
    def named(cls, name: str) -> "Abstention":
        """The form of this name; raises UnknownName."""
        forms = [one.value for one in cls]
        if name not in forms:
            raise UnknownName("form of abstention", name, forms)
        return cls(name)


class Turn(Frozen):
    """One message."""

    role: str
    content: str


class SftRow(Frozen):
    """A conversation to learn from; trainers read `messages`, the rest says where it comes from."""

    messages: tuple[Turn, ...]
    id: str
    star: str
    """Shared by the rows of a star: split by it, never by row."""
    should_abstain: bool


def sft(rows: Iterable[DataRow], form: Abstention, system: str | None) -> Iterator[SftRow]:
    """The rows as conversations that end in their targets."""
    for row in rows:
        turns = (*asked(row, system), *said(target(row, form)))
        yield SftRow(messages=turns, id=row.id, star=row.star, should_abstain=row.should_abstain)


def asked(row: DataRow, system: str | None = None) -> tuple[Turn, ...]:
    """The turns before the reply."""
    before = (Turn(role="system", content=system),) if system else ()
    return (*before, Turn(role="user", content=row.prompt))


def said(text: str) -> tuple[Turn]:
    """The turn that is the reply."""
    return (Turn(role="assistant", content=text),)


def target(row: DataRow, form: Abstention) -> str:
    """What the model is to learn to say."""
    if row.should_abstain:
        return in_form(row.target, form, None, row.clarifying_question)
    return in_form(row.target, form, row.answers[0])


def in_form(text: str, form: Abstention, answer: str | None, question: str | None = None) -> str:
    """A reply that gives this answer, or none, and asks this question, or none, in the form that is wanted."""
    if form is Abstention.BOXED:
        return f"{text}\n\n\\boxed{{{UNKNOWN if answer is None else answer}}}"
    if form is Abstention.JSON:
        return json.dumps({"reasoning": text, "answer": answer, "question": question}, ensure_ascii=False)
    return text
