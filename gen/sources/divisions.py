"""The source `divisions`: nescio's own problems in which things are shared out without remainder."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import islice
from random import Random

import yaml
from pydantic import ValidationError

from nescio.gen.templates.compose import LICENCE
from nescio.gen.templates.whole import DivisionTemplate, compose_division
from nescio.schemas.base import faults
from nescio.schemas.errors import UsageError
from nescio.schemas.hashing import content_hash
from nescio.schemas.protocols import Skipped
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import Domain

DRAWS_WITHOUT_LIMIT = 20
_FAILURES = 200
SHEETS = ("whole_goods.yaml", "whole_groups.yaml")


@dataclass(frozen=True)
class Divisions:
    """nescio's own word problems about sharing out."""

    name: str = "divisions"
    domain: Domain = Domain.MATH
    about: str = "nescio's own word problems in which things are shared out without remainder; without end."
    licence: str = LICENCE
    takes_path: bool = False

    def read(self, spec: SeedSpec, seed: int) -> Iterator[Seed | Skipped]:
        """The first draws of every template in turn, so that any limit takes from all of them alike."""
        if spec.path is not None:
            raise UsageError(f"the source divisions reads no file, but the path {spec.path!r} was given; leave it out")
        streams = [draws(template, seed) for template in packaged_divisions()]
        rounds = -(-spec.limit // len(streams)) if spec.limit else DRAWS_WITHOUT_LIMIT
        turns = (found for turn in zip(*(islice(stream, rounds) for stream in streams), strict=False) for found in turn)
        yield from islice(turns, spec.limit)


def draws(template: DivisionTemplate, seed: int) -> Iterator[Seed]:
    """Distinct draws of a template, without end; draw k depends on (template id, k, seed) alone."""
    seen: set[str] = set()
    index = failures = 0
    while failures < _FAILURES:
        found = compose_division(template, index, Random(content_hash(template.id, str(index), str(seed))))
        index += 1
        if found is None or found.id in seen:
            failures += 1
            continue
        failures = 0
        seen.add(found.id)
        yield found


@lru_cache(maxsize=1)
def packaged_divisions() -> tuple[DivisionTemplate, ...]:
    """Every packaged template of this kind, sorted by id; raises UsageError naming file, template and key."""
    found = []
    for sheet in SHEETS:
        for record in yaml.safe_load(files("nescio.gen.seeds").joinpath(sheet).read_text("utf-8")):
            try:
                found.append(DivisionTemplate.model_validate(record))
            except ValidationError as error:
                raise UsageError(f"{sheet}: template {record.get('id')}: {'; '.join(faults(error))}") from error
    return tuple(sorted(found, key=lambda one: one.id))
