"""The source `gsm8k`: GSM8K (arXiv 2110.14168), grade-school word problems that people wrote, with worked solutions."""

from collections.abc import Iterator
from dataclasses import dataclass

from nescio.gen.sources.files import Record, Table, read_table, takes
from nescio.gen.traces.compose import seed_of
from nescio.gen.traces.steps import Unread
from nescio.schemas.hashing import content_hash
from nescio.schemas.protocols import Skipped
from nescio.schemas.seed import Seed, Source
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import Domain

HUB = "openai/gsm8k"
CONFIGURATIONS = ("main", "socratic")
LICENCE = "MIT"


@dataclass(frozen=True)
class Gsm8k:
    """GSM8K in either configuration, from a file or the Hub."""

    name: str = "gsm8k"
    domain: Domain = Domain.MATH
    about: str = (
        "GSM8K (arXiv 2110.14168): word problems that people wrote, their solutions read as derivations; a file of it, "
        "else the Hub's (openai/gsm8k, or openai/gsm8k:socratic)."
    )
    licence: str = LICENCE
    takes_path: bool = True

    def read(self, spec: SeedSpec, seed: int) -> Iterator[Seed | Skipped]:
        """The records that cannot be used, then the seeds; with a limit, those with the smallest ids.

        `seed` plays no part. Raises SeedFileError where the file or dataset cannot be read.
        """
        del seed
        takes(spec, "split")
        path, configuration = _located(spec.path)
        table = read_table(path, spec.split, configuration)
        made = [_made(record, table) for record in table.records]
        yield from (one for one in made if isinstance(one, Skipped))
        seeds = {one.id: one for one in made if isinstance(one, Seed)}
        yield from [seeds[name] for name in sorted(seeds)][: spec.limit]


def _located(path: str | None) -> tuple[str, str | None]:
    """The file or Hub id, and the configuration of a Hub dataset."""
    name, colon, configuration = (path or HUB).rpartition(":")
    if colon and configuration in CONFIGURATIONS:
        return name, configuration
    return path or HUB, "main" if (path or HUB) == HUB else None


def _made(record: Record | Skipped, table: Table) -> Seed | Skipped:
    if isinstance(record, Skipped):
        return record
    question, answer = record.text("question"), record.text("answer")
    if question is None or answer is None:
        has = ", ".join(map(str, record.fields))[:200]
        return Skipped(record.where, "wrong columns", f"question and answer were expected; it has {has}")
    source = Source(
        dataset="gsm8k",
        split=table.split,
        record_id=content_hash(question, answer),
        licence=LICENCE,
        revision=table.revision,
    )
    found = seed_of(question, answer, source)
    return Skipped(record.where, found.reason, found.detail[:200]) if isinstance(found, Unread) else found
