"""Stories of two things of one kind, of which only one is counted: the sheet `gen/seeds/lists.yaml` and its draws.

They serve unrelated_object. "3 boxes of markers, 12 pencils and 2 globes": both things stand in the same sentences,
each with a number beside it, so that only reading tells which of them is counted; in texts that people wrote the thing
asked about is the hub of the story.
"""

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files
from random import Random

import yaml

from nescio.gen.templates import formula, numerals
from nescio.gen.templates.draw import Slots, vocabulary
from nescio.gen.templates.render import Rendered, sentence
from nescio.gen.things.registry import Family, plural_of, registry
from nescio.gen.things.swap import LISTS
from nescio.schemas.base import Filled, Frozen
from nescio.schemas.evidence import CONTEXT, Derivation, Node, Span, Thing
from nescio.schemas.seed import Question, Seed, Source
from nescio.schemas.taxonomy import Complexity, Domain, Grade

_WORDS = ("name", "town", "weekday", "month")
_COUNTS = range(8, 48)
_LEAST = 6
_PACKED = 0.3
_IN_ONE = (8, 10, 12, 15, 16, 20, 24)
_HOLDERS = range(2, 8)
_BESIDE = range(2, 7)
_COUNTED_FIRST = ("{c} {x}, {u} {y}, {w} {z} and {end}",)
_COUNTED_LATER = (
    "{u} {y}, {c} {x} and {w} {z}",
    "{u} {y}, {w} {z} and {c} {x}",
    "{u} {y} and {c} {adjective} {x}",
    "{w} {z}, {u} {y} and {c} {adjective} {x}",
)
# Either noun stands as far from the nearest number, which is why an adjective goes with the counted one behind "and".
_PARTS = ("{c} of the {x} and {u} {y}", "{u} {y} and {c} of the {x}")


class ListStory(Frozen):
    """One story of the sheet."""

    id: str
    family: str
    nouns: tuple[str, ...]
    """Those of the family that any of `holders` can hold."""
    holders: tuple[Filled, ...]
    """What the thing that is not counted comes in, in the singular."""
    packed: bool = False
    """Whether the counted thing may come in them too, with a known number in each."""
    adjectives: tuple[Filled, ...]
    beside: tuple[Filled, ...]
    """What else may be listed, in the plural."""
    end: Filled
    """A single thing with which a list may end."""
    opening: Filled
    first: tuple[Filled, ...]
    second: tuple[Filled, ...]
    """Each goes with the sentence of `first` in the same place."""
    question: tuple[Filled, ...]
    answer: str
    """A formula over a and b, the counts of the two steps."""
    solution: Filled


@lru_cache(maxsize=1)
def packaged_lists() -> tuple[ListStory, ...]:
    """Every story in the package, sorted by id."""
    sheet = files("nescio.gen.seeds").joinpath("lists.yaml").read_text("utf-8")
    return tuple(sorted((ListStory.model_validate(one) for one in yaml.safe_load(sheet)), key=lambda one: one.id))


def compose(story: ListStory, index: int, random: Random) -> Seed | None:
    """The seed of the story's draw number `index`; None where two numbers are the same or too few are left."""
    family = registry()[story.family]
    counted = random.choice(story.nouns)
    mentioned = random.choice([one for one in family.others(counted) if one in story.nouns])
    holders = plural_of(random.choice(story.holders))
    words = {name: random.choice(vocabulary()[name]) for name in _WORDS} | {
        "x": family.nouns[counted],
        "y": f"{holders} of {family.nouns[mentioned]}",
        "end": story.end,
        "holders": holders,
    }
    packed = story.packed and random.random() < _PACKED
    target = story.answer.replace("a", "d * a") if packed else story.answer
    numbers = _numbers(story, packed, random)
    answer = formula.evaluate(target, numbers)
    if len({*numbers.values(), answer}) <= len(numbers) or answer < _LEAST:
        return None
    text, leaves = _told(story, Slots(words, numbers), random)
    question = Question(
        text=_filled(random.choice(story.question), words).text,
        answer=numerals.digits(answer),
        target="answer",
        solution=_solution(story, words, {**numbers, "answer": answer}),
    )
    parts = {CONTEXT: text, 0: question.text}
    things = tuple(_thing(noun, family, parts) for noun in (counted, mentioned))
    operands = {key: numbers[key] for key in "abd" if key in target}
    return Seed(
        source=Source(dataset=LISTS, record_id=f"{story.id}/{index}", licence="Apache-2.0"),
        domain=Domain.MATH,
        context=text,
        questions=(question,),
        evidence=Derivation(nodes=(*leaves, *formula.derive(target, "answer", operands)), things=things),
        template_id=f"lists/{story.id}",
        complexity=Complexity.TEMPLATED,
        grade=Grade.PROVED,
    )


