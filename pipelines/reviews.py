"""reviews.jsonl: what people decided about rows in quarantine. Lines are only ever added, and a run reads them."""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from nescio.pipelines.storage import fsync_folder
from nescio.schemas.base import Filled, Frozen
from nescio.schemas.errors import UsageError
from nescio.schemas.example import Candidate
from nescio.schemas.hashing import content_hash

FILE = "reviews.jsonl"


class Review(Frozen):
    """One decision about one star. The last one about a star holds."""

    decision: Literal["release", "withhold"]
    star: str
    rows: tuple[str, ...]
    """The ids of all its rows."""
    texts: str
    """Hash of what was reviewed: other texts are not released by it."""
    gates: tuple[str, ...]
    """The checks that had caught it; empty where a person withheld what none had."""
    by: Filled
    why: Filled


def texts_hash(rows: Sequence[Candidate]) -> str:
    """The hash of the prompts and targets of a star."""
    parts = sorted((row.id, row.prompt, row.target) for row in rows)
    return content_hash(*(text for part in parts for text in part))


def read_reviews(folder: Path) -> dict[str, Review]:
    """The last review of each star. Raises UsageError for a line that is no review.

    A last line that was torn was never reported as written, and is passed over; one that lacks only its end is heeded.
    """
    path = folder / FILE
    if not path.exists():
        return {}
    found: dict[str, Review] = {}
    *lines, last = path.read_bytes().split(b"\n")
    for number, line in enumerate([*lines, last] if _is_whole(last) else lines, 1):
        try:
            review = Review.model_validate_json(line)
        except ValidationError as error:
            raise UsageError(
                f"line {number} of {path} is no review ({error.errors()[0]['msg']}); the file is written by "
                "`nescio quarantine` alone: take the line out, or bring back what stood there"
            ) from error
        found[review.star] = review
    return found


def add_reviews(folder: Path, reviews: Sequence[Review]) -> None:
    """Write reviews behind the others, and make them durable before returning."""
    path = folder / FILE
    lines = "".join(json.dumps(one.model_dump(mode="json")) + "\n" for one in reviews)
    with path.open("a+b") as file:
        file.seek(0)
        written = file.read()
        start = written.rfind(b"\n") + 1
        if _is_whole(written[start:]):
            file.write(b"\n")
        else:
            # What a crash left of a line goes, or it would spoil the next one.
            file.truncate(start)
        file.write(lines.encode("ascii"))
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o600)
    fsync_folder(folder)


def _is_whole(line: bytes) -> bool:
    """Whether a line is a review: an editor may have taken the end of the last one, and no torn line is one."""
    try:
        Review.model_validate_json(line)
    except ValidationError:
        return False
    return True
