"""Filling a frame's wording: its text, and where in it each slot stands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random

from nescio.gen.registry.index import Index, said, shown, upper_first
from nescio.gen.registry.load import LITERAL, Framed
from nescio.gen.registry.model import Frame, Wording
from nescio.gen.registry.outcomes import Ending, Outcome, outcome
from nescio.schemas.evidence import Span
from nescio.schemas.registry import TODAY, Asking, Mention, Presupposed, Relation
from nescio.schemas.seed import Question

_SLOT = re.compile(r"\{(subject|value|date|bound)\}")
_NEAR = 20
"""How far a bound lies from the answer at most; from a small number at most half as far as it is large."""


@dataclass(frozen=True)
class Fill:
    """A frame asked of one entity, in no wording yet."""

    frame: Frame
    type: str
    slots: Mapping[str, str]
    bound: int | None = None


def fills(framed: Framed, index: Index, reference: date, random: Random) -> list[Fill]:
    """All that a frame can be asked of and has an answer, in the order of the names."""
    frame = framed.frame
    found = []
    for subject in index.subjects(framed.type):
        if frame.only is not None and not index.triples(subject, frame.only):
            continue
        slots = {"subject": subject}
        if frame.presupposes is not None:
            true = index.triples(subject, frame.presupposes)
            if len(true) != 1 or true[0].value is None:
                continue
            slots["value"] = true[0].value
        for day in _days(framed, subject, index, reference, random):
            filled = slots if day is None else slots | {"date": day}
            one = Fill(frame, framed.type, filled)
            ended = outcome(index, asking(one, ()), filled, reference)
            if ended.ending is Ending.ANSWER:
                bound = _bound(ended, random, relation=index.relations.get(frame.asks or ""), last=reference.year)
                found.append(Fill(frame, framed.type, filled, bound))
    return found


def _days(framed: Framed, subject: str, index: Index, reference: date, random: Random) -> list[str | None]:
    frame = framed.frame
    if frame.dated is None or frame.asks is None:
        return [None]
    if frame.dated == "today":
        return [TODAY]
    held = [one for one in index.triples(subject, frame.asks) if one.value is not None and one.since is not None]
    years = sorted(
        {
            year
            for one in held
            for year in range((one.since or reference).year + 1, (one.until or reference).year + 1)
            if year < reference.year
        }
    )
    return [date(random.choice(years), 1, 1).isoformat()] if years else []


def _bound(ended: Outcome, random: Random, relation: Relation | None, last: int) -> int | None:
    """A number near the answer, above it as often as below; no year after the `last`."""
    if ended.entry is None or ended.entry.value is None or not re.fullmatch(r"[0-9]+", ended.entry.value):
        return None
    value = int(ended.entry.value)
    away = random.randint(3, max(4, min(_NEAR, value // 2)))
    bound = value + away if random.random() < 0.5 else value - away + 1
    return min(bound, last) if relation is not None and relation.value == "year" else bound


def asking(fill: Fill, mentions: tuple[Mention, ...], wording: Wording | None = None) -> Asking:
    """What a filled frame asks of the registry."""
    frame = fill.frame
    bounded = wording is not None and "{bound}" in wording.text
    return Asking(
        mentions=mentions,
        relation=None if wording is not None and wording.answer is not None else frame.asks,
        presupposes=(Presupposed(relation=frame.presupposes),) if frame.presupposes is not None else (),
        before=fill.bound if bounded else None,
        tense=frame.tense,
    )


def ask(fill: Fill, wording: Wording, part: int, index: Index, reference: date) -> tuple[Question, Asking] | None:
    """The question in that wording, and what it asks; None where the wording wants a bound and there is none."""
    if "{bound}" in wording.text and fill.bound is None:
        return None
    text, mentions, at = "", [], 0
    for slot in _SLOT.finditer(wording.text):
        text += wording.text[at : slot.start()]
        entity = str(fill.bound) if slot[1] == "bound" else fill.slots[slot[1]]
        shown = spelt(slot[1], entity)
        shown = shown if text else upper_first(shown)
        if slot[1] != "bound":
            span = Span(part=part, start=len(text), end=len(text) + len(shown))
            mentions.append(Mention(slot=slot[1], entity=entity, span=span))
        text, at = text + shown, slot.end()
    asked = asking(fill, tuple(mentions), wording)
    ended = outcome(index, asked, fill.slots, reference)
    answer, also = _answer(fill, wording, asked, ended, index)
    question = Question(
        text=text + wording.text[at:],
        answer=answer,
        also=also,
        target=asked.relation or fill.frame.presupposes or fill.frame.id,
        solution=_solution(asked, ended, index),
    )
    return question, asked


def spelt(slot: str, entity: str) -> str:
    """How a slot's entity stands in a text: dates as "1 January 1960", all else by its name."""
    if slot != "date" or entity == TODAY:
        return entity
    return shown(date.fromisoformat(entity))


def _answer(fill: Fill, wording: Wording, asked: Asking, ended: Outcome, index: Index) -> tuple[str, tuple[str, ...]]:
    if wording.answer is not None:
        return _SLOT.sub(lambda slot: fill.slots[slot[1]], wording.answer), ()
    if ended.entry is None or ended.entry.value is None or asked.relation is None:
        raise ValueError(f"{fill.frame.id} has no answer for {dict(fill.slots)}")
    value = ended.entry.value
    if asked.before is not None:
        return ("yes" if int(value) < asked.before else "no"), ()
    kind = index.relations[asked.relation].value
    return value, () if kind in LITERAL else index.aliases(kind, value)


def _solution(asked: Asking, ended: Outcome, index: Index) -> str:
    """What the registry says of it, in sentences."""
    entries = [one for one in (ended.presupposed, ended.entry if asked.relation else None) if one is not None]
    told = [said(index.relations[one.relation], one.subject, one.value) for one in entries if one.value is not None]
    return " ".join(f"{one}." for one in dict.fromkeys(told))
