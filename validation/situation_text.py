"""Reading a situation: whose sentences are whose, and what each thing in them is said to be in or at."""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

from nescio.schemas.base import Filled, Frozen
from nescio.validation.reading import Rejected

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=\S)")
_PRONOUNS = ("She", "He")
_BEFORE = re.compile(r"(?P<name>[^\W\d_]+)(?:, who)?")
_MOST = 60
"""The largest number that can be an age."""


class Language(Frozen):
    """The words of the stories: `situations.yaml`."""

    main: tuple[Filled, ...]
    again: dict[Filled, Filled]
    aside: tuple[Filled, ...]
    loose: Filled
    timeless: tuple[Filled, ...]
    asks: dict[Filled, Filled]

    @property
    def words(self) -> frozenset[str]:
        """Words that tell no place."""
        return frozenset(self.loose.split())


@lru_cache(maxsize=1)
def language() -> Language:
    """The packaged words."""
    return Language.model_validate(
        yaml.safe_load(files("nescio.validation").joinpath("situations.yaml").read_text("utf-8"))
    )


@dataclass(frozen=True)
class Section:
    """The sentences about one person: what each thing named in them is followed by."""

    name: str
    text: str
    said: dict[str, str]

    def of(self, thing: str) -> str:
        """What is said of a thing; raises Rejected where nothing is."""
        if thing not in self.said:
            raise Rejected("not told of the person", f"{self.text!r} does not say that {self.name} {thing}")
        return self.said[thing]


@dataclass(frozen=True)
class Story:
    """A context: its opening, and its people's sections."""

    opening: str
    sections: tuple[Section, ...]

    def about(self, question: str) -> Section:
        """The section of the one person whom a question names; raises Rejected where there is no such one."""
        words = set(re.findall(r"[^\W\d_]+", question))
        found = [one for one in self.sections if one.name in words]
        if len(found) != 1:
            raise Rejected("person not told", f"{question!r} names {len(found)} people of the story")
        return found[0]


def read_story(context: str) -> Story:
    """A context read sentence by sentence. Raises Rejected where it holds what the language does not have."""
    opening, *rest = _SENTENCE.split(context)
    groups: list[str] = []
    for sentence in rest:
        if sentence.split()[0] in _PRONOUNS and groups:
            groups[-1] += f" {sentence}"
        else:
            groups.append(sentence)
    sections = tuple(_section(group) for group in groups)
    names = [one.name for one in sections]
    if len(set(names)) < len(names):
        raise Rejected("person told twice", f"{', '.join(names)}")
    if re.search(r"\d", opening) or any(word[0].isupper() for word in re.findall(r"[^\W\d_]+", opening)[1:]):
        raise Rejected("opening tells something", repr(opening))
    return Story(opening, sections)


def thing_asked(question: str) -> str:
    """What a question asks about: "works". Raises Rejected where it is none of the known things, or several."""
    asked = {**{one: one for one in language().main}, **language().again}
    found = [thing for one, thing in asked.items() if re.search(rf"\b{re.escape(one)}\b", question)]
    if len(found) != 1:
        raise Rejected("unknown thing asked about", f"{question!r} holds {found or 'none of the known things'}")
    return found[0]


def _section(text: str) -> Section:
    places = sorted(
        (match.start(), match.end(), thing)
        for thing in (*language().main, *language().aside)
        for match in re.finditer(rf"\b{re.escape(thing)}\b", text)
    )
    if not places:
        raise Rejected("not understood", f"{text!r} names no known thing")
    before = _BEFORE.fullmatch(text[: places[0][0]].strip())
    if before is None:
        raise Rejected("not understood", f"{text[: places[0][0]]!r} does not begin with a name alone")
    said: dict[str, str] = {}
    for number, (_, end, thing) in enumerate(places):
        last = number + 1 == len(places)
        segment = text[end:] if last else text[end : places[number + 1][0]]
        if thing in said:
            raise Rejected("told twice", f"{thing!r} in {text!r}")
        said[thing] = _stripped(segment, last)
    return Section(before["name"], text, said)


def _stripped(segment: str, last: bool) -> str:
    """What stands after a thing, without what leads on to the next: ". She", ", and he", ","."""
    if last:
        return segment.strip().removesuffix(".").strip()
    return re.sub(r"(?:[,;.]\s+and|[,;.])?(?:\s+(?:she|he|She|He))?\s*$", "", segment.rstrip()).strip()


def placeless(said: str) -> bool:
    """Whether every word is one that tells no place."""
    words = said.split()
    return bool(words) and all(word in language().words for word in words)


def timeless(said: str) -> bool:
    """Whether it is a phrase that leaves open when something was; an age or a small number stands for `#`."""
    ages = re.findall(r"\d+", said)
    plain = re.sub(r"\d+|\b(?:two|three)\b", "#", said)
    return plain in language().timeless and all(int(one) <= _MOST for one in ages)
