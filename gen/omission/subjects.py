"""Who does it: the finite verb that governs a number, and its subject as words that can stand in a question.

Narrow patterns only. Where the subject or the verb of a clause is not sure, nothing is found.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from nescio.gen.omission.site import Site, Token, is_name, only_person
from nescio.gen.omission.verbs import CLAUSAL, FORMS, MODALS
from nescio.gen.omission.words import (
    CALENDAR,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    RATES,
    TIMES,
    is_plural,
    singular,
)  # fmt: skip

NEGATED = frozenset("not never no cannot don't doesn't didn't won't isn't aren't without".split())
PERSONAL = frozenset({"he", "she", "they", "it"})
_BEFORE_SUBJECT = CONJUNCTIONS | frozenset({",", ";", ":", "after", "before", "until", "during", "then", "says"})
_BETWEEN = frozenset(
    "also then now only already still usually currently recently initially originally normally each both all typically "
    "always later finally only just immediately regularly often generally".split()
)
_LONGEST_SUBJECT = 8
_TIME = TIMES | RATES | CALENDAR
_TIME |= frozenset(
    "last this next every each one the a in on at yesterday today first second third same then that afternoon start "
    "end beginning summer winter spring fall".split()
)
_ACTS = frozenset(
    "gets needs wants goes makes gives takes eats buys sells earns spends pays has does costs gave".split()
)
"""Third persons that are no plural nouns."""
_HELPING = frozenset("is are was were has have had be been being get gets got to and already just".split())
_OPENING = frozenset("a an the his her their some".split())
_RELATIVES = frozenset({"who", "which", "that"})


@dataclass(frozen=True)
class Verb:
    """The finite verb that governs a number: who does it, and at which word of the sentence it stands."""

    subject: str
    plural: bool
    at: int
    relative: bool = False
    """Whether its subject is "who", "which" or "that"."""


def governing(site: Site, upto: int) -> Verb | None:
    """The last finite verb with a known subject among the first `upto` words of the sentence."""
    found: Verb | None = None
    for at in range(upto):
        token = site.left[at]
        if token.low not in FORMS or (at and site.left[at - 1].low == "to"):
            continue
        subject = _subject(site, at)
        if subject is not None and not subject[1] and subject[0] not in ("i", "you") and _is_bare(token.low):
            continue
        if subject is not None and at > 1 and site.left[at - 2].low in ("as", "than"):
            found = None
        elif subject is not None:
            found = Verb(*subject, at, _is_relative(site, at))
        elif found is not None and _continues(site, at):
            found = Verb(found.subject, found.plural, at, found.relative)
        elif token.low in CLAUSAL and site.left[at - 1].low not in _HELPING:
            found = None
    return found


def _is_relative(site: Site, at: int) -> bool:
    """Whether a verb follows "that", "which" or "who", perhaps with "each" between."""
    while at and site.left[at - 1].low in _BETWEEN:
        at -= 1
    return at > 0 and site.left[at - 1].low in _RELATIVES


def _is_bare(word: str) -> bool:
    """Whether a word is a form that only a plural subject takes: "they store"."""
    return FORMS[word].tense == "base" or word in ("are", "were")


def _continues(site: Site, at: int) -> bool:
    """Whether a verb goes on with the subject of the one before: "and sold", ", then sold"."""
    form = FORMS[site.left[at].low]
    before = site.left[at - 1].low
    if before in ("then", "also", "only", "later", "finally") and at > 1:
        before = site.left[at - 2].low
    return before in ("and", ",", "but") and form.tense in ("past", "third", "either")


def _subject(site: Site, at: int) -> tuple[str, bool] | None:
    """The subject that ends right before a verb, as words, and whether it is plural."""
    end = at
    while end and site.left[end - 1].low in _BETWEEN:
        end -= 1
    if not end:
        return None
    last = site.left[end - 1]
    if last.low in PERSONAL | {"there"}:
        free = end == 1 or site.left[end - 2].low not in PREPOSITIONS - {"after", "before", "until"} | {"or"}
        return _pronoun(site, last, site.left[at]) if free else None
    if last.low in _RELATIVES:
        return _antecedent(site, end - 1, site.left[at])
    return _phrase(site, end)


def _phrase(site: Site, end: int) -> tuple[str, bool] | None:
    """A noun phrase or names that begin after a boundary and end before the word `end`."""
    if (names := _names(site, end)) is not None:
        return names
    wide = _from(site, _start(site, end, _BEFORE_SUBJECT - {"and"}), end)
    near = _start(site, end, _BEFORE_SUBJECT)
    if wide or not near or site.left[near - 1].low != "and" or site.left[near - 2].text[0].isupper():
        return wide
    return _from(site, near, end)


def _names(site: Site, end: int) -> tuple[str, bool] | None:
    """A list of names that begins the sentence: "Anna, Ben, and Cleo"."""
    words = site.left[:end]
    if end < 4 or not any(one.text == "," for one in words) or words[-2].low != "and":
        return None
    named = all(one.text == "," or one.low == "and" or is_name(site.context, one.text) for one in words)
    if not named or not words[0].is_word:
        return None
    return re.sub(r" ,", ",", " ".join(one.text for one in words)), True


def _start(site: Site, end: int, boundaries: frozenset[str]) -> int:
    start = end
    while start and end - start < _LONGEST_SUBJECT and site.left[start - 1].low not in boundaries:
        start -= 1
    return start


def _from(site: Site, start: int, end: int) -> tuple[str, bool] | None:
    if start and site.left[start - 1].low not in _BEFORE_SUBJECT:
        return None
    words: Sequence[Token] = site.left[start:end]
    words = (None if start else _after_time(site, words)) or words
    if len(words) > 2 and words[0].low in ("each", "every", "last", "this") and words[1].low in TIMES | RATES:
        words = words[2:]
    if words and words[0].low in PREPOSITIONS and not start:
        return None
    while words and words[0].low in ("and", "then", "so", "also"):
        words = words[1:]
    if not words or not all(one.is_word for one in words) or any(one.is_number for one in words):
        return None
    if words[-1].text.endswith(("'s", "’s", "'d", "'ll", "'ve", "’d")):
        return None
    lows = [one.low for one in words]
    if any(low in PRONOUNS - {"her"} or low in CALENDAR or low in NEGATED for low in lows) or "her" in lows[-1:]:
        return None
    named = all(one.text[0].isupper() or one.low == "and" for one in words)
    if named and _is_name(site, words[0]):
        return " ".join(one.text for one in words), "and" in lows
    if any(low in FORMS and not is_plural(low) and not _is_noun(low) for low in lows[1:]) or "and" in lows:
        return None
    if not _ACTS.isdisjoint(lows):
        return None
    determined = lows[0] in DETERMINERS or any(one.text.endswith(("'s", "’s", "s'", "s’")) for one in words[:-1])
    head = _head(words)
    verb = next((one.low for one in site.left[end:] if one.low in FORMS), "")
    if len(words) == 1 and verb in FORMS and FORMS[verb].tense == "third" and verb not in ("are", "were", *MODALS):
        return (words[0].text, False) if words[0].text[0].isupper() and "has" not in lows else None
    if not determined and not (is_plural(head) and len(words) <= 3):
        return None
    if len(words) == 1 and not _is_common(site, words[0].text):
        return None
    text = " ".join(one.text for one in words)
    if lows[0] in ("a", "an"):
        text = "the" + text[len(words[0].text) :]
    elif lows[0] in DETERMINERS or not _is_name(site, words[0]):
        text = text[0].lower() + text[1:]
    return text, is_plural(head) and lows[0] not in ("a", "an", "each", "every", "this")


def _is_noun(word: str) -> bool:
    """Whether a verb's form is as well a noun or an adjective: "a trap", "each set", "the used car"."""
    return (FORMS[word].tense in ("base", "either") and word not in MODALS) or word.endswith("ed")


