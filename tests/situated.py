"""Errors planted in stars of situations: rows that are wrong and otherwise consistent."""

from collections.abc import Iterator
from random import Random

from nescio.gen.perturbations.place_removal import PlaceRemoval
from nescio.gen.perturbations.referent_removal import ReferentRemoval
from nescio.gen.perturbations.time_removal import TimeRemoval
from nescio.gen.sources.referents import Referents
from nescio.gen.sources.situations import Situations
from nescio.schemas.evidence import Span
from nescio.schemas.example import Candidate, Edit, Star, row_id
from nescio.schemas.protocols import Perturbation, SeedSource
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import Role

SITUATED: tuple[tuple[Perturbation, SeedSource], ...] = (
    (PlaceRemoval(), Situations()),
    (TimeRemoval(), Situations()),
    (ReferentRemoval(), Referents()),
)
"""The perturbations of situations, each with the source that it is made for."""


def seeds_of(source: SeedSource, limit: int, number: int = 0) -> list[Seed]:
    """The source's first draws."""
    return [one for one in source.read(SeedSpec(source=source.name, limit=limit), number) if isinstance(one, Seed)]


def stars_of(perturbation: Perturbation, source: SeedSource, limit: int = 60) -> list[Star]:
    """What a perturbation makes of the source's first draws."""
    return [star for seed in seeds_of(source, limit) for star in perturbation.propose(seed, Random(seed.id))]


def rows_of(star: Star, *roles: Role) -> Iterator[int]:
    """The places of the rows with one of the roles."""
    return (number for number, row in enumerate(star.rows) if row.role in roles)


def with_row(star: Star, number: int, **columns: object) -> Star:
    """The star with other columns in one row."""
    rows = list(star.rows)
    rows[number] = Candidate.model_validate({**rows[number].model_dump(), **columns})
    return star.model_copy(update={"rows": tuple(rows)})


def with_context(star: Star, number: int, context: str, **columns: object) -> Star:
    """The star with another text in one row, whose edits, prompt and id agree with it."""
    row, clean = star.rows[number], star.seed.context
    first = next(
        (i for i, (a, b) in enumerate(zip(clean, context, strict=False)) if a != b), min(len(clean), len(context))
    )
    last = 0
    while last < min(len(clean), len(context)) - first and clean[-1 - last] == context[-1 - last]:
        last += 1
    before, after = clean[first : len(clean) - last], context[first : len(context) - last]
    spans = Span(start=first, end=first + len(before)), Span(start=first, end=first + len(after))
    edit = Edit(kind="planted", before=before, after=after, span_before=spans[0], span_after=spans[1])
    prompt = f"{context} {row.question}"
    made = {"context": context, "prompt": prompt, "edits": (edit,) if before != after else ()}
    made |= {"id": row_id(row.seed_id, row.perturbation, row.role, prompt)}
    return with_row(star, number, **{**made, **columns})
