"""The command line: what there is, and the main job. Commands that look at finished runs are in `cli_inspect`."""

import errno
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from nescio.pipelines.resolve import Plan
    from nescio.schemas.example import Star
    from nescio.schemas.verdict import Verdict

DONE, FAULTS, USAGE, INTERRUPTED = 0, 1, 2, 130


class _Commands(TyperGroup):
    """Turns the errors of every command into a message and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        with reporting():
            return super().invoke(ctx)


@contextmanager
def reporting() -> Iterator[None]:
    """NescioError, Ctrl-C and a full disk as one line on the error stream; anything else is a defect and shows its trace."""
    from nescio.schemas.errors import NescioError, UsageError

    try:
        yield
    except NescioError as error:
        sys.stderr.write(f"nescio: {error}\n")
        raise typer.Exit(USAGE if isinstance(error, UsageError) else FAULTS) from error
    except KeyboardInterrupt as stop:
        sys.stderr.write(
            "\nnescio: stopped. What the models said so far is saved; the same command goes on from there.\n"
        )
        raise typer.Exit(INTERRUPTED) from stop
    except BrokenPipeError as stop:
        sys.stderr.close()
        raise typer.Exit(DONE) from stop
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS):
            raise
        place = f" at {error.filename}" if error.filename else ""
        sys.stderr.write(
            f"nescio: {error.strerror}{place}. Make room or choose another --out; the same command goes on.\n"
        )
        raise typer.Exit(FAULTS) from error


app = typer.Typer(
    cls=_Commands,
    name="nescio",
    help="Make datasets that teach and test language models when not to answer and when not to refuse.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

RecipeArgument = Annotated[str, typer.Argument(metavar="RECIPE", help="A packaged recipe's name, or a YAML file.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
SetOption = Annotated[
    list[str], typer.Option("--set", metavar="KEY=VALUE", help="Override a recipe key; the value is YAML.")
]
SeedsOption = Annotated[
    list[str],
    typer.Option("--seeds", metavar="SOURCE[:PATH]", help="Other seeds: a source, a source with a path, or a file."),
]


def main() -> int:
    """Run the command line and return its exit code."""
    from nescio.pipelines import cli_inspect

    cli_inspect.register(app)
    try:
        app()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else DONE
    return DONE


def print_json(data: object) -> None:
    """JSON on the standard output."""
    sys.stdout.write(json.dumps(data, indent=2, ensure_ascii=True) + "\n")


@app.callback(invoke_without_command=True)
def _version(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        from importlib.metadata import version as installed

        sys.stdout.write(f"nescio {installed('nescio')}\n")
        raise typer.Exit(DONE)


@app.command()
def recipes(as_json: Json = False) -> None:
    """List the packaged recipes."""
    from nescio.pipelines.display import console, show_table
    from nescio.pipelines.resolve import load_recipe, packaged_recipes

    found = [load_recipe(name) for name in packaged_recipes()]
    if as_json:
        return print_json([one.model_dump(mode="json") for one in found])
    rows = [
        [one.name, ", ".join(spec.source for spec in one.seeds), ", ".join(s.name for s in one.perturb), one.about]
        for one in found
    ]
    return show_table(console(), ["recipe", "seeds", "perturbations", "about"], rows)


@app.command()
def sources(as_json: Json = False) -> None:
    """List the seed sources."""
    from nescio.gen.sources import SOURCES
    from nescio.pipelines.display import console, show_table

    keys = ("name", "domain", "licence", "takes_path", "about")
    found = [{key: getattr(one, key) for key in keys} for one in SOURCES]
    if as_json:
        return print_json(found)
    rows = [[str(value) for value in one.values()] for one in found]
    return show_table(console(), ["source", "domain", "licence", "file", "about"], rows)


@app.command()
def perturbations(as_json: Json = False) -> None:
    """List the perturbations: paper, evidence needed, crossing, kind and scenario of their rows."""
    from nescio.gen.perturbations import PERTURBATIONS
    from nescio.pipelines.display import console, show_table

    keys = ("name", "kind", "scenario", "behaviour", "evidence", "crossing", "papers", "about")
    found = [{key: getattr(one, key) for key in keys} for one in PERTURBATIONS]
    if as_json:
        return print_json(found)
    rows = [["; ".join(value) if isinstance(value, tuple) else str(value) for value in one.values()] for one in found]
    return show_table(console(), list(keys), rows)


@app.command()
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


@app.command()
def preview(
    recipe: RecipeArgument,
    number: Annotated[int, typer.Option("-n", min=1, help="How many stars.")] = 2,
    seeds: SeedsOption = [],  # noqa: B006  typer reads the default and never changes it
    overrides: SetOption = [],  # noqa: B006
    as_json: Json = False,
) -> None:
    """Show a few stars: texts, holes, targets, verdicts; rejected ones too. Uses no model and writes nothing."""
    from nescio.pipelines.display import console, show_star
    from nescio.pipelines.resolve import load_recipe, plan

    made = plan(load_recipe(recipe, overrides, seeds))
    shown = list(_proposed(made, number))
    if as_json:
        return print_json(
            [
                {"star": star.model_dump(mode="json"), "verdicts": [v.model_dump(mode="json") for v in found]}
                for star, found in shown
            ]
        )
    screen = console()
    for star, found in shown:
        show_star(screen, star, [[verdict] for verdict in found])
    return None


def _proposed(made: "Plan", number: int) -> Iterator[tuple["Star", Sequence["Verdict"]]]:
    from itertools import islice
    from random import Random

    from nescio.pipelines.seeding import deal, read_seeds
    from nescio.schemas.hashing import content_hash
    from nescio.validation.checkers.dataflow import Dataflow

    def stars() -> Iterator["Star"]:
        for seed, _, perturbation in deal(read_seeds(made, None).seeds, made):
            yield from perturbation.propose(
                seed, Random(content_hash(seed.id, perturbation.name, str(made.recipe.seed)))
            )

    checker = Dataflow()
    for star in islice(stars(), number):
        yield star, checker.check(star)


@app.command()
def run(
    recipe: RecipeArgument,
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Where the run's files go; a run that is there goes on.")
    ],
    seeds: SeedsOption = [],  # noqa: B006
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="Use at most so many seeds, those with the smallest hashes.")
    ] = None,
    overrides: SetOption = [],  # noqa: B006
    allow_failures: Annotated[bool, typer.Option("--allow-failures", help="Exit 0 although rows failed.")] = False,
    as_json: Json = False,
) -> None:
    """Run a recipe: the main job. The same command resumes."""
    from nescio.pipelines.display import console, show_summary
    from nescio.pipelines.progress import for_terminal
    from nescio.pipelines.run import run as run_recipe

    summary = run_recipe(recipe, out=out, seeds=seeds, limit=limit, overrides=overrides, progress=for_terminal())
    if as_json:
        print_json(summary.model_dump(mode="json"))
    else:
        show_summary(console(), summary)
    only_failures = bool(summary.funnel.failed) and not (summary.gates_missed or summary.shortfall)
    if not summary.complete and not (allow_failures and only_failures and summary.funnel.accepted):
        raise typer.Exit(FAULTS)
