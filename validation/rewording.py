"""How a finished text differs from the clean one where only nouns were exchanged and one sentence put in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from nescio.schemas.example import Edit
from nescio.validation.lexicon import Word, lexicon, words_of
from nescio.validation.numbers import sentence_starts
from nescio.validation.reading import Rejected

_VOWELS = "aeio"


@dataclass(frozen=True)
class Reworded:
    """A finished text against the clean one."""

    renamed: dict[str, str] = field(default_factory=dict)
    """Nouns of the clean text, in the singular, and those that stand in all their places now."""
    added: tuple[int, int] | None = None
    """Where the sentence stands that was put in."""
    places: dict[int, int] = field(default_factory=dict)
    """Where the words of the clean text begin, there and in the finished one."""


def compare(clean: str, finished: str, may_add: bool) -> Reworded:
    """What was exchanged and put in. Raises Rejected where anything else was changed."""
    before = words_of(clean)
    fault = Rejected("edited elsewhere", f"{finished!r} differs from the clean text in more than nouns")
    for added in (None, *(_sentences(finished) if may_add else ())):
        after = [one for one in words_of(finished) if added is None or not added[0] <= one.start < added[1]]
        if len(after) == len(before):
            try:
                return Reworded(_renamed(before, after), added, _places(before, after))
            except Rejected as found:
                fault = found
    raise fault


def edits_make(clean: str, finished: str, edits: Sequence[Edit]) -> bool:
    """Whether the edits, in order, describe the whole difference."""
    made, at, shift = "", 0, 0
    for edit in edits:
        before, after = edit.span_before, edit.span_after
        fits = clean[before.start : before.end] == edit.before and finished[after.start : after.end] == edit.after
        if not fits or before.start < at or after.start != before.start + shift:
            return False
        made += clean[at : before.start] + edit.after
        at, shift = before.end, shift + len(edit.after) - len(edit.before)
    return made + clean[at:] == finished


def sentence_at(text: str, position: int) -> tuple[int, int]:
    """Where the sentence stands that holds a character."""
    return next(place for place in _sentences(text) if place[0] <= position < place[1])


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    starts = [*sentence_starts(text), len(text)]
    return pairwise(starts)


def _places(before: Sequence[Word], after: Sequence[Word]) -> dict[int, int]:
    return {old.start: new.start for old, new in zip(before, after, strict=True)}


def _renamed(before: Sequence[Word], after: Sequence[Word]) -> dict[str, str]:
    """The nouns exchanged, each everywhere; raises Rejected for other differences."""
    found: dict[str, str] = {}
    kept: set[str] = set()
    for number, (old, new) in enumerate(zip(before, after, strict=True)):
        if {old.lower, new.lower} <= {"a", "an"} and old.text[0].isupper() == new.text[0].isupper():
            _check_article(old, new, before[number + 1 : number + 2], after[number + 1 : number + 2])
            continue
        left, right = lexicon().noun(old.text), lexicon().noun(new.text)
        if old.text == new.text:
            kept |= {left.name} if left else set()
            continue
        case = old.text[0].isupper() == new.text[0].isupper()
        if left is None or right is None or left.many != right.many or not case:
            raise Rejected("edited elsewhere", f"{old.text!r} became {new.text!r}")
        if found.setdefault(left.name, right.name) != right.name:
            raise Rejected("exchanged unevenly", f"{left.name!r} became {found[left.name]!r} and {right.name!r}")
    if kept & set(found) or len(set(found.values())) < len(found):
        raise Rejected("exchanged unevenly", f"not every place of {sorted(found)} was exchanged")
    return found


def _check_article(old: Word, new: Word, before: Sequence[Word], after: Sequence[Word]) -> None:
    follows = (before and before[0].lower, after and after[0].lower)
    if old.lower == new.lower and follows[0] == follows[1]:
        return
    word = after[0].lower if after else ""
    if (new.lower == "an") != (word[:1] in _VOWELS or word.startswith("um")):
        raise Rejected("wrong article", f"{new.text} {word}")
