"""Whether numbers that a trace never used give a hidden value away: "20 pupils, 12 girls and 8 boys"."""

from fractions import Fraction
from itertools import combinations

from nescio.schemas.evidence import Fact
from nescio.schemas.seed import Question, Seed
from nescio.validation.evaluate import Values
from nescio.validation.reading import Rejected, ancestors


def check_unused(seed: Seed, fact: Fact, question: Question, stated: Values) -> None:
    """Raises Rejected where one operation on two stated numbers, one of them unused, gives the hidden value.

    Where a text was not made from its derivation, the derivation may lack a relation that the text holds; a solver who
    did not need it never wrote it down. Numbers that the solution does use are taken to mean what it made of them.
    """
    needed = ancestors(seed.derivation, question.target)
    secret = next(Fraction(node.value) for node in seed.derivation.nodes if node.id == fact.node)
    leaves = [node for node in seed.derivation.nodes if node.operation is None and not node.world and node.id in stated]
    for one, other in combinations(leaves, 2):
        spare = {one.id, other.id} - needed - {fact.node}
        if spare and secret in _results(stated[one.id], stated[other.id]):
            both = f"{stated[one.id]} and {stated[other.id]}"
            raise Rejected("value derivable", f"{both}, which the solution does not both use, may give {fact.missing}")


def _results(a: Fraction, b: Fraction) -> set[Fraction]:
    found = {a + b, abs(a - b), a * b}
    return found | ({a / b} if b else set()) | ({b / a} if a else set())
