"""The main job, and a look at what it would make."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nescio.pipelines.cli_base import (
    BUDGET,
    FAULTS,
    Concurrency,
    Json,
    MaxCost,
    MaxTokens,
    Partial,
    RecipeArgument,
    RetryFailed,
    SeedsOption,
    SetOption,
    print_json,
    say,
)

if TYPE_CHECKING:
    from nescio.pipelines.resolve import Plan
    from nescio.schemas.example import Star

SEEDS_A_STAR = 20
"""How many seeds a preview reads for each star it is to show: enough where most seeds make none, and quickly read."""


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
    checkers = {one.name: made.checker(one) for _, one in made.perturbations}
    shown = [(star, checkers[star.perturbation].check(star)) for star in _proposed(made, number)]
    if as_json:
        print_json(
            [
                {
                    "star": star.model_dump(mode="json"),
                    "verdicts": [verdict.model_dump(mode="json") for verdict in found],
                }
                for star, found in shown
            ]
        )
    else:
        for star, found in shown:
            show_star(console(), star, found)
    if not shown:
        say("nescio: none of the seeds that were read makes a star")
        raise typer.Exit(FAULTS)


def _proposed(made: "Plan", number: int) -> "list[Star]":
    """The first stars of the first few seeds; what is wrong with a seed is said."""
    from dataclasses import replace

    from nescio.pipelines.seeding import deal, propose, read_seeds

    most = number * SEEDS_A_STAR
    few = tuple(
        (spec.model_copy(update={"limit": min(spec.limit or most, most)}), source) for spec, source in made.sources
    )
    seeding = read_seeds(replace(made, sources=few), None)
    for sentence in seeding.told():
        say(sentence)
    stars: list[Star] = []
    for seed, spec, perturbation in deal(seeding.seeds, made):
        if len(stars) >= number:
            break
        try:
            stars += propose(seed, spec, perturbation, made.recipe.seed)
        except Exception as error:  # noqa: BLE001  the per-row boundary: seeds may come from a user
            say(f"seed {seed.source.record_id}: {perturbation.name} failed: {type(error).__name__}: {error}")
    return stars[:number]


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
    concurrency: Concurrency = None,
    max_tokens: MaxTokens = None,
    max_cost: MaxCost = None,
    retry_failed: RetryFailed = False,
    allow_failures: Annotated[bool, typer.Option("--allow-failures", help="Exit 0 although rows failed.")] = False,
    partial: Partial = False,
    as_json: Json = False,
) -> None:
    """Run a recipe: the main job. The same command resumes."""
    from nescio.pipelines.display import console, show_summary
    from nescio.pipelines.progress import for_terminal
    from nescio.pipelines.run import run as run_recipe
    from nescio.pipelines.spend import Limits

    limits = Limits(max_tokens, max_cost, retry_failed, partial, concurrency)
    summary = run_recipe(
        recipe, out=out, seeds=seeds, limit=limit, overrides=overrides, limits=limits, progress=for_terminal()
    )
    if as_json:
        print_json(summary.model_dump(mode="json"))
    else:
        show_summary(console(), summary)
    if summary.unasked:
        raise typer.Exit(BUDGET)
    only_failures = bool(summary.funnel.failed) and not (summary.gates_missed or summary.shortfall)
    if not summary.complete and not (allow_failures and only_failures and summary.funnel.accepted):
        raise typer.Exit(FAULTS)
