"""What of a sentence has to stay when its wording changes: numbers and what they count, names, relations, shared words.

A reader of the generators' own, and a strict one: it knows words and not meaning, so it refuses what it cannot compare.
The checkers read the finished text again with theirs (design rule 2).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nescio.gen.word_lists import BOUNDS, DATES, FUNCTION, LEMMAS, NUMBERS, RELATIONS, VAGUE, VAGUE_PHRASES

_TOKEN = re.compile(r"\d(?:[\d.,:/]*\d)?|[^\W\d_]+(?:['’][^\W\d_]+)?|[$€£¥%°]|[.,;:!?()]")
_SENTENCE_END = re.compile(r"(?<=[.!?])(?P<close>[\"'”’)]*)\s+(?=[\"'“‘(]?(?:[^\W\d_a-z]|\d|[$€£]))")
_ABBREVIATED = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|St|No|vs|etc|approx)|\b[ap]\.m|\b[A-Z])\.$")
_LONGEST_ABBREVIATION = 8
_COMPARES = frozenset({"than", "as", "before", "after", "from", "times"})
LONGEST_GROWTH = 2.0
"""A sentence may become so many times as long, and SLACK characters more."""
SLACK = 60


class Refused(Exception):
    """Why a model's wording is not taken: a class of reasons for counting, and what was found."""

    def __init__(self, reason: str, detail: str):
        """Such as "number changed" and the numbers."""
        super().__init__(f"{reason}: {detail}")
        self.reason, self.detail = reason, detail


@dataclass(frozen=True)
class Lexicon:
    """What the texts of one seed have in common."""

    names: frozenset[str]
    """Words with a capital inside a sentence."""
    shared: frozenset[str]
    """Stems of content words that more than one of the texts has: what binds them to one another."""


@dataclass(frozen=True)
class _Wording:
    quantities: tuple[str, ...]
    """Numbers as written, and vague words in the place of one, each with what it counts."""
    names: tuple[str, ...]
    relations: Counter[str]
    shared: tuple[str, ...]


def lexicon(texts: Iterable[str], others: Iterable[str] = ()) -> Lexicon:
    """The names and shared words of a seed's texts; of the others only the names count."""
    texts = list(texts)
    count = Counter(word for text in texts for word in {_stem(one) for one in _tokens(text) if _is_content(one)})
    names = frozenset(name for text in (*texts, *others) for name in _names(text))
    return Lexicon(names, frozenset(word for word, with_it in count.items() if with_it > 1))


def check_same(old: str, new: str, known: Lexicon) -> None:
    """Raises Refused unless `new` says, as far as words tell, what `old` says.

    Numbers stand as they were, in order, and count what they counted; names are the same and in order, and so are dates
    with the word before them; words that relate, bound, measure or deny are the same, and so are those that other
    sentences share. Where two quantities or a comparison stand in a sentence, the shared words keep their order, for
    else they could be swapped.
    """
    check_form(old, new)
    known = Lexicon(known.names | _names(old) | _names(new), known.shared)
    before, after = _read(old, known), _read(new, known)
    _same("number changed", before.quantities, after.quantities)
    _same("name changed", before.names, after.names)
    _same("relation changed", sorted(before.relations.elements()), sorted(after.relations.elements()))
    ordered = len(before.quantities) > 1 or not _COMPARES.isdisjoint(before.relations)
    arrange = list if ordered else sorted
    _same("shared word changed", arrange(before.shared), arrange(after.shared))


def check_form(old: str, new: str) -> None:
    """Raises Refused unless `new` is one sentence of about the length and kind of `old`, in plain characters."""
    odd = [
        one for one in new if one not in old and unicodedata.category(one) in {"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"}
    ]
    if odd:
        raise Refused("odd characters", " ".join(f"U+{ord(one):04X}" for one in odd[:5]))
    if not new.strip() or len(new) > LONGEST_GROWTH * len(old) + SLACK:
        raise Refused("length", f"{len(new)} characters in the place of {len(old)}")
    if len(sentences(new)) != len(sentences(old)):
        raise Refused("not one sentence", repr(new))
    if new.rstrip("\"'”’)")[-1:] != old.rstrip("\"'”’)")[-1:]:
        raise Refused("ends otherwise", repr(new[-20:]))


def check_shares(old: str, new: str, known: Lexicon) -> None:
    """Raises Refused unless the sentences share a name or a word that binds the seed's texts, or else any word."""
    content, said = ({_stem(word) for word in _tokens(text) if _is_content(word)} for text in (old, new))
    mine = content & (known.shared | set(map(_stem, known.names))) or content
    if mine.isdisjoint(said):
        raise Refused("about something else", f"{new!r} has no word of {', '.join(sorted(mine))}")