def _numbers(story: ListStory, packed: bool, random: Random) -> dict[str, Fraction]:
    """a and b of the counted thing, u and v boxes of the other, w and r of what is beside; d boxes of a if packed."""
    a, b = random.sample(_COUNTS, 2)
    u, v = random.sample(_HOLDERS, 2)
    w, r = random.sample(_BESIDE, 2)
    if story.answer == "a - b":
        (b, a), (v, u) = sorted((a, b)), sorted((u, v))
    values = {"a": a, "b": b, "u": u, "v": v, "w": w, "r": r}
    if packed:
        values |= {"a": random.choice(_IN_ONE), "d": random.choice(_HOLDERS)}
    return {name: Fraction(value) for name, value in values.items()}


def _told(story: ListStory, slots: Slots, random: Random) -> tuple[str, list[Node]]:
    """The context, and its numbers as leaves."""
    beside, adjective = random.sample(story.beside, 2), random.choice(story.adjectives)
    text, leaves = _filled(story.opening, slots.words).text, list[Node]()
    frames = random.choice(list(zip(story.first, story.second, strict=True)))
    for step, (frame, names) in enumerate(zip(frames, ("auw", "bvr"), strict=True)):
        pattern = frame.replace("{part}", random.choice(_PARTS))
        pattern = pattern.replace("{list}", _list(story.end not in text, adjective not in text, random))
        ids = dict(zip("cuw", names, strict=True))
        if step == 0 and "d" in slots.numbers:
            pattern, ids["d"] = pattern.replace("{c}", "{d} {holders} of {c}"), "d"
        numbers = {slot: slots.numbers[name] for slot, name in ids.items()}
        told = _filled(pattern, {**slots.words, "z": beside[step], "adjective": adjective}, numbers)
        start = len(text) + 1
        text = f"{text} {told.text}"
        for mark in told.marks:
            spans = (Span(start=start + mark.start, end=start + mark.end),)
            leaves.append(Node(id=ids[mark.slot], value=str(numbers[mark.slot]), spans=spans, whole=True))
    return text, leaves


def _list(may_end: bool, may_describe: bool, random: Random) -> str:
    """One of the forms; a text has its single thing and its adjective once."""
    later = [form for form in _COUNTED_LATER if may_describe or "{adjective}" not in form]
    return random.choice((*_COUNTED_FIRST * (3 if may_end else 0), *later))


def _thing(noun: str, family: Family, parts: dict[int, str]) -> Thing:
    """The places of a noun, which stands in the plural everywhere."""
    word = re.compile(rf"\b{re.escape(family.nouns[noun])}\b", re.IGNORECASE)
    spans = (
        Span(part=part, start=one.start(), end=one.end()) for part, text in parts.items() for one in word.finditer(text)
    )
    return Thing(noun=noun, family=family.family, spans=tuple(spans))


def _filled(pattern: str, words: Mapping[str, str], numbers: Mapping[str, Fraction] | None = None) -> Rendered:
    return sentence(pattern, Slots(words, numbers or {}))


def _solution(story: ListStory, words: Mapping[str, str], numbers: Mapping[str, Fraction]) -> str:
    """The worked solution; boxes of a known size are worked out first."""
    if "d" not in numbers:
        return _filled(story.solution, words, numbers).text
    first = _filled("{d} {holders} of {a} {x} are {d} * {a} = {=d * a} {x}.", words, numbers).text
    rest = _filled(story.solution, words, {**numbers, "a": numbers["d"] * numbers["a"]}).text
    return f"{first} {rest}"
