"""The cascade of `nescio dedup` against embedding every text, and a second run against the first.

    OMP_NUM_THREADS=1 .venv/bin/python benchmarks/dedup_cascade.py --texts 4000

Texts are the questions of ../shared/data (seeds and labelled sets), a random sample, without provenance. Pairs are
those at or above MiniLM's own thresholds, before labels and veto. The first table embeds every text, then only those
with a candidate by character n-grams at the profile's cosine (no sample); CPU seconds of this process on one thread.
The second table counts what other cosines would embed and find, by the pairs of the first. The last line is the whole
command in a process of its own, first on an empty store and then again. `--known DIR` keeps vectors there and times
nothing. `--lines FILE` writes the sample, a text a line, for benchmarks/dedup_search.py --texts, and stops.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from time import process_time

import numpy as np
from numpy.typing import NDArray

from nescio.gen.engines.encoder import SentenceEncoder
from nescio.pipelines.deduping_models import stored_encoder
from nescio.pipelines.progress import for_terminal
from nescio.validation.duplication_grams import VERSION, encode_grams
from nescio.validation.duplication_search import Found, Prefilter, Texts, distinct, search
from nescio.validation.profiles import Thresholds, dedup_thresholds, profiles
from nescio.validation.similar import pair_batches

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
DATA = Path(__file__).parent.parent.parent / "shared" / "data"
KEYS = ("question", "Question", "prompt", "problem", "rewritten_question", "us_hard_prompt_question", "text")
CANDIDATES = (0.3, 0.35, 0.4, 0.45, 0.5, 0.6)


def texts() -> Iterator[str]:
    for file in sorted(DATA.rglob("*.jsonl")):
        yield from (told for line in file.open() if (told := question(json.loads(line))))
    for file in [*sorted(DATA.glob("labelled/*/*.json")), DATA / "seeds" / "svamp" / "SVAMP.json"]:
        data = json.loads(file.read_text("utf-8"))
        rows = data if isinstance(data, list) else [one for value in data.values() for one in value]
        yield from (told for row in rows if (told := question(row)))
    for file in sorted(DATA.rglob("*prompts.csv")):
        yield from (row["prompt"] for row in csv.DictReader(file.open(newline="")))


def question(row: object) -> str:
    if isinstance(row, str):
        return row
    if not isinstance(row, dict):
        return ""
    found = next((row[key] for key in KEYS if row.get(key)), "")
    found = found.get("stem", "") if isinstance(found, dict) else found
    return f"{row['Body']} {found}" if "Body" in row else found if isinstance(found, str) else ""


def found_and_cost(known: Texts, encode: Encode, lowest: float, prefilter: Prefilter | None) -> tuple[Found, float]:
    began = process_time()
    found = search(known, encode, lowest, prefilter)
    return found, process_time() - began


def near(found: Found, thresholds: Thresholds) -> NDArray[np.int64]:
    """The pairs that reach their thresholds, shape (pairs, 2)."""
    return np.array([(i, j) for i, j, _ in found.near(thresholds).pairs()], dtype=np.int64).reshape(-1, 2)


def timed(known: Texts, model: SentenceEncoder, thresholds: Thresholds, repeat: int) -> NDArray[np.int64]:
    """Print the first table; the pairs of all texts."""
    candidate = profiles()[VERSION].candidate or 0.0
    print("| embedded | texts | pairs | of all | CPU s | of all |\n|---|---|---|---|---|---|")
    whole, cost = np.zeros((0, 2), dtype=np.int64), 0.0
    for name, prefilter in (
        ("all", None),
        (f"candidates >= {candidate}", Prefilter(encode_grams, candidate, sample=0)),
    ):
        runs = [found_and_cost(known, model.encode, thresholds.lowest, prefilter) for _ in range(repeat)]
        pairs, used = near(runs[0][0], thresholds), median(seconds for _, seconds in runs)
        if prefilter is None:
            whole, cost = pairs, used
        embedded = f"{runs[0][0].embedded / len(known.first):.1%}"
        found = f"{len(pairs)} | {len(pairs) / len(whole):.2%}"
        print(f"| {name} | {embedded} | {found} | {used:.1f} | {used / cost:.2f} |", flush=True)
    return whole


def counted(known: Texts, pairs: NDArray[np.int64]) -> None:
    """Print the second table."""
    print(f"\n| candidates from | texts | of {len(pairs)} pairs |\n|---|---|---|")
    rows = encode_grams(known.first)
    for candidate in CANDIDATES:
        seen = np.zeros(len(rows), dtype=bool)
        for batch in pair_batches(rows, candidate):
            seen[batch.i] = True
            seen[batch.j] = True
        both = seen[pairs[:, 0]] & seen[pairs[:, 1]]
        print(f"| {candidate} | {seen.mean():.1%} | {both.mean():.2%} |", flush=True)


def command(chosen: list[str]) -> tuple[float, float]:
    """CPU seconds of the command, twice."""
    with tempfile.TemporaryDirectory() as place:
        data = Path(place) / "in.jsonl"
        data.write_text("".join(json.dumps({"text": text}) + "\n" for text in chosen), "utf-8")
        costs = []
        for name in ("first", "second"):
            out = ["--out", str(data.with_name(f"{name}.jsonl")), "--vectors", str(data.with_name("vectors"))]
            before = getrusage(RUSAGE_CHILDREN)
            quiet = {**os.environ, "OMP_NUM_THREADS": "1"}
            line = [sys.executable, "-m", "nescio", "dedup", str(data), *out, "--json"]
            subprocess.run(line, check=True, capture_output=True, env=quiet)
            after = getrusage(RUSAGE_CHILDREN)
            costs.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return costs[0], costs[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=4000)
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--known", type=Path)
    parser.add_argument("--lines", type=Path)
    asked = parser.parse_args()
    everything = sorted({text for text in texts() if len(text) > 10})
    chosen = Random(0).sample(everything, min(asked.texts, len(everything)))
    known = distinct(chosen, [[number] for number in range(len(chosen))])
    print(f"{len(chosen)} of {len(everything)} texts, {len(known.first)} distinct after normalising\n")
    if asked.lines:
        asked.lines.write_text("".join(f"{' '.join(text.split())}\n" for text in known.first), "utf-8")
        return
    if asked.known:
        with stored_encoder("packaged:minilm", asked.known, for_terminal()) as stored:
            thresholds = dedup_thresholds(stored.name, stored.weights)
            counted(known, near(search(known, stored.encode, thresholds.lowest), thresholds))
        return
    model = SentenceEncoder("packaged:minilm")
    model.encode(["warm up"])
    thresholds = dedup_thresholds(model.name, model.weights)
    counted(known, timed(known, model, thresholds, asked.repeat))
    first, second = command(chosen)
    print(f"\nthe whole command: {first:.1f} CPU s, again {second:.1f}: {first / second:.0f} times less")


if __name__ == "__main__":
    main()
