"""Faults of a seed's evidence reject every row of its star; and the packaged templates hide nothing in plain sight."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import combinations, islice
from typing import Any

import pytest

from nescio.gen.sources.templates import draws, packaged_templates
from nescio.schemas.evidence import CONTEXT, Derivation, Node, Operation, Span
from nescio.schemas.example import Star
from nescio.schemas.seed import Seed
from nescio.validation.checkers.dataflow import Dataflow
from nescio.validation.numbers import read_numbers
from nescio.validation.reading import ancestors

Change = Callable[[list[Node]], list[Node]]


def reasons(star: Star, change: Change) -> set[str]:
    """Why the rows of the star are rejected once its evidence is changed; "" among them where one passes."""
    evidence = star.seed.derivation.model_copy(update={"nodes": tuple(change(list(star.seed.derivation.nodes)))})
    seed = star.seed.model_copy(update={"evidence": evidence})
    return {verdict.reason for verdict in Dataflow().check(star.model_copy(update={"seed": seed}))}


def on(test: Callable[[Node], bool], **columns: Any) -> Change:
    """Change columns of the first node that fits."""

    def change(nodes: list[Node]) -> list[Node]:
        at = next(n for n, node in enumerate(nodes) if test(node))
        made = {key: value(nodes[at]) if callable(value) else value for key, value in columns.items()}
        return [*nodes[:at], nodes[at].model_copy(update=made), *nodes[at + 1 :]]

    return change


def leaf(node: Node) -> bool:
    """A number that the context states."""
    return bool(node.spans) and node.spans[0].part == CONTEXT and node.operation is None


def derived(node: Node) -> bool:
    """A number that is computed."""
    return node.operation is not None


def more(node: Node) -> str:
    """A value that is wrong by one."""
    return str(Fraction(node.value) + 1)


CONTRADICTIONS: dict[str, Change] = {
    "a derived value": on(derived, value=more),
    "an argument that is no node": on(derived, arguments=("nothing", "nothing")),
    "no arguments": on(derived, arguments=()),
    "one argument for a difference": on(
        derived, operation=Operation.SUBTRACT, arguments=lambda node: node.arguments[:1]
    ),
    "a node twice": lambda nodes: [*nodes, nodes[-1]],
    "a node that uses itself": on(derived, operation=Operation.ADD, arguments=lambda node: (node.id, "=0")),
    "a leaf without a place": on(leaf, spans=(), world=False),
}


@pytest.mark.parametrize("kind", CONTRADICTIONS)
def test_evidence_that_contradicts_itself_rejects_the_star(good: list[Star], kind: str) -> None:
    """A derivation that does not add up, or is not well formed, rejects every row of the star and never crashes."""
    for star in good[::3]:
        assert reasons(star, CONTRADICTIONS[kind]) == {"evidence contradicts itself"}


def _elsewhere(star: Star) -> Iterator[Span]:
    """Wrong places for a leaf: the beginning, beyond the end, another number."""
    own = next(node for node in star.seed.derivation.nodes if leaf(node))
    yield Span(start=0, end=1)
    yield Span(start=len(star.seed.context) + 5, end=len(star.seed.context) + 6)
    for one in read_numbers(star.seed.context):
        if Fraction(own.value) not in one.readings:
            yield Span(start=one.start, end=one.end)


def test_a_span_at_the_wrong_place_rejects_the_star(good: list[Star]) -> None:
    """A leaf that points at no number or at another one is misread, whichever row is looked at."""
    tried = 0
    for star in good[::3]:
        for span in _elsewhere(star):
            tried += 1
            assert reasons(star, on(leaf, spans=(span,))) == {"leaf misread"}
    assert tried > 100


def test_a_leaf_with_another_value_rejects_the_star(good: list[Star]) -> None:
    """A leaf whose value is not what the text says is found, by the text or by the arithmetic."""
    for star in good[::3]:
        assert reasons(star, on(leaf, value=more)) <= {"leaf misread", "evidence contradicts itself"}


def test_one_number_for_two_leaves_rejects_the_star(good: list[Star]) -> None:
    """Two leaves cannot be one number of the text: hiding one would hide the other."""

    def doubled(nodes: list[Node]) -> list[Node]:
        return [*nodes, next(node for node in nodes if leaf(node)).model_copy(update={"id": "copy"})]

    for star in good[::3]:
        assert reasons(star, doubled) == {"leaf misread"}


def test_a_wrong_gold_answer_of_the_seed_rejects_the_star(good: list[Star]) -> None:
    """A seed whose own answer is not what its evidence gives makes no row, perturbed ones included."""
    for star in good[::3]:
        first, *others = star.seed.questions
        for answer in (f"{first.answer}1", "unknown", "1e99999999"):
            wrong = (first.model_copy(update={"answer": answer}), *others)
            seed = star.seed.model_copy(update={"questions": wrong})
            found = Dataflow().check(star.model_copy(update={"seed": seed}))
            assert {verdict.reason for verdict in found} == {"wrong gold"}
            assert all(answer in verdict.detail for verdict in found)


def _exposed(seed: Seed) -> dict[str, set[tuple[str, str, str]]]:
    """For each fact, the operations on two other numbers of the seed's context that give its value."""
    evidence: Derivation = seed.derivation
    values = {node.id: Fraction(node.value) for node in evidence.nodes}
    found: dict[str, set[tuple[str, str, str]]] = {}
    for fact in evidence.facts:
        own = ancestors(evidence, fact.node)
        places = [hiding.span for hiding in fact.hidings]
        others = [
            node.id
            for node in evidence.nodes
            if leaf(node) and node.id not in own and not any(p.start <= node.spans[0].start < p.end for p in places)
        ]
        hits = found.setdefault(fact.id, set())
        for one, two in combinations(others, 2):
            a, b, secret = values[one], values[two], values[fact.node]
            results = {"sum": a + b, "difference": abs(a - b), "product": a * b}
            results |= {"quotient": a / b} if b else {}
            results |= {"quotient the other way": b / a} if a else {}
            hits |= {(name, one, two) for name, value in results.items() if value == secret}
    return found


def test_no_template_gives_a_fact_away_by_a_relation_that_its_evidence_lacks() -> None:
    """No two other numbers of a text give a fact in every draw: the evidence lacks no such relation.

    The dataflow checker takes this on trust (see its docstring): it knows the relations on record and no others.
    """
    always: dict[str, set[tuple[str, str, str]]] = {}
    for template in packaged_templates():
        for seed in islice(draws(template, 3), 12):
            for fact, hits in _exposed(seed).items():
                name = f"{template.id}: {fact}"
                always[name] = always[name] & hits if name in always else hits
    assert {name: hits for name, hits in always.items() if hits} == {}
