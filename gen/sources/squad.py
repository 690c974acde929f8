"""The source `squad`: paragraphs with questions that spans of them answer, in SQuAD's format (arXiv 1606.05250)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nescio.gen.sources.files import Record, Table, read_table, takes
from nescio.gen.spans.compose import compose
from nescio.gen.spans.sites import Asked
from nescio.schemas.base import MAX_TEXT, repair
from nescio.schemas.errors import SeedFileError
from nescio.schemas.hashing import content_hash
from nescio.schemas.protocols import Skipped
from nescio.schemas.seed import Seed, Source
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import Domain

HUB = "rajpurkar/squad"
LICENCE = "CC-BY-SA-4.0"
WANTED = "context, question and answers (text, answer_start)"


@dataclass(frozen=True)
class Squad:
    """SQuAD, XQuAD and what has their form: one seed for each paragraph."""

    name: str = "squad"
    domain: Domain = Domain.READING
    about: str = (
        "SQuAD (arXiv 1606.05250) and what has its form: paragraphs whose answers go with a whole sentence; a file, "
        "else the Hub's (rajpurkar/squad). Its rows need an entailment check (verify.entailment)."
    )
    licence: str = LICENCE
    takes_path: bool = True

    def read(self, spec: SeedSpec, seed: int) -> Iterator[Seed | Skipped]:
        """The paragraphs and questions that cannot be used, then the seeds; with a limit, those with the smallest ids.

        A question that is left out is a record of its own, its reason begins with "question:". `seed` plays no part.
        Raises SeedFileError where the file or dataset cannot be read.
        """
        del seed
        takes(spec, "split", "licence")
        table = _table(spec.path or HUB, spec.split)
        asked: dict[str, list[tuple[str, Asked]]] = {}
        for record in table.records:
            found = _asked(record)
            if isinstance(found, Skipped):
                yield found
            else:
                context, where, one = found
                asked.setdefault(context, []).append((where, one))
        seeds: dict[str, Seed] = {}
        for context, questions in asked.items():
            for made in _made(context, questions, table, spec):
                if isinstance(made, Seed):
                    seeds[made.id] = made
                else:
                    yield made
        yield from [seeds[name] for name in sorted(seeds)][: spec.limit]


def _table(path: str, split: str | None) -> Table:
    """The questions, one a record: of SQuAD's nested JSON, or of any table."""
    file = Path(path)
    if file.suffix != ".json" or not file.is_file():
        return read_table(path, split)
    try:
        data = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise SeedFileError(f"{file} is not JSON: {error}; give a file in SQuAD's format") from error
    if not isinstance(data, dict):
        return read_table(path, split)
    records = tuple(_nested(data, file.name))
    if not records:
        raise SeedFileError(f"{file} has no paragraph with a question: data, paragraphs and qas were expected")
    return Table(records, split)


def _nested(data: Mapping[str, object], name: str) -> Iterator[Record | Skipped]:
    number = 0
    for article in _dicts(data.get("data")):
        for paragraph in _dicts(article.get("paragraphs")):
            number += 1
            for place, one in enumerate(_dicts(paragraph.get("qas")), 1):
                yield Record(f"{name}:{number}.{place}", {**one, "context": paragraph.get("context")})


def _dicts(found: object) -> list[dict[str, object]]:
    return [one for one in found if isinstance(one, dict)] if isinstance(found, Sequence) else []


def _asked(record: Record | Skipped) -> tuple[str, str, Asked] | Skipped:
    """A record's context, its place and its question."""
    if isinstance(record, Skipped):
        return record
    context, question = record.text("context"), record.text("question")
    if not context or not question or not question.strip() or "answers" not in record.fields:
        has = ", ".join(map(str, record.fields))[:200]
        return Skipped(record.where, "wrong columns", f"{WANTED} were expected; it has {has}")
    if len(context) > MAX_TEXT or len(question) > MAX_TEXT:
        return Skipped(record.where, "too long", f"{len(context):,} characters, at most {MAX_TEXT:,} are read")
    spans = _spans(record.fields["answers"])
    if not spans:
        return Skipped(record.where, "question: no answer")
    start, first = spans[0]
    if context[start : start + len(first)] != first:
        return Skipped(record.where, "question: the answer is not where it should be", first[:80])
    answers = tuple(dict.fromkeys(tidied for _, one in spans if (tidied := _text(one).strip())))
    lead = len(first) - len(first.lstrip())
    indent = len(context) - len(context.lstrip())
    at = len(_text(context[indent : start + lead]))
    return _text(context.strip()), record.where, Asked(_text(question), answers, at)


def _text(given: str) -> str:
    """Text as a schema stores it, so that spans count its characters."""
    return str(repair(given))


def _spans(told: object) -> list[tuple[int, str]]:
    """Start and text of each answer: a list of objects in the files, an object of lists in the tables of the Hub."""
    if isinstance(told, Mapping):
        pairs = list(zip(_listed(told.get("answer_start")), _listed(told.get("text")), strict=False))
    else:
        pairs = [(one.get("answer_start"), one.get("text")) for one in _dicts(told)]
    return [
        (start, text)
        for start, text in pairs
        if isinstance(start, int) and start >= 0 and isinstance(text, str) and text.strip()
    ]


def _listed(found: object) -> Sequence[object]:
    return found if isinstance(found, Sequence) and not isinstance(found, str) else ()


def _made(
    context: str, questions: Sequence[tuple[str, Asked]], table: Table, spec: SeedSpec
) -> Iterator[Seed | Skipped]:
    """The seed of a paragraph, or why there is none, and the questions that it does not ask."""
    places: dict[Asked, str] = {}
    for where, one in questions:
        if places.setdefault(one, where) != where:
            yield Skipped(where, "question: it is asked twice", one.text[:80])
    source = Source(
        dataset="squad",
        split=table.split,
        record_id=content_hash(context),
        licence=spec.licence or LICENCE,
        revision=table.revision,
    )
    found = compose(context, list(places), source)
    yield from (Skipped(places[one.asked], f"question: {one.reason}", one.detail) for one in found.unused)
    yield Skipped(questions[0][0], found.seed) if isinstance(found.seed, str) else found.seed
