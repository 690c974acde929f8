"""A run that is stopped, by Ctrl-C or a full disk, says so, and the same command finishes it with the same bytes."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import sleep

import pytest
from typer.testing import Result

from nescio.schemas.seed import Seed

ENVIRONMENT = {**os.environ, "OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"}


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of the published folder."""
    place = folder / "dataset"
    return {str(path.relative_to(place)): path.read_bytes() for path in sorted(place.rglob("*")) if path.is_file()}


def options(out: Path, *overrides: str) -> list[str]:
    """A run's command line."""
    words = [sys.executable, "-m", "nescio", "run", "math", "--out", str(out)]
    return [*words, *(word for one in overrides for word in ("--set", one))]


def heed_ctrl_c() -> None:
    """Where the tests themselves run in the background, their children would be born deaf to Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def interrupt(words: list[str], said: Path, ready: Callable[[], bool]) -> tuple[int, str]:
    """Start a command, press Ctrl-C when it is ready for that, and return its exit code and what it said."""
    with (
        said.open("w") as file,
        subprocess.Popen(
            words, stderr=file, stdout=subprocess.DEVNULL, env=ENVIRONMENT, preexec_fn=heed_ctrl_c
        ) as started,
    ):
        while not ready() and started.poll() is None:
            sleep(0.02)
        started.send_signal(signal.SIGINT)
    return started.returncode, said.read_text()


def finish(words: list[str]) -> None:
    """Run a command that has to succeed."""
    done = subprocess.run(words, capture_output=True, text=True, check=False, env=ENVIRONMENT)
    assert done.returncode == 0, done.stderr


def test_ctrl_c_is_a_message_and_the_same_command_finishes(tmp_path: Path, quick: tuple[str, ...]) -> None:
    """Ctrl-C while stars are made exits 130; afterwards the run is finished as if it had never been stopped."""
    overrides = [*quick, "seeds=[{source: templates, limit: 80}]"]
    recipe = tmp_path / "stopped" / "recipe.json"
    code, said = interrupt(options(tmp_path / "stopped", *overrides), tmp_path / "said", recipe.exists)
    assert code == 130
    assert "nescio: stopped. What was observed so far is saved" in said
    assert "Traceback" not in said
    assert "stars: done" not in said
    finish(options(tmp_path / "stopped", *overrides))
    finish(options(tmp_path / "whole", *overrides))
    assert contents(tmp_path / "stopped") == contents(tmp_path / "whole") != {}


@pytest.mark.slow
def test_ctrl_c_while_a_model_is_asked(tmp_path: Path) -> None:
    """With the packaged models too: stopped in their stage, resumed, the bytes are those of an undisturbed run."""
    overrides = ["seeds=[{source: templates, limit: 8}]", "curate.surface=false"]
    said_so = tmp_path / "said"
    code, said = interrupt(
        options(tmp_path / "stopped", *overrides), said_so, lambda: "stars: done" in said_so.read_text()
    )
    assert code == 130
    assert "losses: done" not in said
    finish(options(tmp_path / "stopped", *overrides))
    finish(options(tmp_path / "whole", *overrides))
    assert contents(tmp_path / "stopped") == contents(tmp_path / "whole") != {}


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 2 MB; the test is skipped where this user cannot mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"cannot mount a small file system: {done.stderr.strip()}")
    yield place
    # An error that a test still holds may hold a file open.
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.mark.parametrize("free", [0, 8, 60, 120, 160])
def test_a_full_disk_is_a_message_and_the_same_command_finishes(
    tiny_disk: Path,
    tmp_path: Path,
    free: int,
    command: Callable[..., Result],
    seeds: tuple[Seed, ...],
    seed_file: Callable[..., Path],
    quick: tuple[str, ...],
) -> None:
    """At whatever file the room ends (journal, recipe, rows, card), room made later lets the same command finish."""
    words = ["--seeds", seed_file(seeds[:8]), *(word for one in quick for word in ("--set", one))]
    ballast = tiny_disk / "ballast"
    ballast.write_bytes(b"x" * ((2048 - free) * 1024))
    full = command("run", "math", "--out", tiny_disk / "run", *words)
    assert full.exit_code == 1, full.output
    assert full.stderr.count("nescio: ") == 1
    assert "ake room" in full.stderr
    assert not (tiny_disk / "run" / "run.json").exists()
    ballast.unlink()
    assert command("run", "math", "--out", tiny_disk / "run", *words).exit_code == 0
    assert command("run", "math", "--out", tmp_path / "roomy", *words).exit_code == 0
    assert contents(tiny_disk / "run") == contents(tmp_path / "roomy") != {}
    assert not list((tiny_disk / "run").rglob("*.part"))
