"""Drawing seeds from a registry: two questions that go wrong when they exchange what they name."""

from collections.abc import Iterator
from itertools import cycle, islice
from random import Random

from nescio.gen.registry.fill import Fill, ask, asking, fills
from nescio.gen.registry.index import Index, index_of
from nescio.gen.registry.load import LITERAL, Book, Framed
from nescio.gen.registry.model import Frame, Wording
from nescio.gen.registry.outcomes import Ending, outcome
from nescio.schemas.hashing import content_hash
from nescio.schemas.registry import Triples
from nescio.schemas.seed import Seed, Source
from nescio.schemas.taxonomy import Complexity, Domain, Grade

DATASET = "nescio/registry"
LICENCE = "Apache-2.0"
_WRONG = frozenset({Ending.FALSE, Ending.FUTURE, Ending.OVER, Ending.UNKNOWN, Ending.CHANGING, Ending.NOT_YET})
_NEAR_YEARS = 25
"""Two entities are of one time if a year of theirs is as near as this."""
_MOST_ALIKE = 4


def draws(book: Book, framed: Framed, seed: int) -> Iterator[Seed]:
    """The seeds of a frame: in each wording each of its entities asks once at most, so that no prompt comes twice.

    Every other seed pairs an entity with the one most like it. Depends on the frame and `seed` alone.
    """
    index = index_of(book.registry)
    by_id = {one.frame.id: one for one in book.frames}
    partner = by_id.get(framed.frame.partner or framed.frame.id)
    if partner is None or (partner is not framed and partner.frame.id < framed.frame.id):
        return  # a pair of frames is drawn by the first of them
    pairs = zip(framed.frame.wordings, _wordings(framed.frame, partner.frame), strict=False)
    for number, (wording, other) in enumerate(pairs):
        random = Random(content_hash("registry", framed.frame.id, str(number), str(seed)))
        mine = fills(framed, index, book.checked, random)
        theirs = mine if partner is framed else fills(partner, index, book.checked, random)
        random.shuffle(mine)
        if theirs is not mine:
            random.shuffle(theirs)
        for turn, (one, two) in enumerate(_paired(mine, theirs, index, book)):
            alike = confusability(index, one, two)
            made = _seed(book, index, (one, wording), (two, other), alike, f"{number}/{turn}")
            if made is not None:
                yield made


def _wordings(frame: Frame, partner: Frame) -> Iterator[Wording]:
    """The partner's wordings, beginning anew until each of the frame's has one."""
    return islice(cycle(partner.wordings), len(frame.wordings))


def _paired(mine: list[Fill], theirs: list[Fill], index: Index, book: Book) -> Iterator[tuple[Fill, Fill]]:
    """Pairs that go wrong when they exchange their slot, each fill in one of them at most."""
    left = list(theirs)
    for turn, one in enumerate(list(mine)):
        if theirs is mine:
            if one not in left:
                continue
            left.remove(one)
        alike = left if theirs is mine else [two for two in left if _shape(two) == _shape(one)]
        fitting = [two for two in alike if _go_wrong(one, two, index, book)]
        if not fitting:
            continue
        two = max(fitting, key=lambda other: confusability(index, one, other)) if turn % 2 else fitting[0]
        left.remove(two)
        yield one, two


def _shape(fill: Fill) -> tuple[int, bool]:
    """How many words an entity's name has, and whether it begins with an article.

    Of two frames one is asked of one sort of entities and the other of another; where their names differ in shape, the
    shape and the frame together tell the label. So only names of one shape are exchanged between frames.
    """
    words = fill.slots["subject"].split()
    return len(words), words[0] in ("the", "a", "an")


def _go_wrong(one: Fill, two: Fill, index: Index, book: Book) -> bool:
    """Whether neither can be answered once they have exchanged their slot."""
    slot = one.frame.swap
    return (
        slot in one.slots
        and slot in two.slots
        and all(
            outcome(index, asking(fill, ()), {**fill.slots, slot: other.slots[slot]}, book.checked).ending in _WRONG
            for fill, other in ((one, two), (two, one))
        )
    )


def confusability(index: Index, one: Fill, two: Fill) -> int:
    """How alike two entities are: 1, and one more for each value or time of theirs that agrees, up to 4."""
    mine, theirs = (index.known(fill.type, fill.slots["subject"]) for fill in (one, two))
    alike = 1
    for entry in mine:
        for other in theirs:
            if entry.relation == other.relation and entry.value is not None and other.value is not None:
                alike += _agree(index, entry.relation, entry.value, other.value)
    return min(alike, _MOST_ALIKE)


def _agree(index: Index, relation: str, value: str, other: str) -> bool:
    if index.relations[relation].value not in LITERAL:
        return value == other
    return index.relations[relation].value == "year" and abs(int(value) - int(other)) <= _NEAR_YEARS


def _seed(
    book: Book, index: Index, first: tuple[Fill, Wording], second: tuple[Fill, Wording], alike: int, place: str
) -> Seed | None:
    asked = [ask(*one, part, index, book.checked) for part, one in enumerate((first, second))]
    made = [one for one in asked if one is not None]
    if len(made) < len(asked) or made[0][0].text == made[1][0].text:
        return None
    frame = first[0].frame
    return Seed(
        source=Source(dataset=DATASET, record_id=f"{frame.id}/{place}", licence=LICENCE),
        domain=Domain.KNOWLEDGE,
        context="",
        questions=tuple(question for question, _ in made),
        evidence=Triples(
            registry=book.registry,
            reference=book.checked,
            asked=tuple(one for _, one in made),
            swap=frame.swap,
            confusability=alike,
        ),
        template_id=f"registry/{frame.id}",
        complexity=Complexity.TEMPLATED,
        grade=Grade.REGISTRY,
    )
