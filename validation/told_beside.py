"""What the sentences that were added to a context tell: of the hidden fact, of others, or of nothing in the story."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from nescio.schemas.evidence import Derivation, Fact, Node, Statement
from nescio.schemas.seed import Seed
from nescio.validation.evaluate import Values, determine
from nescio.validation.numbers import read_numbers
from nescio.validation.reading import Rejected
from nescio.validation.said import said_of_facts

_LOOSE = re.compile(
    r"\$?(?:some|several|a few|quite a few|a good many|a good few|not many|plenty of|a number of|a certain number of"
    r"|a handful of)(?: (?:dollars|percent|of))?",
    re.I,
)


@dataclass(frozen=True)
class Beside:
    """What is told beside the seed's own sentences."""

    settled: Fraction | None
    """The value that an added sentence gives the hidden fact; null where none does."""
    numbered: tuple[str, ...]
    """Added sentences that speak of the story with numbers and do not settle the hidden fact."""
    told: tuple[str, ...]
    """What was read, for a reader of the proof."""


def read_beside(seed: Seed, fact: Fact, sentences: Iterable[str]) -> Beside:
    """Read the added sentences one by one, in their order.

    Raises Rejected for one that cannot be read, or that says of a fact what the text belies.
    """
    settled: Fraction | None = None
    numbered, told = list[str](), list[str]()
    for sentence in sentences:
        statement = next((one for one in seed.evidence.statements if one.text == sentence), None)
        if statement is not None:
            value = _value(seed.evidence, statement)
            if statement.about == fact.node:
                settled = value
                told.append(f"another sentence gives {fact.missing}")
            else:
                numbered.append(sentence)
        elif any(_loosened(one, sentence) for one in seed.evidence.statements):
            numbered.append(sentence)
        elif (said := said_of_facts(seed.evidence, sentence)) is not None:
            if said.known & {fact.id} or said.unknown - {fact.id}:
                raise Rejected("belied by the text", f"{sentence!r} does not agree with what the text tells")
            told.append("the text says itself that this is not known" if said.unknown else "")
        else:
            raise Rejected("unread sentence", f"{sentence!r} is none that the evidence or the checker knows")
    return Beside(settled, tuple(numbered), tuple(one for one in told if one))


def _value(evidence: Derivation, statement: Statement) -> Fraction:
    """What a statement says of its node, computed from the numbers that stand in it; raises Rejected if untrue."""
    leaves: Values = {}
    for node in statement.nodes:
        if node.operation is None and not node.world:
            _check_leaf(statement, node)
            leaves[node.id] = Fraction(node.value)
    found = determine(Derivation(nodes=statement.nodes), leaves).get(statement.nodes[-1].id)
    truth = next((Fraction(node.value) for node in evidence.nodes if node.id == statement.about), None)
    if found is None or found != truth:
        raise Rejected("statement misread", f"{statement.text!r} gives {found} where the evidence has {truth}")
    return found


def _check_leaf(statement: Statement, node: Node) -> None:
    for span in node.spans:
        said = statement.text[span.start : span.end]
        if not any(Fraction(node.value) in one.readings for one in read_numbers(said)):
            raise Rejected("statement misread", f"{said!r} does not read {node.value} in {statement.text!r}")
    if not node.spans:
        raise Rejected("statement misread", f"{node.id!r} stands nowhere in {statement.text!r}")


def _loosened(statement: Statement, sentence: str) -> bool:
    """Whether a sentence is a statement with one of its numbers, for good, in words that leave it open."""
    for node in statement.nodes:
        if len(node.spans) == 1 and node.operation is None:
            start, end = node.spans[0].start, node.spans[0].end
            head, tail = statement.text[:start], statement.text[end:]
            left = len(sentence) - len(tail)
            for before in (head, head.removesuffix("$")):
                fits = sentence.startswith(before) and sentence.endswith(tail) and len(before) <= left
                if fits and _LOOSE.fullmatch(sentence[len(before) : left].strip()):
                    return True
    return False
