"""Finding contradictions: which number of a text and which of a statement can be changed so that they clash."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from nescio.gen.templates import numerals
from nescio.gen.wording import sentences
from nescio.gen.worked import above, equations, evaluate, sound
from nescio.schemas.errors import UsageError
from nescio.schemas.evidence import CONTEXT, Derivation, Fact, Node, Statement
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Complexity

_LATE = "later"
"""A fact told in a later sentence is left alone: a list or a label that is at odds with the world is merely wrong."""
_STEPS = 30
_LEAST, _MOST = Fraction(1, 25), Fraction(2, 5)
"""How far the contradicting value is from the true one, as a share of it."""
_BACK = (
    "he she they it his her hers their theirs its him them this that these those then also afterwards later finally "
    "next after however but so and or the if both there here instead still half neither twice of"
).split()
"""How a sentence begins that may point back at the one before it: nothing is put between the two."""


_STATE = re.compile(
    r"^(?:[\w'’-]+,? ){1,8}?(?:has|have|had|is|are|was|were|costs?|weigh(?:s|ed)?|contain(?:s|ed)?)\b"
    r"|\b(?:in total|in all|altogether|combined)\b",
    re.IGNORECASE,
)
_EVENT = re.compile(r"\b(?:more|another|again|also|then|later|after|additional|extra|will)\b", re.IGNORECASE)
"""What people wrote tells of things that happen: that somebody gave 10 books away, said again, may be another gift."""


@dataclass(frozen=True)
class Clash:
    """A statement and how it clashes: one of its leaves and one leaf of the context, each with another value.

    With neither or both changed, text and statement agree; with one of them changed they do not.
    """

    statement: Statement
    told: str
    """The context's leaf."""
    other: Fraction
    """Its other value."""
    again: str
    """The statement's leaf."""
    again_other: Fraction
    about: tuple[Fraction, Fraction]
    """The value of the node that both tell, as it is and with both leaves changed."""


def clashes(seed: Seed, statement: Statement, taken: set[Fraction]) -> list[Clash]:
    """All the ways in which a statement and the context can be made to clash, in a fixed order.

    No new value stands in the text already (`taken`), and with both numbers changed all is as plausible as it was.
    """
    evidence = seed.derivation
    fact = fact_of(evidence, statement)
    if fact is not None and fact.way == _LATE:
        return []
    if seed.complexity is not Complexity.TEMPLATED and not _lasting(evidence, statement):
        return []
    nodes = {node.id: node for node in evidence.nodes}
    true = Fraction(nodes[statement.about].value)
    leaves = [nodes[name] for name in sorted(above(evidence, statement.about)) if changeable(nodes[name])]
    found = []
    for again in statement.nodes:
        if again.operation is not None or not again.spans:
            continue
        for value, about in _retold(statement, again, taken):
            if _far(true, about) and about not in taken:
                found += [
                    Clash(statement, leaf.id, other, again.id, value, (true, about))
                    for leaf in leaves
                    for other in _leading_to(evidence, leaf, statement.about, about, taken | {value})
                    if printed(seed.context, leaf, other) and printed(statement.text, again, value)
                ]
    return found


def _lasting(evidence: Derivation, statement: Statement) -> bool:
    """Whether a statement about what people wrote can only be read as telling the same thing again.

    It says how something is and not what happens, and the context alone leads to it: "if he also pays $2 for packing"
    in a question may mean that the profit told before is one without packing.
    """
    fed = above(evidence, statement.about)
    asked = any(span.part != CONTEXT for node in evidence.nodes if node.id in fed for span in node.spans)
    return not asked and bool(_STATE.search(statement.text)) and not _EVENT.search(statement.text)


def fact_of(evidence: Derivation, statement: Statement) -> Fact | None:
    """The fact that a statement tells once more, if it is one."""
    return next((fact for fact in evidence.facts if fact.node == statement.about), None)


def needing(seed: Seed, name: str) -> list[int]:
    """The questions that need a node and take a step beyond it."""
    nodes = seed.derivation.nodes
    values = {node.id: Fraction(node.value) for node in nodes}
    before = equations(nodes, values, name)
    return [
        number
        for number, question in enumerate(seed.questions)
        if name in above(seed.derivation, question.target)
        and len(equations(nodes, values, question.target)) > len(before)
    ]


def numbers_of(seed: Seed) -> set[Fraction]:
    """Every number that stands in the seed's text or in a statement of it, or follows from those."""
    texts = [seed.context, *(one.text for one in seed.questions), *(one.text for one in seed.derivation.statements)]
    leaves = [*seed.derivation.nodes, *(node for one in seed.derivation.statements for node in one.nodes)]
    stated = {Fraction(node.value) for node in leaves if not node.world}
    return stated.union(*map(numerals.literals, texts))