def _after_time(site: Site, words: Sequence[Token]) -> Sequence[Token] | None:
    """The name after words of time that open a sentence without a comma: "Last year Anna", "On Monday Anna"."""
    first = next((n for n, one in enumerate(words) if n and one.text[0].isupper() and one.low not in CALENDAR), 0)
    if not first or not all(one.low in _TIME for one in words[:first]):
        return None
    named = words[first:]
    return named if all(is_name(site.context, one.text) for one in named) else None


def _head(words: Sequence[Token]) -> str:
    """The noun of a phrase: the last word before a preposition."""
    for one, following in pairwise(words):
        if following.low in PREPOSITIONS and one.low not in DETERMINERS:
            return one.text
    return words[-1].text


def _is_common(site: Site, word: str) -> bool:
    """Whether a first word that looks like a plural is a noun and no name: "lemons" or "lemon" stands elsewhere."""
    forms = {word.lower(), singular(word.lower()) or ""} - {""}
    return word.islower() or any(re.search(rf"\b{re.escape(one)}\b", site.context) for one in forms)


def _is_name(site: Site, token: Token) -> bool:
    """Whether a word with a capital is a name and not only the first of its sentence."""
    return is_name(site.context, re.sub(r"['’]s?$", "", token.text))


def _pronoun(site: Site, token: Token, verb: Token) -> tuple[str, bool] | None:
    """A name in the place of he or she where only one fits; they and there as they are."""
    if token.low == "there":
        return "there", verb.low in ("are", "were")
    if token.low == "they":
        return "they", True
    if token.low == "it":
        return ("it", False) if FORMS[verb.low].base in ("take", "cost", "be") else None
    return only_person(site.context, token.start, token.low) or token.low, False


def _opens(token: Token) -> bool:
    return token.low in DETERMINERS or token.low == "some" or token.is_number


def _antecedent(site: Site, at: int, verb: Token) -> tuple[str, bool] | None:
    """What "who", "which" or "that" stands for: "a wallet which" is the wallet."""
    at -= site.left[at - 1].text == ","
    start = at
    while start and at - start < 4 and site.left[start - 1].is_word and not _opens(site.left[start - 1]):
        start -= 1
    words = site.left[start:at]
    opened = start > 0 and (site.left[start - 1].is_number or site.left[start - 1].low in _OPENING)
    if not words or not opened:
        return None
    if any(one.low in FORMS | dict.fromkeys(PREPOSITIONS | CONJUNCTIONS | PRONOUNS) for one in words):
        return None
    if start > 1 and site.left[start - 2].low in PREPOSITIONS:
        return None
    det = site.left[start - 1].low
    text = " ".join(one.text for one in words)
    if is_plural(words[-1].text) != (FORMS[verb.low].tense == "base" or verb.low in ("are", "were")):
        return (
            None
            if FORMS[verb.low].tense not in ("past", "either") and verb.low not in MODALS
            else (f"the {text}", False)
        )
    return f"{det if det in ('his', 'her', 'their') else 'the'} {text}", is_plural(words[-1].text)
