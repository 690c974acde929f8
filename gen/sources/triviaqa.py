"""The source `triviaqa`: TriviaQA (arXiv 1705.03551), questions that trivia enthusiasts wrote."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nescio.gen.sources.files import Record, Table, read_table, takes
from nescio.gen.sources.open_questions import Asked, seed_of_open
from nescio.schemas.protocols import Skipped
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import Domain

HUB = "mandarjoshi/trivia_qa"
CONFIGURATION = "rc.nocontext"
LICENCE = "Apache-2.0"


@dataclass(frozen=True)
class TriviaQa:
    """TriviaQA's questions about entities of the registry, from a file or the Hub."""

    name: str = "triviaqa"
    domain: Domain = Domain.KNOWLEDGE
    about: str = (
        "TriviaQA (arXiv 1705.03551): questions that people wrote, of which those about one entity of the registry "
        "are kept; a file of it, else the Hub's (mandarjoshi/trivia_qa)."
    )
    licence: str = LICENCE
    takes_path: bool = True

    def read(self, spec: SeedSpec, seed: int) -> Iterator[Seed | Skipped]:
        """The records that cannot be used, then the seeds; with a limit, those with the smallest ids.

        `seed` plays no part. Raises SeedFileError where the file or dataset cannot be read.
        """
        del seed
        takes(spec, "split")
        path = spec.path or HUB
        table = read_table(path, spec.split, CONFIGURATION if path == HUB else None)
        made = [_made(record, table) for record in table.records]
        yield from (one for one in made if isinstance(one, Skipped))
        seeds = {one.id: one for one in made if isinstance(one, Seed)}
        yield from [seeds[name] for name in sorted(seeds)][: spec.limit]


def _made(record: Record | Skipped, table: Table) -> Seed | Skipped:
    if isinstance(record, Skipped):
        return record
    question, answers = record.text("question"), _answers(record.fields.get("answer"))
    if question is None or not answers:
        has = ", ".join(map(str, record.fields))[:200]
        return Skipped(record.where, "wrong columns", f"question and answer were expected; it has {has}")
    return seed_of_open(Asked(question, answers), record, table, "triviaqa", LICENCE, record.text("question_id"))


def _answers(told: object) -> list[str]:
    """The answer as the Hub has it (its value and aliases), or a list of names; the plainest first."""
    if isinstance(told, dict):
        aliases = told.get("aliases") or []
        return list(dict.fromkeys(one for one in (told.get("value"), *aliases) if isinstance(one, str) and one))
    names = [one.strip() for one in told if isinstance(one, str) and one.strip()] if isinstance(told, list) else []
    plain = [one for one in dict.fromkeys(names) if "(" not in one]
    return sorted(plain or names, key=lambda one: _rank(one, names))


def _rank(name: str, names: Sequence[str]) -> tuple[int, bool, int]:
    """First the name that most others contain, since some are misspelt; those in capitals last."""
    within = sum(name.lower() in other.lower() for other in names)
    return -within, name.isupper() or name.islower(), names.index(name)
