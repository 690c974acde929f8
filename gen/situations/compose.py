"""Composing a situation: three people and their places or times, in sentences that keep their words when one is hidden.

In a sentence that tells, the place stands with what is asked about and something loose stands with a thing that is
not asked about; in one that hides, they are the other way round. Both orders of the two are drawn alike. So neither
the presence of a place, nor its nearness to a name, tells the label: only what it belongs to does (design rule 4).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from nescio.gen.situations.model import Asked, Loose, Stories, Story, packaged_places, packaged_times, packaged_world
from nescio.gen.situations.people import NAMES, personal, pronoun
from nescio.gen.situations.solutions import solution
from nescio.gen.situations.world import HOLDER, Spot, aliases, continents, offices, places, region, slice_of, times
from nescio.schemas.evidence import Fact, Hiding, HidingForm, Span
from nescio.schemas.passage import Passage, Situation, Stated
from nescio.schemas.registry import Asking, Mention, Triples
from nescio.schemas.seed import Question, Seed, Source
from nescio.schemas.taxonomy import Complexity, Domain, Grade

LICENCE = "Apache-2.0"
DATASET = "nescio/situations"
SYNTAX = (
    "{name}, who {one}, {two}.",
    "{name} {one}; {they} {two}.",
    "{name} {one}, and {they} {two}.",
)
"""Each clause has its own subject, so that a place or time at the end cannot belong to both.

No full stop sets the two things apart, since then what is in the nearer sentence could be counted."""
BOTH = 0.12
"""How often the thing that is not asked about keeps a place or time of its own, whatever is hidden."""
FEW = ("two", "three")
_TRIES = 60


@dataclass(frozen=True)
class Frame:
    """A story and what is asked of it: a relation, and for time stories the office that it is asked of."""

    story: Story
    asked: Asked
    loose: Loose
    office: str | None = None

    @property
    def id(self) -> str:
        """The template behind its texts."""
        about = (
            self.asked.relation if self.office is None else self.office.removeprefix("the ").removesuffix(" champion")
        )
        kind = "place" if self.office is None else "time"
        return f"{kind}-{self.story.id}-{re.sub('[^a-z]+', '-', about.lower())}"

    @property
    def spots(self) -> tuple[Spot, ...]:
        """What can be told."""
        return places(self.asked.relation) if self.office is None else times(self.office)


def place_frames() -> list[Frame]:
    """Every place story with every relation."""
    book = packaged_places()
    return [Frame(story, asked, _leaving_open(book, asked)) for story in book.stories for asked in book.asked]


def time_frames() -> list[Frame]:
    """Every time story with every office."""
    book = packaged_times()
    return [
        Frame(one, asked, book.loose, office) for one in book.stories for asked in book.asked for office in offices()
    ]


def _leaving_open(book: Stories, asked: Asked) -> Loose:
    """The loose words but those that name a continent with one answer only."""
    known = continents()
    shut = {f"in {one}" for one in known if len(region(asked.relation, one)) < 2}
    return book.loose.model_copy(update={"vague": tuple(one for one in book.loose.vague if one not in shut)})


@dataclass(frozen=True)
class _Told:
    """One person's sentence as it tells the fact, and as it hides it in each form."""

    name: str
    spot: Spot
    known: str
    hidden: tuple[tuple[HidingForm, str], ...]


def compose(frame: Frame, index: int, random: Random) -> Seed | None:
    """The seed of the frame's draw number `index`, or None where no three answers differ."""
    spots = _three(frame, random)
    if spots is None:
        return None
    people = zip(random.sample(NAMES, 3), spots, _unlike(frame, random), strict=True)
    told = [_told(frame, name, spot, loose, random) for name, spot, loose in people]
    context, facts, stated, mentions = frame.story.opening, list[Fact](), list[Stated](), list[Mention]()
    for number, one in enumerate(told):
        start = len(context) + 1
        context += f" {one.known}"
        at = start + one.known.index(_with(one.spot)) + len("in ")
        span = Span(start=at, end=at + len(one.spot.told))
        slot = "subject" if frame.office is None else "date"
        mentions.append(Mention(slot=slot, entity=one.spot.entity, span=span))
        stated.append(Stated(id=f"p{number}", values=_values(one.spot), spans=(span,)))
        facts.append(_fact(frame, one, f"p{number}", Span(start=start, end=len(context))))
    questions = tuple(_question(frame, one, f"p{number}", random) for number, one in enumerate(told))
    passage = Passage(stated=tuple(stated), facts=tuple(facts), needs=tuple((one.id,) for one in stated))
    asked = tuple(_asking(frame, number, mention, questions) for number, mention in enumerate(mentions))
    registry = slice_of(frame.asked.relation, frame.office)
    triples = Triples(registry=registry, reference=packaged_world().checked, asked=asked)
    return Seed(
        source=Source(dataset=DATASET, record_id=f"{frame.id}#{index}", licence=LICENCE),
        domain=Domain.KNOWLEDGE,
        context=context,
        questions=questions,
        evidence=Situation(passage=passage, triples=triples),
        template_id=frame.id,
        complexity=Complexity.TEMPLATED,
        grade=Grade.REGISTRY,
    )


