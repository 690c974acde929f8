"""Who has what is counted: a box with 12 pens, her 4 friends."""

from collections.abc import Sequence

from nescio.gen.omission.clause import HOLE, Asked, answering, finish, rest_of
from nescio.gen.omission.site import Site, only_person
from nescio.gen.omission.verbs import CLAUSAL, FORMS
from nescio.gen.omission.words import CONJUNCTIONS, DETERMINERS, PREPOSITIONS, PRONOUNS, is_plural, singular

_HAVING = {
    "with": ("has", "have"), "containing": ("contains", "contain"), "holding": ("holds", "hold"),
    "weighing": ("weighs", "weigh"), "costing": ("costs", "cost"), "totaling": ("totals", "total"),
}  # fmt: skip
_GROUPS = frozenset(
    "class group team family herd flock pack box bag set crew collection crowd packet package carton case tray jar "
    "basket bouquet party packs boxes bags packets packages cartons cases trays jars baskets groups teams".split()
)
_GIVING = frozenset("take give cost buy send make leave bring hand pay show teach earn get lend sell".split())
"""Verbs after which "her 6 pens" may be 6 pens for her."""
_OWNERS = {"her": "she", "his": "he", "their": "they", "its": "it"}


def attribute(site: Site, phrase: str, upto: int) -> Asked | None:
    """A box with 12 pens: how many pens the box has."""
    joint = site.left[upto - 1].low
    if joint not in _HAVING and joint != "of":
        return None
    start = upto - 1
    while start and site.left[start - 1].is_word and site.left[start - 1].low not in DETERMINERS and upto - start < 4:
        if site.left[start - 1].low in PREPOSITIONS | CONJUNCTIONS | PRONOUNS | CLAUSAL:
            break
        start -= 1
    words = [one.text for one in site.left[start : upto - 1] if not one.is_number]
    if not words or not start or (joint == "of" and words[-1].lower() not in _GROUPS):
        return None
    led = start > 1 and joint == "with" and site.left[start - 2].low in PREPOSITIONS - {"of"}
    acted = any(word.lower() in FORMS and FORMS[word.lower()].tense == "past" for word in words)
    if led or acted or site.left[start - 1].low in PREPOSITIONS:
        return None
    owner = _owner(site.left[start - 1].low, words)
    third, base = _HAVING.get(joint, ("has", "have"))
    if not owner:
        return None
    return finish(f"{phrase} {owner} {third}", f"{phrase} does {owner} {base}", f"{owner} {third} {answering(phrase)}")


def _owner(before: str, words: Sequence[str]) -> str | None:
    """What has something, as a subject: "a box" is the box, "boxes" are each box."""
    if is_plural(words[-1]):
        one = singular(words[-1])
        free = before not in DETERMINERS or before in ("the", "his", "her", "their")
        return " ".join(["each", *words[:-1], one]) if one and free else None
    if before in ("a", "an", "the", "each", "every", "his", "her", "their"):
        return " ".join(["the" if before in ("a", "an") else before, *words])
    return None


def owned(site: Site, noun: str, length: int) -> Asked | None:
    """Her 4 friends: how many she has, or a name where only one fits; "the 4 friends in": how many there are."""
    before = site.before()
    if before in _OWNERS:
        verb = site.left[-2].low if len(site.left) > 1 else ""
        if before == "its" or (before == "her" and verb in FORMS and FORMS[verb].base in _GIVING):
            return None
        who = _OWNERS[before]
        if before in ("her", "his"):
            who = only_person(site.context, site.left[-1].start, before) or who
        has, do = ("have", "do") if who == "they" else ("has", "does")
        told = f"{who} {has} {HOLE} {noun}"
        return finish(f"how many {noun} {who} {has}", f"how many {noun} {do} {who} have", told)
    if before == "the":
        where = " ".join(rest_of(site.right[length:])[:6])
        there = f"there are {HOLE} {noun} {where}"
        if not where:
            return None
        return finish(f"how many {noun} there are {where}", f"how many {noun} are there {where}", there)
    if before.endswith(("'s", "’s")) and site.left[-1].text[0].isupper():
        who = site.left[-1].text[:-2]
        return finish(f"how many {noun} {who} has", f"how many {noun} does {who} have", f"{who} has {HOLE} {noun}")
    return None
