"""How far a solution gets while one quantity is open: the steps that do not need it, and the rest as a formula in it.

Generators only: the checkers never compute with an unknown, they try values.
"""

from collections.abc import Mapping
from fractions import Fraction
from random import Random

from nescio.gen.templates import numerals
from nescio.gen.worked import above, equations, is_copy
from nescio.schemas.evidence import Derivation, Node, Operation

UNKNOWN = "n"
"""The letter of the open quantity, as in the clauses; x is the sign of multiplication."""
_SIGNS = {Operation.ADD: "+", Operation.SUBTRACT: "-", Operation.MULTIPLY: "x", Operation.DIVIDE: "/"}
_WORDS = {
    Operation.QUOTIENT: "the whole part of {0} / {1}",
    Operation.REMAINDER: "the remainder of {0} / {1}",
    Operation.CEILING: "{0} rounded up",
}
_LONGEST = 60
_CLAUSES = (
    "the answer is {formula}, with n for that number",
    "with n for that number, it comes to {formula}",
    "it is {formula} if n is that number",
    "calling that number n, we get {formula}",
    "we get as far as {formula}, n being that number",
    "all we have is {formula}, n for that number",
    "{formula} is as far as it goes, where n is that number",
)
_HANGS = "the rest of the way hangs on that one number"


def worked_open(evidence: Derivation, target: str, unknown: str, random: Random) -> tuple[list[str], str]:
    """The equations of the steps that do without the node `unknown`, and a clause for what is left.

    The clause is "the answer is n x 35, with n for that number"; a formula too long to read is left out.
    """
    nodes = {node.id: node for node in evidence.nodes}
    needed = above(evidence, target)
    touched = {name for name in needed if unknown in above(evidence, name)}
    values = {node.id: Fraction(node.value) for node in evidence.nodes}
    ready = {name for node in needed & touched for name in nodes[node].arguments if name not in touched}
    done = [
        line
        for node in evidence.nodes
        if node.id in ready and node.operation is not None
        for line in equations(evidence.nodes, values, node.id)
    ]
    formula = _formula(nodes, values, touched, target, unknown)
    clause = random.choice(_CLAUSES) if len(formula) <= _LONGEST else _HANGS
    return list(dict.fromkeys(done)), clause.format(formula=formula)


def _formula(
    nodes: Mapping[str, Node], values: Mapping[str, Fraction], touched: set[str], name: str, unknown: str
) -> str:
    """A node as a formula in the unknown, every part that does without it worked out."""
    node = nodes[name]
    if name == unknown:
        return UNKNOWN
    if name not in touched or node.operation is None:
        return numerals.digits(values[name])
    if is_copy(node):
        return _formula(nodes, values, touched, node.arguments[0], unknown)
    parts = [_formula(nodes, values, touched, one, unknown) for one in node.arguments]
    if node.operation in _SIGNS:
        return f" {_SIGNS[node.operation]} ".join(f"({part})" if " " in part else part for part in parts)
    if node.operation in _WORDS:
        return _WORDS[node.operation].format(*parts)
    which = "smaller" if node.operation is Operation.MINIMUM else "larger"
    return f"the {which} of {' and '.join(parts)}"
