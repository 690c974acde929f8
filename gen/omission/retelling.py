"""Sentences that tell a fact once more, from the noun clause for it: "A note says how many rolls a bag holds: 6."

They are put into texts in which the fact is hidden, so that it can be had after all, or into texts in which another
one is. The frames say nothing about the story and fit any of its tenses.
"""

import re
from collections.abc import Sequence

from nescio.gen.omission.facts import Leaf
from nescio.gen.templates.numerals import write
from nescio.schemas.evidence import Fact, Node, Span, Statement

FRAMES = (
    "A note says {missing}: {value}.",
    "It is written down {missing}: {value}.",
    "A list shows {missing}: {value}.",
    "There is a record of {missing}: {value}.",
    "It is known {missing}, namely {value}.",
    "Somebody kept track of {missing}: {value}.",
    "Further down it says {missing}: {value}.",
    "A friend remembers {missing}: {value}.",
    "Asked {missing}, a friend said {value}.",
    "Elsewhere one can read {missing}: {value}.",
    "A message adds {missing}: {value}.",
    "A slip of paper tells {missing}: {value}.",
)
_AFTER = re.compile(r"%| percent\b")
_LARGEST = 1_000
_CLAUSE = re.compile(r"(?:(?:by|at|in|for|to|on|from|with) )?(?:how|what|which)\b", re.IGNORECASE)


def retellings(context: str, facts: Sequence[Fact], leaves: Sequence[Leaf]) -> list[Statement]:
    """For each fact whose clause begins with a question word, one sentence that tells it again.

    The frame goes by the order of the facts, so that no two of one text have the same.
    """
    places = {leaf.node: leaf for leaf in leaves}
    start = sum(map(ord, context)) % len(FRAMES)
    made = []
    for number, fact in enumerate(facts):
        leaf = places.get(fact.node)
        if leaf is not None and _CLAUSE.match(fact.missing):
            made.append(_retold(context, fact, leaf, FRAMES[(start + number) % len(FRAMES)]))
    return [one for one in made if one is not None]


def _retold(context: str, fact: Fact, leaf: Leaf, frame: str) -> Statement | None:
    """The sentence, its number in words where the text has digits and the other way round; None for odd numbers.

    Told in the same form, a fact that the text tells twice would be known by a figure that stands there twice.
    """
    said = context[leaf.span.start : leaf.span.end]
    if leaf.value.denominator != 1 or leaf.value >= _LARGEST:
        return None
    in_digits = said[0].isdigit()
    value = write(leaf.value, "words" if in_digits else None)
    before, after = "", _AFTER.match(context, leaf.span.end)
    unit = " percent" if after else ""
    if context[: leaf.span.start].rstrip().endswith("$"):
        before, unit = ("", " dollars") if in_digits else ("$", "")
    head, tail = frame.format(missing=fact.missing, value="\0").split("\0")
    at = len(head) + len(before)
    node = Node(id=f"{fact.node}:again", value=str(leaf.value), spans=(Span(start=at, end=at + len(value)),))
    text = f"{head}{before}{value}{unit}{tail}"
    return Statement(id=f"{fact.id}:again", about=fact.node, text=text[:1].upper() + text[1:], nodes=(node,))
