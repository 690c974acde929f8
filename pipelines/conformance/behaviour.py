"""What a perturbation promises as a piece of code: deterministic, lazy, alone with its Random, and never raising."""

import random
from collections.abc import Iterator, Sequence
from itertools import islice
from random import Random

from nescio.pipelines.conformance.odd import odd_seeds
from nescio.pipelines.conformance.report import PropertyResult
from nescio.schemas.example import Star
from nescio.schemas.hashing import content_hash
from nescio.schemas.protocols import Perturbation
from nescio.schemas.seed import Seed

MOST = 8
"""So many stars of one seed are looked at."""


def stars_of(perturbation: Perturbation, seed: Seed, number: int) -> list[Star]:
    """The stars of a seed as a run with that seed number would draw them; raises what the perturbation raises.

    None where the perturbation needs other evidence.
    """
    if seed.evidence.type != perturbation.evidence:
        return []
    return list(islice(perturbation.propose(seed, _drawing(perturbation, seed, number)), MOST))


def check_behaviour(perturbation: Perturbation, seeds: Sequence[Seed], number: int) -> list[PropertyResult]:
    """Every promise, tried on the seeds, or on odd ones."""
    odd = list(odd_seeds())
    return [
        _told("is deterministic", "In whatever order the seeds come.", seeds, _unsteady(perturbation, seeds, number)),
        _told(
            "leaves the global random alone",
            "It draws from the Random handed in.",
            seeds,
            _global(perturbation, seeds, number),
        ),
        _told(
            "yields lazily", "Nothing is drawn before a star is asked for.", seeds, _eager(perturbation, seeds, number)
        ),
        _told(
            "never raises on odd text", "It yields what it can, or nothing.", odd, _raising(perturbation, odd, number)
        ),
        _told(
            "row ids are unique",
            "No two stars of the seeds share a row.",
            seeds,
            _repeated(perturbation, seeds, number),
        ),
    ]


def _told(name: str, about: str, tried: Sequence[object], breaches: Iterator[str]) -> PropertyResult:
    said = list(breaches)
    return PropertyResult(
        name=name, about=about, tried=len(tried), broken=len(said), counterexample=said[0] if said else ""
    )


def _drawing(perturbation: Perturbation, seed: Seed, number: int) -> Random:
    return Random(content_hash(seed.id, perturbation.name, str(number)))


def _unsteady(perturbation: Perturbation, seeds: Sequence[Seed], number: int) -> Iterator[str]:
    first = [stars_of(perturbation, seed, number) for seed in seeds]
    again = [stars_of(perturbation, seed, number) for seed in reversed(seeds)][::-1]
    for seed, one, other in zip(seeds, first, again, strict=True):
        if one != other:
            yield f"seed {seed.id} gave other stars when the seeds came in reverse"


def _global(perturbation: Perturbation, seeds: Sequence[Seed], number: int) -> Iterator[str]:
    for seed in seeds:
        before = random.getstate()
        stars_of(perturbation, seed, number)
        if random.getstate() != before:
            random.setstate(before)
            yield f"seed {seed.id}: the state of the module `random` changed"


def _eager(perturbation: Perturbation, seeds: Sequence[Seed], number: int) -> Iterator[str]:
    for seed in seeds:
        drawing = _drawing(perturbation, seed, number)
        before = drawing.getstate()
        found = perturbation.propose(seed, drawing)
        if not isinstance(found, Iterator):
            yield f"propose returned a {type(found).__name__}, an iterator is wanted (use `yield`)"
        elif drawing.getstate() != before:
            yield f"seed {seed.id}: numbers were drawn before the first star was asked for"


def _raising(perturbation: Perturbation, seeds: Sequence[tuple[str, Seed]], number: int) -> Iterator[str]:
    for name, seed in seeds:
        try:
            stars_of(perturbation, seed, number)
        except Exception as error:  # noqa: BLE001  whatever a user's part raises is what is looked for
            yield f"a seed with {name}: {type(error).__name__}: {str(error)[:200]}"


def _repeated(perturbation: Perturbation, seeds: Sequence[Seed], number: int) -> Iterator[str]:
    seen: dict[str, str] = {}
    for seed in seeds:
        for star in stars_of(perturbation, seed, number):
            for row in star.rows:
                if row.id in seen:
                    yield f"seeds {seen[row.id]} and {seed.id} both gave the row {row.id}"
                    break
            seen |= {row.id: seed.id for row in star.rows}