def _three(frame: Frame, random: Random) -> list[Spot] | None:
    """Three places or times, as different in what they answer as the registry has them."""
    wanted = min(3, len({spot.answer for spot in frame.spots}))
    for _ in range(_TRIES):
        drawn = random.sample(frame.spots, 3)
        if len({spot.answer for spot in drawn}) >= wanted and len({spot.entity for spot in drawn}) == 3:
            return drawn
    return None


def _told(frame: Frame, name: str, spot: Spot, drawn: Mapping[HidingForm, str], random: Random) -> _Told:
    """One person's sentence; what is asked about stands first in half of all."""
    others = [one for one in frame.spots if one.answer != spot.answer and one.entity != spot.entity]
    other = random.choice(others)
    syntax, first = random.choice(SYNTAX), random.random() < 0.5
    loose = {form: personal(text, name) for form, text in drawn.items()}
    own = random.choice(list(loose.values()))
    both, they = random.random() < BOTH, pronoun(name)

    def line(asked: str, aside: str) -> str:
        one, two = f"{personal(frame.story.verb, name)} {asked}", f"{frame.story.side} {aside}"
        return syntax.format(name=name, they=they, one=one if first else two, two=two if first else one)

    exact = _with(other)
    known = line(_with(spot), exact if both else own)
    return _Told(name, spot, known, tuple((form, line(text, exact)) for form, text in loose.items()))


def _with(spot: Spot) -> str:
    return f"in {spot.told}"


def _unlike(frame: Frame, random: Random) -> list[dict[HidingForm, str]]:
    """For each of the three people what could stand for a place or time, in both forms; no two have the same."""
    absent = random.sample((*frame.loose.absent, *frame.story.loose), 3)
    vague = random.sample(frame.loose.vague, 3)
    ages, few = random.sample(range(24, 48), 3), random.choices(FEW, k=3)
    return [
        {HidingForm.ABSENT: one.replace("{few}", count), HidingForm.VAGUE: two.replace("{n}", str(age))}
        for one, two, age, count in zip(absent, vague, ages, few, strict=True)
    ]


def _values(spot: Spot) -> tuple[str, ...]:
    return tuple(dict.fromkeys((spot.told, *spot.values)))


def _fact(frame: Frame, one: _Told, name: str, span: Span) -> Fact:
    story = frame.story
    does = (
        f"does {one.name} {story.do}"
        if story.do
        else f"{story.verb.split()[0]} {one.name} {story.verb.partition(' ')[2]}"
    )
    missing, ask = f"in which country {one.name} {story.verb}", f"In which country {does}?"
    if frame.office is not None:
        did, do = personal(story.taken_up, one.name), personal(story.do, one.name)
        missing, ask = f"when {one.name} {did}", f"When did {one.name} {do}?"
    hidings = tuple(Hiding(form=form, span=span, text=text) for form, text in one.hidden)
    return Fact(id=name, node=name, way="swapped", missing=missing, clarifying_question=ask, hidings=hidings)


def _question(frame: Frame, one: _Told, target: str, random: Random) -> Question:
    verb = personal(frame.story.taken_up, one.name)
    words = {"name": one.name, "does": verb, "did": verb, "office": frame.office or ""}
    return Question(
        text=random.choice(frame.asked.wordings).format(**words),
        answer=one.spot.answer,
        also=aliases().get(one.spot.answer, ()),
        target=target,
        solution=solution(one.name, verb, _with(one.spot), one.spot, random),
        unresolved=frame.asked.open.format(**words),
    )


def _asking(frame: Frame, number: int, mention: Mention, questions: Sequence[Question]) -> Asking:
    if frame.office is None:
        return Asking(mentions=(mention,), relation=frame.asked.relation)
    at = questions[number].text.index(frame.office)
    subject = Mention(slot="subject", entity=frame.office, span=Span(part=number, start=at, end=at + len(frame.office)))
    return Asking(mentions=(subject, mention), relation=HOLDER)
