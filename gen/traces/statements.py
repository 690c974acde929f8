"""Sentences of a solution that tell a result, as they could stand in the problem."""

from collections.abc import Iterator

from nescio.gen.traces.derive import Derived
from nescio.gen.traces.intermediate import sentences_of
from nescio.schemas.evidence import Node, Span, Statement


def statements_of(derived: Derived) -> Iterator[Statement]:
    """One statement for each result, before the final one, that a sentence tells in words of the problem."""
    for target, one in sentences_of(derived):
        leaf = Node(
            id=f"{target}.told", value=str(derived.graph.value(target)), spans=(Span(start=one.start, end=one.end),)
        )
        yield Statement(id=f"told-{target}", about=target, text=one.statement, nodes=(leaf,))
