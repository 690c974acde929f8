"""The commands eval and export: what they print, what they write, and how they end."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from nescio.pipelines.cli_base import BUDGET, DONE, USAGE, reporting
from nescio.pipelines.cli_use import evaluate, export

app = typer.Typer()
app.command("eval")(evaluate)
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


def test_eval_tells_the_signature_and_goes_on(finished: Path, tmp_path: Path) -> None:
    """In a table and as JSON; the second call reads the journal and says the same."""
    line = ("eval", finished, "--engine", "fake", "--model", "fake", "--split", "train", "--limit", 16)
    first = invoke(*line, "--out", tmp_path / "eval")
    assert first.exit_code == DONE, first.output
    assert "abstention recall" in first.stdout
    assert "perturbed" in first.stdout
    again = json.loads(invoke(*line, "--out", tmp_path / "eval", "--json").stdout)
    assert again == json.loads((tmp_path / "eval" / "eval.json").read_text())
    assert again["signature"]["rows"] == 16
    assert {one.name for one in (tmp_path / "eval").iterdir()} >= {"answers.parquet", "eval.json", "journal.sqlite"}


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
        (("eval", "{data}", "--engine", "gpt", "--model", "x", "--out", "{out}"), USAGE, "engine: "),
        (("eval", "{data}", "--engine", "fake", "--model", "x", "--out", "{out}", "--split", "dev"), USAGE, "no split"),
        (("export", "{data}", "--out", "{out}", "--format", "inspect"), USAGE, "not there yet"),
        (
            ("eval", "{data}", "--engine", "fake", "--model", "x", "--out", "{out}", "--max-tokens", "40"),
            BUDGET,
            "same command",
        ),
    ],
)
def test_errors_are_messages(finished: Path, tmp_path: Path, line: tuple[str, ...], code: int, message: str) -> None:
    """With the exit code of their kind, and no trace."""
    result = invoke(*(one.format(data=finished, out=tmp_path / "out") for one in line))
    assert result.exit_code == code, result.output
    assert message in result.stderr
    assert "Traceback" not in result.stderr
