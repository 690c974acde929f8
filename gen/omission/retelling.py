"""Sentences that tell one fact once more and name another: "A friend knows that a bag holds six rolls, but not ...".

They are put into texts in which either of the two is hidden: so the one can be had after all and the other cannot, and
both are spoken of alike. The frames say nothing about the story and fit any of its tenses.
"""

import re
from collections.abc import Sequence
from itertools import permutations

from nescio.gen.omission.clause import HOLE
from nescio.gen.omission.facts import Leaf, told_of
from nescio.gen.omission.site import only_person, persons
from nescio.gen.templates.numerals import write
from nescio.schemas.evidence import Fact, Node, Span, Statement
from nescio.schemas.hashing import content_hash

FRAMES = (
    "A friend knows that {told}, but not {other}.",
    "A friend does not know {other}, but does know that {told}.",
    "A classmate remembers that {told}, but not {other}.",
    "A classmate remembers that {told}, but has forgotten {other}.",
    "A classmate has forgotten {other}, but remembers that {told}.",
    "The teacher adds that {told}, but does not say {other}.",
    "The teacher confirms that {told}, but does not say {other}.",
    "A hint in the book says that {told}, but not {other}.",
)
_KNOWERS = {
    "friend": re.compile(r"\bfriend", re.IGNORECASE),
    "classmate": re.compile(r"\b(?:class|school|student|pupil|teacher)", re.IGNORECASE),
    "teacher": re.compile(r"\b(?:class|school|student|pupil|teacher|lesson)", re.IGNORECASE),
    "hint": re.compile(r"\b(?:book|hint|librar|page)", re.IGNORECASE),
}
"""Who knows, and the words of a story in which it might be one of its own."""
_AFTER = re.compile(r"%| percent\b")
_CLAUSE = re.compile(r"(?:how|what|which)\b", re.IGNORECASE)
_CAPITAL = re.compile(r"[A-Z]\w+ [a-z]+s (?:are|were|cost|costs)\b")
"""A first word whose capital may be its sentence's: "Adult tickets cost"."""
_GOING_ON = re.compile(r" (?:with|on|in|at|for|to|from|about|during|per|an?|that|who|which|worth|of|into|than)\b")
_EACH = re.compile(r"each (?:\w+ )*?(\w+) (?:has|holds|contains|weighs|costs|lasts)\b")
_PRONOUN = re.compile(r"\b(?:he|she)\b", re.IGNORECASE)
_PRONOUNS = frozenset({"he", "she", "it", "they"})
_LONGEST = 12
"""Words of a clause from which on it is hard to read in such a sentence."""
_BOTH = 20
"""Words of both clauses together at most."""
_MOST = 4
"""Facts of a text that are told again at most."""
_LARGEST = 1_000


def retellings(context: str, facts: Sequence[Fact], leaves: Sequence[Leaf]) -> list[Statement]:
    """For every two facts with short clauses that begin with a question word, a sentence that tells the first again.

    Both sentences of two facts have the same frame, drawn by a hash of their clauses.
    """
    places, told = {leaf.node: leaf for leaf in leaves}, told_of(context, leaves)
    fit = [one for one in facts if _fits(one) and one.node in places and one.node in told]
    fit = [one for one in fit if _is_whole(context, places[one.node], told[one.node])][:_MOST]
    made = []
    for fact, other in permutations(fit, 2):
        if _alike(fact.missing, other.missing) or len(f"{fact.missing} {other.missing}".split()) > _BOTH:
            continue
        frame = _frame(context, fact, other)
        made.append(_retold(context, (told[fact.node], fact), other, places[fact.node], frame))
    return [one for one in made if one is not None]


def _fits(fact: Fact) -> bool:
    return bool(_CLAUSE.match(fact.missing)) and len(fact.missing.split()) <= _LONGEST


def _is_whole(context: str, leaf: Leaf, told: str) -> bool:
    """Whether a clause says all that tells its number apart: not "he has 12 tables" of "12 tables with 6 seats"."""
    tail = told.split(HOLE)[1].strip()
    rest = context[leaf.span.end :].lstrip(" %")
    if _CAPITAL.match(told) or (tail and rest.startswith(tail) and _GOING_ON.match(rest[len(tail) :])):
        return False
    each = _EACH.match(told)
    return each is None or "each" in context.lower().split() or len(re.findall(each[1], context, re.IGNORECASE)) == 1


def _alike(one: str, other: str) -> bool:
    """Whether a clause asks for no more than another does: "how many cakes he made", "how many more cakes he made".

    Names count only where neither has a pronoun, for one may have a name where the other has "he".
    """
    words = [frozenset(re.findall(r"[^\W\d_]+", clause.split(" than ")[0])) for clause in (one, other)]
    if any(not _PRONOUNS.isdisjoint(found) for found in words):
        words = [frozenset(word for word in found if word[0].islower()) - _PRONOUNS for found in words]
    return words[0] <= words[1] or words[1] <= words[0]


def _frame(context: str, fact: Fact, other: Fact) -> str:
    """A frame in which nobody speaks who might be one of the story."""
    there = [who for who, words in _KNOWERS.items() if words.search(context)]
    fitting = [one for one in FRAMES if not any(who in one for who in there)]
    drawn = int(content_hash("retelling", *sorted((fact.missing, other.missing))), 16)
    return (fitting or FRAMES)[drawn % len(fitting or FRAMES)]


def _retold(context: str, fact: tuple[str, Fact], other: Fact, leaf: Leaf, frame: str) -> Statement | None:
    """The sentence, its number in words where the text has digits and the other way round; None for odd numbers.

    Told in the same form, a fact that the text tells twice would be known by a figure that stands there twice.
    """
    said = context[leaf.span.start : leaf.span.end]
    if leaf.value.denominator != 1 or leaf.value >= _LARGEST:
        return None
    in_digits = said[0].isdigit()
    value = write(leaf.value, "words" if in_digits else None)
    before, unit = "", " percent" if _AFTER.search(said) or _AFTER.match(context, leaf.span.end) else ""
    if context[: leaf.span.start].rstrip().endswith("$"):
        before, unit = ("", " dollars") if in_digits else ("$", "")
    first, second = fact[0], other.missing
    if frame.index("{told}") < frame.index("{other}"):
        second = _with_pronoun(context, first, second)
    else:
        first = _with_pronoun(context, second, first)
    head, tail = frame.format(told=first, other=second).split(HOLE)
    at = len(head) + len(before)
    node = Node(id=f"{leaf.node}:again", value=str(leaf.value), spans=(Span(start=at, end=at + len(value)),))
    text = f"{head}{before}{value}{unit}{tail}"
    return Statement(id=f"{fact[1].id}:not:{other.id}", about=leaf.node, beside=other.node, text=text, nodes=(node,))


def _with_pronoun(context: str, first: str, second: str) -> str:
    """The second clause with "he" or "she" for the one person of the story, where the first clause has the name."""
    named = persons(context, len(context))
    pronoun = _PRONOUN.search(context)
    if len(named) != 1 or pronoun is None or re.search(_PRONOUN, second):
        return second
    name = named[0]
    if only_person(context, pronoun.start(), pronoun.group().lower()) != name or not _stands(name, first):
        return second
    return re.sub(rf"\b{re.escape(name)}\b(?!['’])", pronoun.group().lower(), second, count=1)


def _stands(name: str, clause: str) -> bool:
    return re.search(rf"\b{re.escape(name)}\b(?!['’])", clause) is not None
