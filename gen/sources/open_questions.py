"""Questions without a text that people wrote, read against the registry: what `triviaqa` and `nq_open` share.

A question is of use where it names one entity of the registry, at its end, and nothing else by name or number: then it
is about that entity, and with another name there it would be about something else.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nescio.gen.registry.load import packaged_book
from nescio.gen.sources.files import Record, Table
from nescio.schemas.evidence import Span
from nescio.schemas.hashing import content_hash
from nescio.schemas.protocols import Skipped
from nescio.schemas.registry import Asking, Mention, Triples
from nescio.schemas.seed import Question, Seed, Source
from nescio.schemas.taxonomy import Complexity, Domain, Grade

ALONE = ("country",)
"""Types whose names need no second word to mean them."""
_DOUBTFUL = frozenset("chad georgia jordan turkey niger guinea congo china america ireland korea".split())
"""Countries whose name means other things as well."""
_PLAIN = re.compile(r"(?:who|what|which|where|when|how|in which|in what|on which|what's|who's)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_BEFORE = re.compile(
    r"(?:\b(?:new|north|south|east|west|northern|southern|eastern|western|saint|st|equatorial)|['’-])\s?$"
)
_LINK = re.compile(r"\b(?:of|in|to|from|on|for)\s(?:the\s)?$", re.IGNORECASE)
_MAKER = re.compile(
    r"^who (?:wrote|painted|composed|directed|discovered|invented|designed)\s(?:the\s)?$", re.IGNORECASE
)
"""The whole rest of a question about a work: whatever else it said would tell which work is meant."""
_PASSING = re.compile(
    r"\b(?:who is|who's|who are|current|currently|present|now|today|last|latest|next|recent|how many|how much|value"
    r"|rate|population|largest|biggest|richest|price|cost|minister|president|king|queen|owns|won)\b",
    re.IGNORECASE,
)
"""What is no longer so, or may not be: the answer is as old as the dataset."""
_PEOPLES = re.compile(r"(?:ish|ese|pean|ench|erman|reek|ussian|[lid]ian|[as]ian|rican|utch|wiss|hindu)s?$")
_COMMON = 4.0
"""Zipf frequency of an English word that gives no hint of a country or a work: once in 100,000 words."""
_NAME = re.compile(r"[^\W_]|[\"'$]")
_MOST_WORDS = 12
_MOST_LOWER = 9
"""In a text without capitals other names cannot be seen, so that it has to be short."""
_OFTEN = frozenset("I A The What Which Who Where When How In On".split())


@dataclass(frozen=True)
class Asked:
    """A question with its answers, the best first."""

    text: str
    answers: Sequence[str]


def seed_of_open(
    asked: Asked, record: Record, table: Table, dataset: str, licence: str, key: str | None
) -> Seed | Skipped:
    """The question as a seed, or why it cannot be used."""
    text = _tidy(asked.text)
    found = _mention(text)
    if isinstance(found, str):
        return Skipped(record.where, found, text[:120])
    answer = asked.answers[0] if asked.answers else ""
    if not _NAME.match(answer) or len(answer) > 60 or answer.lower() in text.lower():
        return Skipped(record.where, "no short answer", answer[:80])
    mention, kind = found
    book = packaged_book()
    asking = Asking(mentions=(mention,))
    source = Source(
        dataset=dataset,
        split=table.split,
        record_id=key or content_hash(asked.text, answer),
        licence=licence,
        revision=table.revision,
    )
    return Seed(
        source=source,
        domain=Domain.KNOWLEDGE,
        context="",
        questions=(
            Question(
                text=text,
                answer=answer,
                also=tuple(asked.answers[1:]),
                target="",
                solution=f"{mention.entity[:1].upper()}{mention.entity[1:]} is the {kind} that the question is about.",
            ),
        ),
        evidence=Triples(registry=book.registry, reference=book.checked, asked=(asking,)),
        complexity=Complexity.NATURAL,
        grade=Grade.REGISTRY,
    )


def _tidy(text: str) -> str:
    """One line that ends in a question mark where people left it out of a text with capitals."""
    line = " ".join(text.split())
    return line if line.endswith("?") or line.islower() else f"{line.rstrip('. ')}?"


def _mention(text: str) -> tuple[Mention, str] | str:
    """The entity that the question names at its end, with its type; or why there is none to use."""
    lower = text.islower()
    words = _WORD.findall(text)
    if not _PLAIN.match(text) or len(words) > (_MOST_LOWER if lower else _MOST_WORDS) or re.search(r"[\"“‘0-9(]", text):
        return "not a plain question"
    body = text.rstrip("? ")
    for size in range(min(8, len(words)), 0, -1):
        said = body[-sum(len(one) for one in words[-size:]) - size + 1 :]
        key = said.lower() if lower else said
        found = _names(lower).get(key)
        start = len(body) - len(said)
        if found is None or not said or (start > 0 and not body[start - 1].isspace()):
            continue
        if len(found) > 1:
            return "ambiguous name"
        name, kind = found[0]
        before = body[:start]
        linked = kind in ALONE and _LINK.search(before)
        if _BEFORE.search(before.lower()) or not (linked or _MAKER.search(before)):
            return "name in another part"
        if _PASSING.search(before):
            return "answer may have changed"
        if not lower and any(one[0].isupper() and one not in _OFTEN for one in _WORD.findall(before)):
            return "other names"
        if not all(_says_little(one) for one in _WORD.findall(before.lower())):
            return "other names"
        span = Span(part=0, start=start, end=start + len(said))
        return Mention(slot="subject", entity=name, span=span), kind
    return "no entity of the registry"


@lru_cache(maxsize=2)
def _names(lower: bool) -> Mapping[str, Sequence[tuple[str, str]]]:
    """The entities by every name that means them beyond doubt."""
    found: dict[str, list[tuple[str, str]]] = {}
    for one in packaged_book().registry.entities:
        for name in (one.name, *one.aliases):
            bare = re.sub(r"^(?:the|The) ", "", name)
            sure = one.type in ALONE and bare.lower() not in _DOUBTFUL if " " not in bare else True
            for form in {name, bare}:
                if sure and len(bare) > 3 and not form.islower():
                    held = found.setdefault(form.lower() if lower else form, [])
                    held += [(one.name, one.type)] if (one.name, one.type) not in held else []
    return found


def _says_little(word: str) -> bool:
    """Whether a word is so common that it does not tell which country or work is meant."""
    from wordfreq import zipf_frequency

    return zipf_frequency(word, "en") >= _COMMON and not _PEOPLES.search(word) and word not in _names(True)
