"""Which answers of a paragraph can be taken out of it with the sentence that tells them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nescio.gen.spans.asked import usable
from nescio.gen.spans.leaning import leans
from nescio.gen.spans.words import EMPTY, akin, content, places, plain, stem, tells, words

MIN_OWN = 0.34
"""Share of a question's words that the sentence with its answer must have."""
MAX_OTHER = 0.5
"""Share of them that another sentence may have; both were chosen by reading (docs/design/019-entailment.md)."""
_LONGEST = 6
"""Words of an answer."""


@dataclass(frozen=True)
class Asked:
    """A question with its answers as they stand in the text, and where the first of them begins."""

    text: str
    answers: tuple[str, ...]
    start: int
    key: str = ""


@dataclass(frozen=True)
class Site:
    """A sentence that can be taken out, and the question whose answer it alone tells; a decoy's question is None."""

    sentence: int
    asked: Asked | None
    value: str
    start: int
    """Where the value stands in the context."""


@dataclass(frozen=True)
class Unused:
    """A question that cannot be used, and why."""

    asked: Asked
    reason: str
    detail: str = ""


class Paragraph:
    """A paragraph taken apart into sentences; `removable` says which of them can go."""

    def __init__(self, context: str, bounds: Sequence[tuple[int, int]]):
        """`bounds` are those of its sentences."""
        self.context = context
        self.bounds = list(bounds)
        self.sentences = [context[start:end] for start, end in bounds]
        self._stems = [content(one) for one in self.sentences]
        self.objections = {number: self._objection(number) for number in range(len(self.sentences))}

    def _objection(self, number: int) -> str:
        """Why a sentence cannot be taken out; empty where it can.

        It may lean on others itself: a sentence that is leant on is never taken out, so that what it leans on stays.
        """
        if number == 0 and len(self.sentences) > 1 and self._introduces():
            return "the first sentence says what the others are about"
        return "another sentence leans on it" if leans(self.sentences, number) is not None else ""

    def _introduces(self) -> bool:
        """Whether a later sentence has a name of the first one."""
        names = [stem(word) for word in words(self.sentences[0]) if word[0].isupper() and plain(word) not in EMPTY]
        return any(akin(one, other) for one in names for later in self._stems[1:] for other in later)

    def home(self, start: int) -> int | None:
        """The sentence in which a character stands."""
        return next((number for number, (first, end) in enumerate(self.bounds) if first <= start < end), None)

    def told_elsewhere(self, value: str, home: int, known: frozenset[str] = frozenset()) -> str | None:
        """The word of another sentence that tells a value or a part of it."""
        others = (one for number, one in enumerate(self.sentences) if number != home)
        return next((word for one in others if (word := tells(one, value, known)) is not None), None)

    def shared(self, stems: Sequence[str], number: int) -> float:
        """The share of some stems that a sentence has."""
        own = self._stems[number]
        return sum(any(akin(one, other) for other in own) for one in stems) / len(stems) if stems else 0.0

    def only_where_it_can_go(self, wanted: str) -> bool:
        """Whether a stem stands in the paragraph, and in no sentence that is in every version of it."""
        homes = [number for number, own in enumerate(self._stems) if any(akin(wanted, other) for other in own)]
        return bool(homes) and not any(self.objections[number] for number in homes)

    def specific(self, stems: Sequence[str]) -> list[str]:
        """Those of some stems that fewer than half of the sentences have: the others say nothing of which is meant."""
        half = len(self.sentences) / 2
        return [one for one in stems if sum(any(akin(one, other) for other in own) for own in self._stems) < half]


def read_paragraph(context: str) -> Paragraph | None:
    """The paragraph, or None where its sentences cannot be told apart or are too few."""
    bounds = places(context)
    return Paragraph(context, bounds) if bounds is not None and len(bounds) >= 3 else None


def site_of(paragraph: Paragraph, asked: Asked) -> Site | Unused:
    """The sentence that a question needs, and no other; or why there is none."""
    reason = usable(asked.text)
    if reason:
        return Unused(asked, reason)
    answer = asked.answers[0]
    home = paragraph.home(asked.start)
    if home is None or asked.start + len(answer) > paragraph.bounds[home][1]:
        return Unused(asked, "the answer lies in no single sentence")
    if len(answer.split()) > _LONGEST or not re.match(r"[^\W_]|[\"“$£€(]", answer):
        return Unused(asked, "no short answer", answer[:80])
    stems = list(dict.fromkeys(content(asked.text)))
    if all(any(akin(one, other) for other in stems) for one in content(answer)):
        return Unused(asked, "the question holds its answer", answer[:80])
    if paragraph.objections[home]:
        return Unused(asked, paragraph.objections[home])
    told = next(
        (word for one in asked.answers if (word := paragraph.told_elsewhere(one, home, frozenset(stems)))), None
    )
    if told is not None:
        return Unused(asked, "the answer is told elsewhere", f"{told!r} of {answer[:60]!r}")
    return _needing(paragraph, asked, home, stems)


def _needing(paragraph: Paragraph, asked: Asked, home: int, stems: Sequence[str]) -> Site | Unused:
    """The site, where the question's words are those of its sentence and not of another one."""
    specific = paragraph.specific(stems)
    if not specific or paragraph.shared(specific, home) < MIN_OWN:
        return Unused(asked, "the sentence has other words than the question")
    for number in range(len(paragraph.sentences)):
        if number != home and paragraph.shared(specific, number) > MAX_OTHER:
            return Unused(asked, "another sentence has the question's words")
    foreign = [one for one in stems if not paragraph.shared([one], home)]
    if any(paragraph.only_where_it_can_go(one) for one in foreign):
        return Unused(asked, "the question draws on two sentences")
    return Site(home, asked, asked.answers[0], asked.start)


def decoys(paragraph: Paragraph, taken: Sequence[int]) -> list[Site]:
    """Sentences that can go and tell a number or a name that no other one tells, apart from those `taken`."""
    found = []
    for number, sentence in enumerate(paragraph.sentences):
        if number in taken or paragraph.objections[number]:
            continue
        own = (one for one in re.finditer(r"[^\W_]+", sentence) if one.start() > 0)
        telling = (one for one in own if one[0][0].isdigit() or (one[0][0].isupper() and len(one[0]) > 3))
        value = next((one for one in telling if words(one[0]) and not paragraph.told_elsewhere(one[0], number)), None)
        if value is not None:
            found.append(Site(number, None, value[0], paragraph.bounds[number][0] + value.start()))
    return found
