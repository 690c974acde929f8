"""`nescio mix` says where a mixture is another than was asked for."""

import json
from collections.abc import Callable
from pathlib import Path

from typer.testing import Result


def test_a_share_that_is_not_reached_is_told_of(command: Callable[..., Result], finished: Path, tmp_path: Path) -> None:
    """With what to do about it; nothing is said where it was reached."""
    for number, wanted in ((200, False), (40_000, True)):
        base = tmp_path / f"{number}.jsonl"
        base.write_text(json.dumps({"prompt": "What is one plus one?", "completion": "Two."}) + "\n")
        base.write_text(base.read_text() * number)
        done = command("mix", base, finished, "--out", tmp_path / f"mix{number}.jsonl")
        assert done.exit_code == 0, done.output
        assert ("and not 10.0%: all that there are went in; give further datasets, or --split" in done.stdout) == wanted
