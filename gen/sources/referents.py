"""The source `referents`: stories of three people in which a pronoun says who did something, for referent_removal."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from random import Random

from nescio.gen.situations.compose import LICENCE
from nescio.gen.situations.model import packaged_happenings
from nescio.gen.situations.referents import compose
from nescio.gen.sources.files import takes
from nescio.schemas.errors import UsageError
from nescio.schemas.hashing import content_hash
from nescio.schemas.protocols import Skipped
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import Domain

DRAWS_WITHOUT_LIMIT = 640
_TRIES = 500


@dataclass(frozen=True)
class Referents:
    """nescio's own stories with a pronoun."""

    name: str = "referents"
    domain: Domain = Domain.KNOWLEDGE
    about: str = "Stories of three people in which a pronoun says who did something, for referent_removal; without end."
    licence: str = LICENCE
    takes_path: bool = False

    def read(self, spec: SeedSpec, seed: int) -> Iterator[Seed | Skipped]:
        """The first draws of every story in turn, so that any limit takes from all of them alike."""
        if spec.path is not None:
            raise UsageError(f"the source referents reads no file, but the path {spec.path!r} was given; leave it out")
        takes(spec)
        yield from islice(draws(seed), spec.limit or DRAWS_WITHOUT_LIMIT)


def draws(seed: int) -> Iterator[Seed]:
    """Distinct draws, a round over all stories at a time; draw k of a story depends on (story, k, seed) alone.

    No two have the same three people in one story, whatever their words and pronoun: their squares would meet.
    """
    seen: set[str] = set()
    failures = index = 0
    while failures < _TRIES:
        for story in packaged_happenings().stories:
            found = compose(story, index, Random(content_hash("referents", story.id, str(index), str(seed))))
            key = f"{story.id} {found.questions[0].text} {_sorted(found)}"
            if key in seen:
                failures += 1
                continue
            failures = 0
            seen.add(key)
            yield found
        index += 1


def _sorted(seed: Seed) -> str:
    """Who the three are, but for which of two counterparts."""
    pairs = {one.subject: one.value for one in seed.situation.triples.registry.triples if one.relation == "counterpart"}
    told = seed.situation.passage.stated[:3]
    named = zip(told, seed.situation.triples.asked[0].mentions, strict=False)
    names = [one.values[0].replace(at.entity, min(at.entity, pairs.get(at.entity) or "")) for one, at in named]
    return " ".join(names)
