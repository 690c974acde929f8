"""Time to publish many rows to a Hub on the loopback, by step, and what is left after a SIGKILL at every step.

    OMP_NUM_THREADS=1 python benchmarks/publish.py --run RUN [--rows 100000] [--repeat 3] [--kills]

RUN is the folder of a finished run of math: its rows are copied, each copy in another alphabet, until there are
enough. Publishing runs in a process of its own, the Hub (of the tests) in this one. The floor is hashing the same bytes
once, with nothing else done; the peer is `push_to_hub`, which checks nothing and reads nothing back.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from random import Random
from statistics import median
from string import ascii_lowercase
from time import perf_counter, process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import pyarrow as pa
import pyarrow.parquet as pq

from nescio.pipelines import publish, publish_hub, publish_stage
from nescio.pipelines.card_canary import canary
from nescio.pipelines.publish_card import Card, read_card
from nescio.pipelines.tables import ROW_GROUP
from tests.hub.publisher import Publisher
from tests.hub.server import TOKEN, HubServer
from tests.hub.test_publish_killed import STEPS

REPO = "tester/large"
SAME = ("domain", "kind", "scenario", "behaviour", "role", "complexity", "perturbation", "figure", "source", "verdicts")


def enlarge(run: Path, wanted: int, place: Path) -> Path:
    """A folder as a run of so many rows would leave it."""
    folder = Path(shutil.copytree(run, place, ignore=shutil.ignore_patterns("journal*", "publish*", "vectors")))
    summary = json.loads((folder / "run.json").read_text())
    copies = -(-wanted // sum(summary["splits"].values()))
    infos, ids = [], []
    for split in summary["splits"]:
        [file] = (folder / "dataset" / "data").rglob(f"{split}-*.parquet")
        table = pa.concat_tables([copy(pq.read_table(file), number) for number in range(copies)])
        pq.write_table(table, file, compression="zstd", row_group_size=ROW_GROUP, store_schema=False)
        summary["splits"][split] = table.num_rows
        infos.append({"name": split, "num_bytes": table.nbytes, "num_examples": table.num_rows})
        ids += table["id"].to_pylist()
    write_card(folder / "dataset" / "README.md", infos, canary(ids))
    files = [path for path in sorted((folder / "dataset").rglob("*")) if path.is_file()]
    hashes = {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    (folder / "run.json").write_text(json.dumps(summary | {"files": hashes}))
    return folder


def copy(table: pa.Table, number: int) -> pa.Table:
    """In another alphabet: as long as before, and unlike every other copy for whoever compresses or compares."""
    letters = list(ascii_lowercase)
    Random(number).shuffle(letters)
    alphabet = str.maketrans(ascii_lowercase, "".join(letters))
    rows = [{name: other(value, name, alphabet, number) for name, value in row.items()} for row in table.to_pylist()]
    return pa.Table.from_pylist(rows, schema=table.schema)


def other(value: Any, name: str, alphabet: dict[int, int], number: int) -> Any:
    if isinstance(value, str):
        told = value if name in SAME else value.translate(alphabet)
        return f"{number:03}{told}" if name.endswith(("id", "prompt")) else told
    if isinstance(value, list):
        return [other(one, name, alphabet, number) for one in value]
    if isinstance(value, dict) and name not in SAME:
        return {key: other(one, key, alphabet, number) for key, one in value.items()}
    return value


def write_card(path: Path, splits: list[dict[str, Any]], line: str) -> None:
    card = read_card(path.read_text(), str(path))
    [info] = card.header["dataset_info"]
    section = f"## Canary\n\n{line}"
    made = Card({**card.header, "dataset_info": [{**info, "splits": splits}]}, {**card.sections, "Canary": section})
    path.write_text(made.text)


def timed(spent: dict[str, list[float]], step: str, act: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(act)
    def run(*args: Any, **kwargs: Any) -> Any:
        wall, cpu = perf_counter(), process_time()
        try:
            return act(*args, **kwargs)
        finally:
            known = spent.setdefault(step, [0.0, 0.0])
            spent[step] = [known[0] + perf_counter() - wall, known[1] + process_time() - cpu]

    return run


def child(folder: str) -> None:
    """Publish with a clock on every step, and print what each took."""
    spent: dict[str, list[float]] = {}
    publish.read_run = timed(spent, "hash the run's files", publish.read_run)
    publish_stage.read_rows = timed(spent, "verify rows", publish_stage.read_rows)
    publish_stage._copy_data = timed(spent, "stage", publish_stage._copy_data)
    publish_stage.scan = timed(spent, "scan", publish_stage.scan)
    publish_stage.verify_staged = timed(spent, "load by datasets", publish_stage.verify_staged)
    hub = publish_hub.HubRepository
    for step, name in (("upload and commit", "commit"), ("read back", "read_back"), ("tag", "tag")):
        setattr(hub, name, timed(spent, step, getattr(hub, name)))
    whole = timed(spent, "all", publish.publish)
    whole(folder, REPO)
    print(json.dumps(spent))


def peer(folder: str) -> None:
    """The same folder by `datasets` alone: loaded with an empty cache and pushed; nothing is checked or read back."""
    from datasets import load_dataset

    spent: dict[str, list[float]] = {}

    def push() -> None:
        with tempfile.TemporaryDirectory() as cache:
            load_dataset(f"{folder}/dataset", cache_dir=cache).push_to_hub("tester/peer", "math", private=True)

    timed(spent, "peer: load_dataset and push_to_hub", push)()
    print(json.dumps(spent))


def measure(folder: Path, home: Path) -> dict[str, list[float]]:
    with HubServer() as hub:
        environment = {"HF_ENDPOINT": hub.url, "HF_TOKEN": TOKEN, "HF_HOME": str(home), "HF_HUB_DISABLE_XET": "1"}
        quiet = {"HF_HUB_DISABLE_TELEMETRY": "1", "HF_HUB_DISABLE_PROGRESS_BARS": "1"}
        own = {name: value for name, value in os.environ.items() if not name.startswith("HF_")}
        spent: dict[str, list[float]] = {}
        for way in ("--child", "--peer"):
            words = [sys.executable, __file__, way, str(folder)]
            told = subprocess.run(
                words, env={**own, **environment, **quiet}, capture_output=True, text=True, check=True
            )
            spent |= json.loads(told.stdout.splitlines()[-1])
        assert len(hub.hub.repositories[REPO].commits) == 2
        floor = process_time()
        data = [file.data for file in hub.hub.repositories[REPO].head.files.values()]
        for one in data:
            hashlib.sha256(one).hexdigest()
        spent["floor: SHA-256 of the bytes, once"] = [process_time() - floor] * 2
        return spent


def timing(run: Path, rows: int, repeat: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = enlarge(run, rows, Path(place) / "run")
        size = sum(path.stat().st_size for path in (folder / "dataset").rglob("*") if path.is_file())
        found = [measure(folder, Path(place) / f"home-{number}") for number in range(repeat)]
        total = json.loads((folder / "run.json").read_text())["splits"]
    print(f"{sum(total.values()):,} rows, {size / 2**20:.1f} MiB of Parquet; medians of {repeat}\n")
    print("| step | CPU s | wall s |\n|---|---|---|")
    for step in found[0]:
        wall, cpu = (median(one[step][place] for one in found) for place in (0, 1))
        print(f"| {step} | {cpu:.2f} | {wall:.2f} |")


def kills(run: Path) -> int:
    print("\n| killed | requests before | after | commits | tags | bytes as sent |\n|---|---|---|---|---|---|")
    wrong = 0
    with tempfile.TemporaryDirectory() as place, HubServer() as hub:
        more = {"HF_ENDPOINT": hub.url, "HF_TOKEN": TOKEN, "HF_HOME": place, "HF_HUB_DISABLE_XET": "1"}
        with Publisher(Path(place), {**more, "HF_HUB_DISABLE_TELEMETRY": "1"}) as publisher:
            for number, (step, fits, after) in enumerate(STEPS):
                folder = Path(shutil.copytree(run, Path(place) / f"run-{number}"))
                repo = f"tester/killed-{number}"
                held = hub.meet(fits.replace("tester/math", repo), hold=True, after=after)
                job = publisher.start(folder, repo, public=True)
                held.reached.wait(60)
                job.kill()
                held.released.set()
                hub.faults.clear()
                before = len(hub.requests)
                receipt = publisher.run(folder, repo, public=True).receipt
                made = hub.hub.repositories[repo]
                files = {path: one.sha256 for path, one in made.head.files.items() if path != ".gitattributes"}
                same = receipt.get("files") == files
                told = (len(made.commits) - 1, len(made.tags), "yes" if same else "NO")
                wrong += told != (1, 1, "yes")
                print(f"| {step} | {before} | {len(hub.requests) - before} | " + " | ".join(map(str, told)) + " |")
                hub.requests.clear()
                hub.hub.objects.clear()
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--kills", action="store_true")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--peer", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        return child(options.child)
    if options.peer:
        return peer(options.peer)
    timing(options.run, options.rows, options.repeat)
    sys.exit(bool(options.kills and kills(options.run)))


if __name__ == "__main__":
    main()
