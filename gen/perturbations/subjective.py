"""subjective: the question asks which of two is nicer, where its twin asks which is larger."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from nescio.gen.perturbations.contrasting import contrasted
from nescio.schemas.example import Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Kind, Scenario


@dataclass(frozen=True)
class Subjective:
    """Subjective: "Which is the lovelier city, Prague or Vienna?"."""

    name: str = "subjective"
    about: str = "The question asks which of two is nicer, where its twin asks which is larger."
    papers: tuple[str, ...] = ("KUQ, arXiv 2305.13712", "SelfAware, arXiv 2305.18153")
    evidence: str = "contrast"
    crossing: str = "not crossed: the label lies in which of two clauses is asked (at most 5 % of rows)"
    kind: Kind = Kind.UNANSWERABLE
    scenario: Scenario = Scenario.SUBJECTIVE
    behaviour: Behaviour = Behaviour.ABSTAIN
    checker: str = "contrast"

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """One star: the seed's question of fact and its counterpart."""
        yield from contrasted(self, seed, random)
