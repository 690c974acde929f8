"""The checker `invented`: a question about a name that nothing has.

The name is read from the finished text, where it stands in the place of the seed's. At least one of its words must
stand in no word list of many languages and be the name of no larger town, and neither the name nor that word may be
within a slip of the pen of any name of the registry.

Taken on trust: that what is in no list does not exist. A village, a shop or a figure in a novel may have any name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from nescio.schemas.example import Candidate, Claim, Star
from nescio.schemas.registry import Mention, Registry, Triples
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Role
from nescio.schemas.verdict import Verdict
from nescio.validation.known_words import is_known, words_of
from nescio.validation.proving import prove_rows
from nescio.validation.reading import Rejected
from nescio.validation.rewording import edits_make

VERSION = "2"
LONG = 8
"""Names of so many letters may not be within two slips of another; shorter ones not within one."""
SEVERAL = 3
"""Of so many entities it must hold what the question takes for granted, or that tells which one is meant."""
_ARTICLES = ("the", "a", "an")

_DENIED = re.compile(r"\b(?:no|not|unknown)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Invented:
    """Checks stars in which a made name takes the place of a real one."""

    name: str = "invented"
    version: str = VERSION
    method: str = "name read from the finished text; absent from the registry, from word lists and from names of towns"

    def check(self, star: Star) -> list[Verdict]:
        """One verdict a row, in order; a fault of the seed rejects every row."""
        return prove_rows(self, star, _prove, _well_formed)


def _well_formed(seed: Seed) -> None:
    _mention(seed)


def _mention(seed: Seed) -> Mention:
    """The one place where the seed's question names what it asks about."""
    if not isinstance(seed.evidence, Triples) or not seed.evidence.asked or seed.context:
        raise Rejected("unknown evidence", "a registry and a question without a context were expected")
    asking, text = seed.evidence.asked[0], seed.questions[0].text
    found = [one for one in asking.mentions if one.slot == asking.subject and one.span.part == 0]
    if len(found) != 1:
        raise Rejected("unknown evidence", f"the question names its subject {len(found)} times, once was expected")
    said = _bare(text[found[0].span.start : found[0].span.end])
    if said not in _names(seed.evidence.registry).get(len(said), ()):
        raise Rejected("evidence differs from text", f"{said!r} is no name of the registry")
    return found[0]


def _prove(seed: Seed, row: Candidate, claim: Claim) -> str:
    """What holds the row's label, in words; raises Rejected where it does not hold."""
    question = seed.questions[0]
    if claim.question != 0 or claim.hidden or claim.values or claim.stated:
        raise Rejected("claim differs from text", "the claim says that more was done than to exchange a name")
    if row.context or row.prompt != row.question:
        raise Rejected("context added", f"the question stands alone; found {row.prompt[:80]!r}")
    if row.should_abstain != (row.role is Role.PERTURBED):
        raise Rejected("role differs from label", f"a {row.role.value} row, should_abstain is {row.should_abstain}")
    if not edits_make(question.text, row.question, list(row.edits)):
        raise Rejected("edits differ from text", f"the edits do not turn {question.text!r} into {row.question!r}")
    if row.role is Role.PERTURBED:
        return _unknown(seed, row, claim)
    if row.question != question.text or row.edits or claim.swapped:
        raise Rejected("question changed", f"asks {row.question!r}, the seed asks {question.text!r}")
    if not row.answers or set(row.answers) - {question.answer, *question.also}:
        raise Rejected("wrong gold", f"{row.answers} is not the seed's {question.answer!r}")
    _listed(seed)
    if not row.target.rstrip(" .!").endswith(question.answer.rstrip(" .!")):
        raise Rejected("target misses the answer", f"the response does not end in {question.answer}")
    return f"the question names what the registry lists, and its answer is {question.answer}"


def _listed(seed: Seed) -> None:
    """Raises Rejected where the registry lists other values than the gold answer."""
    mention, evidence = _mention(seed), seed.triples
    relation = evidence.asked[0].relation
    if relation is None or seed.questions[0].answer.lower() in ("yes", "no"):
        return
    values = {
        one.value for one in evidence.registry.triples if (one.subject, one.relation) == (mention.entity, relation)
    }
    if seed.questions[0].answer not in values:
        raise Rejected("wrong gold", f"the registry lists {sorted(str(one) for one in values)}")


