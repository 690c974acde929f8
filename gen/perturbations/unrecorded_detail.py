"""unrecorded_detail: the question asks for a detail that nobody could have kept; its twin asks what is on record."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from nescio.gen.perturbations.contrasting import contrasted
from nescio.schemas.example import Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Kind, Scenario


@dataclass(frozen=True)
class UnrecordedDetail:
    """Unrecorded detail: how many cups of tea Jane Austen drank while writing Emma."""

    name: str = "unrecorded_detail"
    about: str = "The question asks for a detail that nobody could have kept, where its twin asks what is on record."
    papers: tuple[str, ...] = ("KUQ, arXiv 2305.13712", "AbstentionBench, arXiv 2506.09038")
    evidence: str = "contrast"
    crossing: str = "not crossed: the label lies in which of two clauses is asked (at most 5 % of rows)"
    kind: Kind = Kind.UNANSWERABLE
    scenario: Scenario = Scenario.ANSWER_UNKNOWN
    behaviour: Behaviour = Behaviour.ABSTAIN
    checker: str = "contrast"

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """One star: the seed's question of fact and its counterpart."""
        yield from contrasted(self, seed, random)
