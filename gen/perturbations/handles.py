"""Short names of facts: "the calls" for how many calls a clerk takes in an hour, "the red rope" for how long that is.

A sentence that names two facts reads badly with two whole noun clauses. A handle is a phrase of the fact's own clause
with a word that no other clause of the seed has.
"""

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import yaml

from nescio.schemas.evidence import Fact

_SHORT = 7
_SAYABLE = 12
"""The most words of a noun clause that stands for a handle, and of one that is said in full."""


def handle_of(fact: Fact, facts: Sequence[Fact]) -> str | None:
    """A short name for a fact among the facts of its seed, with its article; None where there is no sure one."""
    others = {_stem(word) for one in facts if one.id != fact.id for word in one.missing.split()}
    for phrase in _phrases():
        fresh = any(_stem(word) not in others for word in phrase.split())
        if fresh and re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", fact.missing):
            return f"the {phrase}"
    return None


def named(fact: Fact, facts: Sequence[Fact]) -> str | None:
    """The fact's handle or, where it has none, its noun clause if that is short; None where that is long too."""
    return handle_of(fact, facts) or (fact.missing if len(fact.missing.split()) <= _SHORT else None)


def sayable(fact: Fact) -> bool:
    """Whether a fact's whole noun clause fits into a sentence that says something else as well."""
    return len(fact.missing.split()) <= _SAYABLE


@cache
def _phrases() -> tuple[str, ...]:
    """The packaged phrases, the longest first."""
    rows = yaml.safe_load(files("nescio.gen.seeds").joinpath("handles.yaml").read_text("utf-8"))["phrases"]
    return tuple(sorted((phrase for row in rows for phrase in row), key=lambda phrase: (-len(phrase), phrase)))


def _stem(word: str) -> str:
    return word.lower().strip(",").removesuffix("s")
