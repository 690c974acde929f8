"""A whole of many things named in the place of their number: a group of children, a stack of books, a bunch of roses.

The text then speaks of them as people do who do not count: "Ada has a collection of stamps".
"""

from collections.abc import Iterator

from nescio.gen.omission.bare import base_of
from nescio.gen.omission.nouns import Noun
from nescio.gen.omission.site import Site, tokens
from nescio.gen.omission.ways import ABSENT, Way
from nescio.gen.omission.words import RATES

_WHOLES: dict[str, tuple[int, int, str]] = {
    "group": (
        3,
        300,
        "people children kids students campers visitors guests boys girls passengers players tourists friends teachers "
        "parents women men adults teenagers hikers customers fans workers volunteers soldiers scouts pupils employees "
        "members contestants",
    ),
    "stack": (5, 60, "books notebooks magazines comics letters newspapers plates pancakes papers envelopes planks"),
    "batch": (6, 200, "cookies muffins cupcakes brownies pancakes pies rolls cakes doughnuts donuts pastries"),
    "bunch": (3, 80, "roses tulips flowers balloons grapes bananas carrots lilies daisies orchids keys radishes"),
    "collection": (
        8,
        5_000,
        "marbles coins stamps stickers seashells shells rocks figurines figures games cards caps beads records cds "
        "dolls books wrappers comics pokemon necklaces postcards gems toys paintings photos pictures movies stones",
    ),
    "basket": (5, 120, "apples peaches oranges pears plums tomatoes potatoes eggs strawberries lemons mangoes limes"),
    "box": (5, 60, "pencils pens crayons markers chocolates erasers"),
    "bag": (5, 100, "candies sweets nuts lollipops peanuts almonds jellybeans"),
    "case": (6, 60, "bottles cans"),
    "packet": (5, 100, "seeds"),
    "herd": (5, 500, "cows goats cattle buffaloes elephants"),
    "flock": (5, 500, "sheep ducks geese chickens birds pigeons hens storks"),
    "row": (4, 60, "trees"),
    "set": (4, 24, "chairs dishes glasses forks spoons knives"),
}
"""Wholes: the fewest and the most things one speaks of so, and the nouns."""
_HELD = frozenset(
    "have own keep get buy sell bring carry give receive order purchase collect find send take see pick gather harvest "
    "pack bake make prepare wash".split()
)
"""Verbs whose object can be such a whole."""
_COLLECTED = frozenset("have own sell inherit".split())
_STANDING = frozenset("group bunch flock herd basket row".split())
"""Wholes of which one says that there is one somewhere."""
_OWN = frozenset("children kids boys girls parents".split())
_MADE = _HELD | frozenset({"plant"})
_RATED = frozenset("each every per apiece any all can could if need needs must".split())
_BARRED = frozenset("altogether total left remaining more fewer less daily jar jars class".split())
_PLACES = frozenset("class grade school city town village country world company office team committee".split())


def wholes(site: Site, noun: Noun, begin: int) -> Iterator[Way]:
    """The ways to name the whole; `begin` is where "a total of" before the number begins."""
    whole = _whole(site, noun)
    if whole is None:
        return
    left = tuple(one for one in site.left if one.start < begin)
    named = f"{'an' if whole[0] in 'aeiou' else 'a'} {whole} of"
    before = left[-1].low if left else ""
    if before in ("were", "are") and len(left) > 1 and left[-2].low == "there":
        placed = site.after(noun.length) == "at" or not _PLACES.isdisjoint(one.low for one in site.right)
        if whole not in _STANDING or (whole == "group" and placed):
            return
        yield ABSENT, left[-1].start, site.end, f"{'was' if before == 'were' else 'is'} {named}"
        return
    if whole == "group" and noun.head.lower() in _OWN and (before == "had" or base_of(before) == "have"):
        return
    first = whole in ("group", "flock", "herd") and _is_first(site, begin) and _goes_on(site, noun)
    if first or before == "had" or base_of(before) in (_COLLECTED if whole == "collection" else _MADE):
        yield ABSENT, begin, site.end, named


def _whole(site: Site, noun: Noun) -> str | None:
    """The whole for a noun; None where the text already counts such wholes, or the number belongs to a rate."""
    words = {one.low for one in (*site.left, *site.right)}
    if "of" in noun.words or not _RATED.isdisjoint(words) or not _BARRED.isdisjoint(words):
        return None
    rest = [one.low for one in site.right[noun.length : noun.length + 2]]
    if rest[:1] == ["a"] and rest[1:] and rest[1] in RATES:
        return None
    told = {one.low for one in tokens(site.context)}
    for whole, (least, most, nouns) in _WHOLES.items():
        plural = {"box": "boxes", "batch": "batches", "bunch": "bunches"}.get(whole, f"{whole}s")
        if noun.head.lower() in nouns.split() and least <= site.value <= most and told.isdisjoint({whole, plural}):
            return whole
    return None


def _is_first(site: Site, begin: int) -> bool:
    """Whether the number begins its clause."""
    left = [one for one in site.left if one.start < begin]
    return not left or left[-1].text == ","


def _goes_on(site: Site, noun: Noun) -> bool:
    """Whether a verb follows that goes with a whole: a past other than "was"."""
    return bool(site.right[noun.length :]) and site.after(noun.length).endswith(("ed", "ame", "ent", "ot", "ere", "ew"))
