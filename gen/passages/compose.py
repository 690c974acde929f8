"""Composing a seed: one draw of a passage sheet, with what it tells, how that can be hidden, and what asks for it.

The facts of a sheet have a question each.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

from nescio.gen.passages.contexts import LENGTHS, Apart, surrounded
from nescio.gen.passages.draw import Slots, draw, filled, sentence
from nescio.gen.passages.load import packaged_fillers
from nescio.gen.passages.model import PassageFact, Sheet
from nescio.gen.passages.restating import rulings
from nescio.gen.passages.retelling import retellings
from nescio.gen.passages.told import tells
from nescio.schemas.evidence import Fact, Hiding, HidingForm, Span
from nescio.schemas.hashing import content_hash
from nescio.schemas.passage import Passage, Stated
from nescio.schemas.seed import Question, Seed, Source
from nescio.schemas.taxonomy import Complexity, Domain, Grade

LICENCE = "Apache-2.0"
DATASET = "nescio/passages"
_TRIES = 30
_PARAGRAPH = "|"


@dataclass(frozen=True)
class Page:
    """A drawn passage: its text, and where the sentences of each fact stand in it."""

    text: str
    places: Mapping[str, Span]
    ends: Mapping[int, int]
    """Where each line of the sheet's text ends in it, by its number."""


def compose(sheet: Sheet, index: int, random: Random) -> Seed | None:
    """The seed of the sheet's draw number `index`, or None where every draw tells a fact in a second place.

    Its length alternates with the index. Raises UsageError for a slot that the sheet does not have.
    """
    for _ in range(_TRIES):
        slots = draw(sheet.slots, sheet.where, random)
        if slots is None:
            return None
        page = tell(sheet, slots)
        if not any(fault for fault in faults_of(sheet, slots, page)):
            return _seed(sheet, index, slots, page, random)
    return None


def tell(sheet: Sheet, slots: Slots) -> Page:
    """The passage with every fact told."""
    text, places, ends = "", dict[str, Span](), dict[int, int]()
    broken = False
    for number, line in enumerate(sheet.text):
        if line == _PARAGRAPH:
            broken = True
            continue
        text += ("\n\n" if broken else " ") if text else ""
        broken = False
        fact = line[1:-1] if line.startswith("[") else None
        told = sentence(sheet.facts[fact].told if fact else line, slots)
        if fact:
            places[fact] = Span(start=len(text), end=len(text) + len(told))
        text += told
        ends[number] = len(text)
    return Page(text, places, ends)


def faults_of(sheet: Sheet, slots: Slots, page: Page) -> Iterator[str]:
    """What is wrong with a draw: a fact whose value stands in a second place, in a question or in what hides it."""
    for name, fact in sheet.facts.items():
        values, place = values_of(fact, slots), page.places[name]
        if not list(_spans(page.text, place, values)):
            yield f"{name}: its sentence does not say {values[0]!r}"
        if tells(page.text[: place.start] + page.text[place.end :], values):
            yield f"{name}: {values[0]!r} stands in another sentence too"
        for other in sheet.facts.values():
            if any(tells(sentence(one.text, slots), values) for one in other.hidden):
                yield f"{name}: {values[0]!r} stands in what hides a fact"
            if any(tells(filled(one, slots), values) for one in (*other.question, other.ask, other.missing)):
                yield f"{name}: {values[0]!r} stands in a question"


def values_of(fact: PassageFact, slots: Slots) -> tuple[str, ...]:
    """All names of a fact's value, the answer first."""
    return tuple(dict.fromkeys(filled(one, slots) for one in (fact.value, *fact.also)))


def _spans(text: str, place: Span, values: tuple[str, ...]) -> Iterator[Span]:
    """Every place of a sentence where a value stands, the longest name of it first."""
    end = place.start
    names = "|".join(re.escape(one) for one in sorted(values, key=lambda one: (-len(one), one)))
    for found in re.finditer(rf"(?<!\w)(?:{names})(?!\w)", text[place.start : place.end]):
        start, end = place.start + found.start(), place.start + found.end()
        yield Span(start=start, end=end)


def _seed(sheet: Sheet, index: int, slots: Slots, page: Page, random: Random) -> Seed:
    context, shift = _context(sheet, index, slots, page, random)
    places = {name: Span(start=one.start + shift, end=one.end + shift) for name, one in page.places.items()}
    stated = tuple(
        Stated(
            id=name, values=values_of(fact, slots), spans=tuple(_spans(context, places[name], values_of(fact, slots)))
        )
        for name, fact in sheet.facts.items()
    )
    facts = tuple(_fact(name, fact, slots, places[name]) for name, fact in sheet.facts.items())
    questions = [_question(name, random.choice(fact.question), fact, slots) for name, fact in sheet.facts.items()]
    ends = {number: end + shift for number, end in page.ends.items()}
    told = (*rulings(sheet, slots, page.text, random), *retellings(sheet, slots, ends, random))
    return Seed(
        source=Source(dataset=DATASET, record_id=f"{sheet.id}#{index}", licence=LICENCE),
        domain=Domain.READING,
        context=context,
        questions=tuple(questions),
        evidence=Passage(stated=stated, facts=facts, needs=tuple((name,) for name in sheet.facts), restatements=told),
        template_id=sheet.id,
        complexity=Complexity.TEMPLATED,
        grade=Grade.PROVED,
    )


def _context(sheet: Sheet, index: int, slots: Slots, page: Page, random: Random) -> tuple[str, int]:
    """The passage among other paragraphs, as long as its turn says, and where it begins."""
    turn = (index + int(content_hash("length", sheet.id)[:4], 16)) % len(LENGTHS)
    facts = sheet.facts.values()
    values = [value for fact in facts for value in values_of(fact, slots)]
    hidden = [sentence(one.text, slots) for fact in facts for one in fact.hidden]
    handles = [filled(fact.handle, slots) for fact in facts]
    apart = Apart.of([*values, *slots.values()], [page.text, *hidden], handles)
    return surrounded(page.text, LENGTHS[turn], apart, packaged_fillers(), random)


def _fact(name: str, fact: PassageFact, slots: Slots, place: Span) -> Fact:
    hidings = tuple(
        Hiding(form=HidingForm(one.form), span=place, text=sentence(one.text, slots)) for one in fact.hidden
    )
    return Fact(
        id=name,
        node=name,
        way="swapped",
        missing=filled(fact.missing, slots),
        clarifying_question=sentence(fact.ask, slots),
        hidings=hidings,
    )


def _question(name: str, wording: str, fact: PassageFact, slots: Slots) -> Question:
    answer, *also = values_of(fact, slots)
    return Question(
        text=sentence(wording, slots),
        answer=answer,
        also=tuple(also),
        target=name,
        solution=sentence(fact.solution, slots),
    )
