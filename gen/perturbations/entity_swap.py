"""entity_swap: a question gets the name of something else in the passage (SQuAD 2.0)."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from nescio.gen.perturbations.passage_swaps import swap_names
from nescio.schemas.example import Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Kind, Scenario


@dataclass(frozen=True)
class EntitySwap:
    """Two questions exchange their names; the passage tells of neither name what it is asked now."""

    name: str = "entity_swap"
    about: str = "The question asks of one thing what the passage tells of another one."
    papers: tuple[str, ...] = ("SQuAD 2.0, arXiv 1806.03822",)
    evidence: str = "passage"
    crossing: str = "name x question (square)"
    kind: Kind = Kind.UNANSWERABLE
    scenario: Scenario = Scenario.UNDERSPECIFIED_CONTEXT
    behaviour: Behaviour = Behaviour.ABSTAIN
    checker: str = "passage"

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """The square of a passage about two names."""
        return swap_names(self, "entity", seed, random)
