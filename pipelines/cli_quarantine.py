"""The command that shows what is withheld, and takes down what a person decides about it."""

from typing import Annotated

import typer

from nescio.pipelines.cli_base import Directory, Json, print_json


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
    from nescio.pipelines.reviewing import decide

    screen = console()
    if release or withhold:
        made = decide(directory, release or [], withhold or [], by, why)
        if as_json:
            return print_json([one.model_dump(mode="json") for one in made])
        for review in made:
            screen.print(plain(f"{review.decision}: star {review.star} ({len(review.rows)} rows)"))
        return screen.print(plain("written to reviews.jsonl; run the recipe again with the same --out to heed it"))
    rows = read_quarantine(directory)
    if as_json:
        return print_json([row.model_dump(mode="json") for row in rows])
    if not rows:
        return screen.print(plain("nothing is in quarantine"))
    for star in dict.fromkeys(row.star for row in rows):
        own = [row for row in rows if row.star == star]
        screen.print(plain(f"star {star}, {own[0].perturbation}, withheld by {own[0].gate}"))
        for row in own:
            screen.print(plain(f"  {row.id} {row.role}: {row.category or 'its star fell'}"))
            screen.print(plain(f"    prompt: {row.prompt}\n    target: {row.target}"))
        if own[0].review:
            screen.print(plain(f"  review: {own[0].review}"))
    return None
