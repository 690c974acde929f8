"""future_event: a question about how something went that is still to come, or the other way round."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from nescio.gen.perturbations.swaps import swap
from nescio.gen.registry.outcomes import Ending
from nescio.schemas.example import Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Kind, Scenario


@dataclass(frozen=True)
class FutureEvent:
    """Past and future exchanged: "Who won the 2042 World Cup?"."""

    name: str = "future_event"
    about: str = "How something went that has not taken place, or who prepares for what is over."
    papers: tuple[str, ...] = ("KUQ, arXiv 2305.13712", "CoCoNot, arXiv 2407.12043")
    evidence: str = "triples"
    crossing: str = "event x tense of the question (square)"
    kind: Kind = Kind.UNANSWERABLE
    scenario: Scenario = Scenario.ANSWER_UNKNOWN
    behaviour: Behaviour = Behaviour.ABSTAIN
    checker: str = "registry"

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """The seed's square, if one exchanged question asks about the future, and one of the past as if to come."""
        yield from swap(self, seed, random, (Ending.FUTURE, Ending.OVER))
