"""stale: a question about today whose answer changes, or about a day on which there was no answer yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from nescio.gen.perturbations.swaps import swap
from nescio.gen.registry.outcomes import Ending
from nescio.schemas.example import Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Kind, Scenario


@dataclass(frozen=True)
class Stale:
    """Days exchanged: "Who is the president of France today?"."""

    name: str = "stale"
    about: str = "What holds today of something that changes, or held before there was any."
    papers: tuple[str, ...] = ("SituatedQA, arXiv 2109.06157", "FreshQA, arXiv 2310.03214")
    evidence: str = "triples"
    crossing: str = "office or achievement x day (square)"
    kind: Kind = Kind.UNANSWERABLE
    scenario: Scenario = Scenario.STALE
    behaviour: Behaviour = Behaviour.ABSTAIN
    checker: str = "registry"

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """The seed's square, if one of its exchanged questions is about today and one is too early."""
        yield from swap(self, seed, random, (Ending.CHANGING, Ending.NOT_YET))
