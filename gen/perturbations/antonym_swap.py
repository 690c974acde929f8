"""antonym_swap: a question asks for the opposite of what the passage tells of a name (SQuAD 2.0)."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from nescio.gen.perturbations.passage_swaps import swap_names
from nescio.schemas.example import Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Kind, Scenario


@dataclass(frozen=True)
class AntonymSwap:
    """Two questions that ask for opposites exchange their names: "was the mill bought", "was the bakery sold"."""

    name: str = "antonym_swap"
    about: str = "The question asks of one thing what happened to another one, for which the opposite is told."
    papers: tuple[str, ...] = ("SQuAD 2.0, arXiv 1806.03822",)
    evidence: str = "passage"
    crossing: str = "name x question (square)"
    kind: Kind = Kind.UNANSWERABLE
    scenario: Scenario = Scenario.UNDERSPECIFIED_CONTEXT
    behaviour: Behaviour = Behaviour.ABSTAIN
    checker: str = "passage"

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """A square for each swap that the passage has."""
        return swap_names(self, "antonym", seed, random)
