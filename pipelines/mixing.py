"""`nescio mix`: rows of nescio blended into a training set of the user's own, whole stars, beside a safety set.

SUM (arXiv 2505.13988) brought refusals back with a tenth of unanswerable problems in the mixture. Look-alikes of
over-refusal teach a model to comply, so that they go in only beside examples of when not to.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from nescio.pipelines.conversations import conversations
from nescio.pipelines.export_chat import Abstention, Turn, asked, said, target
from nescio.pipelines.quarantine import refuse_withheld
from nescio.pipelines.read_rows import NEEDED, DataRow, by_star, read_rows, require_targets
from nescio.pipelines.row_files import free_path, write_rows
from nescio.schemas.base import Frozen
from nescio.schemas.errors import UsageError
from nescio.schemas.hashing import content_hash
from nescio.schemas.taxonomy import Kind

SHARE = 0.10


class MixedRow(Frozen):
    """A conversation of the mixture."""

    messages: tuple[Turn, ...]
    origin: str
    """base, nescio or safety."""
    id: str
    star: str
    """Rows that stay together when the mixture is split."""


class MixSummary(Frozen):
    """What went into a mixture."""

    path: str
    rows: int
    by_origin: dict[str, int]
    abstain: int
    """Rows of nescio that abstain among them."""
    stars: int
    unused: int
    """Rows of nescio that the share had no room for."""
    refusal_prone: int


def mix(
    base: str,
    datasets: Sequence[str],
    *,
    out: str | Path,
    share: float = SHARE,
    safety: str | None = None,
    without_safety: bool = False,
    split: str | None = "train",
    seed: int = 0,
) -> MixSummary:
    """Write `base` with so many rows of nescio that they are `share` of the whole, and every row of `safety`.

    `base` and `safety` are files, folders or Hub ids with `messages`, or with a prompt and a completion. Stars go in
    whole, those with the smallest hashes first, until the share is reached and never beyond it. The order is a shuffle
    by `seed` that keeps the rows of a star together. Raises UsageError for data that does not fit, rows that stand in
    two datasets or that people withheld, a share out of reach, and look-alikes without a safety set unless
    `without_safety`.
    """
    if not 0 < share < 1:
        raise UsageError(f"--share is {share:g}; a share between 0 and 1, such as {SHARE:g}, is wanted")
    if safety is not None and safety == base:
        raise UsageError(f"--safety is the base itself, {base}; name a set of your own that says when to refuse")
    path = free_path(Path(out))
    own, cautious = _conversations(base, "base"), _conversations(safety, "safety") if safety else []
    rows = _of_nescio(datasets, split)
    if not cautious and not without_safety:
        _require_safety(rows)
    chosen = _chosen(rows, int((len(own) + len(cautious)) * share / (1 - share) + 1e-9), seed)
    if not chosen:
        raise UsageError(f"{len(own)} rows of {base} leave no room for one star at a --share of {share:g}; raise it")
    blended = [_row(row) for star in chosen for row in star]
    units = [[row] for row in (*own, *cautious)] + [[_row(row) for row in star] for star in chosen]
    order = sorted(range(len(units)), key=lambda number: content_hash("mix", str(seed), str(number)))
    written = [row for number in order for row in units[number]]
    write_rows(written, MixedRow, path)
    return MixSummary(
        path=str(path),
        rows=len(written),
        by_origin=dict(sorted(Counter(row.origin for row in written).items())),
        abstain=sum(row.should_abstain for star in chosen for row in star),
        stars=len(chosen),
        unused=len(rows) - len(blended),
        refusal_prone=sum(row.kind == Kind.REFUSAL_PRONE for star in chosen for row in star),
    )


def _require_safety(rows: Sequence[DataRow]) -> None:
    """Raises UsageError for look-alikes that have no safety set beside them."""
    prone = sum(row.kind == Kind.REFUSAL_PRONE for row in rows)
    if prone:
        raise UsageError(
            f"{prone} rows are refusal-prone: alone they may teach a model to comply with what is unsafe. Name a set "
            "of your own that says when to refuse (--safety FILE), or say --without-safety"
        )


def _of_nescio(datasets: Sequence[str], split: str | None) -> list[DataRow]:
    """The rows of nescio's datasets. Raises UsageError for a row that stands in two, or that is withheld."""
    found: dict[str, DataRow] = {}
    for name in datasets:
        rows = read_rows(name, split, (*NEEDED, "target"))
        require_targets(rows, name)
        refuse_withheld(name, (row.id for row in rows))
        twice = [row.id for row in rows if row.id in found]
        if twice:
            raise UsageError(
                f"{len(twice)} rows of {name} stand in a dataset before it ({twice[0]}, ...); leave one of them out"
            )
        found |= {row.id: row for row in rows}
    return list(found.values())


def _chosen(rows: Sequence[DataRow], room: int, seed: int) -> list[list[DataRow]]:
    """Whole stars that fit into `room` rows, in a drawn order; one that does not fit gives way to a smaller one."""
    stars = by_star(rows)
    chosen: list[list[DataRow]] = []
    for name in sorted(stars, key=lambda one: content_hash("mixed star", str(seed), one)):
        if len(stars[name]) <= room:
            chosen.append(stars[name])
            room -= len(stars[name])
    return chosen


def _row(row: DataRow) -> MixedRow:
    turns = (*asked(row), *said(target(row, Abstention.PROSE)))
    return MixedRow(messages=turns, origin="nescio", id=row.id, star=row.star)


def _conversations(dataset: str, origin: str) -> list[MixedRow]:
    """The rows of a user's dataset, each a star of its own."""
    found = []
    for number, turns in enumerate(conversations(dataset)):
        name = content_hash(origin, str(number), *(turn.content for turn in turns))
        found.append(MixedRow(messages=turns, origin=origin, id=name, star=name))
    return found
