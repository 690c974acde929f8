"""The source `templates`: word problems drawn from nescio's own templates, without end."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import islice
from random import Random

import yaml
from pydantic import ValidationError

from nescio.gen.sources.files import takes
from nescio.gen.templates.compose import LICENCE, compose
from nescio.gen.templates.model import Template
from nescio.schemas.base import faults
from nescio.schemas.errors import UsageError
from nescio.schemas.hashing import content_hash
from nescio.schemas.protocols import Skipped
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import Domain

DRAWS_WITHOUT_LIMIT = 20


@dataclass(frozen=True)
class Templates:
    """nescio's own word problems."""

    name: str = "templates"
    domain: Domain = Domain.MATH
    about: str = "Word problems drawn from nescio's own templates, each with its derivation; without end."
    licence: str = LICENCE
    takes_path: bool = False

    def read(self, spec: SeedSpec, seed: int) -> Iterator[Seed | Skipped]:
        """The first draws of every template in turn, so that any limit takes from all of them alike."""
        if spec.path is not None:
            raise UsageError(f"the source templates reads no file, but the path {spec.path!r} was given; leave it out")
        takes(spec)
        limit = spec.limit
        streams = [draws(template, seed) for template in packaged_templates()]
        rounds = -(-limit // len(streams)) if limit else DRAWS_WITHOUT_LIMIT
        turns = (found for turn in zip(*(islice(stream, rounds) for stream in streams), strict=False) for found in turn)
        yield from islice(turns, limit)


def draws(template: Template, seed: int) -> Iterator[Seed]:
    """Distinct draws of a template, without end; draw k depends on (template id, k, seed) alone.

    Raises UsageError for a template whose constraints nothing fits.
    """
    seen: set[str] = set()
    index = failures = 0
    while failures < 200:
        found = compose(template, index, Random(content_hash(template.id, str(index), str(seed))))
        index += 1
        if found is None or found.id in seen:
            failures += 1
            continue
        failures = 0
        seen.add(found.id)
        yield found
    if not seen:
        raise UsageError(f"template {template.id}: no numbers fit its constraints; widen its ranges")


def parse_templates(text: str, file: str) -> list[Template]:
    """The templates of a YAML file; raises UsageError naming file, template and key."""
    found = []
    for number, record in enumerate(yaml.safe_load(text) or [], 1):
        try:
            found.append(Template.model_validate(record))
        except ValidationError as error:
            name = record.get("id", f"number {number}") if isinstance(record, dict) else f"number {number}"
            raise UsageError(f"{file}: template {name}: {'; '.join(faults(error))}") from error
    return found


@lru_cache(maxsize=1)
def packaged_templates() -> tuple[Template, ...]:
    """Every template in the package, sorted by id."""
    folder = files("nescio.gen.seeds").joinpath("math")
    sheets = sorted((sheet for sheet in folder.iterdir() if sheet.name.endswith(".yaml")), key=lambda sheet: sheet.name)
    found = [one for sheet in sheets for one in parse_templates(sheet.read_text("utf-8"), sheet.name)]
    ids = [one.id for one in found]
    if len(set(ids)) < len(ids):
        raise UsageError(f"template ids stand twice: {sorted({name for name in ids if ids.count(name) > 1})}")
    return tuple(sorted(found, key=lambda one: one.id))
