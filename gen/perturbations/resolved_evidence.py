"""resolved_evidence: two sources differ on two facts, and a later sentence says which is right about one of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from nescio.gen.perturbations.told_elsewhere import tell_elsewhere
from nescio.schemas.example import Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Kind, Scenario

_WHY = "The passage has two values for {missing} and does not say which is right."


@dataclass(frozen=True)
class ResolvedEvidence:
    """Added: "The first letter dates the fire to 1872, the second to 1875. The first is right about the fire"."""

    name: str = "resolved_evidence"
    about: str = "Two sources differ on two facts; a further sentence says which is right about one of them."
    papers: tuple[str, ...] = ("MuSiQue, arXiv 2108.00573", "AbstentionBench, arXiv 2506.09038")
    evidence: str = "passage"
    crossing: str = "fact on which a source is right x question (cross)"
    kind: Kind = Kind.UNANSWERABLE
    scenario: Scenario = Scenario.ANSWERABLE_LOOKALIKE
    behaviour: Behaviour = Behaviour.ABSTAIN
    checker: str = "passage"

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """One star of two facts that the passage no longer tells in their places."""
        return tell_elsewhere(self, "ruling", _WHY, seed, random)
