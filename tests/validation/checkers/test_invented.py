"""The checker `invented`, the names it judges, and the errors that it must see."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

import pytest

import nescio
from nescio.gen.inventing import can_invent, invent
from nescio.gen.perturbations.nonexistent_entity import NonexistentEntity
from nescio.gen.registry.load import bind, parse
from nescio.schemas.evidence import Span
from nescio.schemas.example import Star
from nescio.schemas.registry import Asking, Mention, Triples
from nescio.schemas.seed import Question, Seed, Source
from nescio.schemas.taxonomy import Domain, Grade
from nescio.validation.checkers.invented import Invented, within
from nescio.validation.known_words import is_known, words_of

TYPES = ("battle", "book", "country", "element", "film", "moon", "mountain", "person", "river", "town", "unit")
SHARED = Path(nescio.__file__).parent.parent / "shared" / "data" / "seeds"
BOOK = bind(
    [
        parse(
            """
type: river
checked: 2025-06-30
relations:
  sea: {value: water, source: https://example.org, says: "{subject} flows into {value}"}
rows:
- {name: the Rhine, aliases: [Rhein], sea: the North Sea}
- {name: the Elbe, sea: the North Sea}
- {name: the Thames, sea: the North Sea}
- {name: the Danube, aliases: [Donau], sea: the Black Sea}
""",
            "rivers.yaml",
        )
    ]
)


def _seed(number: int) -> Seed:
    river, sea = (("the Rhine", "the North Sea"), ("the Danube", "the Black Sea"))[number % 2]
    before = f"{number} pupils ask: which sea does "
    asking = Asking(
        mentions=(
            Mention(slot="subject", entity=river, span=Span(part=0, start=len(before), end=len(before) + len(river))),
        ),
        relation="sea",
    )
    return Seed(
        source=Source(dataset="nescio/registry", record_id=str(number), licence="Apache-2.0"),
        domain=Domain.KNOWLEDGE,
        context="",
        questions=(
            Question(text=f"{before}{river} reach?", answer=sea, target="", solution=f"{river} flows into {sea}."),
        ),
        evidence=Triples(registry=BOOK.registry, reference=date(2025, 6, 30), asked=(asking,)),
        grade=Grade.REGISTRY,
    )


@pytest.fixture(scope="module")
def stars() -> list[Star]:
    """Forty-four stars about rivers."""
    seeds = [_seed(number) for number in range(44)]
    return [star for seed in seeds for star in NonexistentEntity().propose(seed, Random(seed.id))]


def _rejects(star: Star) -> bool:
    return any(one.rejects for one in Invented().check(star))


def test_nearly_all_made_names_pass(stars: list[Star]) -> None:
    """What a generator makes is seldom a word of some language by accident."""
    assert len(stars) == 44
    assert sum(not _rejects(star) for star in stars) >= 0.95 * len(stars)


def test_a_name_is_the_same_for_the_same_random() -> None:
    """And of its type it takes the article that the real one has."""
    for kind in TYPES:
        assert can_invent(kind)
        assert invent(kind, "the Rhine", Random(3)) == invent(kind, "the Rhine", Random(3))
    assert invent("river", "the Rhine", Random(1)).startswith("the ")
    assert not invent("river", "Rhine", Random(1)).startswith("the ")
    assert not can_invent("feeling")


@pytest.mark.parametrize("word", ["prague", "haus", "winter", "kilimanjaro", "nova", "sea"])
def test_words_and_towns_are_known(word: str) -> None:
    """In whatever language; words of three letters always are."""
    assert is_known(word)


@pytest.mark.parametrize(
    ("one", "other", "most", "near"),
    [("rhine", "rhone", 1, True), ("rhine", "rhone", 0, False), ("danube", "danubes", 1, True), ("a", "abc", 1, False)],
)
def test_slips_of_the_pen_are_counted(one: str, other: str, most: int, near: bool) -> None:
    """Insertions, deletions and exchanges."""
    assert within(one, other, most) is near


def test_no_made_name_stands_in_the_seed_data() -> None:
    """Of 2,000 names that pass the word lists, none is in TriviaQA, NQ-open or XQuAD."""
    files = [SHARED / "trivia/test.jsonl", SHARED / "nq_open/NQ-open.dev.jsonl", SHARED / "xquad_en/xquad.en.json"]
    if not all(one.is_file() for one in files):
        pytest.skip(f"needs the seed data in {SHARED}, which is not here")
    text = " ".join(json.dumps(one.read_text("utf-8"), ensure_ascii=False) for one in files)
    there = set(words_of(text))
    random, found = Random(7), list[str]()
    while len(found) < 2000:
        name = invent(random.choice(TYPES), random.choice(("the Rhine", "Rhine")), random)
        made = [word for word in words_of(name) if not is_known(word)]
        found += [name] if made else []
        assert not there & set(made), name


def _row(star: Star, number: int, **update: object) -> Star:
    rows = list(star.rows)
    rows[number] = rows[number].model_copy(update=update)
    return star.model_copy(update={"rows": tuple(rows)})


def _named(star: Star, name: str) -> Star:
    """The star with another name in its perturbed row, consistent in itself."""
    row, claim = star.rows[0], star.claims[0]
    entity, old = next(iter(claim.swapped.items()))
    edit = row.edits[0]
    span = edit.span_after.model_copy(update={"end": edit.span_after.start + len(name)})
    text = row.question.replace(old, name)
    made = _row(
        star,
        0,
        question=text,
        prompt=text,
        target=row.target.replace(old[4:], name),
        false_premise=f"there is a river called {name}",
        edits=(edit.model_copy(update={"after": name, "span_after": span}),),
    )
    return made.model_copy(update={"claims": (claim.model_copy(update={"swapped": {entity: name}}), star.claims[1])})


ERRORS: dict[str, Callable[[Star], Star]] = {
    "another real name": lambda star: _named(star, "the Elbe"),
    "an alias of a real name": lambda star: _named(star, "Donau"),
    "a real name that the registry has not": lambda star: _named(star, "the Mississippi"),
    "a slip of the pen": lambda star: _named(star, "the Rhinne"),
    "a town": lambda star: _named(star, "Timbuktu"),
    "two slips in a long name": lambda star: _named(star, "the Thamessq"),
    "a name that gives the answer": lambda star: _named(star, "the Zorquemba, which reaches the sea. It is. The Elbe"),
    "the real name is back": lambda star: _row(
        star, 0, question=star.rows[1].question, prompt=star.rows[1].question, edits=()
    ),
    "the twin asks after the made name": lambda star: _row(
        star, 1, question=star.rows[0].question, prompt=star.rows[0].question
    ),
    "more than the name is changed": lambda star: _row(
        star, 0, question=f"Tell me: {star.rows[0].question}", prompt=f"Tell me: {star.rows[0].question}"
    ),
    "wrong gold": lambda star: _row(star, 1, answers=("the Baltic Sea",)),
    "the response misses the answer": lambda star: _row(star, 1, target="It is well known."),
    "the response answers": lambda star: _row(
        star, 0, target=f"{star.rows[0].target} It is {star.seed.questions[0].answer}"
    ),
    "the response names nothing": lambda star: _row(star, 0, target="I know of no such river."),
    "another premise": lambda star: _row(star, 0, false_premise="there is a river called the Elbe"),
    "a context": lambda star: _row(star, 0, context="It is so.", prompt=f"It is so. {star.rows[0].question}"),
}


@pytest.mark.parametrize("error", ERRORS)
def test_a_planted_error_is_caught(error: str, stars: list[Star]) -> None:
    """In at least 95 % of the sound stars."""
    sound = [star for star in stars if not _rejects(star)]
    caught = Counter(_rejects(ERRORS[error](star)) for star in sound)
    assert caught[True] >= 0.95 * len(sound)
