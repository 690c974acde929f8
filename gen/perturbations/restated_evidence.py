"""restated_evidence: two facts are gone from their places; one sentence tells one of them and names the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from nescio.gen.perturbations.told_elsewhere import tell_elsewhere
from nescio.schemas.example import Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Kind, Scenario

_WHY = "The passage does not say {missing}; the sentence that names the matter tells something else."


@dataclass(frozen=True)
class RestatedEvidence:
    """Added: "A leaflet dates the fire at the mill to 1872 but does not mention the move of the bakery"."""

    name: str = "restated_evidence"
    about: str = "Two facts are gone from their places; an added sentence tells one and names the other."
    papers: tuple[str, ...] = ("MuSiQue, arXiv 2108.00573", "AbstentionBench, arXiv 2506.09038")
    evidence: str = "passage"
    crossing: str = "fact told again x question (cross)"
    kind: Kind = Kind.UNANSWERABLE
    scenario: Scenario = Scenario.ANSWERABLE_LOOKALIKE
    behaviour: Behaviour = Behaviour.ABSTAIN
    checker: str = "passage"

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """One star of two facts that the passage no longer tells in their places."""
        return tell_elsewhere(self, "again", _WHY, seed, random)
