"""What the sentences that were added to a context tell: of the hidden fact, of others, or of nothing in the story."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from nescio.schemas.evidence import Derivation, Fact, Node, Statement
from nescio.schemas.seed import Seed
from nescio.validation.asides import is_aside
from nescio.validation.disputes import Report, Ruling, read_report, read_ruling
from nescio.validation.evaluate import Values, determine
from nescio.validation.numbers import read_numbers
from nescio.validation.reading import Rejected
from nescio.validation.said import said_of_facts

_LOOSE = re.compile(
    r"\$?(?:some|several|many|a few|quite a few|a good many|a good few|not many|plenty of|a number of"
    r"|a certain number of|a handful of)(?: (?:dollars|percent|of))?",
    re.I,
)


@dataclass(frozen=True)
class Beside:
    """What is told beside the seed's own sentences."""

    settled: bool
    """Whether an added sentence gives the hidden fact its value."""
    loose: tuple[str, ...]
    """Added sentences that speak of the hidden fact with numbers and leave it open."""
    disputed: tuple[Fraction, ...]
    """The values that two sources give the hidden fact."""
    asides: tuple[str, ...]
    """Added sentences that have nothing to do with the story."""
    told: tuple[str, ...]
    """What was read, for a reader of the proof."""


def read_beside(seed: Seed, fact: Fact, sentences: Sequence[str]) -> Beside:
    """Read the added sentences, each on its own but for a report of two sources and the ruling on it.

    Raises Rejected for one that cannot be read, or that says of a fact what the text belies.
    """
    evidence = seed.derivation
    truth = next(Fraction(node.value) for node in evidence.nodes if node.id == fact.node)
    settled, loose, asides, told = False, list[str](), list[str](), list[str]()
    reports, rulings = list[Report](), list[Ruling]()
    for sentence in sentences:
        if statement := next((one for one in evidence.statements if one.text == sentence), None):
            _check_value(evidence, statement, fact, truth)
            settled = settled or statement.about == fact.node
            told += [f"another sentence gives {fact.missing}"] if statement.about == fact.node else []
        elif about := {one.about for one in evidence.statements if _left_open(one, sentence)}:
            loose += [sentence] if fact.node in about else []
        elif report := read_report(evidence, sentence):
            reports.append(report)
        elif ruling := read_ruling(evidence, sentence):
            rulings.append(ruling)
        elif said := said_of_facts(evidence, sentence):
            if said.known & {fact.id} or said.unknown - {fact.id}:
                raise Rejected("belied by the text", f"{sentence!r} does not agree with what the text tells")
            told.append("the text says itself that this is not known")
        elif is_aside(seed, sentence):
            asides.append(sentence)
        else:
            raise Rejected("unread sentence", f"{sentence!r} is none that the evidence or the checker knows")
    disputed, upheld = _decided(fact, truth, reports, rulings)
    told += [f"the source that is right about {fact.missing} has {truth}"] if upheld else []
    return Beside(settled or upheld, tuple(loose), disputed, tuple(asides), tuple(told))


def _decided(
    fact: Fact, truth: Fraction, reports: Sequence[Report], rulings: Sequence[Ruling]
) -> tuple[tuple[Fraction, ...], bool]:
    """The values that are in dispute, and whether it is said which of them holds.

    Raises Rejected where the dispute is about what the text tells, does not have the true value, or ends with another.
    """
    if not reports and not rulings:
        return (), False
    if len(reports) != 1 or len(rulings) != 1:
        raise Rejected("unread sentence", f"{len(reports)} reports of two sources and {len(rulings)} rulings on them")
    (report,), (ruling,) = reports, rulings
    if report.disputed != fact.id or report.agreed == fact.id:
        raise Rejected("belied by the text", f"the sources dispute {report.disputed!r}, which the text tells")
    values = {source: min(read, key=lambda one: abs(one / truth - 1)) for source, read in report.values.items()}
    if sorted(values.values()).count(truth) != 1:
        raise Rejected("belied by the text", f"the sources have {sorted(values.values())} where {truth} is true")
    if ruling.trusted == fact.id and values[ruling.source] != truth:
        raise Rejected("belied by the text", f"the source said to be right has {values[ruling.source]}, not {truth}")
    return tuple(sorted(values.values())), ruling.trusted == fact.id


def _check_value(evidence: Derivation, statement: Statement, fact: Fact, truth: Fraction) -> None:
    """Raises Rejected for a statement that is not true, or that has the value of another, hidden fact."""
    _value(evidence, statement)
    said = [one.readings for one in read_numbers(statement.text) if one.exact]
    if statement.about != fact.node and any(truth in readings for readings in said):
        raise Rejected("value restated", f"{statement.text!r} has the value of {fact.missing}")


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


def _left_open(statement: Statement, sentence: str) -> bool:
    """Whether a sentence is a statement in which one number is loose or a range, so that it gives no single value."""
    for node in statement.nodes:
        if len(node.spans) == 1 and node.operation is None:
            start, end = node.spans[0].start, node.spans[0].end
            head, tail = statement.text[:start], statement.text[end:]
            left = len(sentence) - len(tail)
            for before in {head, head.removesuffix("$")}:
                fits = sentence.lower().startswith(before.lower()) and sentence.endswith(tail) and len(before) <= left
                if fits and _leaves_open(statement, node, sentence[len(before) : left].strip()):
                    return True
    return False


def _leaves_open(statement: Statement, node: Node, said: str) -> bool:
    """Whether words in the place of a number leave the statement's result open, whole where the true one is whole."""
    if _LOOSE.fullmatch(said):
        return True
    found = read_numbers(said)
    if len(found) != 1 or found[0].exact or not found[0].allows(Fraction(node.value)):
        return False
    known = {one.id: Fraction(one.value) for one in statement.nodes if one.operation is None}
    truth = Fraction(statement.nodes[-1].value)
    results = set()
    for value in range(1, 2 * int(Fraction(node.value)) + 2):
        if found[0].allows(Fraction(value)):
            values = determine(Derivation(nodes=statement.nodes), known | {node.id: Fraction(value)})
            results.add(values.get(statement.nodes[-1].id, truth))
    return len({one for one in results if one > 0 and one.denominator <= truth.denominator}) > 1
