"""From a number's place in its clause to what is missing: object, subject, after a preposition, after "with"."""

from collections.abc import Sequence
from itertools import pairwise

from nescio.gen.omission.clause import COPULAS, Asked, answering, asked, finish, rest_of
from nescio.gen.omission.owners import attribute
from nescio.gen.omission.site import Site, Token
from nescio.gen.omission.subjects import PERSONAL, Verb, governing
from nescio.gen.omission.verbs import BASES, CLAUSAL, FORMS, PARTICIPLES
from nescio.gen.omission.words import (
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    RATES,
    TIMES,
    UNITS,
    is_plural,
)

FRONTED = frozenset("for in into to from by on among after with at across between around through".split())
_CHAIN = frozenset("to up out off away down over back in going trying able planning about".split())
_BOUNDARIES = frozenset(
    {"", ",", ";", ":", "and", "but", "if", "when", "then", "that", "while", "so", "because", "after"}
)
_DANGLING = PREPOSITIONS | DETERMINERS - {"her"} | {"and", "every"}
_LISTING = frozenset("have contain use include need require hold".split())
_SIZED = frozenset("old long tall wide deep high times".split())
_AUXILIARIES = frozenset({"have", "be", "get"})
_STARTED = frozenset("start begin end finish".split())
_WITH = _STARTED | frozenset("fill play cover decorate make mix stuff load pack work replace build leave share".split())
"""Verbs after which "with" belongs to them and not to the noun before it."""
_ALONE = frozenset(
    "run walk drive swim jog ride bike hike travel sail work sleep study practice play read exercise train wait".split()
)
"""Verbs that need no object."""
_DAYS = frozenset(
    {"yesterday", "today", "last week", "last month", "last year", "this week", "this morning", "this year"}
)


def ask(site: Site, phrase: str, upto: int, after: int, loose: bool = True) -> Asked | None:
    """What is missing once the phrase is hidden that lies between `upto` words from the left and `after` on the right.

    `phrase` is how it is asked for ("how many rolls"). Not `loose`: only as the object or subject of its verb.
    """
    right = site.right[after:]
    if _is_subject(site, upto, right):
        return _as_subject(phrase, right)
    verb = governing(site, upto)
    belongs = verb is not None and FORMS[site.left[verb.at].low].base in _WITH
    spread = [one.low for one in right[1:2]] in (["each"], ["every"]) and right[0].low in PREPOSITIONS
    if upto and loose and not belongs and not spread and (found := attribute(site, phrase, upto)):
        return found
    if verb is None:
        return None
    between = _between(site, verb, upto)
    if between is None:
        return None
    middle, front = between
    copula = site.left[verb.at].low in COPULAS and not middle
    counted = phrase.startswith("how many") and phrase.split()[2] not in UNITS
    if copula and counted and verb.subject in PERSONAL:
        return None
    if front and not loose:
        return None
    rest = rest_of(right)
    if not rest and (lead := _lead(site, verb)):
        rest = lead
    return None if _opens_rated(site, rest) else asked(site, phrase, verb, middle, rest, front)


def _opens_rated(site: Site, rest: Sequence[str]) -> bool:
    """Whether the sentence opens with "for every style" or "in the first box" and the clause does not say so."""
    if not site.left or site.left[0].low not in ("for", "in", "on", "at", "during", "every", "each"):
        return False
    stop = next((n for n, one in enumerate(site.left) if one.text == ","), 0)
    led = site.left[:stop]
    told = any(one.low in ("each", "every") or one.is_number or one.low in ("first", "second") for one in led)
    return told and not any(one.text in rest for one in led[1:])


def _is_subject(site: Site, upto: int, right: Sequence[Token]) -> bool:
    before = site.left[upto - 1].low if upto else ""
    opened = upto > 1 and site.left[0].low in ("in", "on", "at", "during")
    if opened and all(one.is_word and one.low not in FORMS and not one.is_number for one in site.left[1:upto]):
        before = ","
    return before in _BOUNDARIES and bool(right) and right[0].low in FORMS and right[0].low not in PREPOSITIONS


def _as_subject(phrase: str, right: Sequence[Token]) -> Asked | None:
    rest = rest_of(right)
    joined = right[0].low in COPULAS and len(right) > len(rest) and right[len(rest)].low in ("and", "or")
    if len(rest) < 2 or joined:
        return None
    clause = f"{phrase} {' '.join(rest)}"
    return finish(clause, clause, f"{answering(phrase)} {' '.join(rest)}")


