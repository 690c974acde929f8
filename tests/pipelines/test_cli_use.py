"""The command export: what it prints, what it writes, and how it ends."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from nescio.pipelines.cli_base import DONE, USAGE, reporting
from nescio.pipelines.cli_use import export

app = typer.Typer()
app.command("export")(export)


def invoke(*arguments: object) -> Result:
    """A command line in this process."""

    @app.callback()
    def reported(ctx: typer.Context) -> None:
        ctx.with_resource(reporting())

    result = CliRunner().invoke(app, [str(one) for one in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_export_tells_what_it_left_out(finished: Path, tmp_path: Path) -> None:
    """By role, and as JSON."""
    shown = invoke("export", finished, "--out", tmp_path / "one.jsonl", "--abstain-share", 0.5)
    assert shown.exit_code == DONE, shown.output
    assert "left out to reach the share" in shown.stdout
    found = json.loads(invoke("export", finished, "--out", tmp_path / "two.parquet", "--json").stdout)
    assert found["left_out"] == {}
    assert found["rows"] > found["abstain"] > 0


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        (("export", "{data}", "--out", "{out}", "--format", "inspect"), USAGE, "not there yet"),
    ],
)
def test_errors_are_messages(finished: Path, tmp_path: Path, line: tuple[str, ...], code: int, message: str) -> None:
    """With the exit code of their kind, and no trace."""
    result = invoke(*(one.format(data=finished, out=tmp_path / "out") for one in line))
    assert result.exit_code == code, result.output
    assert message in result.stderr
    assert "Traceback" not in result.stderr
