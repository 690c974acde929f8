"""The command that tries perturbations and their checkers: conformance."""

import sys
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from nescio.pipelines.cli_base import FAULTS, Json, print_json

if TYPE_CHECKING:
    from nescio.schemas.protocols import SeedSource
    from nescio.schemas.seed import Seed


def conformance(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Perturbations; all packaged ones unless given.")
    ] = None,
    seeds: Annotated[
        str | None,
        typer.Option(
            "--seeds",
            metavar="SOURCE[:PATH]",
            help="A source, a source with a path, or a file; by default nescio's own.",
        ),
    ] = None,
    count: Annotated[
        int | None, typer.Option("-n", min=1, help="Try so many seeds; by default, as many as 40 stars take.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Try perturbations: promises kept, planted errors caught, valid rows accepted. Exit 1 where one fails."""
    from nescio.gen.perturbations import PERTURBATIONS
    from nescio.gen.sources import SOURCES
    from nescio.pipelines.conformance import conformance as tried
    from nescio.pipelines.conformance.kit import ENOUGH, default_seeds
    from nescio.pipelines.resolve import find

    chosen = [find("perturbation", name, PERTURBATIONS) for name in names or [one.name for one in PERTURBATIONS]]
    named = None if seeds is None else _seeds(seeds, count, SOURCES)
    reports = []
    for perturbation in chosen:
        drawn = islice(default_seeds(0, perturbation.evidence), count) if named is None else named
        reports.append(tried(perturbation, drawn, enough=ENOUGH if count is None else None))
        if not as_json:
            sys.stdout.write(f"{reports[-1]}\n\n")
    if as_json:
        print_json([one.model_dump(mode="json") for one in reports])
    if not all(one.ok for one in reports):
        raise typer.Exit(FAULTS)


def _seeds(text: str, count: int | None, sources: "tuple[SeedSource, ...]") -> "list[Seed]":
    """The seeds that a source reads, bad records left out."""
    from nescio.pipelines.resolve import find, seed_spec
    from nescio.schemas.seed import Seed

    spec = seed_spec(text, sources)
    found = find("seed source", spec.source, sources).read(spec.model_copy(update={"limit": count}), 0)
    return [one for one in found if isinstance(one, Seed)]
