"""The command line, assembled from its commands."""

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from nescio.pipelines.cli_audit import audit
from nescio.pipelines.cli_base import DONE, reporting
from nescio.pipelines.cli_compare import compare
from nescio.pipelines.cli_conformance import conformance
from nescio.pipelines.cli_dedup import dedup
from nescio.pipelines.cli_eval import evaluate
from nescio.pipelines.cli_export import export
from nescio.pipelines.cli_fit import fit_responses
from nescio.pipelines.cli_inspect import explain, status
from nescio.pipelines.cli_lists import init, perturbations, recipes, sources
from nescio.pipelines.cli_mix import mix
from nescio.pipelines.cli_models import calibrate, doctor
from nescio.pipelines.cli_publish import publish
from nescio.pipelines.cli_quarantine import quarantine
from nescio.pipelines.cli_report import report
from nescio.pipelines.cli_run import preview, run


class _Commands(TyperGroup):
    """Turns the errors of every command into a message and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        with reporting():
            return super().invoke(ctx)


app = typer.Typer(
    cls=_Commands,
    name="nescio",
    help="Make datasets that teach and test language models when not to answer and when not to refuse.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for _command in (
    recipes,
    sources,
    perturbations,
    init,
    doctor,
    preview,
    run,
    status,
    explain,
    report,
    audit,
    dedup,
    quarantine,
    calibrate,
    fit_responses,
    conformance,
    publish,
    export,
    mix,
):
    app.command()(_command)
app.command("eval")(evaluate)
app.command()(compare)


@app.callback(invoke_without_command=True)
def _version(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"nescio {installed('nescio')}")
        raise typer.Exit(DONE)


def main() -> int:
    """Run the command line and return its exit code."""
    try:
        app()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else DONE
    return DONE
