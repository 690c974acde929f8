"""The command eval: what it prints, what it writes, and how it ends."""

import json
from pathlib import Path

import pytest

from nescio.pipelines.cli_base import BUDGET, DONE, USAGE
from tests.pipelines.conftest import Command


def test_eval_tells_the_signature_and_goes_on(finished: Path, tmp_path: Path, command: Command) -> None:
    """In a table and as JSON; the second call reads the journal and says the same."""
    line = ("eval", finished, "--engine", "fake", "--model", "fake", "--split", "train", "--limit", 16)
    first = command(*line, "--out", tmp_path / "eval")
    assert first.exit_code == DONE, first.output
    for told in ("abstention recall", "F1", "perturbed", "hallucination", "overthinking"):
        assert told in first.stdout
    again = json.loads(command(*line, "--out", tmp_path / "eval", "--json").stdout)
    assert again == json.loads((tmp_path / "eval" / "eval.json").read_text())
    assert again["signature"]["rows"] == 16
    assert {one.name for one in (tmp_path / "eval").iterdir()} >= {"answers.parquet", "eval.json", "journal.sqlite"}


@pytest.mark.parametrize(
    ("rest", "code", "message"),
    [
        (("--engine", "gpt"), USAGE, "engine: "),
        (("--engine", "fake", "--split", "dev"), USAGE, "no split"),
        (("--engine", "fake", "--classifier-errors", "{out}.yaml"), USAGE, "cannot read"),
        (("--engine", "fake", "--max-tokens", "40"), BUDGET, "same command"),
    ],
)
def test_errors_are_messages(
    finished: Path, tmp_path: Path, command: Command, rest: tuple[str, ...], code: int, message: str
) -> None:
    """With the exit code of their kind, and no trace."""
    out = tmp_path / "out"
    told = [one.format(out=out) for one in rest]
    result = command("eval", finished, "--model", "x", "--out", out, *told)
    assert result.exit_code == code, result.output
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_groups_of_one_name_are_told_apart(tmp_path: Path, command: Command) -> None:
    """A domain and a scenario may have the same name, or none; each has a line of its own."""
    rows = [
        {"prompt": f"What is {n} + 1?", "should_abstain": False, "answers": [str(n + 1)], "domain": d, "scenario": s}
        for n, (d, s) in enumerate([("sums", ""), ("", "sums"), ("", "sums")])
    ]
    (tmp_path / "own.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    told = command("eval", tmp_path / "own.jsonl", "--engine", "fake", "--model", "x", "--out", tmp_path / "one").stdout
    assert json.loads((tmp_path / "one" / "eval.json").read_text())["split"] is None, "a file has no split"
    lines = [line.split()[:2] for line in told.splitlines()]
    assert [count for name, *count in filter(None, lines) if name == "sums"] == [["2"], ["1"]]
    assert [count for name, *count in filter(None, lines) if name == "(none)"] == [["1"], ["2"]]
