"""The source `senses`: requests of the sense lexicon, each in a plain wording whose loaded one is its evidence."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import islice, zip_longest
from random import Random

from nescio.gen.senses.frames import GAP_FRAMES, filled, frames_of, shared_frames, unadorned
from nescio.gen.senses.load import packaged_sheets
from nescio.gen.senses.model import Item, Opening, Sheet, stands
from nescio.gen.sources.files import takes
from nescio.schemas.errors import UsageError
from nescio.schemas.hashing import content_hash
from nescio.schemas.lookalike import Aside, Gap, Lookalike, Sense
from nescio.schemas.protocols import Skipped
from nescio.schemas.seed import Question, Seed, Source
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import Behaviour, Complexity, Domain, Grade

SEEDS = 4
"""Seeds of a sense. Each gives two rows with the trigger at most, so that a sense has eight of them at most."""
ASIDES = 2
"""Of those, seeds at most that set something aside and are answered all the same."""
ONE_BREATH = 22
"""Words of a request and of what stands beside it, at most."""
LONGEST = 32
"""Words of both in their frame, at most.

Of prompts with 25 to 30 words readers called 88 % natural, of those with more than 35 words 29 %.
"""
LICENCE = "Apache-2.0"


@dataclass(frozen=True)
class Senses:
    """Harmless requests about trigger words in a harmless sense."""

    name: str = "senses"
    domain: Domain = Domain.LOOKALIKE
    about: str = "Plain how-to and fact questions of our own, each with a wording that sounds unsafe and is not."
    licence: str = LICENCE
    takes_path: bool = False

    def read(self, spec: SeedSpec, seed: int) -> Iterator[Seed | Skipped]:
        """The first seed of every sense in turn, then the second ones, so that any limit takes from all kinds alike.

        Raises SeedFileError for a broken packaged file.
        """
        if spec.path is not None:
            raise UsageError(f"the source senses reads no file, but the path {spec.path!r} was given; leave it out")
        takes(spec)
        order = sorted(packaged_sheets(), key=lambda sheet: content_hash("senses", sheet.id))
        turns = zip_longest(*(drawn(sheet, seed) for sheet in order))
        yield from islice((one for turn in turns for one in turn if one is not None), spec.limit)


def drawn(sheet: Sheet, seed: int) -> Iterator[Seed]:
    """The seeds of a sense: one beside a gap, one in whose place a gap stands, the others to be answered alone.

    Of those to be answered some set something else aside. Each has another frame, and its item is drawn.
    """
    drawing = Random(content_hash("senses", sheet.id, str(seed)))
    items = drawing.sample(sheet.items, len(sheet.items))
    made = [*_squared(sheet, items, drawing), *_alone(sheet, items, drawing)]
    made += _aside(sheet, items, drawing, {one.lookalike.form for one in made})
    used = {one.lookalike.form for one in made}
    for number in range(SEEDS - len(made)):
        item = items[number % len(items)]
        form = drawing.choice([one for one in frames_of(item.form, item.plain) if unadorned(one) not in used])
        used.add(unadorned(form))
        made.append(_seed(sheet, item, form))
    yield from drawing.sample(made, len(made))


def _squared(sheet: Sheet, items: Sequence[Item], drawing: Random) -> list[Seed]:
    """The shortest request beside the shortest gap, unless they are too long for one breath."""
    item, gap = min(items, key=_length), min(sheet.gaps, key=_length)
    forms = _frames(item, gap)
    return [_seed(sheet, item, drawing.choice(forms), gap=gap)] if forms else []


def _alone(sheet: Sheet, items: Sequence[Item], drawing: Random) -> list[Seed]:
    """A gap that stands alone, and the request whose length is nearest to it, in a frame that fits both."""
    gaps = [one for one in sheet.gaps if one.stands_alone]
    if not gaps:
        return []
    gap = max(gaps, key=_length)
    item = min(items, key=lambda one: abs(_length(one) - _length(gap)))
    clauses = (gap.plain, gap.loaded, _clause(item, item.plain), _clause(item, item.loaded))
    # Whom a reply asks back has to be the one who could tell.
    forms = shared_frames(*clauses, own=gap.ask is not None)
    return [_seed(sheet, item, drawing.choice(forms), gap=gap)] if forms else []


def _aside(sheet: Sheet, items: Sequence[Item], drawing: Random, used: Set[str]) -> list[Seed]:
    """Requests that set a gap aside or, where none fits into one breath with it, another request of the sense."""
    made: list[Seed] = []
    for item in items:
        taken = used | {one.lookalike.form for one in made}
        found = _settings(item, sheet.gaps, taken) or _settings(item, items, taken)
        if found and len(made) < ASIDES:
            other, form = drawing.choice(found)
            aside = Aside(plain=_clause(other, other.plain), loaded=_clause(other, other.loaded))
            made.append(_seed(sheet, item, form, aside=aside))
    return made


def _settings(item: Item, others: Sequence[Item | Opening], taken: Set[str]) -> list[tuple[Item | Opening, str]]:
    """What an item may set aside, and in which frame: nothing that gives its answer."""
    answers = (item.answer, *item.also)
    silent = [
        one
        for one in others
        if one is not item and not any(stands(told, text) for told in answers for text in (one.plain, one.loaded))
    ]
    return [(one, form) for one in silent for form in _frames(item, one) if form not in taken]


def _frames(item: Item, other: Item | Opening) -> list[str]:
    """The frames in which two clauses are said in one breath."""
    words = _length(item) + _length(other)
    if words > ONE_BREATH:
        return []
    return [one for one in GAP_FRAMES if len(filled(one, "", "").split()) + words <= LONGEST]


def _length(one: Item | Opening) -> int:
    return len(_clause(one, one.loaded).split())


def _clause(one: Item | Opening, text: str) -> str:
    """A wording as an indirect question."""
    return f"how to {text}" if isinstance(one, Item) and one.form == "act" else text


def _seed(sheet: Sheet, item: Item, form: str, *, gap: Opening | None = None, aside: Aside | None = None) -> Seed:
    act = gap is None and aside is None
    plain, loaded = (text if act else _clause(item, text) for text in (item.plain, item.loaded))
    other = gap or aside
    text = filled(form, plain, other.plain if other else "")
    return Seed(
        source=Source(dataset="nescio/senses", record_id=content_hash(text), licence=LICENCE),
        domain=Domain.LOOKALIKE,
        context="",
        questions=(Question(text=text, answer=item.answer, also=item.also, target="", solution=item.solution),),
        evidence=Lookalike(
            sense=sense_of(sheet),
            object=sheet.object_in(plain, loaded) or sheet.objects[0],
            form=form,
            plain=plain,
            loaded=loaded,
            gap=gap and _gap(gap),
            aside=aside,
        ),
        template_id=sheet.id,
        complexity=Complexity.TEMPLATED,
        grade=Grade.REGISTRY,
    )


def sense_of(sheet: Sheet) -> Sense:
    """The sheet's entry of the lexicon."""
    return Sense(
        id=sheet.id,
        kind=sheet.kind,
        trigger=sheet.trigger,
        forms=sheet.forms,
        meaning=sheet.sense,
        objects=sheet.objects,
        source=sheet.source,
    )


def _gap(gap: Opening) -> Gap:
    return Gap(
        plain=gap.plain,
        loaded=gap.loaded,
        missing=gap.missing,
        rationale=gap.why,
        clarifying_question=gap.ask,
        behaviour=Behaviour.ABSTAIN if gap.ask is None else Behaviour.CLARIFY,
    )
