"""Where a number can go and leave a sentence that a person would write: "She bought notebooks", not "There are tables".

Narrow lists only. A noun without its number is good English after verbs of buying, making and collecting, with nothing
in the sentence that counts beside it and no rate.
"""

from itertools import pairwise

from nescio.gen.omission.site import Site, Token
from nescio.gen.omission.subjects import governing
from nescio.gen.omission.verbs import FORMS, MODALS
from nescio.gen.omission.words import NUMBER_WORDS, PREPOSITIONS, RATES

_PLAIN = frozenset(
    "adopt bake bathe borrow bring build buy carry catch collect complete cook cut deliver design donate download draw "
    "feed find fold gather give grow handle harvest hire invite knit lend mail make move mow order pack paint pick "
    "plant pot print produce purchase read receive record rent repair score sell send serve sew ship solve spot wash "
    "watch win wrap write".split()
)
"""Verbs that take a plural without a number gladly."""
_SOME = _PLAIN | frozenset(
    "add borrow drop eat drink get lose put remove take use discard donate pick plant see".split()
)
"""Verbs whose object can be "some" of a thing."""
_STUFF = _PLAIN | frozenset("use eat drink add spread pour".split())
"""Verbs that take a kind of stuff gladly: she used flour."""
_NEEDING = frozenset("need needs needed must should can could able goal total cannot require requires required".split())
"""Words before which a number says how many it takes or may be, so that without it the sentence says nothing."""
_RATED = frozenset("each every per apiece daily weekly monthly hourly a an".split())
_TAILS = frozenset("altogether total left remaining worth long wide high in at / & then again instead already".split())
_RELATIVE = frozenset("twice half double triple thrice".split())
_COMPARED = frozenset("more fewer less older younger times".split())
_LISTED = frozenset({"and", "or", ",", "plus", "&"})
_PIECES = frozenset("pair piece set slice sheet loaf bowl cup bunch page roll bar stick ounce pound".split())
"""Holders of which nobody speaks without saying how many."""


def drops_number(site: Site, length: int, begin: int, stuff: bool = False) -> bool:
    """Whether the noun of `length` words can stand alone; `begin` is how many words of "a total of" go as well."""
    left = site.left[: len(site.left) - begin]
    return (
        _is_object(left, _STUFF if stuff else _PLAIN)
        and not _is_needed(left)
        and not _is_rated(left, site.right[length:])
        and alone(left, site.right[length:])
    )


def says_some(site: Site, length: int, begin: int) -> bool:
    """Whether "some" can stand for the number: "Ada sold some lamps in May", "there were some roses in the vase".

    It is what people say who do not count, of what somebody got, gave or had; not of what a thing is made of ("the
    house has some rooms"), of what is needed, and of rates.
    """
    left, right = site.left[: len(site.left) - begin], site.right[length:]
    if _is_needed(left) or _is_rated(left, right) or {"only", "just", "of"} & {one.low for one in left[-2:]}:
        return False
    if right and right[0].low in _COMPARED | {"that", "which", "who", "-", "("}:
        return False
    verb = governing(site, len(left))
    if verb is None or not all(one.is_word or one.text == "," or one.is_number for one in left[verb.at :]):
        return False
    base = base_of(left[verb.at].low)
    if verb.subject == "there":
        return left[verb.at].low == "were" and bool(right) and right[0].low in ("in", "on") and not _counts_near(site)
    person = verb.subject in ("he", "she", "they") or verb.subject[:1].isupper()
    return base in _SOME or (person and base in ("have", "own", "get"))


def _counts_near(site: Site) -> bool:
    """Whether people are counted, of whom one does not say "there were some students"."""
    return any(one.low in ("people", "children", "students", "kids", "boys", "girls") for one in site.right[:3])


def drops_more(site: Site, length: int) -> bool:
    """Whether "6 more pens" can be "more pens": as the object of such a verb, or before "than"."""
    rest = site.right[length:]
    than = bool(rest) and rest[0].low == "than"
    if not than and not (_is_object(site.left, _PLAIN | {"get", "use", "see"}) and not _is_rated(site.left, rest)):
        return False
    return alone(site.left, rest) and (than or not _is_needed(site.left))


def _is_needed(left: tuple[Token, ...]) -> bool:
    """Whether it is said how many are needed or possible: "needs to sell", "has to read", "can make"."""
    obliged = any(one.low in ("has", "have", "had") and two.low == "to" for one, two in pairwise(left))
    return obliged or not _NEEDING.isdisjoint(one.low for one in left)


def pieces(word: str) -> bool:
    """Whether a holder cannot be named without a number: "pieces of paper"."""
    low = word.lower()
    return low in {f"{one}s" for one in _PIECES} | {"loaves", "bunches", "halves"}


def alone(left: tuple[Token, ...], right: tuple[Token, ...]) -> bool:
    """Whether no other number of the sentence counts things beside this one; what it costs and compares may stay."""
    if any(_counts(left, at) for at in range(len(left))):
        return False
    if right and right[0].low in _LISTED and len(right) > 1 and right[1].low not in FORMS:
        return False
    return not any(_counts(right, at) for at in range(len(right)))


def _counts(words: tuple[Token, ...], at: int) -> bool:
    """Whether the word is a number that would be read beside the one that is dropped."""
    word = words[at]
    if not word.is_number or word.low in _RELATIVE or word.low in ("one", "first", "second", "once", "pair"):
        return False
    if at + 1 < len(words) and words[at + 1].low in _COMPARED:
        return False
    priced = at > 0 and words[at - 1].text == "$"
    return not (priced and at > 1 and words[at - 2].low in ("at", "for", "cost", "costs"))


def _is_object(left: tuple[Token, ...], verbs: frozenset[str]) -> bool:
    """Whether a verb of the list stands right before, perhaps with "him" between."""
    words = [one.low for one in left]
    if words and words[-1] in ("him", "them", "me", "us") and len(words) > 1:
        words.pop()
    if words and words[-1] in ("home", "also", "out", "up"):
        words.pop()
    return bool(words) and base_of(words[-1]) in verbs and words[-2:-1] not in (["be"], ["are"])


def base_of(word: str) -> str:
    """The infinitive of a verb form; the word itself where it is none."""
    if word in FORMS and word not in MODALS:
        return FORMS[word].base
    if word.endswith("ing"):
        stem = word[:-3]
        for one in (stem, f"{stem}e", stem[:-1]):
            if one in _STUFF:
                return one
    return word


def _is_rated(left: tuple[Token, ...], right: tuple[Token, ...]) -> bool:
    """Whether the number is one of a rate, or words follow that ask for it: "a day", "altogether"."""
    if not {"each", "every", "per"}.isdisjoint(one.low for one in left):
        return True
    if right and (right[0].low in _RATED or (right[0].low in _TAILS and not _is_place(right))):
        return True
    for at, one in enumerate(right):
        each = one.low in ("each", "apiece", "per", "every") or (
            one.low in ("a", "an") and at + 1 < len(right) and right[at + 1].low in RATES | NUMBER_WORDS
        )
        if each and not (at > 1 and right[at - 1].is_number and right[at - 2].text == "$"):
            return True
    return any(one.low in ("altogether", "total") for one in right)


def _is_place(right: tuple[Token, ...]) -> bool:
    """Whether "in" or "at" is followed by a place, a time or a price and not by "total"."""
    return right[0].low in PREPOSITIONS and len(right) > 1 and right[1].low not in ("total", "all", "a", "once")
