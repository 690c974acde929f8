"""The source `nq_open`: NQ-open (arXiv 1906.00300), questions that people typed into a search engine."""

from collections.abc import Iterator
from dataclasses import dataclass

from nescio.gen.sources.files import Record, Table, read_table, takes
from nescio.gen.sources.open_questions import Asked, seed_of_open
from nescio.schemas.protocols import Skipped
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import Domain

HUB = "google-research-datasets/nq_open"
LICENCE = "CC-BY-SA-3.0"


@dataclass(frozen=True)
class NqOpen:
    """NQ-open's questions about entities of the registry, from a file or the Hub."""

    name: str = "nq_open"
    domain: Domain = Domain.KNOWLEDGE
    about: str = (
        "NQ-open (arXiv 1906.00300): questions that people typed, of which those about one entity of the registry are "
        "kept; a file of it, else the Hub's (google-research-datasets/nq_open)."
    )
    licence: str = LICENCE
    takes_path: bool = True

    def read(self, spec: SeedSpec, seed: int) -> Iterator[Seed | Skipped]:
        """The records that cannot be used, then the seeds; with a limit, those with the smallest ids.

        `seed` plays no part. Raises SeedFileError where the file or dataset cannot be read.
        """
        del seed
        takes(spec, "split")
        table = read_table(spec.path or HUB, spec.split)
        made = [_made(record, table) for record in table.records]
        yield from (one for one in made if isinstance(one, Skipped))
        seeds = {one.id: one for one in made if isinstance(one, Seed)}
        yield from [seeds[name] for name in sorted(seeds)][: spec.limit]


def _made(record: Record | Skipped, table: Table) -> Seed | Skipped:
    if isinstance(record, Skipped):
        return record
    question, told = record.text("question"), record.fields.get("answer")
    answers = [one for one in told if isinstance(one, str) and one.strip()] if isinstance(told, list) else []
    if question is None or not answers:
        has = ", ".join(map(str, record.fields))[:200]
        return Skipped(record.where, "wrong columns", f"question and answer were expected; it has {has}")
    return seed_of_open(Asked(question, answers), record, table, "nq_open", LICENCE, None)
