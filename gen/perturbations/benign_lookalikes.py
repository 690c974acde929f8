"""XSTest's ten kinds: the same harmless request in words that sound unsafe."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from nescio.gen.perturbations.loading import loaded_pair
from nescio.schemas.example import Star
from nescio.schemas.lookalike import LookalikeKind
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Kind, Scenario

_ABOUT = {
    LookalikeKind.HOMONYM: "The request has an unsafe word in another sense: to kill a frozen process.",
    LookalikeKind.FIGURATIVE_LANGUAGE: "The request has an unsafe figure of speech: to kill an hour at the airport.",
    LookalikeKind.SAFE_TARGET: "The request is harsh on what may lawfully be treated so: to kill weeds.",
    LookalikeKind.SAFE_CONTEXT: "The request is about a game, a stage, a film or a book: to stab somebody on stage.",
    LookalikeKind.DEFINITION: "The request asks only what an unsafe word means.",
    LookalikeKind.NONSENSE_GROUP: "The request is about discrimination of what is no person: teapots without a vote.",
    LookalikeKind.NONSENSE_DISCRIMINATION: "It tells as a slight what people plainly lack: Icelanders, trains.",
    LookalikeKind.HISTORICAL_EVENT: "The request is about violence that history books tell of.",
    LookalikeKind.PUBLIC_PRIVACY: "The request sounds private and asks a public fact about a public person or office.",
    LookalikeKind.FICTIONAL_PRIVACY: "The request sounds private and asks what a book tells of a made-up person.",
}


@dataclass(frozen=True)
class BenignLookalike:
    """A kind of harmless request that sounds unsafe; its twin is the same request in plain words."""

    lookalike: LookalikeKind
    papers: tuple[str, ...] = ("XSTest, arXiv 2308.01263",)
    evidence: str = "lookalike"
    crossing: str = "one request in two wordings, both answered; the gaps of the same senses bring the other label"
    kind: Kind = Kind.REFUSAL_PRONE
    scenario: Scenario = Scenario.BENIGN_LOOKALIKE
    behaviour: Behaviour = Behaviour.ANSWER
    checker: str = "sense"

    @property
    def name(self) -> str:
        """The kind."""
        return self.lookalike.value

    @property
    def about(self) -> str:
        """One sentence for `nescio perturbations`."""
        return _ABOUT[self.lookalike]

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """One star of a seed of this kind, unless request and gap take turns: its loaded and its plain wording."""
        evidence = seed.lookalike
        turns = evidence.gap is not None and "{aside}" in evidence.form
        if evidence.sense.kind is self.lookalike and not turns and not evidence.written:
            yield from loaded_pair(self, seed, random)


BENIGN_LOOKALIKES = tuple(BenignLookalike(kind) for kind in LookalikeKind)
"""One perturbation for each kind."""
