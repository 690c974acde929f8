"""A run that is killed while requests are in flight loses nothing, repeats little, and ends in the same bytes."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from time import sleep

import pytest

from nescio.pipelines.journal import Journal
from nescio.pipelines.reply_store import REPLY
from nescio.schemas.seed import Seed
from tests.stub_server import Say, Seen, StubServer, completion

CONCURRENCY = 8
ENVIRONMENT = {**os.environ, "OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"}


def judge(seen: Seen) -> Say:
    """A slow judge whose verdict follows from the text alone."""
    word = "answerable" if len(seen.text) % 2 else "underspecified"
    return Say(completion(json.dumps({"missing": "", "verdict": word})), delay=0.03)


def options(out: Path, seeds: Path, url: str, quick: tuple[str, ...]) -> list[str]:
    """A run's command line, with a judge behind a server."""
    model = f"{{engine: openai, model: stub, base_url: '{url}', concurrency: {CONCURRENCY}}}"
    keys = [*quick, f"models={{judge: {model}}}", "verify.judges={panel: [judge], items: 4}"]
    words = [sys.executable, "-m", "nescio", "run", "math", "--seeds", f"jsonl:{seeds}", "--out", str(out)]
    return [*words, *(word for one in keys for word in ("--set", one))]


def finish(words: list[str]) -> None:
    """Run a command to its end."""
    done = subprocess.run(words, capture_output=True, text=True, check=False, env=ENVIRONMENT)
    assert done.returncode == 0, done.stderr


def heed_ctrl_c() -> None:
    """Where the tests themselves run in the background, their children would be born deaf to Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def kill_at(words: list[str], reached: Callable[[], bool]) -> bool:
    """Start a command and kill it once that is reached; false where it ended before."""
    with subprocess.Popen(words, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=ENVIRONMENT) as started:
        while not reached() and started.poll() is None:
            sleep(0.005)
        if started.poll() is not None:
            return False
        started.send_signal(signal.SIGKILL)
    return True


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of the published folder, and the files of rows that were not published."""
    places = [*(folder / "dataset").rglob("*"), folder / "rejected.parquet", folder / "failed.parquet"]
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(places) if path.is_file()}


@pytest.mark.slow
def test_kills_lose_nothing_and_repeat_what_was_in_flight(
    tmp_path: Path, quick: tuple[str, ...], seeds: tuple[Seed, ...], seed_file: Callable[..., Path]
) -> None:
    """Five kills at seeded points, during resumes too: every reply once in the journal, the bytes of a quiet run."""
    source, random = seed_file(seeds), Random(3)
    with StubServer(judge) as server:
        words = options(tmp_path / "killed", source, server.url, quick)
        kills = 0
        for _ in range(5):
            goal = len(server.chats) + random.randint(5, 40)
            kills += kill_at(words, lambda goal=goal: len(server.chats) >= goal)  # type: ignore[misc]
        finish(words)
        asked = Counter(seen.text for seen in server.chats if not seen.is_canary)
        again = sum(count - 1 for count in asked.values())
        with Journal(tmp_path / "killed" / "journal.sqlite", read_only=True) as journal:
            assert journal.counts()[REPLY] == len(asked)
        assert kills == 5
        assert again <= kills * CONCURRENCY
        before = len(server.chats)
        finish(words)
        assert len(server.chats) == before
        finish(options(tmp_path / "quiet", source, server.url, quick))
    assert contents(tmp_path / "killed") == contents(tmp_path / "quiet")


@pytest.mark.slow
def test_ctrl_c_drains_what_is_in_flight(
    tmp_path: Path, quick: tuple[str, ...], seeds: tuple[Seed, ...], seed_file: Callable[..., Path]
) -> None:
    """Ctrl-C sends nothing more, waits for what is under way and records it: a resume repeats nothing at all."""
    with StubServer(judge) as server:
        words = options(tmp_path / "run", seed_file(seeds), server.url, quick)
        said = tmp_path / "said"
        with (
            said.open("w") as file,
            subprocess.Popen(
                words, stderr=file, stdout=subprocess.DEVNULL, env=ENVIRONMENT, preexec_fn=heed_ctrl_c
            ) as started,
        ):
            while len(server.chats) < 20 and started.poll() is None:
                sleep(0.005)
            started.send_signal(signal.SIGINT)
        assert started.returncode == 130, said.read_text()
        assert "saved" in said.read_text()
        assert "Traceback" not in said.read_text()
        finish(words)
        asked = Counter(seen.text for seen in server.chats if not seen.is_canary)
    assert set(asked.values()) == {1}
