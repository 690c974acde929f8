"""unknowable_detail: a question to which nobody knows the answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from nescio.gen.perturbations.swaps import swap
from nescio.gen.registry.outcomes import Ending
from nescio.schemas.example import Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Kind, Scenario


@dataclass(frozen=True)
class UnknowableDetail:
    """Names exchanged: "In which valley is the tomb of Alexander the Great?"."""

    name: str = "unknowable_detail"
    about: str = "What nobody knows of somebody of whom other things are known."
    papers: tuple[str, ...] = ("KUQ, arXiv 2305.13712", "SelfAware, arXiv 2305.18153")
    evidence: str = "triples"
    crossing: str = "entity x attribute (square)"
    kind: Kind = Kind.UNANSWERABLE
    scenario: Scenario = Scenario.ANSWER_UNKNOWN
    behaviour: Behaviour = Behaviour.ABSTAIN
    checker: str = "registry"

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """The seed's square, if nobody can answer either of its exchanged questions."""
        yield from swap(self, seed, random, (Ending.UNKNOWN,))
