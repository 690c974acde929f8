"""The source `passages`: texts of our own whose questions are answered by what they tell, for the reading domain."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random

from nescio.gen.passages.compose import LICENCE, compose
from nescio.gen.passages.load import packaged_pairs, packaged_sheets
from nescio.gen.passages.model import Sheet
from nescio.gen.passages.pair_model import Pair
from nescio.gen.passages.pairs import compose_pair
from nescio.gen.sources.files import takes
from nescio.schemas.errors import UsageError
from nescio.schemas.hashing import content_hash
from nescio.schemas.protocols import Skipped
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import Domain

DRAWS_WITHOUT_LIMIT = 2400
_ROUNDS = 300


@dataclass(frozen=True)
class Passages:
    """nescio's own passages."""

    name: str = "passages"
    domain: Domain = Domain.READING
    about: str = "Passages of our own at three lengths, with questions that each need one sentence; without end."
    licence: str = LICENCE
    takes_path: bool = False

    def read(self, spec: SeedSpec, seed: int) -> Iterator[Seed | Skipped]:
        """One draw of each sheet in turn, in an order that any limit cuts fairly."""
        if spec.path is not None:
            raise UsageError(f"the source passages reads no file, but the path {spec.path!r} was given; leave it out")
        takes(spec)
        yield from islice(draws((*packaged_sheets(), *packaged_pairs()), seed), spec.limit or DRAWS_WITHOUT_LIMIT)


def draws(sheets: Sequence[Sheet | Pair], seed: int) -> Iterator[Seed | Skipped]:
    """Distinct draws, a round over all sheets at a time; draw k of a sheet depends on (sheet, k, seed) alone.

    A sheet that has no draw without fault is skipped once.
    """
    order = sorted(sheets, key=lambda sheet: content_hash("passages", sheet.id))
    seen, idle = set[str](), set[str]()
    for index in range(_ROUNDS):
        for sheet in order:
            if sheet.id in idle:
                continue
            random = Random(content_hash("passages", sheet.id, str(index), str(seed)))
            match sheet:
                case Sheet():
                    found = compose(sheet, index, random)
                case Pair():
                    found = compose_pair(sheet, index, random)
            if found is None:
                idle.add(sheet.id)
                yield Skipped(f"{sheet.id}#{index}", "no draw without fault")
            elif found.id not in seen:
                seen.add(found.id)
                yield found
