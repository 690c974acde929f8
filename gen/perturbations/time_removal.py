"""time_removal: a story no longer tells the time on which the answer hangs (SituatedQA)."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from nescio.gen.perturbations.situated import hide_situation
from nescio.schemas.example import Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Kind, Scenario


@dataclass(frozen=True)
class TimeRemoval:
    """Time missing: "Tom, who took up rowing in May 1985, joined the choir at age 32."

    "Who was the pope when Tom joined the choir?"
    """

    name: str = "time_removal"
    about: str = "A story no longer tells the time on which the answer hangs; the registry has several answers."
    papers: tuple[str, ...] = ("SituatedQA, arXiv 2109.06157",)
    evidence: str = "situation"
    crossing: str = "hidden person's time x question (the star)"
    kind: Kind = Kind.UNDERSPECIFIED
    scenario: Scenario = Scenario.UNDERSPECIFIED_CONTEXT
    behaviour: Behaviour = Behaviour.CLARIFY
    checker: str = "situation"

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """One star: three people's times are hidden in turn, and two of the people are asked about."""
        return hide_situation(self, "date", "year", seed, random)
