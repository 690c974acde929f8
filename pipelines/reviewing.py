"""Decisions about rows: from what a person types to lines of reviews.jsonl, and which of them no run has heeded."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nescio.pipelines.folder import Folder
from nescio.pipelines.quarantine import HUMAN, QuarantinedRow, read_quarantine
from nescio.pipelines.resolve import load_recipe, packaged_recipes
from nescio.pipelines.reviews import Review, add_reviews, read_reviews
from nescio.pipelines.tables import read_parquet
from nescio.schemas.base import Frozen
from nescio.schemas.errors import UsageError
from nescio.schemas.hashing import content_hash, group_hash

_SHOWN = 3
"""Stars that a message names of those that an id fits."""


@dataclass(frozen=True)
class _Star:
    """A star that may be decided about, as its folder has it."""

    id: str
    rows: tuple[str, ...]
    texts: str
    gates: tuple[str, ...] = ()


class Pending(Frozen):
    """A decision that the finished run in the folder does not show."""

    review: Review
    heeded: bool
    """Whether the next run heeds it. It does not where the star that was released has other texts by now, or where a
    check caught it that had not at the time: that is to be read anew."""


def pending(folder: Path) -> list[Pending]:
    """The last decision about each star, where it is recorded and not applied yet, in the order of the first lines.

    Raises what `read_quarantine` and `read_reviews` raise.
    """
    held = {row.star: row for row in read_quarantine(folder)}
    reviews = read_reviews(folder).values()
    published = {row for one in _published(folder) for row in one.rows} if reviews else set()
    found = []
    for review in reviews:
        row = held.get(review.star)
        if review.decision == "release" and row is not None:
            fits = review.texts == row.texts and row.gate in review.gates
            found.append(Pending(review=review, heeded=fits or row.gate == HUMAN))
        elif review.decision == "withhold" and (published & {*review.rows} if row is None else row.gate != HUMAN):
            found.append(Pending(review=review, heeded=True))
    return found


def applied_by(folder: Path) -> str:
    """The command that has a run heed its reviews: the one that made it. Raises what `Folder.read_recipe` does."""
    record = Folder(folder).read_recipe()
    name = record.recipe.name if record is not None else "RECIPE"
    own = record is not None and name in packaged_recipes() and load_recipe(name) == record.recipe
    limit = f" --limit {record.limit}" if record is not None and record.limit else ""
    command = f"nescio run {name if own else 'RECIPE'} --out {shlex.quote(str(folder))}{limit}"
    return command if own else f"{command} (the recipe {name!r}, with the --seeds and --set of the first time)"


def decide(folder: Path, release: Sequence[str], withhold: Sequence[str], by: str, why: str) -> list[Review]:
    """Write down that the stars of some rows are released or withheld, and return the reviews.

    An id is a row's, a star's, or the beginning of one. Only what is in quarantine can be released; any row of the
    dataset can be withheld. Raises UsageError for an id that fits no star or several, and without a name and a reason.
    """
    if not by.strip() or not why.strip():
        lacking = " and ".join(
            option for option, given in (("--by NAME", by), ("--why TEXT", why)) if not given.strip()
        )
        raise UsageError(f"a decision needs a name and a reason, and has no {lacking}; say who decides, and why")
    held = _held(folder)
    known = {one.id: one for one in _published(folder)} | {one.id: one for one in held} if withhold else {}
    wanted = [("release", _found(one, held, "in quarantine", folder)) for one in release]
    wanted += [
        ("withhold", _found(one, list(known.values()), "in quarantine or in the dataset", folder)) for one in withhold
    ]
    twice = {star.id for decision, star in wanted if decision == "release"} & {
        star.id for decision, star in wanted if decision == "withhold"
    }
    if twice:
        raise UsageError(f"the star {min(twice)} is to be both released and withheld; decide for one")
    earlier = read_reviews(folder)
    reviews = [_review(decision, star, by, why, earlier.get(star.id)) for decision, star in dict.fromkeys(wanted)]
    add_reviews(folder, reviews)
    return reviews


def _review(decision: str, star: _Star, by: str, why: str, earlier: Review | None) -> Review:
    # What one gate released and another withholds needs both releases; a person's own withholding is simply undone.
    before = earlier.gates if earlier is not None and earlier.texts == star.texts else ()
    return Review.model_validate(
        {
            "decision": decision,
            "star": star.id,
            "rows": star.rows,
            "texts": star.texts,
            "gates": tuple(sorted({*before, *star.gates})),
            "by": by,
            "why": why,
        }
    )


def _found(text: str, stars: Sequence[_Star], where: str, folder: Path) -> _Star:
    fitting = [one for one in stars if text and any(name.startswith(text) for name in (one.id, *one.rows))]
    if not fitting:
        raise UsageError(
            f"no star {where} of {folder} has an id, or a row's id, that begins with {text!r}; `nescio quarantine "
            f"{folder}` lists what is in quarantine, and the column `id` of the dataset the rest"
        )
    if len(fitting) > 1:
        some = ", ".join(one.id for one in fitting[:_SHOWN]) + ", ..." * (len(fitting) > _SHOWN)
        raise UsageError(
            f"{len(fitting)} stars {where} of {folder} have an id, or a row's id, that begins with {text!r} ({some}), "
            "and one is wanted; give more of it"
        )
    return fitting[0]


def _held(folder: Path) -> list[_Star]:
    stars: dict[str, list[QuarantinedRow]] = {}
    for row in read_quarantine(folder):
        stars.setdefault(row.star, []).append(row)
    return [
        _Star(name, tuple(sorted(row.id for row in rows)), rows[0].texts, tuple(sorted({row.gate for row in rows})))
        for name, rows in stars.items()
    ]


def _published(folder: Path) -> list[_Star]:
    stars: dict[str, list[tuple[str, str, str]]] = {}
    for path in sorted((folder / "dataset").rglob("*.parquet")):
        for row in read_parquet(path):
            stars.setdefault(row["cross_id"] or row["id"], []).append((row["id"], row["prompt"], row["target"]))
    return [
        _Star(
            group_hash(name for name, _, _ in rows),
            tuple(sorted(name for name, _, _ in rows)),
            content_hash(*(text for part in sorted(rows) for text in part)),
        )
        for rows in stars.values()
    ]
