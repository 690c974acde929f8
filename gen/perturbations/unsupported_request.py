"""unsupported_request: what no text can do: sound, a picture, a deed, boundless length, a life of one's own."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from nescio.gen.perturbations.contrasting import contrasted
from nescio.schemas.example import Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Kind, Scenario


@dataclass(frozen=True)
class UnsupportedRequest:
    """Unsupported request: "Play me ten seconds of the sound of the cello."."""

    name: str = "unsupported_request"
    about: str = "A text-only model is asked for sound, a picture, a deed, boundless length or a life of its own."
    papers: tuple[str, ...] = ("CoCoNot, arXiv 2407.12043",)
    evidence: str = "contrast"
    crossing: str = "not crossed: the label lies in which of two clauses is asked (at most 5 % of rows)"
    kind: Kind = Kind.UNANSWERABLE
    scenario: Scenario = Scenario.ANSWER_UNKNOWN
    behaviour: Behaviour = Behaviour.ABSTAIN
    checker: str = "contrast"

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """One star: the seed's question of fact and its counterpart."""
        yield from contrasted(self, seed, random)
