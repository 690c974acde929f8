"""Retold facts that stand alike to the question, so that no count of the words beside a number tells the label."""

import re
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from nescio.gen.figures import Arranged, arrange
from nescio.schemas.evidence import CONTEXT, Derivation, Fact, HidingForm
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Figure

_NEAR = 40
"""Characters after a number in which the words stand that it counts."""
_WORDS = 2
_COMMON = frozenset("how many much more doe the and than for had have has with were was are from all there".split())


def evenly_told(seed: Seed) -> Seed:
    """The seed without sentences that tell a fact whose noun some question names and name one whose noun it does not.

    A number and a vague word in turn beside the question's noun would tell there which fact is told and which hidden.
    """
    evidence = seed.evidence
    if not isinstance(evidence, Derivation):
        return seed
    spans = {node.id: node.spans for node in evidence.nodes}
    asked = [_stems(one.text) for one in seed.questions]

    def named(node: str) -> list[bool]:
        after = [seed.context[one.end : one.end + _NEAR] for one in spans[node] if one.part == CONTEXT]
        words = _stems(" ".join(" ".join(text.split()[:_WORDS]) for text in after))
        return [not words.isdisjoint(one) for one in asked]

    kept = tuple(one for one in evidence.statements if one.beside is None or named(one.about) == named(one.beside))
    return seed.model_copy(update={"evidence": evidence.model_copy(update={"statements": kept})})


def _stems(text: str) -> frozenset[str]:
    """The words of a text from three letters on, without the ending of a plural."""
    words = re.findall(r"[^\W\d_]{3,}", text.lower())
    return frozenset(word.removesuffix("s") for word in words) - _COMMON


def retold_or_best(seed: Seed, random: Random, facts: Sequence[Fact], form: HidingForm) -> Arranged | None:
    """The figure retold where a problem that people wrote has one, evenly told; else the best figure there is.

    A cross of two questions on such a problem asks for the very noun that is hidden or for another one. A count of
    words such as "some" beside the question's noun tells which, so only numbers that are told vaguely are crossed so.
    """
    even = evenly_told(seed)
    written = not seed.source.ours
    for number, question in enumerate(seed.questions if written else ()):
        found = arrange(even.model_copy(update={"questions": (question,)}), random, facts)
        if found is not None and found[0] is Figure.RETOLD:
            return Figure.RETOLD, [replace(cell, question=number) for cell in found[1]]
    best = arrange(even, random, facts)
    crossed = best is not None and best[0] in (Figure.STAR, Figure.CROSS)
    return None if written and crossed and form is not HidingForm.VAGUE else best
