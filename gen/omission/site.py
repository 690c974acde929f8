"""Where a number stands: its sentence, cut into words before and after it, and who was named so far."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from nescio.gen.omission.verbs import FORMS
from nescio.gen.omission.words import (
    ADVERBS,
    CALENDAR,
    CONJUNCTIONS,
    DETERMINERS,
    NUMBER_WORDS,
    PREPOSITIONS,
    PRONOUNS,
    is_plural,
)  # fmt: skip
from nescio.gen.wording import sentences

_TOKEN = re.compile(
    r"\d[\d,]*(?:\.\d+)?|\b(?:Mr|Mrs|Ms|Dr)\.|[^\W\d_]+(?:['’][^\W\d_]+)*(?:-[^\W\d_]+(?:['’][^\W\d_]+)*)*(?:['’](?=\s))?|\S"
)
_PLAIN = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+")
_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Miss|Sir|Madam|Aunt|Uncle|Professor|Coach|Captain)\b")
_OTHERS = (
    re.compile(
        r"\b(?:mother|mom|sister|daughter|wife|aunt|grandmother|grandma|girl|woman|niece|girlfriend|lady|queen)\b"
    ),
    re.compile(r"\b(?:father|dad|brother|son|husband|uncle|grandfather|grandpa|boy|man|nephew|boyfriend|king)\b"),
)
"""Nouns that "she" and "he" may mean instead of the name."""
_COMMON = PREPOSITIONS | CONJUNCTIONS | DETERMINERS | PRONOUNS | CALENDAR | NUMBER_WORDS | ADVERBS | {"there", "some"}
_ENDING_IN_S = frozenset(
    "James Carlos Charles Thomas Marcus Lucas Nicholas Alexis Iris Chris Travis Dennis Luis Jonas Lewis Agnes Doris "
    "Phyllis Gladys Frances Lois Otis Silas Elias Amos Curtis Morris Louis Andreas Jesus Tobias Markus Denis Davis "
    "Jess Ross Tess Douglas Francis Bess Hans Nikolas Lucius Julius Mavis Janis Alonsus Angeles Atticus".split()
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True)
class Token:
    """A word, a figure or a mark, with its place in the context."""

    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        """In small letters."""
        return self.text.lower()

    @property
    def is_word(self) -> bool:
        """Whether it is made of letters."""
        return self.text[0].isalpha()

    @property
    def is_number(self) -> bool:
        """Whether it is a figure or a word for a number."""
        return self.text[0].isdigit() or any(part in NUMBER_WORDS for part in self.low.split("-"))


@dataclass(frozen=True)
class Site:
    """One number of a context and the sentence around it."""

    context: str
    start: int
    end: int
    value: Fraction
    spelled: bool
    """Whether it is written as a word."""
    left: tuple[Token, ...]
    """The words of the sentence before the number; a "$" is the last of them."""
    right: tuple[Token, ...]
    taken: frozenset[Fraction]
    """All the numbers of the context in figures, and small ones in words."""

    def before(self, back: int = 1) -> str:
        """The word so many places before the number, in small letters; "" where there is none."""
        return self.left[-back].low if len(self.left) >= back else ""

    def after(self, on: int = 0) -> str:
        """The word so many places after the number, in small letters; "" where there is none."""
        return self.right[on].low if len(self.right) > on else ""

    def is_last(self, on: int = 0) -> bool:
        """Whether no other number follows in the sentence, or none without an own verb after "while" or the like.

        Where one does, it would be read for a phrase that is dropped: "small ones and large ones for $8".
        """
        rest = self.right[on:]
        clause = bool(rest) and rest[0].low in ("while", "before", "after", "when", "but", "so")
        return clause or not any(one.is_number or one.text == "$" for one in rest)


def tokens(text: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """The words, figures and marks of a stretch of text."""
    stop = len(text) if end is None else end
    return tuple(Token(one.group(), one.start(), one.end()) for one in _TOKEN.finditer(text, start, stop))


def site(
    context: str, places: Sequence[tuple[int, int]], taken: frozenset[Fraction], start: int, end: int, value: Fraction
) -> Site | None:
    """The number at `start` to `end` and its sentence; None where it is no plain number of one sentence."""
    start += len(context[start:end]) - len(context[start:end].lstrip("$€£ "))
    end = start + len(context[start:end].rstrip("% ."))
    said = context[start:end]
    place = next(((a, b) for a, b in places if a <= start and end <= b), None)
    if place is None or not said:
        return None
    spelled = not said[0].isdigit() and said[0] != "."
    if spelled:
        if not (said.replace("-", " ").replace(" ", "").isalpha() and value.denominator == 1):
            return None
    elif _PLAIN.fullmatch(said):
        value = Fraction(said.replace(",", ""))
    else:
        return None
    left, right = tokens(context, place[0], start), tokens(context, end, place[1])
    return Site(context, start, end, value, spelled, left, right, taken)


def numbers_of(context: str) -> frozenset[Fraction]:
    """The values of all figures, and of number words up to twelve."""
    words = "zero one two three four five six seven eight nine ten eleven twelve".split()
    found = {Fraction(one.replace(",", "")) for one in _PLAIN.findall(context)}
    return frozenset(found | {Fraction(words.index(one)) for one in _WORD.findall(context.lower()) if one in words})


def sentence_places(context: str) -> list[tuple[int, int]]:
    """Where the sentences of a context begin and end."""
    return sentences(context)


@lru_cache(maxsize=4096)
def is_name(context: str, word: str) -> bool:
    """Whether a word with a capital is a name: it stands so inside a sentence, or is followed as a singular name is."""
    if word.lower() in _COMMON or re.search(rf"\b{re.escape(word.lower())}\b", context):
        return False
    if re.search(rf"[a-z,;] {re.escape(word)}\b", context) or word in _ENDING_IN_S:
        return True
    return not is_plural(word) and not word.endswith("ing")


@lru_cache(maxsize=1024)
def persons(context: str, until: int) -> tuple[str, ...]:
    """Runs of words with a capital before a place, such as "Anna" or "Doctor Bell", each once, in order."""
    found: list[list[str]] = []
    last: Token | None = None
    for token in tokens(context, 0, until):
        word = re.sub(r"['’]s?$", "", token.text)
        if not (word[:1].isupper() and (word[1:].islower() or word.isalpha()) and is_name(context, word)):
            continue
        if found and last is not None and token.start == last.end + 1 and context[last.end] == " ":
            found[-1].append(word)
        else:
            found.append([word])
        last = token
    texts = dict.fromkeys(" ".join(run) for run in found)
    return tuple(one for one in texts if not any(one != other and one in other.split() for other in texts))


def only_person(context: str, until: int, pronoun: str) -> str | None:
    """Whom "he" or "she" means at a place: the one person named before; None where that is not sure."""
    named = persons(context, until)
    if _OTHERS[pronoun in ("he", "his")].search(context[:until]):
        return None
    if len(named) != 1 or _TITLE.search(context[:until]):
        return None
    name = named[0].split()[0]
    who = re.compile(
        rf"(?:^|[^\w ] |\b(?:named|called|friend|when|if|and) )(?:\w+ )?{name}\b(?:['’]s)?(?: [A-Z]\w+)? (?P<next>\w+)"
    )
    found = who.search(context)
    told = found is not None and (found["next"].lower() in FORMS or "'s" in found.group() or "’s" in found.group())
    return named[0] if told else None
