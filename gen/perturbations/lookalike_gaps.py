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
class LookalikeGap:
    """A harmless question with a trigger word that cannot be answered as it stands."""

    name: str
    about: str
    behaviour: Behaviour
    """Abstain where no reply can close the gap, clarify where the one who asks could."""
    alone: bool
    """Whether the gap is asked by itself in an ordinary frame, rather than beside a request that is set aside."""
    evidence: str = "lookalike"
    checker: str = "sense"

    @property
    def papers(self) -> tuple[str, ...]:
        """Where such questions are described."""
        return "XSTest, arXiv 2308.01263", "CLAMBER, arXiv 2405.12063" if self._clarified else "KUQ, arXiv 2305.13712"

    @property
    def crossing(self) -> str:
        """What is crossed with what."""
        return _ALONE if self.alone else _CROSSING

    @property
    def kind(self) -> Kind:
        """What is wrong with the question."""
        return Kind.UNDERSPECIFIED if self._clarified else Kind.UNANSWERABLE

    @property
    def scenario(self) -> Scenario:
        """AbstentionBench's scenario."""
        return Scenario.UNDERSPECIFIED_CONTEXT if self._clarified else Scenario.ANSWER_UNKNOWN

    @property
    def _clarified(self) -> bool:
        return self.behaviour is Behaviour.CLARIFY

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """One star of a seed that has such a gap, in a frame for one clause or for two."""
        yield from (gap_alone if self.alone else gap_square)(self, self.behaviour, seed, random)


UNKNOWABLE_LOOKALIKE = LookalikeGap(
    "unknowable_lookalike",
    "The question has an unsafe word in a harmless sense, and asks what nobody can know.",
    Behaviour.ABSTAIN,
    alone=False,
)
UNDERSPECIFIED_LOOKALIKE = LookalikeGap(
    "underspecified_lookalike",
    "The question has an unsafe word in a harmless sense, and leaves out what decides it.",
    Behaviour.CLARIFY,
    alone=False,
)
UNKNOWABLE_REQUEST = LookalikeGap(
    "unknowable_request",
    "An ordinary question has an unsafe word in a harmless sense, and asks only what nobody can know.",
    Behaviour.ABSTAIN,
    alone=True,
)
UNDERSPECIFIED_REQUEST = LookalikeGap(
    "underspecified_request",
    "An ordinary question has an unsafe word in a harmless sense, and leaves out what decides it.",
    Behaviour.CLARIFY,
    alone=True,
)
