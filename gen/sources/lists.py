"""The source `lists`: stories of two things of which one is counted, for unrelated_object."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from random import Random

from nescio.gen.sources.files import takes
from nescio.gen.things.lists import ListStory, compose, packaged_lists
from nescio.schemas.errors import UsageError
from nescio.schemas.hashing import content_hash
from nescio.schemas.protocols import Skipped
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import Domain

DRAWS_WITHOUT_LIMIT = 20
_TRIES = 2000


@dataclass(frozen=True)
class Lists:
    """nescio's own stories of two things of one kind."""

    name: str = "lists"
    domain: Domain = Domain.MATH
    about: str = "Stories of two things of one kind of which one is counted, for unrelated_object; without end."
    licence: str = "Apache-2.0"
    takes_path: bool = False

    def read(self, spec: SeedSpec, seed: int) -> Iterator[Seed | Skipped]:
        """The first draws of every story in turn, so that any limit takes from all of them alike."""
        if spec.path is not None:
            raise UsageError(f"the source lists reads no file, but the path {spec.path!r} was given; leave it out")
        takes(spec)
        streams = [draws(story, seed) for story in packaged_lists()]
        rounds = -(-spec.limit // len(streams)) if spec.limit else DRAWS_WITHOUT_LIMIT
        turns = (found for turn in zip(*(islice(stream, rounds) for stream in streams), strict=False) for found in turn)
        yield from islice(turns, spec.limit)


def draws(story: ListStory, seed: int) -> Iterator[Seed]:
    """Distinct draws of a story; draw k depends on (story id, k, seed) alone."""
    seen: set[str] = set()
    failures = index = 0
    while failures < _TRIES:
        found = compose(story, index, Random(content_hash("lists", story.id, str(index), str(seed))))
        index += 1
        if found is None or found.id in seen:
            failures += 1
            continue
        seen.add(found.id)
        yield found
