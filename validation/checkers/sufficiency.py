"""The checker `sufficiency`: lookalike's proof, and exactly one variable would settle an open question.

QuestBench (arXiv 2503.22674) calls such a problem 1-sufficient: among all that the text leaves open there is one
variable whose value gives the answer. Here it has to be the only one, so that the gold question is the only right one.
The variables are the leaves of the derivation, which are what a text tells; quantities computed from them on the way to
the answer are no variables, though knowing one may settle the question too.
"""

from dataclasses import dataclass
from fractions import Fraction

from nescio.schemas.example import Candidate, Claim, Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Role
from nescio.schemas.verdict import Verdict
from nescio.validation.added import additions
from nescio.validation.checkers.lookalike import VERSION as LOOKALIKE_VERSION
from nescio.validation.checkers.lookalike import Lookalike
from nescio.validation.evaluate import determine
from nescio.validation.reading import Rejected, changed_place, read
from nescio.validation.row_parts import hidden_fact

VERSION = f"1+lookalike-{LOOKALIKE_VERSION}"


@dataclass(frozen=True)
class Sufficiency:
    """Checks stars whose perturbed rows lack exactly one variable."""

    name: str = "sufficiency"
    version: str = VERSION
    method: str = "arithmetic dataflow over the seed's derivation, and exactly one variable that settles the question"

    def check(self, star: Star) -> list[Verdict]:
        """One verdict a row, in order: lookalike's under this name, stricter for rows that should not be answered."""
        found = Lookalike().check(star)
        return [
            self._row(star.seed, row, claim, verdict)
            for row, claim, verdict in zip(star.rows, star.claims, found, strict=True)
        ]

    def _row(self, seed: Seed, row: Candidate, claim: Claim, verdict: Verdict) -> Verdict:
        own = verdict.model_copy(update={"check": self.name, "checker_version": self.version})
        if not verdict.passed or row.role is not Role.PERTURBED:
            return own
        try:
            shown = _only_one(seed, row, claim)
        except Rejected as fault:
            return own.model_copy(update={"passed": False, "reason": fault.reason, "detail": fault.detail})
        return own.model_copy(update={"detail": f"{verdict.detail}; {shown}"})


def _only_one(seed: Seed, row: Candidate, claim: Claim) -> str:
    """What is missing, in words; raises Rejected unless one variable settles the question and no other does."""
    fact = hidden_fact(seed, claim)
    target = seed.questions[claim.question].target
    base = additions(seed, fact, row.context).base
    place = changed_place(seed.derivation, fact, seed.context, base)
    stated = read(seed.derivation, seed.context, base, (claim.question, row.question), place).possible
    open_ones = [
        node
        for node in seed.derivation.nodes
        if node.operation is None and node.id not in determine(seed.derivation, stated)
    ]
    settling = [
        node.id for node in open_ones if target in determine(seed.derivation, stated | {node.id: Fraction(node.value)})
    ]
    if fact is None or settling != [fact.node]:
        raise Rejected("not one variable", f"the question is settled by each of {settling or 'none'}")
    return f"of {len(open_ones)} open variables only this one settles the question"
