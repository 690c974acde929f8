"""`nescio publish` in a process of its own: what it prints, and how it ends."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.hub.folders import summary
from tests.hub.server import TOKEN, HubServer

REPO = "tester/math"
COMMAND = """
import sys, typer
from nescio.pipelines.cli_base import reporting
from nescio.pipelines.cli_publish import publish
app = typer.Typer()
app.command()(publish)
try:
    with reporting():
        app(standalone_mode=False)
except typer.Exit as stop:
    sys.exit(stop.exit_code)
"""


def command(hub: HubServer, home: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """The command with this Hub."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("HF_")}
    more = {"HF_ENDPOINT": hub.url, "HF_TOKEN": TOKEN, "HF_HOME": str(home), "HF_HUB_DISABLE_XET": "1"}
    return subprocess.run(
        [sys.executable, "-c", COMMAND, *words],
        env={**own, **more, "HF_HUB_DISABLE_TELEMETRY": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_says_what_stands_where_and_how_to_load_it(finished: Path, hub: HubServer, tmp_path: Path) -> None:
    """In words, and the receipt as JSON; what was published in spite of a check is said too."""
    summary(finished, gates_missed=["premise_removal: auc .7"])
    told = command(hub, tmp_path, str(finished), REPO, "--allow", "gates:a first look", "--allow", "email:in case")
    assert "silent of --allow email" in told.stderr
    assert told.returncode == 0, told.stderr
    lines = told.stdout.splitlines()
    assert lines[0].startswith(f"{hub.url}/datasets/{REPO} at v0.1.0 (")
    assert lines[0].endswith("), private; every file read back")
    assert lines[1:] == [
        "published in spite of gates: a first look",
        f'load it: nescio.load("{REPO}", revision="v0.1.0")',
    ]
    again = command(hub, tmp_path, str(finished), REPO, "--allow", "gates:a first look", "--json")
    assert json.loads(again.stdout) == json.loads((finished / "publish.json").read_text())
    assert "no new commit" in again.stderr


def test_what_is_refused_is_exit_code_2_and_a_hub_that_fails_is_1(
    finished: Path, hub: HubServer, tmp_path: Path
) -> None:
    """With one message each, and no trace."""
    hub.hub.add(REPO, private=False)
    refused = command(hub, tmp_path, str(finished), REPO)
    assert refused.returncode == 2
    assert refused.stderr.splitlines()[-1].startswith(f"nescio: {REPO} is public")
    hub.meet("POST .*/preupload/", error=404, times=9)
    failed = command(hub, tmp_path, str(finished), REPO, "--public")
    assert failed.returncode == 1
    assert "Traceback" not in failed.stderr + refused.stderr
