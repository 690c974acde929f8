"""antonym_swap: a question names the opposite of what the passage tells it of (SQuAD 2.0)."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from nescio.gen.perturbations.passage_swaps import swap_names
from nescio.schemas.example import Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Kind, Scenario


@dataclass(frozen=True)
class AntonymSwap:
    """Two questions exchange names that are opposites, the upper and the lower mill; of neither it is told then."""

    name: str = "antonym_swap"
    about: str = "The question asks of the lower mill what the passage tells of the upper one only."
    papers: tuple[str, ...] = ("SQuAD 2.0, arXiv 1806.03822",)
    evidence: str = "passage"
    crossing: str = "name x question (square)"
    kind: Kind = Kind.UNANSWERABLE
    scenario: Scenario = Scenario.UNDERSPECIFIED_CONTEXT
    behaviour: Behaviour = Behaviour.ABSTAIN
    checker: str = "passage"

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """The square of a passage about two names that are opposites."""
        return swap_names(self, "antonym", seed, random)
