"""The command that shows what is withheld, and takes down what a person decides about it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from nescio.pipelines.cli_base import Directory, Json, print_json

if TYPE_CHECKING:
    from nescio.pipelines.quarantine import QuarantinedRow
    from nescio.pipelines.reviewing import Pending


def quarantine(
    directory: Directory,
    release: Annotated[
        list[str] | None, typer.Option("--release", metavar="ID", help="Release the star of this row at the next run.")
    ] = None,
    withhold: Annotated[
        list[str] | None,
        typer.Option("--withhold", metavar="ID", help="Withhold the star of this row, published or not."),
    ] = None,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who decided.")] = "",
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Why.")] = "",
    as_json: Json = False,
) -> None:
    """List the rows that were withheld as harmful, or decide about them: the next run of the recipe heeds it."""
    from nescio.pipelines.display import console, plain
    from nescio.pipelines.quarantine import read_quarantine
    from nescio.pipelines.reviewing import applied_by, decide, pending
    from nescio.schemas.errors import UsageError

    if (by or why) and not (release or withhold):
        raise UsageError(
            "--by and --why are given and no decision; name a row or a star: --release ID or --withhold ID"
        )
    lines: list[str] = []
    if release or withhold:
        made = decide(directory, release or [], withhold or [], by, why)
        if as_json:
            return print_json([one.model_dump(mode="json") for one in made])
        lines = [f"{review.decision}: star {review.star} ({len(review.rows)} rows)" for review in made]
        lines.append(f"written to {directory / 'reviews.jsonl'}; applied by: {applied_by(directory)}")
    else:
        rows, waiting = read_quarantine(directory), pending(directory)
        if as_json:
            told = [one.model_dump(mode="json") for one in waiting]
            return print_json({"rows": [row.model_dump(mode="json") for row in rows], "pending": told})
        lines = _stars(rows, waiting) if rows else ["nothing is in quarantine"]
        held = {row.star for row in rows}
        lines += [
            f"star {one.review.star}, in the dataset: {_told(one)}" for one in waiting if one.review.star not in held
        ]
        count = sum(one.heeded for one in waiting)
        if count:
            lines.append(f"{count} decision{'s' * (count > 1)} not applied yet; applied by: {applied_by(directory)}")
    for line in lines:
        console().print(plain(line), soft_wrap=True)
    return None


def _stars(rows: "Sequence[QuarantinedRow]", waiting: "Sequence[Pending]") -> list[str]:
    """Each star in quarantine with its rows, why it is withheld, and what was decided about it."""
    decided = {one.review.star for one in waiting}
    lines = []
    for star in dict.fromkeys(row.star for row in rows):
        own = [row for row in rows if row.star == star]
        lines.append(f"star {star}, {own[0].perturbation}, withheld by {own[0].gate}")
        for row in own:
            lines.append(f"  {row.id} {row.role}: {row.category or 'its star fell'}")
            lines.append(f"    prompt: {row.prompt}\n    target: {row.target}")
        if own[0].review and star not in decided:
            lines.append(f"  review: {own[0].review}")
        lines += [f"  {_told(one)}" for one in waiting if one.review.star == star]
    return lines


def _told(one: "Pending") -> str:
    review = one.review
    said = f"{review.decision} by {review.by}: {review.why}"
    if one.heeded:
        return f"not applied yet: {said}"
    return f"of no effect: {said}. Its texts, or what caught it, are others since: read it and decide anew"
