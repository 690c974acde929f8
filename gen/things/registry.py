"""The registry of things: families of countable nouns, packaged as `gen/seeds/things.yaml`."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

import yaml
from pydantic import field_validator

from nescio.schemas.base import Frozen

_HISSING = ("s", "x", "z", "ch", "sh")


class Family(Frozen):
    """Things that can stand in each other's place in a story."""

    family: str
    general: frozenset[str]
    """Words for all of them, which a text must not have."""
    telling: frozenset[str]
    """Words that tie a story to one kind of them."""
    nouns: Mapping[str, str]
    """Singular and plural."""
    alike: tuple[frozenset[str], ...] = ()
    """Nouns that are near enough to be one thing under two names, or one a kind of the other."""

    @field_validator("nouns", mode="before")
    @classmethod
    def _with_plurals(cls, data: object) -> object:
        """A list of nouns, each alone or with its plural."""
        if not isinstance(data, list):
            return data
        pairs = (next(iter(one.items())) if isinstance(one, dict) else (one, plural_of(one)) for one in data)
        return MappingProxyType(dict(pairs))

    def others(self, noun: str) -> tuple[str, ...]:
        """The nouns that may stand in the place of one of the family, in the registry's order."""
        near = frozenset().union(*(group for group in self.alike if noun in group))
        return tuple(other for other in self.nouns if other != noun and other not in near)


def plural_of(noun: str) -> str:
    """The regular plural: pens, boxes, berries, toys."""
    if noun.endswith(_HISSING):
        return noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + "s"


@lru_cache(maxsize=1)
def registry() -> Mapping[str, Family]:
    """Every family by its name, in the order of the file."""
    sheet = files("nescio.gen.seeds").joinpath("things.yaml").read_text("utf-8")
    return MappingProxyType({one["family"]: Family.model_validate(one) for one in yaml.safe_load(sheet)})


@lru_cache(maxsize=1)
def forms() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """For each written form, singular or plural, the (noun, family) it may belong to."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for form, noun, family in _forms():
        found[form] = (*found.get(form, ()), (noun, family))
    return MappingProxyType(found)


def _forms() -> Iterator[tuple[str, str, str]]:
    for family in registry().values():
        for noun, plural in family.nouns.items():
            yield from ((form, noun, family.family) for form in dict.fromkeys((noun, plural)))