def quantities(text: str) -> tuple[str, ...]:
    """The numbers of a text, in words or digits, without what they count."""
    return tuple(word.casefold() for word in _tokens(text) if _is_number(word))


def is_vague(text: str) -> bool:
    """Whether a text has words that leave a quantity open, or a bound or range of numbers."""
    words = {word.casefold() for word in _tokens(text)}
    bounded = bool(quantities(text)) and not words.isdisjoint(BOUNDS)
    return bounded or not words.isdisjoint(VAGUE) or VAGUE_PHRASES.search(text) is not None


def sentences(text: str) -> list[tuple[int, int]]:
    """Where each sentence begins and ends, without the space between them."""
    cuts = [
        found
        for found in _SENTENCE_END.finditer(text)
        if not _ABBREVIATED.search(text, max(0, found.start() - _LONGEST_ABBREVIATION), found.start())
    ]
    starts = [0, *(found.end() for found in cuts)]
    ends = [*(found.end("close") for found in cuts), len(text)]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if start < end]


def _same(reason: str, before: Sequence[str], after: Sequence[str]) -> None:
    if list(before) != list(after):
        raise Refused(reason, f"{', '.join(before) or 'none'} became {', '.join(after) or 'none'}")


def _read(text: str, known: Lexicon) -> _Wording:
    words = _tokens(text)
    found: list[str] = []
    for place, word in enumerate(words):
        if _is_number(word) or word.casefold() in VAGUE:
            found.append(f"{word.casefold()} {_counted(words, place)}".strip())
    lemmas = [LEMMAS.get(word.casefold(), _stem(word)) for word in words]
    lemmas = [
        one for place, one in enumerate(lemmas) if one != "as" or lemmas[max(0, place - 4) : place + 5].count("as") > 1
    ]
    negated = ["not" for word in words if word.casefold().replace("’", "'").endswith("n't")]
    named = [(last, _bare(word)) for last, word in pairwise(["", *words]) if _bare(word) in known.names]
    dates = [f"{last} {name}".casefold() for last, name in named if name.casefold() in DATES]
    content = [_stem(word) for word in words if _is_content(word) and _bare(word) not in known.names]
    return _Wording(
        quantities=tuple(found),
        names=(*(name for _, name in named if name.casefold() not in DATES), *dates),
        relations=Counter([one for one in lemmas if one in _RELATION_STEMS] + negated),
        shared=tuple(one for one in content if one in known.shared and one not in _RELATION_STEMS),
    )


def _counted(words: Sequence[str], place: int) -> str:
    """The next content word after a number, up to the end of its clause; nothing for money and percentages."""
    around = {words[place - 1] if place else "", words[place + 1] if place + 1 < len(words) else ""}
    if not around.isdisjoint({"$", "€", "£", "¥", "%"}):
        return next(iter(around & {"$", "€", "£", "¥", "%"}))
    for word in words[place + 1 :]:
        if not word[0].isalnum():
            return ""
        if _is_content(word):
            return _stem(word)
    return ""


def _tokens(text: str) -> list[str]:
    plain = "".join(str(unicodedata.decimal(one, one)) for one in unicodedata.normalize("NFKC", text))
    return _TOKEN.findall(plain.replace("-", " "))


def _is_number(word: str) -> bool:
    return word[0].isdigit() or word.casefold() in NUMBERS


def _is_content(word: str) -> bool:
    return word[0].isalpha() and word.casefold() not in FUNCTION | VAGUE and not _is_number(word)


def _names(text: str) -> frozenset[str]:
    """The words with a capital that begin no sentence."""
    inside = ((last, word) for last, word in pairwise(_tokens(text)) if last not in {".", "!", "?", ":"})
    return frozenset(_bare(word) for _, word in inside if word[:1].isupper()) - {"I"}


def _bare(word: str) -> str:
    """A name without its possessive ending."""
    return re.sub(r"['’]s?$", "", word)


def _stem(word: str) -> str:
    """Small letters without a plural or possessive s: enough to compare a word with itself."""
    plain = _bare(word).casefold()
    if len(plain) > 4 and plain.endswith("ies"):
        return plain[:-3] + "y"
    return plain[:-1] if len(plain) > 3 and plain.endswith("s") and not plain.endswith("ss") else plain


_RELATION_STEMS = frozenset(map(_stem, RELATIONS)) | RELATIONS
