"""The commands that tell what there is: recipes, sources, perturbations, and a copy of a recipe to edit."""

import sys
from collections.abc import Sequence
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Annotated

import typer

from nescio.pipelines.cli_base import Json, RecipeArgument, print_json

if TYPE_CHECKING:
    from nescio.pipelines.coverage import Cell

WIDTH = 100
"""Characters of a line that is wrapped."""
_NAMES = 17
"""Characters before a wrapped text: names of recipes and of what is told of them fit in."""


def recipes(as_json: Json = False) -> None:
    """List the packaged recipes."""
    from nescio.pipelines.resolve import load_recipe, packaged_recipes

    found = [load_recipe(name) for name in packaged_recipes()]
    if as_json:
        print_json([one.model_dump(mode="json") for one in found])
        return
    for one in found:
        told = {
            one.name: one.about,
            "  seeds": ", ".join(spec.source for spec in one.seeds),
            "  perturbations": ", ".join(spec.name for spec in one.perturb),
        }
        for name, text in told.items():
            sys.stdout.write(_wrapped(name, text))
        sys.stdout.write("\n")
    sys.stdout.write("run one with: nescio run RECIPE --out DIR; copy one to edit with: nescio init RECIPE\n")


def _wrapped(name: str, text: str) -> str:
    """A name and a text beside it, in lines of at most WIDTH characters, words kept whole."""
    indent = " " * _NAMES
    told = fill(text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False)
    return f"{name:<{_NAMES}}{told[_NAMES:]}\n"


def sources(as_json: Json = False) -> None:
    """List the seed sources."""
    from nescio.gen.sources import SOURCES

    keys = ("name", "domain", "licence", "takes_path", "about")
    found = [{key: getattr(one, key) for key in keys} for one in SOURCES]
    rows = [[str(value) for value in one.values()] for one in found]
    _listing(found, ["source", "domain", "licence", "file", "about"], rows, as_json)


def perturbations(
    runs: Annotated[
        list[Path] | None,
        typer.Option("--run", help="Count the rows of this finished run, not of our own. Repeatable."),
    ] = None,
    as_json: Json = False,
) -> None:
    """List the perturbations, and what they cover of the field's benchmarks, with the rows behind each cell.

    A cell is covered from 200 rows of 20 frames on.
    """
    from nescio.gen.perturbations import PERTURBATIONS
    from nescio.pipelines.coverage import Count, counted, coverage, packaged_counts
    from nescio.pipelines.display import console, show_table

    counts = counted(runs) if runs else packaged_counts()
    keys = ("name", "kind", "scenario", "behaviour", "evidence", "crossing", "papers", "about")
    found = [{key: getattr(one, key) for key in keys} for one in PERTURBATIONS]
    cells = coverage(counts)
    if as_json:
        behind = {name: count.model_dump() for name, count in counts.perturbations.items()}
        made = [one | {"made": behind.get(str(one["name"]), Count().model_dump())} for one in found]
        print_json({"perturbations": made, "coverage": [one.model_dump() for one in cells], "counted": counts.runs})
        return
    rows = [["; ".join(value) if isinstance(value, tuple) else str(value) for value in one.values()] for one in found]
    show_table(console(), keys, rows)
    told = [
        [
            one.benchmark,
            one.cell,
            ", ".join(one.perturbations) or "none",
            f"{one.rows:,}",
            str(one.frames),
            _covered(one),
        ]
        for one in cells
    ]
    sys.stdout.write(f"\nCoverage, by the rows of {', '.join(counts.runs)}:\n")
    show_table(console(), ["benchmark", "cell", "perturbations", "rows", "frames", "covered"], told)


def _covered(cell: "Cell") -> str:
    return "yes" if cell.covered else "not covered"


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
