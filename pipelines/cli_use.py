"""The commands that use a dataset: export."""

from pathlib import Path
from typing import Annotated

import typer

from nescio.pipelines.cli_base import Json, print_json

Dataset = Annotated[
    str, typer.Argument(metavar="DATASET", help="A folder, a file (Parquet, JSONL, JSON, CSV), or a Hub id.")
]


_BESIDE_SAFETY = (
    "{:,} rows are refusal-prone and teach to comply: train on them only beside a safety set of your own "
    "(`nescio mix BASE DATASET --safety SET`)"
)


def export(
    dataset: Dataset,
    out: Annotated[Path, typer.Option("--out", metavar="PATH", help="A .jsonl or .parquet file.")],
    format: Annotated[str, typer.Option("--format", help="sft: chat messages.")] = "sft",
    split: Annotated[str, typer.Option("--split", help="The split to write; `all` writes every one.")] = "train",
    abstain_share: Annotated[
        float | None, typer.Option("--abstain-share", help="Leave rows out so that this share abstains.")
    ] = None,
    abstention: Annotated[str, typer.Option("--abstention", help="prose, boxed or json.")] = "prose",
    system: Annotated[str | None, typer.Option("--system", help="A system message in each conversation.")] = None,
    as_json: Json = False,
) -> None:
    """Write a dataset in the form that a trainer reads."""
    from nescio.pipelines.display import console, plain
    from nescio.pipelines.export import export as run_export

    found = run_export(
        dataset,
        out=out,
        format=format,
        split=None if split == "all" else split,
        abstain_share=abstain_share,
        abstention=abstention,
        system=system,
    )
    if as_json:
        return print_json(found.model_dump(mode="json"))
    told = ", ".join(f"{count} {role}" for role, count in found.left_out.items())
    lines = [
        f"{found.rows} conversations of {found.stars} stars, {found.abstain} of them abstain: {found.path}",
        *([f"left out to reach the share: {told}"] if told else []),
        *([_BESIDE_SAFETY.format(found.refusal_prone)] if found.refusal_prone else []),
    ]
    for line in lines:
        console().print(plain(line))
    return None
