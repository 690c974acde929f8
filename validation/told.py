"""Re-reading a context in which several things may have been changed: numbers, added sentences, and a hidden fact.

`validation.reading` allows one change in one place. Here the claim says which numbers the text tells with another
value and which of the evidence's statements were added to it; whatever else differs from the clean text is refused.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product

from nescio.schemas.evidence import CONTEXT, Derivation, Fact, Node, Span, Statement
from nescio.schemas.example import Candidate, Claim
from nescio.schemas.seed import Seed
from nescio.validation.evaluate import Values, apply, contradictions, determine
from nescio.validation.numbers import read_numbers, sentence_starts
from nescio.validation.reading import Reading, Rejected, changed_place, read
from nescio.validation.row_parts import hidden_fact

_HOLE = "(.{1,40}?)"
_SIGNS = " $€£%"
_ENDED = re.compile(r"(?:^|[.!?…][\"'”’)]*\s+)\Z")


@dataclass(frozen=True)
class Addition:
    """A statement that was added to the context, and what it tells there."""

    statement: Statement
    values: Values
    """Each of its nodes with the value that the finished text gives it."""
    start: int
    end: int
    """Its place in the finished context."""

    @property
    def value(self) -> Fraction:
        """What it says of the node it is about."""
        return self.values[self.statement.nodes[-1].id]


@dataclass(frozen=True)
class Told:
    """What a finished context says.

    To evaluate the whole, take `reading.known` (or `possible`) and, for each of `added`, its `value` for the node that
    the statement is about: `determine(told.evidence, told.reading.known | {one.statement.about: one.value})`.
    """

    evidence: Derivation
    """The seed's, every node with the value that follows from the numbers as told; its places lie in `context`."""
    context: str
    """The clean context with the numbers as told: nothing hidden, nothing added."""
    kept: str
    """The row's context without the added sentences: `context` but for the sentence of the hidden fact."""
    reading: Reading
    """The leaves that `kept` and the question tell, and the numbers there that are no leaf."""
    added: tuple[Addition, ...]
    """In the order of the claim."""


def told(seed: Seed, row: Candidate, claim: Claim) -> Told:
    """What the row's context says, where it is the clean one but for what the claim says was changed.

    That is: at most the sentence that tells the hidden fact (by the rules of `changed_place`); the numbers of the
    leaves in `claim.values`, each at all its places in the context and nothing around them; and the statements in
    `claim.stated`, each a sentence (or a few) of its own, word for word but for its numbers in `claim.values`. Raises
    Rejected for anything else, and where the clean text or a statement does not say what the evidence has. The label,
    the answers and the edits of the row are not looked at.
    """
    broken = contradictions(seed.derivation)
    if broken:
        raise Rejected("evidence contradicts itself", broken[0])
    fact = hidden_fact(seed, claim)
    added = _statements(seed.derivation, claim)
    values = {name: Fraction(value) for name, value in claim.values.items()}
    _check_values(seed.derivation, added, claim)
    fault = Rejected("statement missing", "the context lacks a statement that is said to have been added")
    for places in product(*(list(_places(row.context, one, values)) for one in added)):
        for kept in _without(row.context, [(one.start, one.end) for one in places]):
            try:
                evidence, context = _revised(seed.derivation, seed.context, kept, values, fact)
                moved = fact and next(one for one in evidence.facts if one.id == fact.id)
                place = changed_place(evidence, moved, context, kept)
                found = read(evidence, context, kept, (claim.question, row.question), place)
            except Rejected as error:
                fault = error
                continue
            return Told(evidence, context, kept, found, places)
    raise fault


def _statements(evidence: Derivation, claim: Claim) -> list[Statement]:
    """The statements that the claim names; raises Rejected for one that is none, stands twice or tells something else.

    What it says of its node in its own words has to be the value that the evidence has.
    """
    if len(set(claim.stated)) < len(claim.stated):
        raise Rejected("unknown statement", "the claim names a statement twice")
    named = {one.id: one for one in evidence.statements}
    nodes = {node.id: Fraction(node.value) for node in evidence.nodes}
    found = []
    for name in claim.stated:
        one = named.get(name)
        if one is None:
            raise Rejected("unknown statement", f"{name!r} is no statement of the evidence")
        broken = contradictions(Derivation(nodes=one.nodes))
        if broken or Fraction(one.nodes[-1].value) != nodes.get(one.about):
            raise Rejected("statement misread", broken[0] if broken else f"{one.text!r} tells not {one.about!r}")
        for node in one.nodes:
            for span in node.spans:
                shown = one.text[span.start : span.end]
                if not any(Fraction(node.value) in number.readings for number in read_numbers(shown)):
                    raise Rejected("statement misread", f"{shown!r} is not {node.value} in {one.text!r}")
        found.append(one)
    return found


def _check_values(evidence: Derivation, added: Sequence[Statement], claim: Claim) -> None:
    """Raises Rejected unless every changed value is that of a number that stands in the context or in a statement."""
    stated = {node.id for one in added for node in one.nodes if node.operation is None and node.spans}
    leaves = {node.id: node for node in evidence.nodes if node.operation is None}
    for name in claim.values:
        if name in leaves and name not in stated:
            parts = {span.part for span in leaves[name].spans}
            if CONTEXT not in parts or claim.question in parts:
                raise Rejected("value changed elsewhere", f"{name!r} is told in the question, or nowhere")
        elif name not in stated or name in leaves:
            raise Rejected("unknown value", f"{name!r} is no number of the context or of an added statement")


