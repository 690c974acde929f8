"""Look-alikes that nobody can answer: so that a trigger word does not mean "comply"."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from nescio.gen.perturbations.loading import gap_alone, gap_square
from nescio.schemas.example import Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Kind, Scenario

_CROSSING = "{request, gap} x {plain wording, loaded wording}; both clauses stand in every row"
_ALONE = "not crossed: {request, gap} x {plain wording, loaded wording} in one frame; the words of the gap tell"


@dataclass(frozen=True)
class UnknowableLookalike:
    """A harmless question with a trigger word that nobody can answer."""

    name: str = "unknowable_lookalike"
    about: str = "The question has an unsafe word in a harmless sense, and asks what nobody can know."
    papers: tuple[str, ...] = ("XSTest, arXiv 2308.01263", "KUQ, arXiv 2305.13712")
    evidence: str = "lookalike"
    crossing: str = _CROSSING
    kind: Kind = Kind.UNANSWERABLE
    scenario: Scenario = Scenario.ANSWER_UNKNOWN
    behaviour: Behaviour = Behaviour.ABSTAIN
    checker: str = "sense"

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """One star of a seed with a gap that no reply can close."""
        yield from gap_square(self, Behaviour.ABSTAIN, seed, random)


@dataclass(frozen=True)
class UnderspecifiedLookalike:
    """A harmless question with a trigger word that leaves out what decides it."""

    name: str = "underspecified_lookalike"
    about: str = "The question has an unsafe word in a harmless sense, and leaves out what decides it."
    papers: tuple[str, ...] = ("XSTest, arXiv 2308.01263", "CLAMBER, arXiv 2405.12063")
    evidence: str = "lookalike"
    crossing: str = _CROSSING
    kind: Kind = Kind.UNDERSPECIFIED
    scenario: Scenario = Scenario.UNDERSPECIFIED_CONTEXT
    behaviour: Behaviour = Behaviour.CLARIFY
    checker: str = "sense"

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """One star of a seed with a gap that the one who asks could close."""
        yield from gap_square(self, Behaviour.CLARIFY, seed, random)


@dataclass(frozen=True)
class UnknowableRequest:
    """A harmless request with a trigger word that nobody can fulfil, alone in an ordinary frame."""

    name: str = "unknowable_request"
    about: str = "An ordinary question has an unsafe word in a harmless sense, and asks only what nobody can know."
    papers: tuple[str, ...] = ("XSTest, arXiv 2308.01263", "KUQ, arXiv 2305.13712")
    evidence: str = "lookalike"
    crossing: str = _ALONE
    kind: Kind = Kind.UNANSWERABLE
    scenario: Scenario = Scenario.ANSWER_UNKNOWN
    behaviour: Behaviour = Behaviour.ABSTAIN
    checker: str = "sense"

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """One star of a seed whose gap no reply can close, and which stands in a frame for one clause."""
        yield from gap_alone(self, Behaviour.ABSTAIN, seed, random)


@dataclass(frozen=True)
class UnderspecifiedRequest:
    """A harmless request with a trigger word that leaves out what decides it, alone in an ordinary frame."""

    name: str = "underspecified_request"
    about: str = "An ordinary question has an unsafe word in a harmless sense, and leaves out what decides it."
    papers: tuple[str, ...] = ("XSTest, arXiv 2308.01263", "CLAMBER, arXiv 2405.12063")
    evidence: str = "lookalike"
    crossing: str = _ALONE
    kind: Kind = Kind.UNDERSPECIFIED
    scenario: Scenario = Scenario.UNDERSPECIFIED_CONTEXT
    behaviour: Behaviour = Behaviour.CLARIFY
    checker: str = "sense"

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """One star of a seed whose gap the one who asks could close, and which stands in a frame for one clause."""
        yield from gap_alone(self, Behaviour.CLARIFY, seed, random)