def _unknown(seed: Seed, row: Candidate, claim: Claim) -> str:
    """The question is the seed's but for a name that nothing has; in words."""
    mention, clean = _mention(seed), seed.questions[0].text
    before, after = clean[: mention.span.start], clean[mention.span.end :]
    name = row.question[len(before) : len(row.question) - len(after)]
    if len(row.question) <= len(before) + len(after) or row.question != f"{before}{name}{after}":
        raise Rejected("edited elsewhere", f"{row.question!r} differs from {clean!r} in more than the name")
    if claim.swapped != {mention.entity: name}:
        raise Rejected("claim differs from text", f"claimed {claim.swapped}, found {name!r}")
    made = [word for word in words_of(name) if not is_known(word)]
    if not made or not any(character.isalpha() for character in name):
        raise Rejected("name exists", f"every word of {name!r} stands in a list")
    if len(words_of(name)) > len(made) + 4 or any(sign in name for sign in ".?!;:()"):
        raise Rejected("more than a name", f"{name!r}")
    _open_otherwise(seed.triples)
    near = _near(seed.triples.registry, [_bare(name), *made])
    if near:
        raise Rejected("name exists", f"{name!r} is nearly {near!r}")
    _says(seed, row, name)
    return f"{name!r} is in no list: {', '.join(made)}"


def _open_otherwise(evidence: Triples) -> None:
    """Raises Rejected where the rest of the question tells which entity is meant, or what the answer is."""
    asking, every = evidence.asked[0], evidence.registry.triples
    named = {one.slot: one.entity for one in asking.mentions}
    for taken in asking.presupposes:
        value = named.get(taken.value)
        holders = {one.subject for one in every if one.relation == taken.relation and one.value == value}
        answers = {one.value for one in every if one.relation == asking.relation and one.subject in holders}
        if len(holders) < SEVERAL or len(answers) < SEVERAL - 1:
            raise Rejected("still answerable", f"{taken.relation} {value!r} leaves {len(answers)} possible answers")


def _says(seed: Seed, row: Candidate, name: str) -> None:
    """Raises Rejected where the gold columns or the response do not name what is unknown, or give an answer."""
    if not (row.false_premise and _bare(name) in _bare(row.false_premise)) or _bare(name) not in _bare(row.target):
        raise Rejected("names another thing", f"{row.false_premise!r} and the response have to name {name!r}")
    if row.correction is None or _bare(name) not in _bare(row.correction) or not _DENIED.search(row.correction):
        raise Rejected("wrong correction", f"{row.correction!r} does not say that there is no {name!r}")
    answer = seed.questions[0].answer
    given = f" {' '.join(words_of(answer))} " in f" {' '.join(words_of(row.target))} "
    digits = any(one.isdigit() for one in answer) and answer in row.target
    shown = _bare(answer) in _bare(row.question)
    if ((given and words_of(answer)) or digits) and answer.lower() not in ("yes", "no") and not shown:
        raise Rejected("target gives the answer", f"the response says {answer!r}")
    if row.target.rstrip(" .!").lower().endswith((" yes", " no")):
        raise Rejected("target gives the answer", f"the response ends in {row.target[-20:]!r}")


def _bare(name: str) -> str:
    """A name without article, case and accents."""
    words = words_of(name)
    return " ".join(words[1:] if len(words) > 1 and words[0] in _ARTICLES else words) or name.casefold()


@lru_cache(maxsize=8)
def _place(key: str) -> list[dict[int, set[str]]]:
    """Where the names of the registry with that key are kept."""
    del key
    return []


def _names(registry: Registry) -> dict[int, set[str]]:
    """All names of the registry, and their words of some length, by length."""
    place = _place(registry.key)
    if not place:
        every: set[str] = set()
        for one in registry.entities:
            for name in (one.name, *one.aliases):
                every |= {_bare(name), *(word for word in words_of(name) if len(word) > 4)}
        held: dict[int, set[str]] = {}
        for name in sorted(every):
            held.setdefault(len(name), set()).add(name)
        place.append(held)
    return place[0]


def _near(registry: Registry, names: list[str]) -> str | None:
    """A name of the registry that is nearly one of these."""
    for name in names:
        most = 2 if len(name) >= LONG else 1
        parts = [name[at * len(name) // (most + 1) : (at + 1) * len(name) // (most + 1)] for at in range(most + 1)]
        for other in _of_length(_names(registry), len(name) - most, len(name) + most):
            if any(part in other for part in parts) and within(name, other, most):
                return other  # so few slips leave one of the parts whole
    return None


def _of_length(held: dict[int, set[str]], low: int, high: int) -> Iterator[str]:
    for length in range(low, high + 1):
        yield from sorted(held.get(length, ()))


def within(one: str, other: str, most: int) -> bool:
    """Whether so many insertions, deletions or exchanges of letters, at most, lead from one text to the other."""
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        last, row = row, [number]
        for at, there in enumerate(other, 1):
            row.append(min(row[-1] + 1, last[at] + 1, last[at - 1] + (letter != there)))
        if min(row) > most:
            return False
    return row[-1] <= most
