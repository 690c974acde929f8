"""Stories of two things of one kind, of which only one is counted: the sheet `gen/seeds/lists.yaml` and its draws.

They serve unrelated_object. Both things stand in as many sentences of the same shape, with as many numbers, so that
only reading tells which of them is counted; in texts that people wrote the thing asked about is the hub of the story.
"""

import re
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files
from random import Random

import yaml

from nescio.gen.templates import formula, numerals
from nescio.gen.templates.draw import Slots, vocabulary
from nescio.gen.templates.render import Rendered, sentence
from nescio.gen.things.registry import Family, registry
from nescio.gen.things.swap import LISTS
from nescio.schemas.base import Filled, Frozen
from nescio.schemas.evidence import CONTEXT, Derivation, Node, Span, Thing
from nescio.schemas.seed import Question, Seed, Source
from nescio.schemas.taxonomy import Complexity, Domain, Grade

_WORDS = ("name", "town", "weekday", "month")
_COUNTS = range(8, 48)
_BEARERS = range(3, 24)


class Step(Frozen):
    """Ways to say one thing of {x} with a number {n}."""

    told: tuple[Filled, ...]
    """The number counts {x}."""
    untold: tuple[Filled, ...]
    """It counts or measures something else; each is as long as the one in the same place of `told`."""


class ListStory(Frozen):
    """One story of the sheet."""

    id: str
    families: tuple[str, ...]
    opening: Filled
    first: Step
    second: Step
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
    """The seed of the story's draw number `index`; None where two of its numbers are the same."""
    words = {name: random.choice(vocabulary()[name]) for name in _WORDS}
    family = registry()[random.choice(story.families)]
    counted = random.choice(list(family.nouns))
    mentioned = random.choice(family.others(counted))
    a, b, u, v = random.sample(_COUNTS, 2) + random.sample(_BEARERS, 2)
    if story.answer == "a - b":
        a, b = max(a, b), min(a, b)
    numbers = {"a": Fraction(a), "b": Fraction(b)}
    answer = formula.evaluate(story.answer, numbers)
    if len({a, b, u, v, answer}) < len((a, b, u, v, answer)):
        return None
    slots = {
        ("told", 1): ("a", a, counted),
        ("told", 2): ("b", b, counted),
        ("untold", 1): ("u", u, mentioned),
        ("untold", 2): ("v", v, mentioned),
    }
    text, leaves = _told(story, words, slots, family, random)
    question = Question(
        text=_filled(random.choice(story.question), words, family.nouns[counted], 0).text,
        answer=numerals.digits(answer),
        target="answer",
        solution=_solution(story, {**words, "x": family.nouns[counted]}, {**numbers, "answer": answer}),
    )
    parts = {CONTEXT: text, 0: question.text}
    things = tuple(_thing(noun, family, parts) for noun in (counted, mentioned))
    return Seed(
        source=Source(dataset=LISTS, record_id=f"{story.id}/{index}", licence="Apache-2.0"),
        domain=Domain.MATH,
        context=text,
        questions=(question,),
        evidence=Derivation(nodes=(*leaves, *formula.derive(story.answer, "answer", numbers)), things=things),
        template_id=f"lists/{story.id}",
        complexity=Complexity.TEMPLATED,
        grade=Grade.PROVED,
    )


def _order(random: Random) -> list[tuple[str, int]]:
    """The four sentences: both of the first step in a drawn order, then both of the second."""
    return [(kind, number) for number in (1, 2) for kind in random.sample(["told", "untold"], 2)]


def _told(
    story: ListStory,
    words: dict[str, str],
    slots: dict[tuple[str, int], tuple[str, int, str]],
    family: Family,
    random: Random,
) -> tuple[str, list[Node]]:
    """The context, and its numbers as leaves: `slots` has the name, the value and the noun of each sentence."""
    text, leaves = _filled(story.opening, words, "", 0).text, []
    forms = [_two_forms(step, random) for step in (story.first, story.second)]
    for kind, number in _order(random):
        name, value, noun = slots[kind, number]
        told = _filled(forms[number - 1][kind], words, family.nouns[noun], value)
        start = len(text) + 1
        text = f"{text} {told.text}"
        spans = tuple(Span(start=start + mark.start, end=start + mark.end) for mark in told.marks)
        leaves.append(Node(id=name, value=str(value), spans=spans, whole=True))
    return text, leaves


def _two_forms(step: Step, random: Random) -> dict[str, str]:
    """A sentence that counts and one that does not, from different places, so that they do not echo one another."""
    one, other = random.sample(range(len(step.told)), 2)
    return {"told": step.told[one], "untold": step.untold[other]}


def _thing(noun: str, family: Family, parts: dict[int, str]) -> Thing:
    """The places of a noun, which the sheet writes in the plural everywhere."""
    word = re.compile(rf"\b{re.escape(family.nouns[noun])}\b", re.IGNORECASE)
    spans = (
        Span(part=part, start=one.start(), end=one.end()) for part, text in parts.items() for one in word.finditer(text)
    )
    return Thing(noun=noun, family=family.family, spans=tuple(spans))


def _filled(pattern: str, words: dict[str, str], noun: str, number: int) -> Rendered:
    return sentence(pattern, Slots({**words, "x": noun}, {"n": Fraction(number)}))


def _solution(story: ListStory, words: dict[str, str], numbers: dict[str, Fraction]) -> str:
    return sentence(story.solution, Slots(words, numbers)).text
