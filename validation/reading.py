"""Reading a finished text against the clean one: which numbers still stand, which are new, where it was changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from nescio.schemas.evidence import CONTEXT, Derivation, Fact, Node, Span
from nescio.validation.alignment import align
from nescio.validation.evaluate import Values
from nescio.validation.numbers import Mention, read_numbers, sentence_starts


class Rejected(Exception):
    """Why a row's label does not hold: a class of reasons and the particulars."""

    def __init__(self, reason: str, detail: str):
        """A reason for counting ("value restated") and what was found, for a reader."""
        super().__init__(f"{reason}: {detail}")
        self.reason, self.detail = reason, detail


@dataclass(frozen=True)
class Place:
    """The one stretch of a context that was changed: `start` to `end` of the clean one, to `until` of the finished."""

    start: int
    end: int
    until: int

    def moved(self, start: int, end: int) -> tuple[int, int] | None:
        """Where clean characters outside the place stand in the finished text; None for those inside."""
        if end <= self.start:
            return start, end
        shift = self.until - self.end
        return (start + shift, end + shift) if start >= self.end else None

    def covers(self, start: int, end: int) -> bool:
        """Whether clean characters lie wholly in the place."""
        return self.start <= start and end <= self.end

    def holds(self, start: int, end: int) -> bool:
        """Whether finished characters lie, at least in part, in the place."""
        return start < self.until and self.start < end


@dataclass(frozen=True)
class Stray:
    """A number that is no leaf of the evidence."""

    mention: Mention
    said: str
    new: bool
    """Whether it was not in the clean text."""
    aside: bool
    """Whether it stands in the sentence of another fact, and so speaks of that."""


@dataclass(frozen=True)
class Reading:
    """What a finished text says.

    `known` are the leaves in text that is as it was, so that they surely hold. `possible` are those and the leaves
    whose number still stands in the changed place: a reader may use it, though the words around it may be others.
    """

    known: Values
    possible: Values
    strays: tuple[Stray, ...]


def ancestors(evidence: Derivation, name: str) -> set[str]:
    """The node and all that it is computed from."""
    arguments = {node.id: node.arguments for node in evidence.nodes}
    found, waiting = set[str](), [name]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += arguments.get(one, ())
    return found


def changed_place(evidence: Derivation, fact: Fact | None, clean: str, finished: str) -> Place:
    """Where the context was changed: in one sentence that tells the hidden fact, and without such a fact nowhere.

    Raises Rejected where it was changed elsewhere.
    """
    if fact is None:
        if finished != clean:
            raise Rejected("clean row edited", "its context is not the seed's")
        return Place(len(clean), len(clean), len(clean))
    for start, end in sorted(_carriers(evidence, fact, clean), key=lambda place: (place[1] - place[0], place)):
        until = len(finished) - (len(clean) - end)
        if until >= start and finished[:start] == clean[:start] and finished[until:] == clean[end:]:
            return Place(start, end, until)
    raise Rejected("edited elsewhere", f"the context was changed outside the sentence that tells {fact.missing}")


def _carriers(evidence: Derivation, fact: Fact, clean: str) -> Iterator[tuple[int, int]]:
    """What may be changed of the clean context to hide a fact: its hidings' spans, its leaves' sentences."""
    yield from ((hiding.span.start, hiding.span.end) for hiding in fact.hidings if hiding.span.part == CONTEXT)
    starts = [*sentence_starts(clean), len(clean)]
    feeding = ancestors(evidence, fact.node)
    for node in evidence.nodes:
        for span in node.spans if node.id in feeding else ():
            if span.part == CONTEXT:
                yield (
                    max(s for s in starts if s <= span.start),
                    min((s for s in starts if s >= span.end), default=len(clean)),
                )


def read(evidence: Derivation, clean: str, finished: str, question: tuple[int, str], place: Place) -> Reading:
    """Find every leaf in the finished context and in the question (its number and text) and read it there.

    Raises Rejected where the clean text does not say what the evidence has.
    """
    part, asked = question
    before, after = {CONTEXT: clean, part: asked}, {CONTEXT: finished, part: asked}
    mentions = {name: read_numbers(text) for name, text in after.items()}
    inside = align(clean[place.start : place.end], finished[place.start : place.until])
    known: Values = {}
    possible: Values = {}
    used: set[tuple[int, int]] = set()
    for node, span, original in _leaves(evidence, before):
        at = (span.start, span.end) if span.part == part else place.moved(span.start, span.end)
        sure = at is not None
        if at is None and (found := inside.locate(span.start - place.start, span.end - place.start)):
            at = found[0] + place.start, found[1] + place.start
        mention = mention_at(mentions[span.part], at)
        if mention is not None and _same(original, mention):
            possible[node.id] = Fraction(node.value)
            known |= {node.id: Fraction(node.value)} if sure else {}
            used.add((span.part, mention.start))
    old = {
        (clean[one.start : one.end], one.readings) for one in read_numbers(clean) if place.covers(one.start, one.end)
    }
    others = [place.moved(one.span.start, one.span.end) for fact in evidence.facts for one in fact.hidings]
    strays = []
    for name, one in ((name, one) for name, there in mentions.items() for one in there):
        if (name, one.start) not in used:
            said = after[name][one.start : one.end]
            changed = name == CONTEXT and place.holds(one.start, one.end)
            kept = inside.kept(one.start - place.start, one.end - place.start)
            new = changed and not (kept and (said, one.readings) in old)
            aside = name == CONTEXT and any(spot and spot[0] <= one.start < spot[1] for spot in others)
            strays.append(Stray(one, said, new, aside and not changed))
    return Reading(known, possible, tuple(strays))


def _leaves(evidence: Derivation, texts: Mapping[int, str]) -> Iterator[tuple[Node, Span, Mention]]:
    """Every place where the clean text states a leaf, and what is read there; raises Rejected where that is no leaf."""
    stated = {name: read_numbers(text) for name, text in texts.items()}
    owners: dict[tuple[int, int, int], str] = {}
    for node in evidence.nodes:
        for span in node.spans:
            if span.part not in texts:
                continue
            mention = mention_at(stated[span.part], (span.start, span.end))
            if mention is None or not _reads(texts[span.part], span, mention, Fraction(node.value)):
                said = "no number" if mention is None else repr(texts[span.part][mention.start : mention.end])
                raise Rejected("leaf misread", f"{said} is read where the evidence has {node.id!r} = {node.value}")
            owner = owners.setdefault((span.part, span.start, span.end), node.id)
            if owner != node.id:
                raise Rejected("leaf misread", f"one number is said to be both {owner!r} and {node.id!r}")
            yield node, span, mention


def _reads(text: str, span: Span, mention: Mention, value: Fraction) -> bool:
    """Whether a leaf's value stands there: the whole number read, or its part in the span ("4" of "4 hundred")."""
    return value in mention.readings or any(value in one.readings for one in read_numbers(text[span.start : span.end]))


def _same(original: Mention, mention: Mention) -> bool:
    """Whether a number says in the finished text what it said in the clean one: "6" no longer does in "at least 6"."""
    left = (original.readings, original.exact, original.bounds, original.strict)
    return left == (mention.readings, mention.exact, mention.bounds, mention.strict)


def mention_at(mentions: list[Mention], place: tuple[int, int] | None) -> Mention | None:
    """The mention that overlaps a place."""
    return next((one for one in mentions if place and one.start < place[1] and place[0] < one.end), None)
