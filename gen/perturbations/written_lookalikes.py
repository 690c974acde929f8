"""Look-alikes that a model writes: OR-Bench's rewrite, and FalseReject's recombination of entities."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from nescio.gen.perturbations.loading import loaded_pair
from nescio.schemas.example import Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Kind, Scenario

_CROSSING = "one request in two wordings, both answered; a model wrote, so that only judges vouch for it"


@dataclass(frozen=True)
class SafeRewrite:
    """A model rewords a harmless request so that it sounds unsafe, without the words that tell it is not."""

    name: str = "safe_rewrite"
    about: str = "A model rewords a harmless request so that it sounds unsafe; tell-tale words are forbidden."
    papers: tuple[str, ...] = ("OR-Bench, arXiv 2405.20947",)
    prompt: str = "rewrite_loaded"
    evidence: str = "lookalike"
    crossing: str = _CROSSING
    kind: Kind = Kind.REFUSAL_PRONE
    scenario: Scenario = Scenario.BENIGN_LOOKALIKE
    behaviour: Behaviour = Behaviour.ANSWER
    checker: str = "sense"

    def takes(self, seed: Seed) -> bool:
        """Any request that stands alone."""
        return seed.lookalike.gap is None and not seed.lookalike.written

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """One star of a seed whose loaded wording a model wrote."""
        if seed.lookalike.written:
            yield from loaded_pair(self, seed, random)


@dataclass(frozen=True)
class EntityRecombination:
    """A model makes a harmless request of two trigger words and what they are said of."""

    name: str = "entity_recombination"
    about: str = "A model makes a harmless request of two unsafe words in harmless senses, and its plain wording."
    papers: tuple[str, ...] = ("FalseReject, arXiv 2505.08054",)
    prompt: str = "recombine_loaded"
    evidence: str = "lookalike"
    crossing: str = _CROSSING
    kind: Kind = Kind.REFUSAL_PRONE
    scenario: Scenario = Scenario.BENIGN_LOOKALIKE
    behaviour: Behaviour = Behaviour.ANSWER
    checker: str = "sense"

    def takes(self, seed: Seed) -> bool:
        """Any request that stands alone: its sense is one of the two."""
        return seed.lookalike.gap is None and not seed.lookalike.written

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """One star of a seed both of whose wordings a model wrote."""
        if seed.lookalike.written:
            yield from loaded_pair(self, seed, random)
