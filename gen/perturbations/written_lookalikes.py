"""Look-alikes that a model writes: OR-Bench's rewrite, and FalseReject's recombination of entities."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from nescio.gen.perturbations.loading import loaded_pair
from nescio.schemas.example import Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Kind, Scenario


@dataclass(frozen=True)
class WrittenLookalike:
    """A harmless request whose loaded wording a model writes, by a packaged prompt."""

    name: str
    about: str
    papers: tuple[str, ...]
    prompt: str
    evidence: str = "lookalike"
    crossing: str = "one request in two wordings, both answered; a model wrote, so that only judges vouch for it"
    kind: Kind = Kind.REFUSAL_PRONE
    scenario: Scenario = Scenario.BENIGN_LOOKALIKE
    behaviour: Behaviour = Behaviour.ANSWER
    checker: str = "sense"

    def takes(self, seed: Seed) -> bool:
        """Any request that stands alone and that no model has worded yet."""
        return "{aside}" not in seed.lookalike.form and not seed.lookalike.written

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """One star of a seed that a model has worded."""
        if seed.lookalike.written:
            yield from loaded_pair(self, seed, random)


SAFE_REWRITE = WrittenLookalike(
    name="safe_rewrite",
    about="A model rewords a harmless request so that it sounds unsafe; tell-tale words are forbidden.",
    papers=("OR-Bench, arXiv 2405.20947",),
    prompt="rewrite_loaded",
)
ENTITY_RECOMBINATION = WrittenLookalike(
    name="entity_recombination",
    about="A model makes a harmless request of two unsafe words in harmless senses, and its plain wording.",
    papers=("FalseReject, arXiv 2505.08054",),
    prompt="recombine_loaded",
)
