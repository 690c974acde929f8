"""The source `table`: word problems of one's own in JSON Lines, JSON, CSV, Parquet or a Hub dataset, by their columns.

The answer must be derived from numbers of the text, by an equation ("( 26 - 9 )") or by a trace in GSM8K's form (lines
with `<<26-9=17>>`). A record that has neither is skipped as `no derivation`: nobody could tell which of its numbers its
answer needs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nescio.gen.sources.asked import Asked, seed_of_asked
from nescio.gen.sources.equations import Unusable, located, number_in, numbers_of, straightened, value_of
from nescio.gen.sources.files import Record, Table, read_table, takes
from nescio.gen.traces.compose import seed_of
from nescio.gen.traces.splitting import split_question, tidy
from nescio.gen.traces.steps import Unread
from nescio.schemas.errors import SeedFileError, UsageError
from nescio.schemas.hashing import content_hash
from nescio.schemas.protocols import Skipped
from nescio.schemas.seed import Seed, Source
from nescio.schemas.seed_spec import ColumnMap, SeedSpec
from nescio.schemas.taxonomy import Domain

MARK = "####"
"""What stands before the gold answer in a trace."""


@dataclass(frozen=True)
class TableOfProblems:
    """Any table of word problems, with a map of its columns."""

    name: str = "table"
    domain: Domain = Domain.MATH
    about: str = (
        "Word problems of your own: a JSON Lines, JSON, CSV or Parquet file or a Hub dataset with columns for "
        "question, answer, and an equation or a trace; `columns` maps other names."
    )
    licence: str = "as the recipe says"
    takes_path: bool = True

    def read(self, spec: SeedSpec, seed: int) -> Iterator[Seed | Skipped]:
        """The records that cannot be used, then the seeds; with a limit, those with the smallest ids.

        `seed` plays no part. Raises SeedFileError where the table cannot be read or has no column that was named.
        """
        del seed
        takes(spec, "split", "columns", "licence")
        if spec.path is None:
            raise UsageError("the source table needs a file or a Hub id: write table:PATH")
        table = read_table(spec.path, spec.split)
        columns = _columns(spec, table)
        made = [_made(record, columns, spec, table) for record in table.records]
        yield from (one for one in made if isinstance(one, Skipped))
        seeds = (one for one in made if isinstance(one, Seed))
        yield from sorted(seeds, key=lambda one: (one.id, one.model_dump_json()))[: spec.limit]


def _columns(spec: SeedSpec, table: Table) -> dict[str, str]:
    """The name of the column for each thing that the table has one for."""
    known = {column for record in table.records if isinstance(record, Record) for column in record.fields}
    wanted = (spec.columns or ColumnMap()).model_dump()
    lacking = sorted(column for column in wanted.values() if column is not None and column not in known)
    found = {thing: column or thing for thing, column in wanted.items() if (column or thing) in known}
    lacking += [thing for thing in ("question", "answer") if thing not in found and wanted[thing] is None]
    if lacking:
        raise SeedFileError(
            f"{spec.path} has no column {', '.join(lacking)}; it has {', '.join(sorted(map(str, known)))[:300]}. "
            "Map its columns in the recipe: columns: {question: ..., answer: ..., equation: ...}"
        )
    return found


def _made(record: Record | Skipped, columns: dict[str, str], spec: SeedSpec, table: Table) -> Seed | Skipped:
    if isinstance(record, Skipped):
        return record
    told = {thing: (record.text(column) or "").strip() for thing, column in columns.items()}
    empty = [thing for thing in ("question", "answer") if not told[thing]]
    if empty:
        return Skipped(record.where, "wrong columns", f"no text or number for {' and '.join(empty)}")
    path = spec.path or ""
    source = Source(
        dataset=Path(path).stem if Path(path).suffix else path,
        split=table.split,
        record_id=told.get("id") or content_hash(told.get("context", ""), told["question"], told["answer"]),
        licence=spec.licence or "unknown",
        revision=table.revision,
    )
    found = _seed(told, source)
    return Skipped(record.where, found.reason, found.detail[:200]) if isinstance(found, Unread) else found


def _seed(told: dict[str, str], source: Source) -> Seed | Unread:
    """The seed by its equation, else by its trace."""
    problem = tidy(f"{told.get('context', '')} {told['question']}")
    if told.get("equation"):
        return _by_equation(problem, told, source)
    trace = told.get("trace") or (told["answer"] if MARK in told["answer"] else "")
    if not trace:
        return Unread("no derivation", "neither an equation nor a trace says how the answer follows from the numbers")
    return seed_of(problem, trace if MARK in trace else f"{trace}\n{MARK} {told['answer']}", source)


def _by_equation(problem: str, told: dict[str, str], source: Source) -> Seed | Unread:
    parts: Sequence[str] | str = split_question(problem)
    if told.get("context"):
        parts = (tidy(told["context"]), tidy(told["question"]))
    if isinstance(parts, str):
        return Unread(parts)
    context, question = parts
    numbers = [*numbers_of(context), *numbers_of(question, 0)]
    values = {one.place: one.value for one in numbers}
    gold = number_in(told["answer"].rpartition(MARK)[2])
    if gold is None:
        return Unread("no number for an answer", told["answer"][:80])
    try:
        formula = straightened(located(told["equation"], numbers), values)
        value = value_of(formula, values)
    except Unusable as why:
        return Unread(why.reason, why.detail)
    if value != gold:
        return Unread("another answer", f"{told['equation'][:80]!r} gives {value}, not {gold}")
    return seed_of_asked(context, [Asked(question, tuple(numbers_of(question, 0)), formula)], source)
