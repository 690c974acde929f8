"""The command that blends nescio's rows into a training set."""

from pathlib import Path
from typing import Annotated

import typer

from nescio.pipelines.cli_base import Json, print_json

_NEAR = 0.005
"""A share that is missed by less is reached."""


def mix(
    base: Annotated[str, typer.Argument(metavar="BASE", help="Your training set: a file, a folder or a Hub id.")],
    datasets: Annotated[list[str], typer.Argument(metavar="DATASET...", help="Datasets of nescio, or runs.")],
    out: Annotated[Path, typer.Option("--out", metavar="PATH", help="A .jsonl or .parquet file.")],
    share: Annotated[float, typer.Option("--share", help="Share of nescio's rows in the mixture.")] = 0.10,
    safety: Annotated[
        str | None, typer.Option("--safety", metavar="SET", help="Your own examples of when to refuse; all go in.")
    ] = None,
    without_safety: Annotated[
        bool, typer.Option("--without-safety", help="Mix look-alikes in without a safety set.")
    ] = False,
    split: Annotated[str, typer.Option("--split", help="The split of nescio's datasets; `all` takes all.")] = "train",
    seed: Annotated[int, typer.Option("--seed", help="Draws stars and order.")] = 0,
    as_json: Json = False,
) -> None:
    """Blend whole stars into a training set of your own, beside a safety set."""
    from nescio.pipelines.display import console, plain
    from nescio.pipelines.mixing import mix as run_mix

    found = run_mix(
        base,
        datasets,
        out=out,
        share=share,
        safety=safety,
        without_safety=without_safety,
        split=None if split == "all" else split,
        seed=seed,
    )
    if as_json:
        return print_json(found.model_dump(mode="json"))
    origins = ", ".join(f"{count:,} {origin}" for origin, count in found.by_origin.items())
    lines = [
        f"{found.rows:,} conversations ({origins}): {found.path}",
        f"of nescio's {found.stars:,} stars, {found.abstain:,} rows abstain, {found.refusal_prone:,} are "
        f"refusal-prone; {found.unused:,} rows had no room",
    ]
    guarded = found.by_origin.get("safety", 0)
    if guarded < found.refusal_prone:
        lines.append(
            f"{found.refusal_prone:,} rows teach to comply and {guarded:,} when to refuse: a larger safety set is safer"
        )
    reached = found.by_origin.get("nescio", 0) / found.rows
    if reached < share - _NEAR and not found.unused:
        lines.append(
            f"nescio's rows are {reached:.1%} of it and not {share:.1%}: all that there are went in; "
            "give further datasets" + ("" if split == "all" else f", or --split all instead of {split}")
        )
    for line in lines:
        console().print(plain(line))
    return None
