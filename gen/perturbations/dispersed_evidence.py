"""dispersed_evidence: a year that is gone from its place follows from two sentences put in."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from nescio.gen.perturbations.told_elsewhere import tell_elsewhere
from nescio.schemas.example import Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Kind, Scenario

_WHY = "The passage does not say {missing}, and neither another year nor a distance gives it."


@dataclass(frozen=True)
class DispersedEvidence:
    """Added: "The railway reached the district in 1861. The fire at the mill came eleven years after the railway"."""

    name: str = "dispersed_evidence"
    about: str = "A year follows from a distance to another year, or the distance gives the year of something else."
    papers: tuple[str, ...] = ("MuSiQue, arXiv 2108.00573", "AbstentionBench, arXiv 2506.09038")
    evidence: str = "passage"
    crossing: str = "fact told by a distance x question (cross)"
    kind: Kind = Kind.UNANSWERABLE
    scenario: Scenario = Scenario.ANSWERABLE_LOOKALIKE
    behaviour: Behaviour = Behaviour.ABSTAIN
    checker: str = "passage"

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """One star of two facts that the passage no longer tells in their places."""
        return tell_elsewhere(self, "offset", _WHY, seed, random)
