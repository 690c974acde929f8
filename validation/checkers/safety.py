"""The deny list: texts that ask for a harmful deed, found by rule and without a model.

A trigger word alone says nothing ("kill a Python process"). A rule wants a deed together with the target or the means
that makes it harmful: a person, somebody else's account, a weapon that is made, a vulnerable group that is reviled.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from re import Pattern

import yaml

from nescio.schemas.base import Frozen
from nescio.schemas.example import Candidate
from nescio.schemas.hashing import content_hash
from nescio.schemas.verdict import Verdict
from nescio.validation.deny_text import END, WordClass, compiled, variants

CHECK = "safety"
DATA = "denied.yaml"
_PARTING = re.compile(
    rf"{re.escape(END)}| (?:and|but|then|plus)(?: also| then| please| now)?"
    r"(?= (?:how|what|where|which|can|could|would|tell|show|explain|help|give|teach) )"
)
"""Where another sentence begins, or another request in the same one: what excuses the one does not excuse the other."""
READER = "2"
"""Changes where the code may find something else in the same text by the same rules."""


class Denial(Frozen):
    """Why a text is denied."""

    category: str
    matched: str
    """The words that a rule found, without disguises."""


class DenyRule(Frozen):
    """What a harmful request looks like: one of `when`, and one of `beside` anywhere in the text, if it names any."""

    category: str
    when: tuple[str, ...]
    beside: tuple[str, ...] = ()
    unless: tuple[str, ...] | None = None
    """Names of settings in which it is harmless; all where it names none itself."""
    but: tuple[str, ...] = ()
    """Patterns in the same sentence that make it harmless."""


class DenyFile(Frozen):
    """denied.yaml."""

    classes: dict[str, WordClass]
    settings: dict[str, tuple[str, ...]]
    """Patterns of what makes a sentence harmless: history, a game, the meaning of a word, prevention."""
    real: tuple[str, ...]
    """Patterns that say that no game is meant."""
    rules: tuple[DenyRule, ...]


@dataclass(frozen=True)
class _Rule:
    category: str
    when: tuple[Pattern[str], ...]
    beside: tuple[Pattern[str], ...]
    but: tuple[Pattern[str], ...]


@dataclass(frozen=True)
class _List:
    """denied.yaml with its patterns compiled."""

    rules: tuple[_Rule, ...]
    play: tuple[Pattern[str], ...]
    real: tuple[Pattern[str], ...]
    vocabulary: tuple[str, ...]
    version: str


@dataclass(frozen=True)
class DenyList:
    """A verdict on each row: it fails if its prompt or its target asks for a harmful deed, or tells of one as a plan.

    What fails here is withheld, and so is its star. A pass is no proof of harmlessness (docs/safety.md).
    """

    name: str = CHECK

    @property
    def version(self) -> str:
        """Reader and rules."""
        return f"{READER} {_rules().version}"

    def check_all(self, rows: Sequence[Candidate]) -> list[Verdict]:
        """One verdict for each row, in order."""
        return [self._verdict(row) for row in rows]

    def _verdict(self, row: Candidate) -> Verdict:
        parts = (("prompt", row.prompt), ("target", row.target))
        part, found = next(((name, one) for name, text in parts if (one := denied(text))), ("", None))
        return Verdict(
            check=self.name,
            passed=found is None,
            reason=f"denied: {found.category}" if found else "",
            detail=f"the {part} has {found.matched!r}" if found else "no rule of the deny list fits",
            checker_version=self.version,
        )


def denied(text: str) -> Denial | None:
    """The first rule that a text falls under; None where it falls under none. Never raises."""
    known = _rules()
    for one in variants(text, known.vocabulary):
        for rule in known.rules:
            found = _matched(rule, one, known)
            if found:
                return Denial(category=rule.category, matched=found)
    return None


def categories() -> tuple[str, ...]:
    """Every category of the rules, in their order."""
    return tuple(dict.fromkeys(rule.category for rule in _rules().rules))


def _matched(rule: _Rule, text: str, known: _List) -> str | None:
    if rule.beside and not any(pattern.search(text) for pattern in rule.beside):
        return None
    for pattern in rule.when:
        for found in pattern.finditer(text):
            if not _harmless(rule, f" {_around(text, found)} ", known):
                return found[0].strip()
    return None


def _around(text: str, found: re.Match[str]) -> str:
    """The sentence in which something was found, without what else it asks for: "... and how do I kill a Sim?"."""
    # What was found carries the blank behind it.
    start, end = found.start(), found.end() - 1
    parts = [(one.start(), one.end()) for one in _PARTING.finditer(text)]
    before = max((last for _, last in parts if last <= start), default=0)
    after = min((first for first, _ in parts if first >= end), default=len(text))
    return text[before:after].strip()


def _harmless(rule: _Rule, sentence: str, known: _List) -> bool:
    # A game is no excuse for what is said to be meant for real.
    meant = any(one.search(sentence) for one in known.real)
    return any(pattern.search(sentence) for pattern in rule.but if not (meant and pattern in known.play))


@cache
def _rules() -> _List:
    text = (files("nescio.validation") / DATA).read_text("utf-8")
    data = DenyFile.model_validate(yaml.safe_load(text))
    settings = {name: _patterns(found, data.classes) for name, found in data.settings.items()}
    rules = tuple(
        _Rule(
            category=one.category,
            when=_patterns(one.when, data.classes),
            beside=_patterns(one.beside, data.classes),
            but=(
                *_patterns(one.but, data.classes),
                *(pattern for name in (settings if one.unless is None else one.unless) for pattern in settings[name]),
            ),
        )
        for one in data.rules
    )
    words = {form for one in data.classes.values() for form in (*one.present(), *one.past()) if form.isalpha()}
    return _List(
        rules=rules,
        play=settings["play"],
        real=_patterns(data.real, data.classes),
        vocabulary=tuple(sorted(words)),
        version=content_hash(text)[:8],
    )


def _patterns(written: Sequence[str], classes: dict[str, WordClass]) -> tuple[Pattern[str], ...]:
    return tuple(compiled(one, classes) for one in written)
