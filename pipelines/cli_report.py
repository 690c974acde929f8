"""The command report: one self-contained HTML page for a run or an evaluation."""

from pathlib import Path
from typing import Annotated

import typer

from nescio.pipelines.cli_base import Json, print_json, say


def report(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a run or of an evaluation.")],
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="By default DIR/report.html.")] = None,
    as_json: Json = False,
) -> None:
    """Write one self-contained HTML page: what became of every row, or where a model fails."""
    from nescio.pipelines.report import write_report

    found = write_report(directory, out)
    if as_json:
        return print_json(found.model_dump(mode="json"))
    return say(f"report of the {found.kind}: {found.file}")
