"""Sentences that tell one fact once more and name another: "A note says how many rolls a bag holds (six) but not ...".

They are put into texts in which either of the two is hidden: so the one can be had after all and the other cannot, and
both are spoken of alike. The frames say nothing about the story and fit any of its tenses.
"""

import re
from collections.abc import Sequence
from itertools import permutations

from nescio.gen.omission.facts import Leaf
from nescio.gen.templates.numerals import write
from nescio.schemas.evidence import Fact, Node, Span, Statement
from nescio.schemas.hashing import content_hash

FRAMES = (
    "A note says {missing} ({value}), but not {other}.",
    "A friend remembers {missing} ({value}), but not {other}.",
    "Somebody wrote down {missing} ({value}), but not {other}.",
    "Everybody still knows {missing} ({value}), but hardly anybody knows {other}.",
    "A neighbour can say {missing} ({value}), but not {other}.",
    "A message mentions {missing} ({value}), but not {other}.",
    "A friend who was told {missing} ({value}) was not told {other}.",
    "A friend asked {missing} ({value}), but did not ask {other}.",
    "A poster shows {missing} ({value}), but not {other}.",
    "A cousin found out {missing} ({value}), but not {other}.",
)
_AFTER = re.compile(r"%| percent\b")
_CLAUSE = re.compile(r"(?:how|what|which)\b", re.IGNORECASE)
_PRONOUNS = frozenset({"he", "she", "it", "they"})
_LONGEST = 14
"""Words of a clause from which on two of them in one sentence are hard to read."""
_MOST = 4
"""Facts of a text that are told again at most."""
_LARGEST = 1_000


def retellings(context: str, facts: Sequence[Fact], leaves: Sequence[Leaf]) -> list[Statement]:
    """For every two facts with short clauses that begin with a question word, a sentence that tells the first again.

    Both sentences of two facts have the same frame, drawn by a hash of their clauses.
    """
    places = {leaf.node: leaf for leaf in leaves}
    fit = [fact for fact in facts if _fits(fact) and fact.node in places][:_MOST]
    made = []
    for fact, other in permutations(fit, 2):
        if _key(fact) == _key(other):
            continue
        drawn = int(content_hash("retelling", *sorted((fact.missing, other.missing))), 16)
        made.append(_retold(context, fact, other, places[fact.node], FRAMES[drawn % len(FRAMES)]))
    return [one for one in made if one is not None]


def _fits(fact: Fact) -> bool:
    return bool(_CLAUSE.match(fact.missing)) and len(fact.missing.split()) <= _LONGEST


def _key(fact: Fact) -> frozenset[str]:
    """What tells a clause from another one, but for names and pronouns: one may have a name where one has "he"."""
    words = re.findall(r"[^\W\d_]+", fact.missing)
    return frozenset(word for word in words if word[0].islower() and word not in _PRONOUNS)


def _retold(context: str, fact: Fact, other: Fact, leaf: Leaf, frame: str) -> Statement | None:
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
    head, tail = frame.format(missing=fact.missing, other=other.missing, value="\0").split("\0")
    at = len(head) + len(before)
    node = Node(id=f"{fact.node}:again", value=str(leaf.value), spans=(Span(start=at, end=at + len(value)),))
    text = f"{head}{before}{value}{unit}{tail}"
    return Statement(id=f"{fact.id}:not:{other.id}", about=fact.node, beside=other.node, text=text, nodes=(node,))
