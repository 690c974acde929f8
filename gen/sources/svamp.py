"""The source `svamp`: SVAMP (arXiv 2103.07191), elementary word problems that people wrote, each with its equation.

SVAMP was made by varying problems, so that many records tell one story with other numbers and ask something else. The
questions of such siblings are asked of each of them, their equations carried over by the places of the numbers. They
are about the same story, so `context_seed_ids` stays empty; the story without its numbers is the `template_id`, which
keeps all siblings in one split.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

from nescio.gen.sources.asked import seed_of_asked
from nescio.gen.sources.equations import (
    Unusable,
    located,
    number_in,
    numbers_of,
    straightened,
    value_of,
)
from nescio.gen.sources.files import Record, Table, read_table, takes
from nescio.gen.sources.siblings import Told, asked_of, disputed, impossible, sensible
from nescio.gen.sources.svamp_text import cleaned
from nescio.schemas.hashing import content_hash
from nescio.schemas.protocols import Skipped
from nescio.schemas.seed import Seed, Source
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import Domain

HUB = "ChilleD/SVAMP"
LICENCE = "MIT"
COLUMNS = ("ID", "Body", "Question", "Equation", "Answer")


@dataclass(frozen=True)
class Svamp:
    """SVAMP, from a file or the Hub."""

    name: str = "svamp"
    domain: Domain = Domain.MATH
    about: str = "SVAMP (arXiv 2103.07191): short word problems that people wrote; a file of it, else the Hub's."
    licence: str = LICENCE
    takes_path: bool = True

    def read(self, spec: SeedSpec, seed: int) -> Iterator[Seed | Skipped]:
        """The records that cannot be used, then the seeds; with a limit, those with the smallest ids.

        `seed` plays no part. Raises SeedFileError where the file or dataset cannot be read.
        """
        del seed
        takes(spec, "split")
        table = read_table(spec.path or HUB, spec.split)
        made = list(seeds_of(table))
        yield from (one for one in made if isinstance(one, Skipped))
        yield from sorted((one for one in made if isinstance(one, Seed)), key=lambda one: one.id)[: spec.limit]


def seeds_of(table: Table) -> Iterator[Seed | Skipped]:
    """A seed or the reason why there is none for each record, story by story."""
    families: dict[str, list[Told]] = {}
    for record in table.records:
        told = record if isinstance(record, Skipped) else _told(record)
        if isinstance(told, Skipped):
            yield told
        else:
            families.setdefault(told.frame, []).append(told)
    for frame in sorted(families):
        family = sorted(families[frame], key=lambda one: (len(one.record), one.record))
        without = disputed(family)
        for told in family:
            yield _made(told, family, without, table)


def _told(record: Record) -> Told | Skipped:
    """The record in whole sentences with its equation."""
    name = record.text("ID") or record.where
    lacking = [column for column in COLUMNS[1:] if not (record.text(column) or "").strip()]
    if lacking:
        return Skipped(name, "wrong columns", f"no {', '.join(lacking)}; it has {', '.join(record.fields)[:200]}")
    if name in _flaws()["question"]:
        return Skipped(name, "disputed question", _flaws()["question"][name])
    _, body, asked, equation, answer = (record.text(column) or "" for column in COLUMNS)
    context, question = cleaned(body, asked)
    if not question.endswith("?"):
        return Skipped(name, "no question", f"{question[-80:]!r} does not end in a question mark")
    numbers = [*numbers_of(context), *numbers_of(question, 0)]
    gold = number_in(answer)
    if gold is None:
        return Skipped(name, "no number for an answer", f"{answer[:80]!r}")
    values = {one.place: one.value for one in numbers}
    try:
        formula = straightened(located(equation, numbers), values)
    except Unusable as why:
        return Skipped(name, why.reason, why.detail)
    if not sensible(formula, values):
        return Skipped(name, "odd step", "a step of its equation, or the answer, is negative or no whole number")
    if value_of(formula, values) != gold:
        return Skipped(name, "another answer", f"its equation {equation!r} does not give {answer}")
    return Told(name, context, question, formula)


def _made(told: Told, family: Sequence[Told], without: set[str], table: Table) -> Seed | Skipped:
    """The seed of a record, or why its label could be disputed."""
    if told.record in _flaws()["story"]:
        return Skipped(told.record, "impossible story", _flaws()["story"][told.record])
    if told.question_frame in without:
        return Skipped(told.record, "disputed question", "siblings have another equation for the same question")
    if (shown := impossible(told, family)) is not None:
        return Skipped(told.record, "impossible story", f"the answer to {shown!r} would be negative")
    source = Source(dataset="svamp", split=table.split, record_id=told.record, licence=LICENCE, revision=table.revision)
    found = list(asked_of(told, family, without))
    return seed_of_asked(told.context, found, source, f"svamp-{content_hash('svamp', told.frame)}")


@lru_cache(maxsize=1)
def _flaws() -> dict[str, dict[str, str]]:
    """What a reader found wanting, by record: in its question, and in its story."""
    data = yaml.safe_load(files("nescio.gen.seeds").joinpath("svamp.yaml").read_text("utf-8"))
    return {
        part: {f"chal-{number}": why.replace("_", " ") for why, numbers in found.items() for number in numbers}
        for part, found in data.items()
    }