def write_like(text: str, old: Fraction, new: Fraction) -> str | None:
    """Another number in the way a text writes one: "$4" as "$6", "thirty-five" as "forty"; None if it cannot be."""
    for form in (None, "money", "words", "Words", "percent"):
        try:
            if numerals.write(old, form) == text:
                return numerals.write(new, form)
        except UsageError:
            continue
    if old.denominator == new.denominator == 1 and text == f"{old.numerator:,}":
        return f"{new.numerator:,}"
    return None


def places(seed: Seed, clash: Clash, random: Random) -> list[int]:
    """Where the statement may be put: ends of sentences, in a drawn order, those not beside the clashing one first.

    A statement of what follows from several numbers stands right after the last of them, for what people wrote goes on
    in time: "Lois has 30 books" is true only until she buys more.
    """
    found = sentences(seed.context)
    nodes = {node.id: node for node in seed.derivation.nodes}
    feeding = [span for name in above(seed.derivation, clash.statement.about) for span in nodes[name].spans]
    own = {
        k for k, (start, end) in enumerate(found) for one in feeding if one.part == CONTEXT and start <= one.start < end
    }
    free = [
        k
        for k in range(_opening(seed, found), len(found))
        if k + 1 == len(found) or not _points_back(seed.context[slice(*found[k + 1])])
    ]
    if nodes[clash.statement.about].operation is not None:
        drawn = [k for k in free if k == max(own, default=-1)]
    else:
        apart, beside = [k for k in free if not {k, k + 1} & own], [k for k in free if k in own]
        drawn = [*random.sample(apart, len(apart)), *random.sample(beside, len(beside))]
    return [found[k][1] for k in drawn if seed.context[: found[k][1]].endswith((".", "!", "?"))]


def _opening(seed: Seed, found: Sequence[tuple[int, int]]) -> int:
    """The last sentence before the first that may be hidden: a text is to begin with its own opening."""
    facts = [
        hiding.span.start for fact in seed.derivation.facts for hiding in fact.hidings if hiding.span.part == CONTEXT
    ]
    first = min((k for k, (_, end) in enumerate(found) if any(start < end for start in facts)), default=1)
    return max(first - 1, 0)


def _points_back(sentence: str) -> bool:
    word = sentence.split(maxsplit=1)[0].strip(",;:'\"“”").lower() if sentence.strip() else ""
    return word in _BACK and not (word in ("the", "after", "of", "there") and "ach" in sentence)


def changeable(node: Node) -> bool:
    """Whether a node is a number of the context alone."""
    parts = {span.part for span in node.spans}
    return node.operation is None and not node.world and parts == {CONTEXT}


def _retold(statement: Statement, leaf: Node, taken: set[Fraction]) -> Iterator[tuple[Fraction, Fraction]]:
    """Other values of a statement's leaf, and what the statement then says of its node."""
    for value in near(Fraction(leaf.value)):
        values = None if value in taken else evaluate(statement.nodes, {leaf.id: value})
        if values is not None and sound(statement.nodes, values):
            yield value, values[statement.nodes[-1].id]


def _leading_to(evidence: Derivation, leaf: Node, about: str, wanted: Fraction, taken: set[Fraction]) -> list[Fraction]:
    """Other values of a context's leaf with which the node that it leads to has the wanted value."""
    options = [wanted] if leaf.id == about else near(Fraction(leaf.value))
    found = []
    for value in options:
        values = None if value in taken else evaluate(evidence.nodes, {leaf.id: value})
        if values is not None and values[about] == wanted and sound(evidence.nodes, values):
            found.append(value)
    return found


def near(value: Fraction) -> list[Fraction]:
    """Values of the same kind and length, from two on where that one is."""
    unit = Fraction(1, value.denominator)
    steps = [sign * step * unit for step in range(1, _STEPS + 1) for sign in (1, -1)]
    found = [value + step for step in steps if abs(step) <= max(value * Fraction(3, 5), 3 * unit)]
    least = 2 if value >= 2 else 0
    return [one for one in found if one > 0 and one >= least and len(str(int(one))) == len(str(int(value)))]


def _far(true: Fraction, other: Fraction) -> bool:
    return true != other and _LEAST * true <= abs(true - other) <= max(_MOST * true, Fraction(2, true.denominator))


def printed(text: str, leaf: Node, value: Fraction) -> bool:
    """Whether the text can tell the other value wherever it tells this one."""
    return all(write_like(text[one.start : one.end], Fraction(leaf.value), value) is not None for one in leaf.spans)


def independent(evidence: Derivation, names: Sequence[str], of: str) -> bool:
    """Whether a node is computed from none of some nodes."""
    return not above(evidence, of) & set(names)
