"""Reading seeds: in one canonical order, each once, every unusable record counted and named."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from nescio.pipelines.resolve import Plan
from nescio.schemas.base import Frozen
from nescio.schemas.hashing import content_hash
from nescio.schemas.protocols import Perturbation, Skipped
from nescio.schemas.recipe import PerturbSpec
from nescio.schemas.seed import Seed


class SeedCounts(Frozen):
    """read = usable + all skipped. Seeds beyond a limit were read and are skipped as `beyond the limit`."""

    read: int
    usable: int
    skipped: dict[str, int]


@dataclass
class Seeding:
    """The seeds of a run, sorted by id, and the records that gave none."""

    seeds: list[Seed] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    def skip(self, record: str, reason: str, detail: str = "") -> None:
        """Note a record that gives no seed."""
        self.skipped.append(Skipped(record, reason, detail))

    def counts(self) -> SeedCounts:
        """How many were read and used, and why the others were not."""
        reasons = dict(sorted(Counter(one.reason for one in self.skipped).items()))
        usable = len(self.seeds)
        return SeedCounts(read=usable + len(self.skipped), usable=usable, skipped=reasons)


def read_seeds(plan: Plan, limit: int | None) -> Seeding:
    """All seeds of the plan's sources; with `limit`, the ones with the smallest ids.

    The order of records in a source plays no part in the result.
    """
    found: dict[str, Seed] = {}
    seeding = Seeding()
    for spec, source in plan.sources:
        for one in source.read(spec.path, spec.limit, plan.recipe.seed):
            if isinstance(one, Skipped):
                seeding.skipped.append(one)
            elif one.id in found:
                seeding.skip(one.source.record_id, "repeated", f"the same seed as {found[one.id].source.record_id}")
            else:
                found[one.id] = one
    seeding.seeds = [found[name] for name in sorted(found)]
    for beyond in seeding.seeds[limit:] if limit is not None else []:
        seeding.skip(beyond.source.record_id, "beyond the limit")
    seeding.seeds = seeding.seeds[:limit]
    return seeding


def deal(seeds: Sequence[Seed], plan: Plan) -> Iterator[tuple[Seed, PerturbSpec, Perturbation]]:
    """Give each seed to one perturbation, by a hash of its id and by the shares of the recipe.

    One only, because two would both publish the seed's clean rows, and a prompt stands once in a dataset.
    """
    total = sum(spec.share for spec, _ in plan.perturbations)
    for seed in seeds:
        point = int(content_hash("deal", seed.id), 16) / 16**16 * total
        for spec, perturbation in plan.perturbations:
            point -= spec.share
            if point < 0:
                break
        yield seed, spec, perturbation
