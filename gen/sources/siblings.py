"""Siblings: records that tell one story with other numbers, and the questions that they lend each other."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from nescio.gen.sources.asked import Asked
from nescio.gen.sources.equations import Formula, Number, Place, Unusable, moved, numbers_of, value_of

_DIGITS = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_PRIMES = (101, 211, 307, 401, 503, 601, 701, 809, 907, 1009, 1103, 1201)
_COMPARED = re.compile(r"\b(?:more|less|fewer|[a-z]+er)\b.*\b(?:than|compared)\b")


@dataclass(frozen=True)
class Told:
    """A record in whole sentences, with its equation over the places of its numbers."""

    record: str
    context: str
    question: str
    formula: Formula

    @property
    def numbers(self) -> list[Number]:
        """The numbers of the context."""
        return numbers_of(self.context)

    @property
    def frame(self) -> str:
        """The story without its numbers; siblings share it."""
        return masked(self.context)

    @property
    def question_frame(self) -> str:
        """The question without its numbers."""
        return masked(self.question)


def masked(text: str) -> str:
    """The text with N for every number."""
    return _DIGITS.sub("N", text)


def compared(question: str) -> bool:
    """Whether it asks how much more one thing is than another, which is nothing to ask where it is less."""
    return bool(_COMPARED.search(question))


def disputed(family: Sequence[Told]) -> set[str]:
    """The questions, without numbers, to which siblings have equations that mean different things."""
    meanings: dict[str, set[Fraction | None]] = {}
    for one in family:
        meanings.setdefault(one.question_frame, set()).add(_meaning(one))
    return {question for question, found in meanings.items() if len(found) > 1}


def impossible(told: Told, family: Sequence[Told]) -> str | None:
    """A sibling's question that shows a story to be impossible, as where more is eaten than there was; else None."""
    values = {one.place: one.value for one in told.numbers}
    for other in family:
        if compared(other.question) or numbers_of(other.question):
            continue
        found = _value(other.formula, values)
        if found is not None and found < 0:
            return other.question
    return None


def asked_of(told: Told, family: Sequence[Told], without: set[str]) -> Iterator[Asked]:
    """The record's own question and those of its siblings that make sense with its numbers, each once.

    A lent question must have a positive answer and whole numbers all the way. Those in `without` are left out.
    """
    values = {one.place: one.value for one in told.numbers}
    seen: set[str] = set()
    part = 0
    for other in (told, *family):
        question = other.question_frame
        if question in seen or question in without:
            continue
        numbers = tuple(numbers_of(other.question, part))
        formula = moved(other.formula, part)
        assert isinstance(formula, Formula)
        if other is not told and not sensible(formula, values | {one.place: one.value for one in numbers}):
            continue
        seen.add(question)
        part += 1
        yield Asked(other.question, numbers, formula)


def sensible(formula: Formula, values: Mapping[Place, Fraction]) -> bool:
    """Whether the result is positive, and every step to it whole and not below zero."""
    try:
        steps = list(_steps(formula, values))
    except Unusable:
        return False
    return steps[-1] > 0 and all(step >= 0 and step.denominator == 1 for step in steps)


def _steps(formula: Formula | Place, values: Mapping[Place, Fraction]) -> Iterator[Fraction]:
    if isinstance(formula, Formula):
        yield from _steps(formula.left, values)
        yield from _steps(formula.right, values)
    yield value_of(formula, values)


def _value(formula: Formula, values: Mapping[Place, Fraction]) -> Fraction | None:
    try:
        return value_of(formula, values)
    except Unusable:
        return None


def _meaning(told: Told) -> Fraction | None:
    """The equation's value with a prime in each place, which no other equation over the places has."""
    places = [one.place for one in (*told.numbers, *numbers_of(told.question, 0))]
    return _value(told.formula, {place: Fraction(prime) for place, prime in zip(places, _PRIMES, strict=False)})
