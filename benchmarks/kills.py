"""SIGKILLs at seeded random points of a run whose judge sits behind a server, some of them during resumes.

    python benchmarks/kills.py --kills 50 [--seeds 30] [--concurrency 16]

Several runs are each killed a few times and then finished. The server (of the tests) counts what it was asked. Prints a
table and exits 1 if a reply was lost, a row differs from those of a quiet run, or more was repeated than was in flight.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from random import Random
from time import sleep

sys.path.insert(0, str(Path(__file__).parents[1]))

from nescio.gen.sources.templates import Templates
from nescio.pipelines.journal import Journal
from nescio.pipelines.reply_store import REPLY
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from tests.stub_server import Say, Seen, StubServer, completion

KILLS_A_RUN = 5
FILES = ("rejected.parquet", "failed.parquet")


def judge(seen: Seen) -> Say:
    word = "answerable" if len(seen.text) % 2 else "underspecified"
    return Say(completion(json.dumps({"missing": "", "verdict": word})), delay=0.03)


def command(out: Path, seeds: Path, url: str, concurrency: int) -> list[str]:
    model = f"{{engine: openai, model: stub, base_url: '{url}', concurrency: {concurrency}}}"
    keys = ("verify.fluency=false", "curate.dedup=false", "curate.surface=false")
    keys = (*keys, f"models={{judge: {model}}}", "verify.judges={panel: [judge]}")
    words = [sys.executable, "-m", "nescio", "run", "math", "--seeds", f"jsonl:{seeds}", "--out", str(out)]
    return [*words, *(word for one in keys for word in ("--set", one))]


def finish(words: list[str]) -> None:
    subprocess.run(words, check=True, capture_output=True)


def kill(words: list[str], server: StubServer, goal: int, delay: float) -> bool:
    """Kill the command a moment after the server has seen so many requests."""
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as started:
        while len(server.chats) < goal and started.poll() is None:
            sleep(0.002)
        sleep(delay)
        alive = started.poll() is None
        started.kill()
    return alive


def contents(folder: Path) -> dict[str, bytes]:
    places = [*(folder / "dataset").rglob("*"), *(folder / name for name in FILES)]
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(places) if path.is_file()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seeds", type=int, default=30)
    parser.add_argument("--concurrency", type=int, default=16)
    given = parser.parse_args()
    random, killed, lost, repeated, wrong, again, run = Random(1), 0, 0, 0, 0, 0, 0
    worst = 0
    with tempfile.TemporaryDirectory() as folder, StubServer(judge) as server:
        place, source = Path(folder), Path(folder) / "seeds.jsonl"
        seeds = [
            one for one in Templates().read(SeedSpec(source="templates", limit=given.seeds), 0) if isinstance(one, Seed)
        ]
        source.write_text("\n".join(one.model_dump_json() for one in seeds))
        finish(command(place / "quiet", source, server.url, given.concurrency))
        wanted, total = contents(place / "quiet"), len(server.chats)
        while killed < given.kills:
            run += 1
            out = place / f"run-{run}"
            words = command(out, source, server.url, given.concurrency)
            first, kills = len(server.chats), 0
            for _ in range(min(KILLS_A_RUN, given.kills - killed)):
                goal = len(server.chats) + random.randint(1, total // (KILLS_A_RUN + 2))
                kills += kill(words, server, goal, random.random() * 0.05)
            finish(words)
            asked = Counter(seen.text for seen in server.chats[first:] if not seen.is_canary)
            with Journal(out / "journal.sqlite", read_only=True) as journal:
                lost += len(asked) - journal.counts()[REPLY]
            extra = sum(asked.values()) - len(asked)
            repeated, worst, killed = repeated + extra, max(worst, extra / max(1, kills)), killed + kills
            wrong += contents(out) != wanted
            before = len(server.chats)
            finish(words)
            again += len(server.chats) - before
            print(f"run {run}: {kills} kills, {extra} requests repeated", flush=True)
    print(f"{killed} kills in {run} runs of {total} requests at concurrency {given.concurrency}")
    print(f"replies lost {lost}; runs whose bytes differ from a quiet one's {wrong}; asked by a finished run {again}")
    print(f"requests repeated {repeated}, at most {worst:.1f} a kill (in flight: {given.concurrency})")
    return 1 if lost or wrong or again or worst > given.concurrency else 0


if __name__ == "__main__":
    sys.exit(main())
