"""Worked solutions for seeds whose source has none in words of fitting length: equations, and what one of them uses.

Responses to rows that should not be answered say what is missing and ask for it; those to the others say what is
given, so that the length of a response does not tell its label.
"""

from collections.abc import Sequence
from fractions import Fraction

from nescio.gen.worked import above, equations, plain
from nescio.schemas.evidence import Derivation, Fact
from nescio.schemas.hashing import content_hash

_BEFORE = (
    "We are told outright {missing}: {value}.",
    "The text says in so many words {missing}: {value}.",
    "It is given in the text {missing}: {value}.",
    "To begin with, it is said {missing}: {value}.",
    "What counts here is {missing}, which is {value}.",
    "Start with {missing}, which is told: {value}.",
    "Take what is told of {missing}: {value}.",
    "One reads in the text {missing}, namely {value}.",
    "Look first at {missing}: that is {value}.",
    "As to {missing}, the text has {value}.",
    "Note that it is told {missing}: {value}.",
    "The text gives {missing}, and that is {value}.",
    "Of all that is told one needs {missing}, {value}.",
    "Let us go by what is known, {missing}: {value}.",
    "Everything needed is there, such as {missing}: {value}.",
    "Nothing is missing: we know, say, {missing}, {value}.",
    "Nowhere is there a gap; it is told {missing}: {value}.",
    "Read closely, the text tells {missing}: {value}.",
)
_AFTER = (
    "Here {value} is, as the text has it, {missing}.",
    "The {value} in it is what the text tells of {missing}.",
    "In this, {value} is what is told of {missing}.",
    "Among these numbers {value} is the one for {missing}.",
    "There {value} stands for {missing}, as the text tells.",
    "The text has {value} as the number for {missing}.",
    "All of this is told, {value} for {missing} as well.",
    "That uses {value}, which the text gives for {missing}.",
)


def told_solution(evidence: Derivation, target: str) -> str:
    """The steps to a node as equations, with a sentence on one fact that they use where the evidence has such a fact.

    Which fact, and in which words, is drawn by a hash of both, so that the same seed always has the same solution.
    """
    values = {node.id: Fraction(node.value) for node in evidence.nodes}
    steps = " ".join(f"{line}." for line in equations(evidence.nodes, values, target))
    needed = above(evidence, target)
    facts = [fact for fact in evidence.facts if fact.node in needed]
    if not facts:
        return steps
    drawn = int(content_hash("solution", target, *(fact.missing for fact in facts)), 16)
    told = _told(facts, values, drawn)
    return f"{told} {steps}" if drawn % 2 else f"{steps} {told}"


def _told(facts: Sequence[Fact], values: dict[str, Fraction], drawn: int) -> str:
    fact = facts[drawn // 2 % len(facts)]
    frames = _BEFORE if drawn % 2 else _AFTER
    frame = frames[drawn // 64 % len(frames)]
    return frame.format(missing=fact.missing, value=plain(values[fact.node]))
