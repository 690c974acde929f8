"""Verbs of word problems with their forms, so that a told sentence can be asked: "sold" gives "did ... sell"."""

from dataclasses import dataclass
from functools import cache

_REGULAR = (
    "add answer assemble attend bake bike borrow call carry catalogue charge clean climb collect complete consume "
    "contain contribute cook cover crochet cycle delete deliver donate download drain drop earn eliminate exercise "
    "feature fill finish fold gain gather hand harvest hatch help hike invest invite iron jog juggle jump kick knit "
    "laugh learn lift list load mail miss mix mow need order owe own pack paddle paint pass peel pick place plant "
    "play pledge plow pour prepare print produce pull purchase push raise rake receive record recycle remove "
    "require return roast scan scoop score serve share shovel sign solve spot stack stitch study trade travel trim "
    "type unload use visit wait walk wash watch weigh work yield"
).split()
_IRREGULAR = {
    "bring": "brought", "build": "built", "buy": "bought", "catch": "caught", "dig": "dug", "do": "did",
    "draw": "drew", "drink": "drank", "drive": "drove", "eat": "ate", "feed": "fed", "find": "found", "fly": "flew",
    "get": "got", "give": "gave", "grow": "grew", "have": "had", "hold": "held", "keep": "kept", "lay": "laid",
    "lose": "lost", "make": "made", "pay": "paid", "ride": "rode", "run": "ran", "see": "saw", "sell": "sold",
    "send": "sent", "sew": "sewed", "sleep": "slept", "spend": "spent", "swim": "swam", "take": "took",
    "throw": "threw", "win": "won", "write": "wrote", "lend": "lent",
}  # fmt: skip
_UNCHANGED = ("put", "cut", "read", "cost", "set", "bet", "hit")
"""Verbs whose past is their base form; only a singular subject tells the tenses apart."""


@dataclass(frozen=True)
class Verb:
    """A verb as it stands in a sentence: its base form and the auxiliary that a question about it takes."""

    base: str
    auxiliary: str


def verb_of(word: str, plural: bool) -> Verb | None:
    """The verb that a word is after a singular or plural subject; None where it is unknown or does not agree."""
    base, tense = _forms().get(word, ("", ""))
    if word in _UNCHANGED:
        return None if plural else Verb(word, "did")
    if tense == "past":
        return Verb(base, "did")
    if tense == "singular" and not plural:
        return Verb(base, "does")
    if tense == "plural" and plural:
        return Verb(base, "do")
    return None


def is_base(word: str) -> bool:
    """Whether a word is the base form of a known verb."""
    return word in _UNCHANGED or _forms().get(word, ("", ""))[1] == "plural"


@cache
def _forms() -> dict[str, tuple[str, str]]:
    """Each form of each verb, with its base and its tense."""
    found: dict[str, tuple[str, str]] = {}
    for base in (*_REGULAR, *_IRREGULAR, *_UNCHANGED):
        found[base] = (base, "plural")
        found[_third(base)] = (base, "singular")
        if base not in _UNCHANGED:
            found[_IRREGULAR.get(base) or _past(base)] = (base, "past")
    return found


def _third(base: str) -> str:
    if base == "have":
        return "has"
    if base.endswith(("s", "sh", "ch", "x", "o")):
        return f"{base}es"
    return f"{base[:-1]}ies" if base.endswith("y") and base[-2] not in "aeiou" else f"{base}s"


def _past(base: str) -> str:
    if base.endswith("e"):
        return f"{base}d"
    if base.endswith("y") and base[-2] not in "aeiou":
        return f"{base[:-1]}ied"
    doubled = base in ("drop", "jog", "mop", "plan", "shop", "stop", "trim", "scan", "spot")
    return f"{base}{base[-1] if doubled else ''}ed"
