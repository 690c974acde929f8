"""The conformance kit: does a perturbation keep its promises, and what is its checker worth?"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice, zip_longest

from nescio.gen.sources import SOURCES
from nescio.pipelines.conformance.behaviour import check_behaviour, stars_of
from nescio.pipelines.conformance.judged import Judged, judge, verdicts_given
from nescio.pipelines.conformance.odd import odd_seeds
from nescio.pipelines.conformance.plants import PLANTS, Plant
from nescio.pipelines.conformance.properties import check_stars
from nescio.pipelines.conformance.report import ConformanceReport, PlantResult, PropertyResult
from nescio.pipelines.resolve import find
from nescio.schemas.example import Star
from nescio.schemas.protocols import Perturbation, SeedSource, Skipped, StarChecker
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from nescio.validation.checkers import CHECKERS

ENOUGH = 40
"""Stars after which no more seeds are read, where none or a whole source are given."""
MOST_SEEDS = 1500
"""Draws of the packaged sources, at most, that are looked at for so many stars."""
PER_PLANT = 40
"""At most so many errors of one kind are planted, one to a star, spread over the stars."""


def conformance(
    perturbation: Perturbation,
    seeds: Iterable[Seed | Skipped] | None = None,
    *,
    checker: StarChecker | None = None,
    enough: int | None = None,
    number: int = 0,
) -> ConformanceReport:
    """Try a perturbation and its checker on seeds, by default draws of the packaged sources.

    The promises are those of `Perturbation` (docs/perturbations.md). Errors of a fixed list are planted in stars that
    the checker accepts, so that what is planted is all that is wrong. `checker` is the packaged one that the
    perturbation names unless given. No seed is read once `enough` stars are made: by default all that are given are
    read, and of the packaged ones as many as 40 stars take. `number` is the seed number of the run.

    Raises UnknownName where no packaged checker has the name. Whatever the perturbation raises is told in the report.
    """
    proving = checker or find("checker", perturbation.checker, CHECKERS)
    given = default_seeds(number, perturbation.evidence) if seeds is None else seeds
    most = ENOUGH if seeds is None and enough is None else enough
    raised, able, stars = _proposed(perturbation, given, most, number)
    found = [judge(proving, star) for star in stars]
    said = [verdict for one in found for verdict in one.verdicts]
    return ConformanceReport(
        perturbation=perturbation.name,
        checker=proving.name,
        seeds=raised.tried,
        stars=len(stars),
        rows=sum(len(star.rows) for star in stars),
        figures=dict(sorted(Counter(star.rows[0].figure.value for star in stars).items())),
        accepted=sum(not one.rejects for one in said),
        rejected=dict(Counter(one.reason for one in said if one.rejects).most_common()),
        properties=(
            raised,
            *check_stars(perturbation, stars),
            *check_behaviour(perturbation, able, number),
            verdicts_given([*found, *_on_odd_text(perturbation, proving, number)]),
        ),
        plants=tuple(
            _planted(plant, proving, [one.star for one in found if one.sound])
            for plant in PLANTS
            if perturbation.evidence in plant.evidence
        ),
    )


def default_seeds(number: int, evidence: str = "derivation") -> Iterator[Seed]:
    """Draws of every packaged source that reads no file, one of each source in turn, with evidence of that type."""
    own = [source for source in SOURCES if not source.takes_path]
    drawn = [_fitting(source, number, evidence) for source in own]
    return islice((one for turn in zip_longest(*drawn) for one in turn if one is not None), MOST_SEEDS)


def _fitting(source: SeedSource, number: int, evidence: str) -> Iterator[Seed]:
    """A packaged source's seeds, if they have that evidence: its first seed shows it, since each has one type only."""
    found = (
        one for one in source.read(SeedSpec(source=source.name, limit=MOST_SEEDS), number) if isinstance(one, Seed)
    )
    first = next(found, None)
    if first is not None and first.evidence.type == evidence:
        yield first
        yield from found


def _on_odd_text(perturbation: Perturbation, checker: StarChecker, number: int) -> Iterator[Judged]:
    """What the checker says of the stars of odd seeds; seeds on which the perturbation raises are told of elsewhere."""
    for _, seed in odd_seeds():
        with suppress(Exception):
            yield from [judge(checker, star) for star in stars_of(perturbation, seed, number)]


def _proposed(
    perturbation: Perturbation, given: Iterable[Seed | Skipped], enough: int | None, number: int
) -> tuple[PropertyResult, list[Seed], list[Star]]:
    """Whether it raised on the seeds, the seeds on which it did not, and their stars."""
    able, stars, faults = list[Seed](), list[Star](), list[str]()
    for seed in (one for one in given if isinstance(one, Seed) and one.evidence.type == perturbation.evidence):
        try:
            stars += stars_of(perturbation, seed, number)
            able.append(seed)
        except Exception as error:  # noqa: BLE001  whatever a user's part raises is what is looked for
            faults.append(f"seed {seed.id}: {type(error).__name__}: {str(error)[:200]}")
        if enough is not None and len(stars) >= enough:
            break
    result = PropertyResult(
        name="never raises on the seeds",
        about="It yields what it can, or nothing.",
        tried=len(able) + len(faults),
        broken=len(faults),
        counterexample=faults[0] if faults else "",
    )
    return result, able, stars


def _planted(plant: Plant, checker: StarChecker, stars: Sequence[Star]) -> PlantResult:
    """One error of a kind in each star, in another row of it each time."""
    planted = caught = 0
    missed = ""
    for turn, star in enumerate(stars):
        if planted == PER_PLANT:
            break
        spoilt = list(plant.into(star))
        if not spoilt:
            continue
        one = spoilt[turn % len(spoilt)]
        planted += 1
        if _rejected(star, one, checker):
            caught += 1
        else:
            missed = missed or _shown(star, one)
    return PlantResult(name=plant.name, about=plant.about, planted=planted, caught=caught, missed=missed)


def _rejected(star: Star, spoilt: Star, checker: StarChecker) -> bool:
    """Whether a row in which something was planted is rejected; that a sound one is does not count."""
    verdicts = judge(checker, spoilt).verdicts
    return bool(verdicts) and any(verdicts[number].rejects for number in _spoilt_rows(star, spoilt))


def _spoilt_rows(star: Star, spoilt: Star) -> list[int]:
    """The numbers of the rows that differ in more than the ids of pair and star."""
    fixed = {"id": "", "pair_id": None, "cross_id": None}
    pairs = enumerate(zip(star.rows, spoilt.rows, strict=True))
    return [number for number, (one, other) in pairs if one.model_copy(update=fixed) != other.model_copy(update=fixed)]


def _shown(star: Star, spoilt: Star) -> str:
    row = spoilt.rows[_spoilt_rows(star, spoilt)[0]]
    return f"{row.prompt[:1500]} -> {'abstain' if row.should_abstain else row.answers[0]}"
