"""The source `situations`: stories that tell three people's places or times, for place_removal and time_removal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random

from nescio.gen.situations.compose import LICENCE, Frame, compose, place_frames, time_frames
from nescio.gen.sources.files import takes
from nescio.schemas.errors import UsageError
from nescio.schemas.hashing import content_hash
from nescio.schemas.protocols import Skipped
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import Domain

DRAWS_WITHOUT_LIMIT = 2000
_TRIES = 500


@dataclass(frozen=True)
class Situations:
    """nescio's own stories of places and times."""

    name: str = "situations"
    domain: Domain = Domain.KNOWLEDGE
    about: str = "Stories of three people's places or times, for place_removal and time_removal; without end."
    licence: str = LICENCE
    takes_path: bool = False

    def read(self, spec: SeedSpec, seed: int) -> Iterator[Seed | Skipped]:
        """A place story and a time story in turn; each kind's frames in an order that any limit cuts fairly."""
        if spec.path is not None:
            raise UsageError(f"the source situations reads no file, but the path {spec.path!r} was given; leave it out")
        takes(spec)
        kinds = zip(draws(place_frames(), seed), draws(time_frames(), seed), strict=False)
        yield from islice((one for turn in kinds for one in turn), spec.limit or DRAWS_WITHOUT_LIMIT)


def draws(frames: Sequence[Frame], seed: int) -> Iterator[Seed]:
    """Distinct draws, a round over all frames at a time; draw k of a frame depends on (frame, k, seed) alone."""
    order = sorted(frames, key=lambda frame: content_hash("situations", frame.id))
    seen: set[str] = set()
    failures = index = 0
    while failures < _TRIES:
        for frame in order:
            found = compose(frame, index, Random(content_hash("situations", frame.id, str(index), str(seed))))
            if found is None or found.id in seen:
                failures += 1
                continue
            failures = 0
            seen.add(found.id)
            yield found
        index += 1
