"""The sentences and words of a paragraph, and whether a text tells an answer in this or another form."""

import re
import unicodedata
from functools import lru_cache

_ENDING = re.compile(r"(?<=[.!?])[\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-ZÀ-Þ0-9])")
_SHORT = re.compile(
    r"(?:\b(?:[A-Za-z]|Mr|Mrs|Ms|Dr|St|Jr|Sr|vs|etc|Inc|Ltd|Co|Corp|No|nos?|ca|cf|approx|Gen|Col|Lt|Sgt|Capt|Rev|Prof"
    r"|Sen|Rep|Gov|Pres|Mt|Ft|fig|vol|pp?|ed|est|al|e\.g|i\.e|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec))\.$"
)
"""What a full stop belongs to without ending a sentence; a single letter is an initial."""
_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"))
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?")
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
_NUMBERS = {
    **{word: str(value) for value, word in enumerate(_SMALL)},
    **{word: str(value) for value, word in enumerate(_ORDINALS)},
    **{word: str(value * 10) for value, word in enumerate(_TENS, 2)},
    **{f"{word[:-1]}ieth": str(value * 10) for value, word in enumerate(_TENS, 2)},
    "once": "1", "single": "1", "twice": "2", "double": "2", "both": "2", "pair": "2", "half": "1/2",
    "thrice": "3", "triple": "3", "dozen": "12",
}  # fmt: skip
_PEOPLES = {
    "french": "france", "spanish": "spain", "polish": "poland", "dutch": "netherlands", "welsh": "wales",
    "swiss": "switzerland", "danish": "denmark", "irish": "ireland", "welshman": "wales", "greek": "greece",
    "american": "america", "us": "america", "usa": "america", "states": "america", "uk": "britain",
}  # fmt: skip
EMPTY = frozenset(
    "a an the and or nor but of in on at by for to from with without into onto over under upon about as than that this "
    "these those it its he his him she her hers they their them we our us i you your who whom whose which what when "
    "where why how is are was were be been being am do does did done has have had having will would shall should can "
    "could may might must not no if so then there here such some any all each every other others another more most "
    "many much several few lot during between among through after before while until since because also very only "
    "own same just both either neither s t according up out off down per via".split()
)
"""Words that say nothing of a paragraph's matter."""


def places(text: str) -> list[tuple[int, int]] | None:
    """Where each sentence begins and ends, without the space between; None where that is not clear."""
    ends, last = [], 0
    for match in _ENDING.finditer(text):
        said = text[last : match.start()]
        if _SHORT.search(said) or any(said.count(one) != said.count(other) for one, other in _PAIRS):
            continue
        ends.append((last, match.start() + len(match[0].rstrip())))
        last = match.end()
    found = [*ends, (last, len(text.rstrip()))]
    told = [text[start:end] for start, end in found]
    whole = all(one.count('"') % 2 == 0 and one.count("(") == one.count(")") for one in told)
    return found if whole and all(re.search(r"[.!?][\"”’')\]]*$", one) for one in told) else None


def words(text: str) -> list[str]:
    """The words of a text, numbers as one each."""
    return _WORD.findall(text)


def content(text: str) -> list[str]:
    """The words of a text that say something, in the form in which forms of one word are alike."""
    return [stem(word) for word in words(text) if plain(word) not in EMPTY or word == "May"]


def plain(word: str) -> str:
    """A word in small letters without accents and without a possessive."""
    bare = unicodedata.normalize("NFD", word.lower().replace("’", "'"))
    return re.sub(r"'s?$", "", "".join(one for one in bare if not unicodedata.combining(one)))


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """A number as digits, a people as its country, another word without its ending."""
    bare = plain(word)
    if bare[0].isdigit():
        return bare.replace(",", "").rstrip(".")
    if bare in _NUMBERS:
        return _NUMBERS[bare]
    if bare in _PEOPLES:
        return _PEOPLES[bare]
    for ending in (
        "ations",
        "ation",
        "ings",
        "ing",
        "ies",
        "ied",
        "ers",
        "ors",
        "ed",
        "es",
        "er",
        "or",
        "ly",
        "s",
        "y",
        "e",
    ):
        if bare.endswith(ending) and len(bare) - len(ending) >= 3:
            bare = bare[: -len(ending)]
            break
    return bare[:-1] if len(bare) > 3 and bare[-1] == bare[-2] else bare


def akin(one: str, other: str) -> bool:
    """Whether two stems may be forms of one word: the same, or the longer begins as the shorter does."""
    short, long = sorted((one, other), key=len)
    if short[0].isdigit() or long[0].isdigit():
        return short == long or (len(short) == len(long) == 4 and short[:3] == long[:3] and "0" in (short[3], long[3]))
    return short == long or (len(short) >= 4 and long.startswith(short)) or (len(short) >= 6 and short[:5] == long[:5])


def initials(text: str) -> str:
    """The first letters of a name's capitalised words, where it has at least two: "World Health Body" gives WHB."""
    found = "".join(word[0] for word in words(text) if word[0].isupper())
    return found if len(found) > 1 else ""


def tells(text: str, answer: str, known: frozenset[str] = frozenset()) -> str | None:
    """The first word of a text that tells an answer or a part of it; None where none does.

    `known` has the stems that the question gives away itself. A number is told by its word as well, a year by the last
    two digits and by its decade, a name by each of its words and by its initials.
    """
    wanted = [one for one in dict.fromkeys(content(answer)) if one not in known]
    said = words(text)
    for word in said:
        if (plain(word) not in EMPTY or word == "May") and any(akin(stem(word), one) for one in wanted):
            return word
    short = initials(answer)
    letters = {plain(word).upper() for word in said if word.isupper()}
    if short and short in letters:
        return short
    if answer.isupper() and len(answer) > 1 and answer in "".join(word[0] for word in said if word[0].isupper()):
        return answer
    years = {one[-2:] for one in wanted if re.fullmatch(r"1\d{3}|20\d{2}", one)}
    return next((one[0] for one in re.finditer(r"['’](\d\d)\b", text) if one[1] in years), None)