def _between(site: Site, verb: Verb, upto: int) -> tuple[list[str], str] | None:
    """The words between the verb and the phrase, without other numbers, and the preposition that goes in front."""
    words = list(site.left[verb.at + 1 : upto])
    chain = 0
    while chain < len(words) and _in_chain(words, chain):
        chain += 1
    if words and words[-1].low in ("and", ",", "or", "plus"):
        listed = _is_list(site, verb, words[chain:])
        return ([one.text for one in words[:chain]], "") if listed else None
    if words and words[0].low in PARTICIPLES and FORMS[site.left[verb.at].low].base not in _AUXILIARIES:
        return None
    front = ""
    if words and words[-1].low in PREPOSITIONS and (chain < len(words) or len(words) == 1):
        if words[-1].low in FRONTED:
            front = words.pop().low
        elif chain < len(words):
            return None
    objects = words[chain:]
    if any(one.low in CONJUNCTIONS or one.low in CLAUSAL for one in objects):
        return None
    if (front or objects) and words and words[-1].low.endswith("ing"):
        return None
    if front:
        return _fronted(site, verb, words, front)
    kept = _without_numbers(words)
    if kept is None or any(one.is_number for one in objects) or (kept and not chain and kept[-1].lower() in _DANGLING):
        return None
    return kept, ""


def _is_list(site: Site, verb: Verb, objects: Sequence[Token]) -> bool:
    """Whether what stands between the verb and "and 5 pears" is other things of the same verb."""
    if not objects or any(one.low in CONJUNCTIONS - {"and", "plus"} for one in objects):
        return False
    if len(objects) > 1 and objects[-2].low in PRONOUNS:
        return False
    if any(one.low == "to" and following.low in BASES for one, following in pairwise(objects)):
        return False
    if verb.relative and FORMS[site.left[verb.at].low].base not in _LISTING:
        return False
    return objects[0].is_number or objects[0].low in DETERMINERS | {"some", "$"}


def _fronted(site: Site, verb: Verb, words: Sequence[Token], front: str) -> tuple[list[str], str] | None:
    """The same where a preposition goes in front: "for how many hours"."""
    timed, form = site.after() in TIMES, FORMS[site.left[verb.at].low]
    kept = _without_numbers(words, timed and front == "in")
    if kept is None or _is_copula(site, verb, words) or not _SIZED.isdisjoint(kept):
        return None
    filled = site.left[verb.at].low in COPULAS and bool(words) and not words[0].low.endswith("ing")
    if front == "with" and not filled and form.base not in _WITH:
        return None
    if not kept and any(one.low in UNITS for one in words) and form.base not in _ALONE:
        return None
    if not kept and ((front == "with" and form.base not in _STARTED) or (front in ("in", "on") and not timed)):
        return None
    return None if kept and kept[-1].lower() in _DANGLING else (kept, front)


def _is_copula(site: Site, verb: Verb, words: Sequence[Token]) -> bool:
    """Whether the verb only says what something is, so that no preposition belongs to it."""
    acts = bool(words) and (words[0].low in PARTICIPLES or words[0].low.endswith("ing"))
    return site.left[verb.at].low in COPULAS and not acts


def _without_numbers(words: Sequence[Token], timed: bool = False) -> list[str] | None:
    """The words without numbers and rates: "3 cookies a day" is "cookies", "that many cookies" where time is asked for.

    None where what is left is no English.
    """
    kept: list[str] = []
    place = 0
    while place < len(words):
        low, following = words[place].low, words[place + 1].low if place + 1 < len(words) else ""
        if not words[place].is_word and not words[place].is_number:
            return None
        if low == "one" and following and not is_plural(following):
            kept.append("a")
            place += 1
        elif words[place].is_number:
            if not is_plural(following):
                return None
            if timed and following not in UNITS:
                kept += ["that", "many"]
            if following in UNITS and place and words[place - 1].low in DETERMINERS | {"additional", "extra", "total"}:
                return None
            place += 2 if following in UNITS or following == "times" else 1
        elif low in ("a", "an", "per", "each", "every") and following in RATES:
            place += 2
        else:
            kept.append(words[place].text)
            place += 1
    return kept


def _in_chain(words: Sequence[Token], at: int) -> bool:
    low = words[at].low
    return (
        low in PARTICIPLES
        or low.endswith("ing")
        or (low in ("up", "out", "off", "away", "down", "back"))
        or (low == "to" and at + 1 < len(words) and words[at + 1].low in BASES)
        or (low in BASES and (at == 0 or words[at - 1].low in {"to", "can", "not"}))
        or (low in ("going", "able", "planning", "trying"))
    )


def _lead(site: Site, verb: Verb) -> list[str]:
    """A phrase that opens the sentence: "In April, she sold" or "In April she sold" is "in April"."""
    stop = next((n for n, one in enumerate(site.left[:8]) if one.text == "," or one.low in ("he", "she", "they")), 0)
    words = site.left[:stop]
    if 0 < stop <= verb.at and " ".join(one.low for one in words) in _DAYS:
        return [one.low for one in words]
    if not 1 < stop <= verb.at or words[0].low not in ("in", "on", "at", "during"):
        return []
    comma = site.left[stop].text == "," and any(one.text == "," for one in site.left[stop + 1 : verb.at])
    if comma or not all(one.is_word and not one.is_number for one in words):
        return []
    return [words[0].low, *(one.text for one in words[1:])]
