"""Drawing the slots of a template: names, objects and numbers, under the template's constraints."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files
from random import Random

import yaml

from nescio.gen.templates import formula
from nescio.gen.templates.model import Template, Way
from nescio.schemas.errors import UsageError

TRIES = 500
_RANGE = re.compile(r"(\d+)\.\.(\d+)(?:/(\d+))?")


@dataclass(frozen=True)
class Slots:
    """The drawn values: `words` for names and objects, `numbers` for quantities."""

    words: Mapping[str, str]
    numbers: Mapping[str, Fraction]


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, list[str]]:
    """The packaged word lists, by name: name, surname, weekday, month, town, ..."""
    lists: dict[str, list[str]] = yaml.safe_load(
        files("nescio.gen.seeds").joinpath("vocabulary.yaml").read_text("utf-8")
    )
    return lists


def draw(template: Template, ways: Mapping[str, Way], random: Random) -> Slots | None:
    """Values for every slot of the template and of the chosen ways, or None if no draw fits the constraints."""
    words = _draw_words(template, random)
    conditions = [*template.where, *(condition for way in ways.values() for condition in way.where)]
    for _ in range(TRIES):
        numbers = _draw_numbers(template, ways, random)
        if numbers is not None and all(formula.holds(condition, numbers) for condition in conditions):
            return Slots(words, numbers)
    return None


def _draw_words(template: Template, random: Random) -> dict[str, str]:
    """Slots that share a word list get different words."""
    words: dict[str, str] = {}
    for name, spec in template.slots.items():
        options = _word_options(template, name, spec)
        if options:
            free = [option for option in options if option not in words.values()]
            words[name] = random.choice(free or options)
    return words


def _word_options(template: Template, name: str, spec: str | list[int] | list[str]) -> list[str]:
    if isinstance(spec, list):
        return [option for option in spec if isinstance(option, str) and not _is_number(option)]
    if spec in vocabulary():
        return vocabulary()[spec]
    if _RANGE.fullmatch(spec) or not spec.isidentifier() or spec in template.slots:
        return []
    raise UsageError(
        f"template {template.id}: slot {name!r} names no word list {spec!r}; there are {', '.join(vocabulary())}"
    )


def _draw_numbers(template: Template, ways: Mapping[str, Way], random: Random) -> dict[str, Fraction] | None:
    """Independent slots first, then those that are formulas; None where a formula divides by zero."""
    return _fill({}, [*template.slots.items(), *(pair for way in ways.values() for pair in way.let.items())], random)


def draw_way(way: Way, numbers: Mapping[str, Fraction], random: Random) -> dict[str, Fraction] | None:
    """One draw of a way's own slots, beside numbers that are drawn already; its conditions are not looked at."""
    return _fill(dict(numbers), list(way.let.items()), random)


_Specs = list[tuple[str, str | list[int]]] | list[tuple[str, str | list[int] | list[str]]]


def _fill(numbers: dict[str, Fraction], specs: _Specs, random: Random) -> dict[str, Fraction] | None:
    try:
        for name, spec in specs:
            if isinstance(spec, list):
                options = [Fraction(option) for option in spec if isinstance(option, int) or _is_number(option)]
                if options:
                    numbers[name] = random.choice(options)
            elif match := _RANGE.fullmatch(spec):
                low, high, step = int(match[1]), int(match[2]), int(match[3] or 1)
                numbers[name] = Fraction(random.randrange(low, high + 1, step))
            elif spec not in vocabulary():
                numbers[name] = formula.evaluate(spec, numbers)
    except ZeroDivisionError:
        return None
    return numbers


def _is_number(text: str) -> bool:
    return re.fullmatch(r"\d+(\.\d+|/[1-9]\d*)?", text) is not None
