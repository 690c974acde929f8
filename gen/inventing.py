"""Invented names: names in the manner of a type, for things that there are not."""

import re
from random import Random

_ONSETS = "b br c cr d dr f fl g gr h k l m n p pl pr qu r s sk st t th tr v w z".split()
_INNER = "b d dr f g gr l ld lm lv m mb n nd nt p r rd rm rn rv s sk st t th v z".split()
_VOWELS = "a e i o u a e i o a e o a i ai ia".split()
_ENDS: dict[str, tuple[str, ...]] = {
    "place": ("mora", "wick", "dale", "geth", "thold", "resk", "vane", "zar", "lund", "quay", "mere"),
    "country": ("oria", "undia", "avia", "istan", "essia", "onia", "amba", "ovia", "uria"),
    "surname": ("well", "ovich", "sen", "quist", "ardo", "etti", "ham", "inck", "ourt", "ley", "ax", "ero"),
    "river": ("na", "ra", "va", "bre", "mel", "zha", "vel", "nne"),
    "element": ("ium",),
    "moon": ("a", "e", "ia", "us", "on", "is", "ope"),
    "mountain": ("horn", "kora", "dur", "makh", "tind", "gar"),
    "device": ("oscope", "ograph", "ophone", "otrope", "olator"),
    "language": ("ix", "ora", "et", "ul", "yx", "ak"),
    "unit": ("el", "on", "ard", "ane", "ith"),
    "title": ("ando", "ella", "ira", "ones", "astra", "enza"),
}
_GIVEN = (
    "Edmund Clara Henrik Lucia Tobias Agnes Matthias Helena Oskar Irene Leopold Beatrice Anton Sylvia Conrad Julia"
    " Marius Eleanor Victor Rosa Gustav Amelia Felix Martha"
).split()
_NOUNS = (
    "Lanterns Orchards Winters Bells Gardens Daughters Tides Keepers Bridges Shadows Weavers Swans Letters Horsemen"
    " Roses Mirrors Harbours Islands Fishermen Candles"
).split()
_HALLS = ("Opera House", "Museum", "Library", "Tower", "Cathedral", "Concert Hall")
_FORMS: dict[str, tuple[str, ...]] = {
    "battle": ("the Battle of {place}",),
    "book": ("The {noun} of {place}", "{given} {surname}", "The {surname} {noun}"),
    "building": ("the {place} {hall}", "{place} {hall}"),
    "character": ("{given} {surname}",),
    "country": ("{country}",),
    "discovery": ("the {surname} effect", "{surname} radiation"),
    "element": ("{element}",),
    "film": ("The {noun} of {place}", "The {surname} {noun}", "{title}"),
    "invention": ("the {device}",),
    "moon": ("{moon}",),
    "mountain": ("Mount {mountain}", "{mountain}"),
    "painting": ("The {noun} of {place}", "{given} {surname}", "The {surname} {noun}"),
    "person": ("{given} {surname}",),
    "play": ("The {noun} of {place}", "{title}", "{given} {surname}"),
    "programming language": ("{language}",),
    "river": ("the {river}",),
    "stage work": ("{title}", "The {noun} of {place}"),
    "town": ("{place}",),
    "unit": ("the {unit}",),
}
_LOWER = ("element", "device", "unit")
"""Made words that are no proper names."""
_ROUGH = re.compile(r"[^aeiou]{4}|[aeiou]{4}|(.)\1\1|^[^aeiou]{3}|aa|ii|uu")
_LEAST = 6
"""Shorter names are likely to stand for something somewhere."""


def can_invent(type: str) -> bool:
    """Whether there is a way to make names of that type."""
    return type in _FORMS


def invent(type: str, like: str, random: Random) -> str:
    """A made name of that type that takes the place of `like`, with or without an article as that has one.

    Raises KeyError for a type without a way (see `can_invent`).
    """
    forms = [one for one in _FORMS[type] if one.startswith("the ") == like.startswith("the ")] or list(_FORMS[type])
    form = random.choice([one for one in forms if one.startswith("Mount ") == like.startswith("Mount ")] or forms)
    words = {"given": random.choice(_GIVEN), "noun": random.choice(_NOUNS), "hall": random.choice(_HALLS)}
    made = form.format(**words, **{one: _word(one, random) for one in _ENDS})
    return made.removeprefix("the ") if not like.startswith("the ") else made


def _word(kind: str, random: Random) -> str:
    """A word that is easily spoken, in the manner of a kind of name."""
    while True:
        start = random.choice(_ONSETS) + random.choice(_VOWELS)
        middle = "".join(random.choice(_INNER) + random.choice(_VOWELS) for _ in range(random.choice((0, 1, 1))))
        end = random.choice(_ENDS[kind])
        made = start + middle + (end if end[0] not in "aeiou" else random.choice(_INNER) + end)
        if _LEAST + 1 <= len(made) <= 13 and not _ROUGH.search(made):
            return made if kind in _LOWER else made.capitalize()
