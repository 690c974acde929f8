"""The cascade of `nescio dedup` against embedding every text, and a second run against the first.

    OMP_NUM_THREADS=1 .venv/bin/python benchmarks/dedup_cascade.py --texts 6000

Texts are the questions of ../shared/data (seeds and labelled sets), a random sample of them, without provenance. CPU
seconds of this process on one thread; pairs are those at or above MiniLM's own thresholds, before labels and veto.
`all` embeds every text; the others embed those with a candidate by character n-grams at that cosine, and no sample.
The last line is the whole command in a process of its own, first on an empty store and then again.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from time import process_time

from nescio.gen.engines.encoder import SentenceEncoder
from nescio.validation.duplication_grams import encode_grams
from nescio.validation.duplication_search import Found, Prefilter, distinct, search
from nescio.validation.profiles import dedup_thresholds

DATA = Path(__file__).parent.parent.parent / "shared" / "data"
KEYS = ("question", "Question", "prompt", "problem", "rewritten_question", "us_hard_prompt_question", "text")
CANDIDATES = (0.25, 0.3, 0.35, 0.4, 0.5)


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


def found_and_cost(chosen: list[str], model: SentenceEncoder, candidate: float | None) -> tuple[Found, float]:
    thresholds = dedup_thresholds(model.name, model.weights)
    known = distinct(chosen, [[number] for number in range(len(chosen))])
    prefilter = None if candidate is None else Prefilter(encode_grams, candidate, sample=0)
    began = process_time()
    found = search(known, model.encode, thresholds.lowest, prefilter)
    return found, process_time() - began


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
    parser.add_argument("--texts", type=int, default=6000)
    parser.add_argument("--repeat", type=int, default=1)
    asked = parser.parse_args()
    everything = sorted(set(texts()))
    chosen = Random(0).sample(everything, min(asked.texts, len(everything)))
    model = SentenceEncoder("packaged:minilm")
    model.encode(["warm up"])
    thresholds = dedup_thresholds(model.name, model.weights)
    print(f"{len(chosen)} of {len(everything)} texts\n\n| candidates | embedded | pairs | of all | CPU s | of all |")
    print("|---|---|---|---|---|---|")
    pairs, cost = 0, 0.0
    for candidate in (None, *CANDIDATES):
        runs = [found_and_cost(chosen, model, candidate) for _ in range(asked.repeat)]
        found, used = runs[0][0], median(seconds for _, seconds in runs)
        count = sum(1 for _ in found.near(thresholds).pairs())
        if candidate is None:
            pairs, cost = count, used
        name = "all" if candidate is None else f">= {candidate}"
        share = f"{count / pairs:.1%}" if pairs else "-"
        print(
            f"| {name} | {found.embedded / len(found.texts.first):.1%} | {count} | {share} | {used:.1f} | "
            f"{used / cost:.2f} |",
            flush=True,
        )
    first, second = command(chosen)
    print(f"\nthe whole command: {first:.1f} CPU s, again {second:.1f}: {first / second:.0f} times less")


if __name__ == "__main__":
    main()
