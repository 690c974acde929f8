"""The checkers' own reading of nouns: number, other words for a thing, words that cover it (design rule 2)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

import yaml

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*['’]?|\d[\d,./:]*\d|\d|[^\w\s]")


@dataclass(frozen=True)
class Word:
    """A word, a figure or a mark of a text."""

    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        """In lower case."""
        return self.text.lower()


@dataclass(frozen=True)
class Noun:
    """A known noun as it stands in a text."""

    name: str
    """In the singular."""
    many: bool


@dataclass(frozen=True)
class Lexicon:
    """The words of `lexicon.yaml`."""

    forms: Mapping[str, Noun]
    general: Mapping[str, frozenset[str]]
    """For each noun the words that cover it, in the singular and the plural."""
    same: Mapping[str, frozenset[str]]
    """For each noun the nouns that may mean the same."""
    quantity: frozenset[str]
    back: frozenset[str]
    mixing: frozenset[str]
    bearers: frozenset[str]
    holders: frozenset[str]
    """What things come in, whose number does not tell how many things there are."""
    plain: frozenset[str]
    """Adjectives that may stand between a number and a noun."""

    def noun(self, word: str) -> Noun | None:
        """What a word is the singular or plural of, if it is known."""
        return self.forms.get(word.lower())


def words_of(text: str) -> list[Word]:
    """The words, figures and marks of a text, in order."""
    return [Word(match.group(), match.start(), match.end()) for match in _WORD.finditer(text)]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The packaged lexicon."""
    data = yaml.safe_load(files("nescio.validation").joinpath("lexicon.yaml").read_text("utf-8"))
    plurals: dict[str, str] = data["plurals"]
    forms: dict[str, Noun] = {}
    general: dict[str, frozenset[str]] = {}
    for kind in data["kinds"]:
        covering = frozenset(form for word in kind["general"] for form in (word, _plural(word, plurals)))
        for name in kind["nouns"].split():
            forms[name.lower()] = Noun(name, False)
            forms[_plural(name, plurals).lower()] = Noun(name, True)
            general[name] = covering
    same = {name: frozenset(_alike(name, data["same"])) for name in general}
    lists = {key: frozenset(data[key].split()) for key in ("quantity", "back", "mixing", "bearers", "holders", "plain")}
    return Lexicon(MappingProxyType(forms), MappingProxyType(general), MappingProxyType(same), **lists)


def _alike(name: str, groups: list[list[str]]) -> Iterator[str]:
    for group in groups:
        if name in group:
            yield from (other for other in group if other != name)


def _plural(name: str, irregular: Mapping[str, str]) -> str:
    if name in irregular:
        return irregular[name]
    if re.search(r"(?:s|x|z|ch|sh)$", name):
        return f"{name}es"
    return re.sub(r"(?<=[^aeiou])y$", "ie", name) + "s"
