"""Near-duplicates, search and selection, over one triangular matrix product of the same rows: CPU seconds, one thread.

    OMP_NUM_THREADS=1 python benchmarks/dedup_search.py [--n 30000 100000] [--threshold .9 .8] [--rows FILE.npy]

Rows are made: `clusters` with a falling spectrum and a quarter of near-copies, `random` in all directions alike, and
with --kinds real the embeddings that --rows names, repeated up to n with jitter. Every measurement is a process of its
own, the two methods take turns, and medians of --repeat are printed; memory is the peak beyond the rows. --texts FILE
with --rows FILE.npy makes such embeddings of the lines of a text file first, with the packaged MiniLM.

Against SemHash, with brute force as the judge of both (in an environment that has semhash beside numpy, threadpoolctl):

    cd benchmarks; PYTHONPATH=../.typing:.. python ../../shared/bench/dedup/against_semhash.py --make 30000 \\
        --threshold .9 --ours dedup_search:pairs_and_kept
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from nescio.validation.similar import similar_pairs
from nescio.validation.similar_keep import greedy_keep

Rows = NDArray[np.float32]
BLOCK = 2048
METHODS = ("product", "ours")


def pairs_and_kept(rows: Rows, threshold: float) -> dict[str, NDArray[np.generic]]:
    """What is measured: all pairs, and what stays where an earlier row is preferred."""
    found = similar_pairs(rows, threshold, workers=1)
    return {"pairs": np.stack([found.i, found.j], axis=1), "kept": greedy_keep(found, np.arange(len(rows))).stays}


def product(rows: Rows) -> None:
    """The floor of a plain exact search: the blocks of the upper triangle of rows times rows, thrown away."""
    out = np.empty((BLOCK, BLOCK), np.float32)
    for i in range(0, len(rows), BLOCK):
        for j in range(i, len(rows), BLOCK):
            a, b = rows[i : i + BLOCK], rows[j : j + BLOCK]
            np.dot(a, b.T, out=out if len(a) == len(b) == BLOCK else None)


def clusters(n: int, dim: int) -> Rows:
    """As against_semhash.py makes its rows."""
    rng = np.random.default_rng(0)
    scale = (np.arange(1, dim + 1) ** -0.5).astype(np.float32)
    rows = unit(rng.standard_normal((n, dim), dtype=np.float32) * scale)
    targets = rng.choice(n, n // 4, replace=False)
    originals = (n * rng.random(len(targets)) ** 2).astype(np.int64)
    noise = unit(rng.standard_normal((len(targets), dim), dtype=np.float32) * scale)
    rows[targets] = rows[originals] + noise * rng.uniform(0, 0.9, (len(targets), 1)).astype(np.float32)
    return unit(rows)


def jittered(path: Path, n: int) -> Rows:
    """The rows of a file; those beyond are moved some way, by up to .6, along the difference of two others."""
    given = np.load(path).astype(np.float32)
    rng = np.random.default_rng(0)
    picked = np.arange(n) % len(given)
    rows = given[picked]
    moved = np.flatnonzero(np.arange(n) >= len(given))
    apart = unit(given[rng.integers(0, len(given), len(moved))] - given[rng.integers(0, len(given), len(moved))] + 1e-6)
    rows[moved] += apart * rng.uniform(0.1, 0.6, (len(moved), 1)).astype(np.float32)
    return unit(rows[rng.permutation(n)])


def unit(rows: Rows) -> Rows:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def embed(texts: Path, rows: Path) -> None:
    from nescio.gen.engines.encoder import SentenceEncoder

    np.save(rows, SentenceEncoder("packaged:minilm").encode(texts.read_text("utf-8").splitlines()))


def child(path: str, method: str, threshold: float) -> None:
    """One measurement."""
    rows = np.load(path)
    with threadpool_limits(1, user_api="blas"):
        np.dot(rows[:64], rows[:64].T)
        resident, before = memory("VmRSS"), time.process_time()
        found = product(rows) if method == "product" else pairs_and_kept(rows, threshold)
        seconds = time.process_time() - before
    figures = {"cpu": seconds, "mib": memory("VmHWM") - resident}
    if found is not None:
        figures |= {"pairs": len(found["pairs"]), "kept": int(found["kept"].sum())}
    print(json.dumps(figures))


def memory(name: str) -> float:
    """What this process holds (VmRSS) or has held at most (VmHWM), in MiB; Linux."""
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) / 1024


def measured(path: Path, threshold: float, repeat: int) -> dict[str, dict[str, float]]:
    """The median of each figure by method."""
    runs: dict[str, list[dict[str, float]]] = {method: [] for method in METHODS}
    for _ in range(repeat):
        for method in METHODS:
            command = [sys.executable, __file__, "--child", str(path), method, str(threshold)]
            done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ)
            runs[method].append(json.loads(done.stdout))
    return {
        method: {key: statistics.median(run[key] for run in found) for key in found[0]}
        for method, found in runs.items()
    }


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--n", type=int, nargs="+", default=[30_000, 100_000])
    given.add_argument("--dim", type=int, default=256)
    given.add_argument("--threshold", type=float, nargs="+", default=[0.9, 0.8])
    given.add_argument("--kinds", nargs="+", choices=("clusters", "random", "real"), default=["clusters", "random"])
    given.add_argument("--rows", type=Path, help="a .npy of embeddings for `real`")
    given.add_argument("--texts", type=Path, help="lines to embed into --rows first")
    given.add_argument("--repeat", type=int, default=3)
    given.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    asked = given.parse_args()
    if asked.child:
        child(asked.child[0], asked.child[1], float(asked.child[2]))
        return
    if asked.texts:
        embed(asked.texts, asked.rows)
    print("| rows | threshold | pairs | stay | ours, s | product, s | ours / product | MiB beyond the rows |")
    print("|---|---|---|---|---|---|---|---|")
    for n in asked.n:
        for kind in asked.kinds:
            report(kind, n, asked)


def report(kind: str, n: int, asked: argparse.Namespace) -> None:
    match kind:
        case "clusters":
            rows = clusters(n, asked.dim)
        case "random":
            rows = unit(np.random.default_rng(0).standard_normal((n, asked.dim), dtype=np.float32))
        case _:
            rows = jittered(asked.rows, n)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "rows.npy")
        np.save(path, rows)
        name = f"{kind}, {n:,} x {rows.shape[1]}"
        del rows
        for threshold in asked.threshold:
            found = measured(path, threshold, asked.repeat)
            ours, floor = found["ours"], found["product"]
            seconds = f"{ours['cpu']:.2f} | {floor['cpu']:.2f} | **{ours['cpu'] / floor['cpu']:.2f}**"
            counts = f"{ours['pairs']:,.0f} | {ours['kept']:,.0f}"
            print(f"| {name} | {threshold} | {counts} | {seconds} | {ours['mib']:.0f} |", flush=True)


if __name__ == "__main__":
    main()
