"""A seed taken apart into sentences and put together again, with its evidence where it belongs."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nescio.gen.wording import Refused, sentences
from nescio.schemas.evidence import CONTEXT, Hiding, Node, Span
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Complexity, Grade


@dataclass(frozen=True)
class Paragraph:
    """The sentences of a seed's context, and the texts that may stand in place of some of them."""

    places: tuple[tuple[int, int], ...]
    """Where each sentence stands in the context."""
    sentences: tuple[str, ...]
    replacements: tuple[str, ...]
    """The hiding texts, fact by fact."""

    def rebuilt(self, seed: Seed, told: Sequence[str], asked: Sequence[str], replacements: Sequence[str]) -> Seed:
        """The seed with these texts in the place of its own, as many of each, and its spans where they stand now.

        Its grade is at most `traced`. Raises Refused where a number cannot be found again.
        """
        context, moved = self._joined(seed.context, told)
        old = {CONTEXT: seed.context, **{part: one.text for part, one in enumerate(seed.questions)}}
        new = {CONTEXT: context, **dict(enumerate(asked))}

        def place(span: Span) -> Span:
            if span.part != CONTEXT:
                return found_again(
                    span, (0, len(old[span.part])), old[span.part], (0, len(new[span.part])), new[span.part]
                )
            home = next(at for at in self.places if at[0] <= span.start and span.end <= at[1])
            return found_again(span, home, seed.context, moved[home], context)

        nodes = tuple(_node(node, tuple(map(place, node.spans))) for node in seed.derivation.nodes)
        texts = iter(replacements)
        facts = tuple(
            fact.model_copy(update={"hidings": tuple(_hiding(one, next(texts), moved) for one in fact.hidings)})
            for fact in seed.derivation.facts
        )
        questions = tuple(
            one.model_copy(update={"text": text}) for one, text in zip(seed.questions, asked, strict=True)
        )
        # Where things stand in a text that a model wrote is not known: better none than wrong ones.
        evidence = seed.derivation.model_copy(update={"nodes": nodes, "facts": facts, "things": ()})
        return by_a_model(seed.model_copy(update={"context": context, "questions": questions, "evidence": evidence}))

    def _joined(self, context: str, told: Sequence[str]) -> tuple[str, dict[tuple[int, int], tuple[int, int]]]:
        """The context of the new sentences, with the old space between them, and where each stands now."""
        made, at, moved = "", 0, {}
        for (start, end), text in zip(self.places, told, strict=True):
            made += context[at:start]
            moved[start, end] = (len(made), len(made) + len(text))
            made, at = made + text, end
        return made + context[at:], moved


def paragraph(seed: Seed) -> Paragraph:
    """Takes a seed apart. Raises Refused where a hiding or a number does not lie within whole sentences."""
    context = seed.context
    edges = {edge for fact in seed.derivation.facts for one in fact.hidings for edge in (one.span.start, one.span.end)}
    places: list[tuple[int, int]] = []
    for start, end in sentences(context):
        cuts = [start, *sorted(edge for edge in edges if start < edge < end), end]
        places += [(a, b) for a, b in pairwise(cuts) if context[a:b].strip()]
    places = [_trimmed(context, start, end) for start, end in places]
    for fact in seed.derivation.facts:
        for one in fact.hidings:
            span = one.span
            whole = (
                span.part == CONTEXT
                and (span.start, span.end) in places
                and context[: span.start].rstrip()[-1:] in _ENDS
            )
            if not whole:
                raise Refused("hides no whole sentence", f"{context[span.start : span.end]!r} hides {fact.missing}")
    for node in seed.derivation.nodes:
        for span in node.spans:
            if span.part == CONTEXT and not any(a <= span.start and span.end <= b for a, b in places):
                raise Refused("number across sentences", f"{node.id!r} is {context[span.start : span.end]!r}")
    return Paragraph(
        places=tuple(places),
        sentences=tuple(context[start:end] for start, end in places),
        replacements=tuple(one.text for fact in seed.derivation.facts for one in fact.hidings),
    )


_ENDS = ("", ".", "!", "?", '"', "'", "”", "’", ")")


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def by_a_model(seed: Seed) -> Seed:
    """The seed marked as one whose text its evidence no longer generated."""
    grade = Grade.TRACED if seed.grade is Grade.PROVED else seed.grade
    return seed.model_copy(update={"grade": grade, "complexity": Complexity.EDITED})


def found_again(span: Span, home: tuple[int, int], old: str, there: tuple[int, int], new: str) -> Span:
    """Where a number that stood in `home` of the old text stands in `there` of the new one.

    It must stand there as often as before; the first then is the first, and so on. Raises Refused otherwise.
    """
    said = old[span.start : span.end]
    whole = re.compile(rf"(?<!\w)(?<!\d[.,:/]){re.escape(said)}(?!\w)(?![.,:/]\d)", re.IGNORECASE)
    before = [found.start() for found in whole.finditer(old, *home)]
    after = [found.span() for found in whole.finditer(new, *there)]
    if span.start not in before or len(before) != len(after):
        raise Refused("number not found again", f"{said!r} stands {len(before)} times before and {len(after)} after")
    start, end = after[before.index(span.start)]
    return Span(part=span.part, start=start, end=end)


def _node(node: Node, spans: tuple[Span, ...]) -> Node:
    return node.model_copy(update={"spans": spans}) if spans else node


def _hiding(hiding: Hiding, text: str, moved: Mapping[tuple[int, int], tuple[int, int]]) -> Hiding:
    start, end = moved[hiding.span.start, hiding.span.end]
    return hiding.model_copy(update={"text": text, "span": Span(start=start, end=end)})
