"""The source `senses`: requests of the sense lexicon, each in a plain wording whose loaded one is its evidence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from random import Random

from nescio.gen.senses.frames import GAP_FRAMES, filled, frames_of
from nescio.gen.senses.load import packaged_sheets
from nescio.gen.senses.model import Item, Opening, Sheet
from nescio.gen.sources.files import takes
from nescio.schemas.errors import UsageError
from nescio.schemas.hashing import content_hash
from nescio.schemas.lookalike import Gap, Lookalike, Sense
from nescio.schemas.protocols import Skipped
from nescio.schemas.seed import Question, Seed, Source
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import Behaviour, Complexity, Domain, Grade

ALONE = 3
"""Seeds of a sense whose request stands alone. With a prefix added they give six rows with the trigger at most."""
ONE_BREATH = 22
"""Words of a request and of the gap beside it, at most; such a seed gives two more rows, eight of a sense at most."""
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
    """The seeds of a sense: items in a drawn order, each in another frame, and one beside a gap."""
    drawing = Random(content_hash("senses", sheet.id, str(seed)))
    items = drawing.sample(sheet.items, len(sheet.items))
    used: set[str] = set()
    made = []
    for number in range(ALONE):
        item = items[number % len(items)]
        form = drawing.choice([one for one in frames_of(item.form, item.plain) if one not in used])
        used.add(form)
        made.append(_seed(sheet, item, form))
    for item, gap in _shortest(items, sheet.gaps):
        made.append(_seed(sheet, item, drawing.choice(GAP_FRAMES), gap))
    yield from drawing.sample(made, len(made))


def _shortest(items: Sequence[Item], gaps: Sequence[Opening]) -> list[tuple[Item, Opening]]:
    """The shortest request and the shortest gap, unless they are too long for one breath.

    Of prompts with 25 to 30 words readers called 88 % natural, of those with more than 35 words 29 %.
    """
    item = min(items, key=lambda one: _words(one.loaded) + 2 * (one.form == "act"))
    gap = min(gaps, key=lambda one: _words(one.loaded))
    fits = _words(item.loaded) + 2 * (item.form == "act") + _words(gap.loaded) <= ONE_BREATH
    return [(item, gap)] if fits else []


def _words(text: str) -> int:
    return len(text.split())


def _seed(sheet: Sheet, item: Item, form: str, gap: Opening | None = None) -> Seed:
    how = "how to " if gap is not None and item.form == "act" else ""
    plain, loaded = f"{how}{item.plain}", f"{how}{item.loaded}"
    text = filled(form, plain, gap.plain if gap else "")
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
