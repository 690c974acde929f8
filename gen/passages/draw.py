"""Drawing the slots of a sheet, and putting them into its texts."""

import re
from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from random import Random

from nescio.gen.templates import formula
from nescio.gen.templates.draw import vocabulary
from nescio.schemas.errors import UsageError

Slots = Mapping[str, str]
Specs = Mapping[str, str | tuple[str, ...]]
_TRIES = 60
_RANGE = re.compile(r"(\d+)\.\.(\d+)(?:/(\d+))?")
_HOLE = re.compile(r"\{(\w+)\}")


def draw(specs: Specs, where: Iterable[str], random: Random, taken: Collection[str] = ()) -> dict[str, str] | None:
    """A value for each slot, all different and none of them taken; None where no draw meets the conditions."""
    conditions = list(where)
    for _ in range(_TRIES):
        drawn = dict[str, str]()
        for name, spec in specs.items():
            value = _free(options(name, spec), {*taken, *drawn.values()}, random)
            if value is None:
                return None
            drawn[name] = value
        numbers = {name: Fraction(value) for name, value in drawn.items() if value.isdecimal()}
        if all(formula.holds(one, numbers) for one in conditions):
            return drawn
    return None


def options(name: str, spec: str | tuple[str, ...]) -> list[str]:
    """All values of a slot: a list's, those of a range, or a word list's. Raises UsageError for anything else."""
    if isinstance(spec, tuple):
        return list(spec)
    if found := _RANGE.fullmatch(spec):
        return [str(one) for one in range(int(found[1]), int(found[2]) + 1, int(found[3] or 1))]
    if spec in vocabulary():
        return vocabulary()[spec]
    raise UsageError(f"slot {name!r} is {spec!r}: neither a range nor a word list; there are {', '.join(vocabulary())}")


def another(spec: str | tuple[str, ...], name: str, taken: Collection[str], random: Random) -> str | None:
    """Another value for a slot."""
    mine = [one for one in options(name, spec) if one not in taken]
    return random.choice(mine) if mine else None


def filled(pattern: str, slots: Slots) -> str:
    """A text of a sheet with its slots; raises UsageError for a slot that the sheet does not have."""

    def value(hole: re.Match[str]) -> str:
        if hole[1] not in slots:
            raise UsageError(f"{hole[0]} in {pattern!r} names no slot; there are {', '.join(slots)}")
        return slots[hole[1]]

    return _HOLE.sub(value, pattern)


def sentence(pattern: str, slots: Slots) -> str:
    """The same with a capital first letter."""
    text = filled(pattern, slots)
    return text[:1].upper() + text[1:]


def names(pattern: str) -> list[str]:
    """The slots of a text, in order."""
    return _HOLE.findall(pattern)


def _free(found: list[str], taken: Collection[str], random: Random) -> str | None:
    free = [one for one in found if one not in taken]
    return random.choice(free) if free else None
