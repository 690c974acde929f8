"""The commands about models: doctor and calibrate."""

from pathlib import Path
from typing import Annotated

import typer

from nescio.pipelines.cli_base import (
    FAULTS,
    Concurrency,
    Json,
    MaxCost,
    MaxTokens,
    RecipeArgument,
    RetryFailed,
    SeedsOption,
    SetOption,
    print_json,
)

_MARKS = {True: "ok", False: "WRONG", None: "-"}


def doctor(
    recipe: Annotated[str | None, typer.Argument(metavar="[RECIPE]", help="A recipe to look through.")] = None,
    seeds: SeedsOption = [],  # noqa: B006  typer reads the default and never changes it
    overrides: SetOption = [],  # noqa: B006
    as_json: Json = False,
) -> None:
    """Check environment, models, seeds and licences; chat models are tried with tiny requests."""
    from nescio.pipelines.display import console, plain
    from nescio.pipelines.doctor import examine

    found = []
    for one in examine(recipe, overrides, seeds):
        found.append(one)
        if not as_json:
            console().print(plain(f"{_MARKS[one.passed]:5} {one.name}: {one.found}"))
    if as_json:
        print_json([one.model_dump(mode="json") for one in found])
    if any(one.passed is False for one in found):
        raise typer.Exit(FAULTS)


def calibrate(
    recipe: RecipeArgument,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder of the run that is to use it.")],
    overrides: SetOption = [],  # noqa: B006
    concurrency: Concurrency = None,
    max_tokens: MaxTokens = None,
    max_cost: MaxCost = None,
    retry_failed: RetryFailed = False,
    as_json: Json = False,
) -> None:
    """Measure a recipe's judges on human-labelled items: the run's own calibration stage, alone."""
    from nescio.pipelines.calibrating import calibrate_recipe
    from nescio.pipelines.display import console, show_calibrations
    from nescio.pipelines.progress import for_terminal
    from nescio.pipelines.spend import Limits

    limits = Limits(max_tokens, max_cost, retry_failed, concurrency=concurrency)
    report = calibrate_recipe(recipe, out=out, overrides=overrides, limits=limits, progress=for_terminal())
    if as_json:
        print_json(report.model_dump(mode="json"))
    else:
        show_calibrations(console(), report.calibrations)
