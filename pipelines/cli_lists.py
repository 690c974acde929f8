"""The commands that tell what there is: recipes, sources, perturbations, and a copy of a recipe to edit."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from nescio.pipelines.cli_base import Json, RecipeArgument, print_json


def recipes(as_json: Json = False) -> None:
    """List the packaged recipes."""
    from nescio.pipelines.resolve import load_recipe, packaged_recipes

    found = [load_recipe(name) for name in packaged_recipes()]
    rows = [
        [one.name, ", ".join(spec.source for spec in one.seeds), ", ".join(s.name for s in one.perturb), one.about]
        for one in found
    ]
    _listing(
        [one.model_dump(mode="json") for one in found], ["recipe", "seeds", "perturbations", "about"], rows, as_json
    )


def sources(as_json: Json = False) -> None:
    """List the seed sources."""
    from nescio.gen.sources import SOURCES

    keys = ("name", "domain", "licence", "takes_path", "about")
    found = [{key: getattr(one, key) for key in keys} for one in SOURCES]
    rows = [[str(value) for value in one.values()] for one in found]
    _listing(found, ["source", "domain", "licence", "file", "about"], rows, as_json)


def perturbations(as_json: Json = False) -> None:
    """List the perturbations: paper, evidence needed, crossing, kind and scenario of their rows."""
    from nescio.gen.perturbations import PERTURBATIONS

    keys = ("name", "kind", "scenario", "behaviour", "evidence", "crossing", "papers", "about")
    found = [{key: getattr(one, key) for key in keys} for one in PERTURBATIONS]
    rows = [["; ".join(value) if isinstance(value, tuple) else str(value) for value in one.values()] for one in found]
    _listing(found, keys, rows, as_json)


def _listing(found: object, head: Sequence[str], rows: Sequence[Sequence[str]], as_json: bool) -> None:
    """What was found as JSON, or its rows as a table."""
    from nescio.pipelines.display import console, show_table

    if as_json:
        print_json(found)
    else:
        show_table(console(), head, rows)


def init(recipe: RecipeArgument, file: Annotated[Path | None, typer.Argument(metavar="[FILE]")] = None) -> None:
    """Copy a packaged recipe to a file of your own to edit."""
    from nescio.pipelines.resolve import packaged_recipes
    from nescio.schemas.errors import UnknownName, UsageError

    packaged = packaged_recipes()
    if recipe not in packaged:
        raise UnknownName("packaged recipe", recipe, packaged)
    place = file or Path(f"{recipe}.yaml")
    try:
        with place.open("x", encoding="utf-8") as written:
            written.write(packaged[recipe])
    except FileExistsError as error:
        raise UsageError(f"{place} is there already; name another file, or delete it") from error
    sys.stdout.write(f"wrote {place}; run it with: nescio run {place} --out DIR\n")
