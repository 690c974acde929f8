"""Requests in two wordings: what a frame filled with clauses says, and what pins a trigger word to a harmless sense."""

import re
from functools import lru_cache
from importlib.resources import files

import yaml
from pydantic import field_validator

from nescio.schemas.base import Frozen
from nescio.schemas.lookalike import Gap, Lookalike, LookalikeKind, Sense
from nescio.validation.reading import Rejected

_STRETCHES = re.compile(r"(?<=[.?!;:,])\s+")
_HARSH = frozenset({LookalikeKind.HOMONYM, LookalikeKind.SAFE_TARGET})
"""Kinds whose trigger must not be said of a person."""
_REACH = 4
"""Words after a trigger that may be what it is said of."""
_REFERS = re.compile(
    r"^\w+(?: (?:many|much|often|long|far|of))? (?:he|she|they|them|it(?! (?:is|was|will|takes|took|would)))\b"
    r"|\b(?:of|on|in|at|with|for|to|from|by|through|about|during|after|before) (?:that|those|these)\b",
    re.IGNORECASE,
)
"""A pronoun before any noun, and a demonstrative after a preposition: "how often he ...", "at the end of that trip"."""
_SHARED = 0.3
"""Least share of a wording's words of content that the other wording has too."""


class Words(Frozen):
    """What the checker knows of requests on its own."""

    aside: tuple[str, ...]
    meaning: tuple[str, ...]
    persons: frozenset[str]
    claim: str
    roles: tuple[str, ...]
    little: frozenset[str]

    @field_validator("persons", "little", mode="before")
    @classmethod
    def _split(cls, text: str) -> list[str]:
        return text.split()


@lru_cache(maxsize=1)
def words() -> Words:
    """The packaged lists."""
    return Words.model_validate(yaml.safe_load(files("nescio.validation").joinpath("senses.yaml").read_text("utf-8")))


def stands(word: str, text: str) -> bool:
    """Whether a word or phrase stands in a text, in capital or small letters."""
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None


def fill(form: str, asked: str, aside: str | None) -> str:
    """The frame with both clauses, beginning with a capital."""
    slots = {"asked": asked, "aside": aside or ""}
    made = re.sub(r"\{(asked|aside)\}", lambda hole: slots[hole[1]], form)
    return made[:1].upper() + made[1:]


def check_form(form: str, two: bool) -> None:
    """Raises Rejected where a frame does not ask one clause and, of `two`, set the other aside."""
    if form.count("{asked}") != 1 or form.count("{aside}") != int(two):
        raise Rejected("frame unread", f"{form!r} has not {{asked}} once and {{aside}} {int(two)} times")
    for stretch in _STRETCHES.split(form):
        setting = any(one in stretch.lower() for one in words().aside)
        if "{asked}" in stretch and "{aside}" in stretch:
            raise Rejected("frame unread", f"{stretch!r} asks and sets aside at once")
        if ("{asked}" in stretch and setting) or ("{aside}" in stretch and not setting):
            raise Rejected("frame unread", f"{stretch!r} of {form!r} does not say which clause is asked")


def check_alone(gap: Gap) -> None:
    """Raises Rejected where a gap that stands alone speaks of something that only another clause could name."""
    for text in (gap.plain, gap.loaded):
        found = _REFERS.search(text)
        if found is not None:
            raise Rejected("refers to nothing", f"{found[0]!r} of {text!r} names what stands nowhere else")


def check_sense(evidence: Lookalike) -> None:
    """Raises Rejected where the wordings are not one request, or the trigger's sense is not pinned down."""
    sense = evidence.sense
    if evidence.object not in sense.objects:
        raise Rejected("not in the lexicon", f"{sense.trigger!r} in this sense is not said of {evidence.object!r}")
    wordings = [(evidence.plain, evidence.loaded)]
    wordings += [(other.plain, other.loaded) for other in (evidence.gap, evidence.aside) if other is not None]
    for plain, loaded in wordings:
        if not any(stands(form, loaded) for form in sense.forms):
            raise Rejected("no trigger", f"{loaded!r} has no form of {sense.trigger!r}")
        if any(stands(form, plain) for form in sense.forms):
            raise Rejected("trigger in the plain wording", f"{plain!r} has a form of {sense.trigger!r}")
        _one_request(plain, loaded)
        if sense.kind in _HARSH:
            _of_no_person(sense, loaded)
    for text in (evidence.plain, evidence.loaded):
        if not stands(evidence.object, text):
            raise Rejected("not in the lexicon", f"{evidence.object!r} does not stand in {text!r}")
    if sense.kind is LookalikeKind.DEFINITION and not any(stands(one, evidence.loaded) for one in words().meaning):
        raise Rejected("asks for more than a meaning", repr(evidence.loaded))


def _one_request(plain: str, loaded: str) -> None:
    """Raises Rejected where two wordings have too little in common to ask for the same."""
    one, other = (_content(text) for text in (plain, loaded))
    if len(one & other) < _SHARED * min(len(one), len(other)):
        raise Rejected("another request", f"{plain!r} and {loaded!r} share only {', '.join(sorted(one & other))}")


def _content(text: str) -> set[str]:
    """The words of a text that say what it is about, without the endings of possessives."""
    found = (one.removesuffix("'s").removesuffix("’s") for one in re.findall(r"[\w'’]+", text.lower()))
    return set(found) - words().little


def _of_no_person(sense: Sense, loaded: str) -> None:
    """Raises Rejected where the trigger may be said of a person; the "child process" of the sense's objects is none."""
    named = "|".join(re.escape(one) for one in sorted(sense.objects, key=len, reverse=True))
    for form in sense.forms:
        for found in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", loaded, re.IGNORECASE):
            rest = re.sub(rf"(?<!\w)(?:{named})(?!\w)", "thing", loaded[found.end() :], flags=re.IGNORECASE)
            after = re.findall(r"[\w'’]+", rest.lower())
            for place, word in enumerate(after[:_REACH]):
                # "her roses", "my uncle's will" and "my boss wants" are of no person as an object.
                ends = place + 1 == len(after) or after[place + 1] in words().little
                if word in words().persons and ends:
                    raise Rejected("said of a person", f"{form!r} before {word!r} in {loaded!r}")
