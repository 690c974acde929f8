"""The shape of the story files, and the stories in the package."""

from functools import lru_cache
from importlib.resources import files

import yaml
from pydantic import Field, ValidationError

from nescio.gen.registry.load import Book, bind, parse
from nescio.schemas.base import Filled, Frozen, Text, faults
from nescio.schemas.errors import SeedFileError

FOLDER = "situations"


class Story(Frozen):
    """Three people of whom each has the place, or the time, of one thing, and of another that is not asked about."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    opening: Filled
    does: Text = ""
    """What people of a place story do there: "works"."""
    did: Text = ""
    """What people of a time story did then: "joined the choir", "published {their} first novel"."""
    again: Text = ""
    """The same when it is taken up, where the article changes: "bought the house" after "bought a house"."""
    do: Text
    """The same after "does" or "did"; empty where it stands after "is": "is building a house"."""
    side: Filled
    """What else has a place or a time, and tells nothing of the first."""
    loose: tuple[Filled, ...] = ()
    """More that tells no place or time, and fits this story's two things."""

    @property
    def verb(self) -> str:
        """What is asked about, as the text has it."""
        return self.does or self.did

    @property
    def taken_up(self) -> str:
        """What is asked about, as question and response have it."""
        return self.again or self.verb


class Asked(Frozen):
    """A relation of the registry and the ways to ask for its value."""

    relation: Filled
    open: Filled
    """Why one cannot tell it without the place or the time, as a clause; {office} is what a time story asks about."""
    wordings: tuple[Filled, ...] = Field(min_length=1)


class Loose(Frozen):
    """What can stand where a place or a time would, and tells none; {n} is an age, {few} a small number.

    In a time story all hold a number, as a date does: a year shall not be told by being the only number near.
    """

    absent: tuple[Filled, ...] = Field(min_length=1)
    vague: tuple[Filled, ...] = Field(min_length=1)


class Stories(Frozen):
    """One file: its stories, all of which can be asked about in all the ways."""

    asked: tuple[Asked, ...] = Field(min_length=1)
    loose: Loose
    stories: tuple[Story, ...] = Field(min_length=1)


class Happening(Frozen):
    """A story of three people, one of whom did something: which one only a pronoun says."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    text: Filled
    """With {they} or {They}, where the three are named, and then one of {he}, {him} and {his}."""
    ask: Filled
    did: Filled
    """What is known of the one, after "who": "found the key"."""


class Couple(Frozen):
    """Two words for people that differ in nothing but who they are said of: Mrs and Mr, aunt and uncle."""

    she: Filled
    he: Filled


class Happenings(Frozen):
    """The file of stories with a pronoun."""

    people: dict[Filled, tuple[Couple, ...]]
    stories: tuple[Happening, ...] = Field(min_length=1)


@lru_cache(maxsize=1)
def packaged_places() -> Stories:
    """The place stories in the package."""
    return parse_stories(_read("places.yaml"), "places.yaml")


@lru_cache(maxsize=1)
def packaged_times() -> Stories:
    """The time stories in the package."""
    return parse_stories(_read("times.yaml"), "times.yaml")


@lru_cache(maxsize=1)
def packaged_happenings() -> Happenings:
    """The stories with a pronoun in the package."""
    return parse_happenings(_read("referents.yaml"), "referents.yaml")


@lru_cache(maxsize=1)
def packaged_world() -> Book:
    """What the place and time stories ask about."""
    sheets = ("world_countries.yaml", "world_offices.yaml")
    return bind(parse(_read(name), name) for name in sheets)


def parse_stories(text: str, file: str) -> Stories:
    """The stories of a YAML file; raises SeedFileError naming file and key."""
    try:
        return Stories.model_validate(yaml.safe_load(text))
    except ValidationError as error:
        raise SeedFileError(f"{file}: {'; '.join(faults(error))}") from error


def parse_happenings(text: str, file: str) -> Happenings:
    """The stories of a YAML file; raises SeedFileError naming file and key."""
    try:
        return Happenings.model_validate(yaml.safe_load(text))
    except ValidationError as error:
        raise SeedFileError(f"{file}: {'; '.join(faults(error))}") from error


def _read(name: str) -> str:
    return files("nescio.gen.seeds").joinpath(FOLDER).joinpath(name).read_text("utf-8")
