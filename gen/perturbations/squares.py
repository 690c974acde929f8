"""Squares: two values of one number by two values of another, of which only some go together (design section 3).

What contradiction and unrealistic_condition have in common once they know which numbers go together: their rows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Protocol

from nescio.gen.rows import Change, Defect, Draft, edits_of, make_row
from nescio.gen.targets import answer_target
from nescio.schemas.example import Claim
from nescio.schemas.protocols import Perturbation
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Figure, Role


class Side(Protocol):
    """A square and the question that it concerns.

    Each of its two numbers is as it was (False) or has its other value (True); the two go together where both are the
    same. A method that takes two such flags takes them in the order of the numbers.
    """

    @property
    def asked(self) -> int:
        """The question's place in the seed."""
        ...

    def changes(self, one: bool, two: bool) -> list[Change]:
        """What is done to the clean context."""
        ...

    def values(self, one: bool, two: bool) -> dict[str, str]:
        """The nodes that are told with other values, as a claim has them."""
        ...

    def answered(self, both: bool, random: Random) -> tuple[str, str]:
        """The answer where the numbers go together, and its target."""
        ...

    def refused(self, one: bool, like: str, random: Random) -> tuple[Defect, str]:
        """What is the matter where only one of the numbers is changed, and a target about as long as `like`."""
        ...


@dataclass(frozen=True)
class Squares:
    """One square, or two that have nothing to do with each other: neither touches the other's question."""

    perturbation: Perturbation
    seed: Seed
    sides: Sequence[Side]
    stated: tuple[str, ...] = ()
    """The statements that this adds."""

    def drafts(self, random: Random) -> Iterator[Draft]:
        """Each question of two texts in which its square does not go together, and of two in which it can be answered.

        For the first question its own numbers go together in those; for the second, only the first's do not. A seed
        with one square has the first only. Pairs share the value of one number. A clean row is left out where a twin
        has its text.
        """
        first, *rest = self.sides
        for one in (False, True):
            answer, target = first.answered(one, random)
            twin = self._draft(first, first, (one, one), Role.TWIN, int(one), target, answer=answer)
            yield self._refused(first, one, twin, random)
            yield twin
        for other in rest:
            for one in (False, True):
                _, target = other.answered(False, random)
                twin = self._draft(first, other, (one, not one), Role.TWIN, 2 + one, target)
                yield self._refused(other, one, twin, random)
                yield twin
        asked = self.sides if first.changes(False, False) else rest
        for side in asked:
            question = self.seed.questions[side.asked]
            target = answer_target(question, random)
            row = make_row(self.perturbation, self.seed, question, Role.CLEAN, target, figure=Figure.SQUARE)
            yield Draft(row, Claim(question=side.asked))

    def _refused(self, side: Side, one: bool, twin: Draft, random: Random) -> Draft:
        defect, target = side.refused(one, twin.row.target, random)
        return self._draft(side, side, (one, not one), Role.PERTURBED, twin.pair, target, defect=defect)

    def _draft(
        self,
        side: Side,
        asking: Side,
        flags: tuple[bool, bool],
        role: Role,
        pair: int | None,
        target: str,
        *,
        answer: str | None = None,
        defect: Defect | None = None,
    ) -> Draft:
        question = self.seed.questions[asking.asked]
        if answer is not None:
            question = question.model_copy(update={"answer": answer})
        unharmed = [change for other in self.sides if other is not side for change in other.changes(False, False)]
        edits = edits_of(self.seed.context, [*side.changes(*flags), *unharmed])
        row = make_row(
            self.perturbation, self.seed, question, role, target, figure=Figure.SQUARE, edits=edits, defect=defect
        )
        claim = Claim(question=asking.asked, values=side.values(*flags), stated=self.stated)
        return Draft(row, claim, pair)
