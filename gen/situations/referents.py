"""Composing a story of three people and a pronoun: two women and a man, or a woman and two men, and "she" or "he".

The pronoun of the two is open, that of the one is not. The groups differ in one word for one person: "Mrs" for "Mr".
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from nescio.gen.situations.compose import DATASET, LICENCE
from nescio.gen.situations.model import Happening, packaged_happenings, packaged_world
from nescio.gen.situations.referent_targets import because
from nescio.schemas.evidence import Span
from nescio.schemas.hashing import content_hash
from nescio.schemas.passage import Passage, Situation, Stated
from nescio.schemas.registry import Asking, Entity, Mention, Registry, Relation, Triple, Triples
from nescio.schemas.seed import Question, Seed, Source
from nescio.schemas.taxonomy import Complexity, Domain, Grade

PERSON, EXCHANGED, PRONOUN = "person", "exchanged", "pronoun"
"""Slots: who is named, whose word is exchanged, and the pronoun."""
COUNTERPART = "counterpart"
_SOURCE = "https://en.wikipedia.org/wiki/Gender_in_English"
_PRONOUNS = {"he": ("she", "he"), "him": ("her", "him"), "his": ("her", "his")}
_SLOT = re.compile(r"\{(they|They|he|him|his)\}")
_SURNAMES = (
    "Hale", "Ortiz", "Kent", "Bauer", "Silva", "Novak", "Lind", "Moreau", "Tanaka", "Keller", "Rossi", "Dahl",
    "Petrov", "Walsh", "Haas", "Santos", "Berg", "Nagy", "Weber", "Costa", "Lang", "Ricci", "Holm", "Bose",
    "Duval", "Khan", "Meyer", "Olsen", "Reyes", "Sato", "Vogel", "Aziz", "Byrne", "Conti", "Falk", "Grant",
)  # fmt: skip


@dataclass(frozen=True)
class _Person:
    """One of the three."""

    word: str
    """What tells whether it is a woman or a man: "Mrs", "aunt"."""
    phrase: str
    woman: bool


def compose(story: Happening, index: int, random: Random) -> Seed:
    """The story's draw number `index`."""
    people = _people(random)
    last = people[-1]
    woman = not last.woman
    order = random.sample(people, 3)
    answer = next(one for one in people if one.woman is woman)
    text, spots, (at, word) = _told(story, order, woman)
    mentions = tuple(
        Mention(
            slot=EXCHANGED if one is last else PERSON,
            entity=one.word,
            span=_word(spots[number], text, one.word),
        )
        for number, one in enumerate(order)
    )
    spoken = Mention(slot=PRONOUN, entity=word, span=Span(start=at, end=at + len(word)))
    stated = tuple(
        Stated(id=f"p{number}", values=(one.phrase,), spans=(spots[number],)) for number, one in enumerate(order)
    )
    needs = ((*(one.id for one in stated), PRONOUN),)
    told = Stated(id=PRONOUN, values=(word,), spans=(spoken.span,))
    names = [one.phrase for one in order]
    solution = because(answer.phrase, names, word, woman, random)
    return Seed(
        source=Source(dataset=DATASET, record_id=f"referent-{story.id}#{index}", licence=LICENCE),
        domain=Domain.KNOWLEDGE,
        context=text,
        questions=(
            Question(text=story.ask, answer=answer.phrase, target=PRONOUN, solution=solution, unresolved=story.did),
        ),
        evidence=Situation(
            passage=Passage(stated=(*stated, told), needs=needs),
            triples=Triples(
                registry=words_for_people(),
                reference=packaged_world().checked,
                asked=(Asking(mentions=(*mentions, spoken), relation=PRONOUN, subject=PERSON),),
            ),
        ),
        template_id=f"referent-{story.id}",
        complexity=Complexity.TEMPLATED,
        grade=Grade.REGISTRY,
    )


def _people(random: Random) -> list[_Person]:
    """A woman, a man, and a third, who is named last and may be either."""
    kinds = packaged_happenings().people
    kind = random.choice(sorted(kinds))
    third = random.random() < 0.5
    if kind == "names":
        couple = random.choice(kinds[kind])
        surnames = random.sample(_SURNAMES, 3)
        words = [couple.she if woman else couple.he for woman in (True, False, third)]
        pairs = [(word, f"{word} {surname}") for word, surname in zip(words, surnames, strict=True)]
    else:
        couples = random.sample(kinds[kind], 3)
        drawn = [one.she if woman else one.he for one, woman in zip(couples, (True, False, third), strict=True)]
        pairs = [(phrase.removeprefix("the "), phrase) for phrase in drawn]
    return [_Person(word, phrase, woman) for (word, phrase), woman in zip(pairs, (True, False, third), strict=True)]


def _told(story: Happening, order: list[_Person], woman: bool) -> tuple[str, list[Span], tuple[int, str]]:
    """The text, where its people stand, and where its pronoun does."""
    text, spots, spoken, done = "", list[Span](), (0, ""), 0
    for slot in _SLOT.finditer(story.text):
        text += story.text[done : slot.start()]
        done = slot.end()
        if slot[1] in _PRONOUNS:
            spoken = len(text), _PRONOUNS[slot[1]][0 if woman else 1]
            text += spoken[1]
            continue
        for number, one in enumerate(order):
            text += ("", ", ", " and ")[number]
            phrase = one.phrase[:1].upper() + one.phrase[1:] if slot[1] == "They" and number == 0 else one.phrase
            spots.append(Span(start=len(text), end=len(text) + len(phrase)))
            text += phrase
    return text + story.text[done:], spots, spoken


def _word(spot: Span, text: str, word: str) -> Span:
    start = text.index(word, spot.start)
    return Span(start=start, end=start + len(word))


@lru_cache(maxsize=1)
def words_for_people() -> Registry:
    """The words that say whether a person is a woman or a man, with their counterparts, as a registry."""
    couples = [(one.she, one.he) for found in packaged_happenings().people.values() for one in found]
    words = {she.removeprefix("the "): he.removeprefix("the ") for she, he in couples}
    relations = (
        Relation(name=PRONOUN, subject="word", value="pronoun", source=_SOURCE, says="{value} takes up {subject}"),
        Relation(name=COUNTERPART, subject="word", value="word", source=_SOURCE, says="{value} answers to {subject}"),
    )
    triples = [
        triple
        for she, he in words.items()
        for triple in (
            Triple(subject=she, relation=PRONOUN, value="she"),
            Triple(subject=he, relation=PRONOUN, value="he"),
            Triple(subject=she, relation=COUNTERPART, value=he),
            Triple(subject=he, relation=COUNTERPART, value=she),
        )
    ]
    once = tuple(dict.fromkeys(triples))
    names = sorted({one.subject for one in once})
    entities = (
        *(Entity(name=one, type="word") for one in names),
        *(Entity(name=one, type="pronoun") for one in ("he", "she")),
    )
    content = [one.model_dump_json() for part in (entities, relations, once) for one in part]
    return Registry(key=content_hash(*content), entities=entities, relations=relations, triples=once)
