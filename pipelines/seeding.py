"""Reading seeds: in one canonical order, each once, every unusable record counted and named."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from math import log
from random import Random

from nescio.gen.sources.compose import composed
from nescio.pipelines.resolve import Plan
from nescio.schemas.base import Frozen
from nescio.schemas.example import Star
from nescio.schemas.hashing import content_hash
from nescio.schemas.protocols import ModelWritten, Perturbation, SeedSource, Skipped
from nescio.schemas.recipe import PerturbSpec
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import Figure

BEYOND = "beyond the limit"
SPARE = "not needed"
"""The reason of seeds that no round drew, since an exact number was reached without them."""
SHOWN = 3
"""How many skipped records of each reason are told of."""


class SeedCounts(Frozen):
    """read = usable + all skipped. Seeds beyond a limit were read and are skipped as `beyond the limit`.

    A usable seed gave at least one candidate, be it one that failed.
    """

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

    def first(self, count: int) -> "Seeding":
        """A seeding of its own with the first so many seeds; the others are skipped as not needed."""
        spare = [Skipped(seed.source.record_id, SPARE, "") for seed in self.seeds[count:]]
        return Seeding(self.seeds[:count], [*self.skipped, *spare])

    def counts(self) -> SeedCounts:
        """How many were read and used, and why the others were not."""
        reasons = dict(sorted(Counter(one.reason for one in self.skipped).items()))
        usable = len(self.seeds)
        return SeedCounts(read=usable + len(self.skipped), usable=usable, skipped=reasons)

    def told(self) -> list[str]:
        """The first few skipped records of each reason that has particulars, as sentences."""
        seen: Counter[str] = Counter()
        sentences = []
        for one in self.skipped:
            seen[one.reason] += 1
            if one.detail and seen[one.reason] <= SHOWN:
                sentences.append(f"skipped seed {one.record}: {one.reason}: {one.detail[:300]}")
        return sentences


def read_seeds(plan: Plan, limit: int | None) -> Seeding:
    """All seeds of the plan's sources; with `limit`, the ones with the smallest ids.

    The order of records in a source plays no part in the result.
    """
    found: dict[str, Seed] = {}
    seeding = Seeding()
    for spec, source in plan.sources:
        for one in _records(spec, source, plan.recipe.seed):
            if isinstance(one, Skipped):
                seeding.skipped.append(one)
            elif one.domain is not plan.domain:
                detail = f"{one.domain.value}, but the source {source.name} is {plan.domain.value}"
                seeding.skip(one.source.record_id, "another domain", detail)
            else:
                _add(found, one, seeding)
    ordered = [found[name] for name in sorted(found)]
    seeding.seeds, beyond = ordered[:limit], ordered[limit:] if limit is not None else []
    for seed in beyond:
        seeding.skip(seed.source.record_id, BEYOND)
    return seeding


def unfed(plan: Plan, seeds: Sequence[Seed]) -> list[str]:
    """The perturbations of a plan that no seed has the evidence for, and so make nothing, as sentences."""
    known = {seed.evidence.type for seed in seeds}
    return [
        f"{one.name} makes nothing: it needs seeds with {one.evidence} as evidence, and these have "
        f"{', '.join(sorted(known)) or 'none'}; see `nescio sources`"
        for _, one in plan.perturbations
        if one.evidence not in known
    ]


def _records(spec: SeedSpec, source: SeedSource, number: int) -> Iterator[Seed | Skipped]:
    """What a source gives and, where the recipe asks for it, pairs of its seeds joined to longer texts."""
    seeds = []
    for one in source.read(spec, number):
        yield one
        if isinstance(one, Seed):
            seeds.append(one)
    if spec.compose:
        yield from composed(seeds)


def _add(found: dict[str, Seed], seed: Seed, seeding: Seeding) -> None:
    """Of two seeds with one id, which may differ in their evidence, the same one stays in whatever order they came."""
    known = found.setdefault(seed.id, seed)
    if known is not seed:
        kept, dropped = sorted((known, seed), key=lambda one: one.model_dump_json())
        found[seed.id] = kept
        seeding.skip(dropped.source.record_id, "repeated", f"the same seed as {kept.source.record_id}")


NOT_CROSSED = "not crossed"
"""How the `crossing` of a perturbation begins whose label lies in the words."""
Dealt = tuple[Seed, PerturbSpec, Perturbation]
"""A seed and the perturbation that is to change it."""


def deal(seeds: Sequence[Seed], plan: Plan) -> Iterator[Dealt]:
    """Give each seed to one perturbation, drawn by a hash of its id and by the shares of the recipe.

    One only, because two would both publish the seed's clean rows, and a prompt stands once in a dataset. A seed of
    which the perturbation drawn first can make nothing goes to the next one, but to none whose label lies in the words,
    since such rows are capped and every seed could make some: unless there is no other for its evidence.
    """
    for seed in seeds:
        fitting = [one for one in plan.perturbations if one[1].evidence == seed.evidence.type] or plan.perturbations
        first, *others = sorted(fitting, key=lambda one: _turn(seed, *one))
        if _able(seed, *first, plan.recipe.seed):
            yield seed, *first
        else:
            crossed = not all(one[1].crossing.startswith(NOT_CROSSED) for one in fitting)
            yield seed, *next((one for one in others if _able(seed, *one, plan.recipe.seed, crossed=crossed)), first)


def _turn(seed: Seed, spec: PerturbSpec, perturbation: Perturbation) -> tuple[float, str]:
    """When a perturbation's turn comes, so that each is first as often as its share says.

    Weighted sampling without replacement: the smallest of exponential variates with the shares as rates (Efraimidis
    and Spirakis 2006). Another perturbation in the recipe leaves the order of the others as it was.
    """
    point = (int(content_hash("deal", seed.id, perturbation.name), 16) + 1) / 16**16
    return -log(point) / spec.share, perturbation.name


def _able(seed: Seed, spec: PerturbSpec, perturbation: Perturbation, number: int, *, crossed: bool = False) -> bool:
    """Whether a perturbation makes a star (a `crossed` one) of a seed; one that raises is to be seen doing so."""
    try:
        if isinstance(perturbation, ModelWritten):
            return seed.evidence.type == perturbation.evidence and perturbation.takes(seed)
        stars = propose(seed, spec, perturbation, number)
        return any(star.rows[0].figure is not Figure.PLAIN for star in stars) if crossed else bool(stars)
    except Exception:  # noqa: BLE001  raised again, and noted, at the per-row boundary
        return True


def propose(seed: Seed, spec: PerturbSpec, perturbation: Perturbation, number: int) -> list[Star]:
    """The stars that a perturbation makes of a seed in a run with that seed number.

    None where the perturbation needs other evidence. Raises whatever the perturbation raises, and TypeError where it
    yields what is no star of its own.
    """
    if seed.evidence.type != perturbation.evidence:
        return []
    random = Random(content_hash(seed.id, perturbation.name, str(number)))
    stars = list(islice(perturbation.propose(seed, random), spec.max_per_seed))
    for star in stars:
        if not isinstance(star, Star) or star.perturbation != perturbation.name:
            shown = f"one of {star.perturbation!r}" if isinstance(star, Star) else f"a {type(star).__name__}"
            raise TypeError(f"{perturbation.name} has to yield stars of {perturbation.name!r}, it yielded {shown}")
    return stars
