"""The checkers' arithmetic: forwards, backwards, and never a wrong value."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nescio.schemas.evidence import Derivation, Fact, Node, Operation, Span
from nescio.validation.evaluate import apply, contradictions, determine

TWO = (Operation.SUBTRACT, Operation.DIVIDE, Operation.QUOTIENT, Operation.REMAINDER)
MANY = (Operation.ADD, Operation.MULTIPLY, Operation.MINIMUM, Operation.MAXIMUM)


def leaf(name: str, value: object, **columns: Any) -> Node:
    """A number that the text states."""
    return Node(id=name, value=str(value), **{"spans": (Span(start=0, end=1),), **columns})


def node(name: str, value: object, operation: Operation, *arguments: str) -> Node:
    """A number that is computed."""
    return Node(id=name, value=str(value), operation=operation, arguments=arguments)


def dag(*nodes: Node, facts: tuple[Fact, ...] = ()) -> Derivation:
    """A derivation of these nodes."""
    return Derivation(nodes=nodes, facts=facts)


@pytest.mark.parametrize(
    ("operation", "arguments", "result"),
    [
        (Operation.ADD, (2, 3, 4), "9"),
        (Operation.SUBTRACT, (2, 5), "-3"),
        (Operation.MULTIPLY, (2, 3, 4), "24"),
        (Operation.DIVIDE, (2, 4), "1/2"),
        (Operation.QUOTIENT, (7, 2), "3"),
        (Operation.QUOTIENT, (-7, 2), "-4"),
        (Operation.REMAINDER, (7, 2), "1"),
        (Operation.REMAINDER, (-7, 2), "1"),
        (Operation.MINIMUM, (7, 2), "2"),
        (Operation.MAXIMUM, (7, 2), "7"),
        (Operation.CEILING, (Fraction(7, 2),), "4"),
        (Operation.CEILING, (3,), "3"),
        (Operation.DIVIDE, (2, 0), None),
        (Operation.QUOTIENT, (2, 0), None),
        (Operation.REMAINDER, (2, 0), None),
    ],
)
def test_operations(operation: Operation, arguments: tuple[int, ...], result: str | None) -> None:
    """Each operation gives its result exactly, and division by zero gives none."""
    assert apply(operation, list(map(Fraction, arguments))) == (None if result is None else Fraction(result))


def test_forwards_through_several_steps() -> None:
    """A total follows from its parts; what needs an unknown part does not."""
    total = node("total", 30, Operation.MULTIPLY, "bags", "sum")
    nodes = dag(leaf("bags", 5), leaf("a", 2), leaf("b", 4), node("sum", 6, Operation.ADD, "a", "b"), total)
    known = {"bags": Fraction(5), "a": Fraction(2), "b": Fraction(4)}
    assert determine(nodes, known)["total"] == 30
    assert set(determine(nodes, {"bags": Fraction(5), "a": Fraction(2)})) == {"bags", "a"}


@pytest.mark.parametrize(
    ("operation", "values", "hidden"),
    [
        (Operation.ADD, (2, 3), 0),
        (Operation.ADD, (2, 3), 1),
        (Operation.SUBTRACT, (7, 3), 0),
        (Operation.SUBTRACT, (7, 3), 1),
        (Operation.MULTIPLY, (7, 3), 0),
        (Operation.DIVIDE, (6, 3), 0),
        (Operation.DIVIDE, (6, 3), 1),
    ],
)
def test_backwards_from_a_stated_result(operation: Operation, values: tuple[int, int], hidden: int) -> None:
    """A stated total gives away the part that was taken out, on either side of the operation."""
    result = apply(operation, list(map(Fraction, values)))
    nodes = dag(leaf("x", values[0]), leaf("y", values[1]), node("z", result, operation, "x", "y"))
    names = ("x", "y")
    known = {"z": result, names[1 - hidden]: Fraction(values[1 - hidden])}
    assert (
        determine(nodes, {key: value for key, value in known.items() if value is not None})[names[hidden]]
        == values[hidden]
    )


def test_backwards_where_nothing_follows() -> None:
    """A product with zero, a rounding, a larger of two and an argument used twice give nothing away."""
    zero = dag(leaf("x", 0), leaf("y", 9), node("z", 0, Operation.MULTIPLY, "x", "y"))
    assert "y" not in determine(zero, {"x": Fraction(0), "z": Fraction(0)})
    for operation, value in ((Operation.QUOTIENT, 3), (Operation.REMAINDER, 1), (Operation.MAXIMUM, 7)):
        nodes = dag(leaf("x", 7), leaf("y", 2), node("z", value, operation, "x", "y"))
        assert "x" not in determine(nodes, {"y": Fraction(2), "z": Fraction(value)})
    square = dag(leaf("x", 3), node("z", 9, Operation.MULTIPLY, "x", "x"))
    assert "x" not in determine(square, {"z": Fraction(9)})


def test_world_constants_are_known_without_the_text() -> None:
    """Sixty minutes need not be stated."""
    nodes = dag(leaf("h", 2), leaf("=60", 60, spans=(), world=True), node("m", 120, Operation.MULTIPLY, "h", "=60"))
    assert determine(nodes, {"h": Fraction(2)})["m"] == 120
    assert determine(nodes, {"m": Fraction(120)})["h"] == 2


@st.composite
def dags(draw: st.DrawFn) -> Derivation:
    """A random derivation that adds up, of up to five leaves and six steps; values may be zero or broken."""
    nodes = [leaf(f"n{i}", draw(st.fractions(-9, 9, max_denominator=3))) for i in range(draw(st.integers(2, 5)))]
    for i in range(draw(st.integers(1, 6))):
        operation = draw(st.sampled_from([*TWO, *MANY, Operation.CEILING]))
        most = 1 if operation is Operation.CEILING else 2 if operation in TWO else 3
        used = draw(st.lists(st.sampled_from(nodes), min_size=min(most, 2), max_size=most))
        result = apply(operation, [Fraction(one.value) for one in used])
        if result is not None:
            nodes.append(node(f"d{i}", result, operation, *(one.id for one in used)))
    return dag(*nodes)


@given(dags(), st.data())
def test_what_is_determined_is_never_wrong(derivation: Derivation, data: st.DataObject) -> None:
    """Whatever is hidden and whatever is stated, every value that is computed is the true one."""
    truth = {one.id: Fraction(one.value) for one in derivation.nodes}
    stated = data.draw(st.sets(st.sampled_from(sorted(truth))))
    found = determine(derivation, {name: truth[name] for name in stated})
    assert all(found[name] == truth[name] for name in found)
    assert stated <= set(found)


@given(dags())
def test_leaves_determine_everything(derivation: Derivation) -> None:
    """With all leaves known every node is known, and the derivation has no contradictions."""
    leaves = {one.id: Fraction(one.value) for one in derivation.nodes if one.operation is None}
    assert set(determine(derivation, leaves)) == {one.id for one in derivation.nodes}
    assert contradictions(derivation) == []


@given(dags(), st.data())
def test_a_changed_result_is_a_contradiction(derivation: Derivation, data: st.DataObject) -> None:
    """A computed node with another value is named in a sentence with both values."""
    derived = [one for one in derivation.nodes if one.operation is not None]
    assume(derived)
    changed = data.draw(st.sampled_from(derived))
    wrong = changed.model_copy(update={"value": str(Fraction(changed.value) + 1)})
    nodes = tuple(wrong if one is changed else one for one in derivation.nodes)
    found = contradictions(derivation.model_copy(update={"nodes": nodes}))
    assert any(changed.id in line and wrong.value in line for line in found)


@pytest.mark.parametrize(
    ("nodes", "said"),
    [
        ((leaf("x", 1), leaf("x", 2)), "'x' stands twice"),
        ((node("z", 1, Operation.ADD, "y"), leaf("y", 1)), "uses 'y', which is no node before it"),
        ((leaf("x", 1), node("z", 1, Operation.SUBTRACT, "x")), "'z' has 1 arguments"),
        ((leaf("x", 1), node("z", 1, Operation.CEILING, "x", "x")), "'z' has 2 arguments"),
        ((node("z", 1, Operation.ADD),), "'z' has 0 arguments"),
        ((leaf("x", 1, arguments=("x",)),), "uses 'x'"),
        ((leaf("x", 1, spans=()),), "neither stated nor computed"),
        ((leaf("x", 1), leaf("y", 0), node("z", 1, Operation.DIVIDE, "x", "y")), "its arguments give None"),
    ],
)
def test_ill_formed_derivations_are_described(nodes: tuple[Node, ...], said: str) -> None:
    """What cannot be evaluated is told in a sentence instead of raised."""
    assert any(said in line for line in contradictions(dag(*nodes)))


def test_facts_must_stand_for_nodes() -> None:
    """A fact of no node, and two facts of one id, are contradictions."""
    fact = Fact(id="f", node="x", way="plain", missing="m", clarifying_question="c", hidings=())
    assert contradictions(dag(leaf("x", 1), facts=(fact,))) == []
    assert contradictions(dag(leaf("y", 1), facts=(fact,)))
    assert contradictions(dag(leaf("x", 1), facts=(fact, fact)))
