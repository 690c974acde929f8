"""Rendering a sentence of a template, noting where each number came to stand."""

import re
from dataclasses import dataclass
from fractions import Fraction

from nescio.gen.templates import formula, numerals
from nescio.gen.templates.draw import Slots
from nescio.schemas.errors import UsageError

_HOLE = re.compile(r"\{([^{}]*)\}")
_INSIDE = re.compile(r"(?P<what>=[^|:]+|\w+)(?::(?P<form>\w+)|\|(?P<literal>.+))?")


@dataclass(frozen=True)
class Mark:
    """Characters `start` to `end` of the rendered text state the number slot `slot`."""

    slot: str
    start: int
    end: int


@dataclass(frozen=True)
class Rendered:
    """A text and its marks, in order."""

    text: str
    marks: tuple[Mark, ...]


def render(pattern: str, slots: Slots) -> Rendered:
    """Fill `{slot}`, `{slot:format}`, `{slot|literal words}` and `{=formula:format}`; raises UsageError for others.

    A literal states the slot's value in words of its own ("a week" for 7 days). Only slots are marked, not formulas:
    they are for solutions.
    """
    pieces: list[str] = []
    marks: list[Mark] = []
    position = length = 0
    for hole in _HOLE.finditer(pattern):
        before = pattern[position : hole.start()]
        text, slot = _fill(hole[1], pattern, slots)
        length += len(before)
        if slot is not None:
            marks.append(Mark(slot, length, length + len(text)))
        pieces += [before, text]
        length += len(text)
        position = hole.end()
    pieces.append(pattern[position:])
    return Rendered("".join(pieces), tuple(marks))


def sentence(pattern: str, slots: Slots) -> Rendered:
    """`render`, with a capital first letter; marks keep their place because it changes no length."""
    filled = render(pattern, slots)
    return Rendered(filled.text[:1].upper() + filled.text[1:], filled.marks)


def _fill(inside: str, pattern: str, slots: Slots) -> tuple[str, str | None]:
    match = _INSIDE.fullmatch(inside)
    if not match:
        raise UsageError(
            f"{{{inside}}} in {pattern!r} is not {{slot}}, {{slot:format}}, {{slot|words}} or {{=formula}}"
        )
    what, form, literal = match["what"], match["form"], match["literal"]
    if what.startswith("="):
        return numerals.write(formula.evaluate(what[1:].strip(), slots.numbers), form), None
    if what in slots.numbers:
        value: Fraction = slots.numbers[what]
        return literal or numerals.write(value, form), what
    if what in slots.words and form in (None, "cap") and literal is None:
        word = slots.words[what]
        return (word[:1].upper() + word[1:] if form == "cap" else word), None
    known = ", ".join([*slots.words, *slots.numbers])
    raise UsageError(f"{{{inside}}} in {pattern!r} names no slot; there are {known}")
