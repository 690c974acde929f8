"""false_presupposition: a question that takes a false triple for granted."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from nescio.gen.perturbations.swaps import swap
from nescio.gen.registry.outcomes import Ending
from nescio.schemas.example import Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Kind, Scenario


@dataclass(frozen=True)
class FalsePresupposition:
    """A premise exchanged: "In which year did Jane Austen publish Moby-Dick?"."""

    name: str = "false_presupposition"
    about: str = "The question takes for granted what a registry says is otherwise."
    papers: tuple[str, ...] = ("KG-FPQ, arXiv 2407.05868", "FalseQA, arXiv 2307.02394", "CREPE, arXiv 2211.17257")
    evidence: str = "triples"
    crossing: str = "subject x value of one relation (square)"
    kind: Kind = Kind.UNANSWERABLE
    scenario: Scenario = Scenario.FALSE_PREMISE
    behaviour: Behaviour = Behaviour.CORRECT_PREMISE
    checker: str = "registry"

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """The seed's square, if both of its exchanged questions presuppose something false."""
        yield from swap(self, seed, random, (Ending.FALSE,))
