"""The source `jsonl`: seeds that somebody wrote down, one JSON object a line, in the form of `schemas.seed.Seed`."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from nescio.gen.sources.files import parse_line, takes
from nescio.schemas.base import faults
from nescio.schemas.errors import SeedFileError, UsageError
from nescio.schemas.protocols import Skipped
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import Domain


@dataclass(frozen=True)
class JsonLines:
    """A user's own seeds with their evidence."""

    name: str = "jsonl"
    domain: Domain = Domain.MATH
    about: str = (
        "A JSON Lines file of seeds with their evidence, in the form that `nescio.schemas.seed.Seed` describes."
    )
    licence: str = "as each seed says"
    takes_path: bool = True

    def read(self, spec: SeedSpec, seed: int) -> Iterator[Seed | Skipped]:
        """Every line in turn, a bad one as Skipped. With a limit, the seeds with the smallest ids.

        `seed` plays no part. Raises SeedFileError where there is no such file or nothing in it.
        """
        del seed
        takes(spec)
        if spec.path is None:
            raise UsageError("the source jsonl needs a file: write jsonl:PATH")
        records = list(_records(Path(spec.path)))
        if not records:
            raise SeedFileError(f"{spec.path} is empty; one JSON object a line was expected")
        kept = sorted(
            (one for one in records if isinstance(one, Seed)), key=lambda one: (one.id, one.model_dump_json())
        )
        yield from (one for one in records if isinstance(one, Skipped))
        yield from kept[: spec.limit]


def _records(path: Path) -> Iterator[Seed | Skipped]:
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise SeedFileError(f"cannot read {path}: {error.strerror}; give the path of a JSON Lines file") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _seed(line, f"{path.name}:{number}")


def _seed(line: bytes, where: str) -> Seed | Skipped:
    record = parse_line(line, where)
    if isinstance(record, Skipped):
        return record
    data = record.fields
    missing = [name for name in ("context", "questions", "evidence", "source") if name not in data]
    if missing:
        return Skipped(where, "wrong columns", f"no {', '.join(missing)}; it has {', '.join(map(str, data))[:200]}")
    try:
        return Seed.model_validate(data)
    except ValidationError as error:
        found = faults(error)
        reason = "too long" if "characters, at most" in found[0] else "invalid"
        return Skipped(where, reason, f"{found[0]} ({len(found)} faults)")