def _places(text: str, statement: Statement, values: Values) -> Iterator[Addition]:
    """Where a statement stands in a text as a sentence of its own, its changed numbers with their new values."""
    holes = [(span, node) for node in statement.nodes if node.id in values for span in node.spans]
    holes.sort(key=lambda one: one[0].start)
    pattern = re.compile(_pattern(statement.text, [span for span, _ in holes]))
    start = 0
    while (match := pattern.search(text, start)) is not None:
        start = match.start() + 1
        alone = _ENDED.search(text[: match.start()]) and not text[match.end() : match.end() + 1].strip()
        pairs = zip(match.groups(), holes, strict=True)
        if alone and all(_is_number(said, values[node.id]) for said, (_, node) in pairs):
            leaves = {one.id: values.get(one.id, Fraction(one.value)) for one in statement.nodes if not one.operation}
            found = determine(Derivation(nodes=statement.nodes), leaves)
            if statement.nodes[-1].id in found:
                yield Addition(statement, found, match.start(), match.end())


def _pattern(text: str, holes: Sequence[Span]) -> str:
    """A pattern for a text in which anything short may stand in the holes."""
    made, at = "", 0
    for hole in holes:
        made += re.escape(text[at : hole.start]) + _HOLE
        at = hole.end
    return made + re.escape(text[at:])


def _is_number(said: str, value: Fraction) -> bool:
    """Whether a piece of text is one number that states the value, and nothing else."""
    found = read_numbers(said)
    if len(found) != 1 or not found[0].exact or value not in found[0].readings:
        return False
    return not (said[: found[0].start] + said[found[0].end :]).strip(_SIGNS)


def _without(text: str, places: Sequence[tuple[int, int]]) -> Iterator[str]:
    """The text without those places, each taken out with the one space before it or the one after it."""
    ordered = sorted(places)
    if any(end > start for (_, end), (start, _) in pairwise(ordered)):
        return
    for before in product((True, False), repeat=len(ordered)):
        made, at = "", 0
        for (start, end), left in zip(ordered, before, strict=True):
            first, last = (max(start - 1, 0), end) if left and start else (start, min(end + 1, len(text)))
            made += text[at:first]
            at = max(at, last)
        yield made + text[at:]


def _revised(evidence: Derivation, clean: str, kept: str, values: Values, fact: Fact | None) -> tuple[Derivation, str]:
    """The evidence and the clean context as they would be with the numbers as told."""
    changed = [node for node in evidence.nodes if node.operation is None and node.id in values]
    holes = sorted((span.start, span.end, node.id) for node in changed for span in node.spans if span.part == CONTEXT)
    for start, end in _hidden_places(clean, fact):
        left = [Span(start=a, end=b) for a, b, _ in holes if b <= start]
        right = [Span(start=a - end, end=b - end) for a, b, _ in holes if end <= a]
        if len(left) + len(right) < len(holes):
            continue
        anything = "(?s:.*)" if fact else ""
        pattern = _pattern(clean[:start], left) + anything + _pattern(clean[end:], right)
        match = re.fullmatch(pattern, kept)
        if match is None:
            continue
        said = dict(zip([(a, b) for a, b, _ in holes], match.groups(), strict=True))
        for a, b, name in holes:
            if not _is_number(said[a, b], values[name]):
                raise Rejected("value not as claimed", f"{said[a, b]!r} does not read {values[name]} for {name!r}")
        told_so = evidence.model_copy(update={"nodes": _recomputed(evidence, values)})
        return _moved(told_so, said), _filled(clean, said)
    raise Rejected("edited elsewhere", "the context was changed beyond what the claim says")


def _hidden_places(clean: str, fact: Fact | None) -> list[tuple[int, int]]:
    """What may differ for the hidden fact's sake, `changed_place` being the judge of it; without a fact nothing."""
    if fact is None:
        return [(len(clean), len(clean))]
    starts = [*sentence_starts(clean), len(clean)]
    hidings = [(one.span.start, one.span.end) for one in fact.hidings if one.span.part == CONTEXT]
    return sorted({*hidings, *pairwise(starts)}, key=lambda place: (place not in hidings, place))


def _filled(clean: str, said: Mapping[tuple[int, int], str]) -> str:
    made, at = "", 0
    for (start, end), text in sorted(said.items()):
        made += clean[at:start] + text
        at = end
    return made + clean[at:]


def _recomputed(evidence: Derivation, values: Values) -> tuple[Node, ...]:
    """The nodes with those leaves' values and what follows from them."""
    found: Values = {}
    for node in evidence.nodes:
        if node.operation is None:
            found[node.id] = values.get(node.id, Fraction(node.value))
            continue
        result = apply(node.operation, [found[name] for name in node.arguments])
        if result is None:
            raise Rejected("nothing follows", f"with the values as told {node.id!r} divides by zero")
        found[node.id] = result
    return tuple(node.model_copy(update={"value": str(found[node.id])}) for node in evidence.nodes)


def _moved(evidence: Derivation, said: Mapping[tuple[int, int], str]) -> Derivation:
    """The evidence with its places where they are once the holes hold what is said there."""

    def moved(span: Span) -> Span:
        if span.part != CONTEXT:
            return span
        grown = [(end, len(text) - (end - start)) for (start, end), text in said.items()]
        start = span.start + sum(more for end, more in grown if end <= span.start)
        return Span(part=CONTEXT, start=start, end=span.end + sum(more for end, more in grown if end <= span.end))

    nodes = (one.model_copy(update={"spans": tuple(map(moved, one.spans))}) for one in evidence.nodes)
    facts = (
        fact.model_copy(
            update={"hidings": tuple(one.model_copy(update={"span": moved(one.span)}) for one in fact.hidings)}
        )
        for fact in evidence.facts
    )
    return evidence.model_copy(update={"nodes": tuple(nodes), "facts": tuple(facts), "things": ()})
