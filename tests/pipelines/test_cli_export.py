"""The command export: what it prints, what it writes, and how it ends."""

import json
from pathlib import Path

import pytest

from nescio.pipelines.cli_base import DONE, USAGE
from tests.pipelines.conftest import Command


def test_export_tells_what_it_left_out(finished: Path, tmp_path: Path, command: Command) -> None:
    """By role, and as JSON."""
    shown = command("export", finished, "--out", tmp_path / "one.jsonl", "--abstain-share", 0.5)
    assert shown.exit_code == DONE, shown.output
    assert "left out to reach the share" in shown.stdout
    found = json.loads(command("export", finished, "--out", tmp_path / "two.parquet", "--json").stdout)
    assert found["left_out"] == {}
    assert found["rows"] > found["abstain"] > 0
    assert (found["format"], found["split"], found["rejected"]) == ("sft", "train", None)


def test_preferences_tell_where_rejected_replies_come_from(finished: Path, tmp_path: Path, command: Command) -> None:
    """And how well length and openings tell them from the chosen ones."""
    shown = command("export", finished, "--format", "dpo", "--authored", "--out", tmp_path / "dpo.jsonl").stdout
    shown = " ".join(shown.split())
    assert "pairs of" in shown
    assert "authored" in shown
    assert "length alone tells chosen from rejected at AUC 0." in shown
    shown = command("export", finished, "--format", "kto", "--authored", "--out", tmp_path / "kto.parquet").stdout
    assert "both weights stay at 1" in " ".join(shown.split())


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (("--format", "dpo"), "--from-eval DIR"),
        (("--format", "dpo", "--from-eval", "{data}"), "wanted is the folder of a finished `nescio eval`"),
        (("--format", "sft", "--authored"), "are for dpo and kto"),
        (("--format", "parquet"), "no export format called"),
        (("--split", "dev"), "no split"),
    ],
)
def test_errors_are_messages(
    finished: Path, tmp_path: Path, command: Command, line: tuple[str, ...], message: str
) -> None:
    """With the exit code of wrong usage, no trace, and no file."""
    words = [one.format(data=finished) for one in line]
    result = command("export", finished, "--out", tmp_path / "out.jsonl", *words)
    assert result.exit_code == USAGE, result.output
    assert message in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr
    assert not list(tmp_path.iterdir())
