"""Stars drawn from the packaged templates, and a way to plant an error in one of their rows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from random import Random

import pytest

from nescio.gen.sources.templates import draws, packaged_templates
from nescio.schemas.evidence import Fact
from nescio.schemas.example import Candidate, Star
from nescio.schemas.taxonomy import Role
from nescio.validation.checkers.dataflow import Dataflow
from tests.hiding import HIDING

TEMPLATES, DRAWS = 20, 3


@dataclass(frozen=True)
class Planted:
    """A row of a star in whose hiding sentence something may be planted."""

    star: Star
    number: int

    @property
    def row(self) -> Candidate:
        """The row as the perturbation made it."""
        return self.star.rows[self.number]

    @property
    def fact(self) -> Fact:
        """The fact that the row hides."""
        return next(fact for fact in self.star.seed.derivation.facts if fact.id == self.star.claims[self.number].hidden)

    @property
    def secret(self) -> Fraction:
        """The value that the row hides."""
        return Fraction(next(node.value for node in self.star.seed.derivation.nodes if node.id == self.fact.node))

    def told(self, after: str) -> Star:
        """The star with another text in the place of the row's hiding one; the row stays consistent in itself."""
        (edit,) = self.row.edits
        start = edit.span_before.start
        context = self.star.seed.context[:start] + after + self.star.seed.context[edit.span_before.end :]
        span = edit.span_after.model_copy(update={"end": start + len(after)})
        changed = edit.model_copy(update={"after": after, "span_after": span})
        return self.changed(context=context, prompt=f"{context} {self.row.question}", edits=(changed,))

    def changed(self, **columns: object) -> Star:
        """The star with other values in columns of the row."""
        row = self.row.model_copy(update=columns)
        return self.star.model_copy(
            update={"rows": (*self.star.rows[: self.number], row, *self.star.rows[self.number + 1 :])}
        )


def _drawn(count: int, draw: int) -> Iterator[Star]:
    """So many draws of so many templates, those spread over the list."""
    templates = packaged_templates()
    step = max(1, len(templates) // count)
    for template in templates[::step][:count]:
        for seed in islice(draws(template, 11), draw):
            for perturbation in HIDING:
                yield from perturbation.propose(seed, Random(seed.id))


@pytest.fixture(scope="session")
def stars() -> list[Star]:
    """Three draws of each of twenty templates, by every perturbation."""
    return list(_drawn(TEMPLATES, DRAWS))


@pytest.fixture(scope="session")
def many() -> Iterator[Star]:
    """Two draws of every template, by every perturbation."""
    return _drawn(len(packaged_templates()), 2)


@pytest.fixture(scope="session")
def good(stars: list[Star]) -> list[Star]:
    """The stars that the checker accepts: what is planted in them is all that is wrong."""
    return [star for star in stars if all(verdict.passed for verdict in Dataflow().check(star))]


@pytest.fixture(scope="session")
def rows(good: list[Star]) -> Callable[[Role], list[Planted]]:
    """All rows of one role."""
    return lambda role: [Planted(star, n) for star in good for n, row in enumerate(star.rows) if row.role is role]


@pytest.fixture(scope="session")
def caught() -> Callable[[Planted, Star], str]:
    """Why the checker rejects the planted row; empty where it lets it pass."""

    def reason(planted: Planted, star: Star) -> str:
        row, claim = star.rows[planted.number], star.claims[planted.number]
        (verdict,) = Dataflow().check(star.model_copy(update={"rows": (row,), "claims": (claim,)}))
        return "" if verdict.passed else verdict.reason

    return reason
