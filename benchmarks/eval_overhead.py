"""What `nescio eval` costs over the raw engine: a plain aiohttp client that sends the same prompts to the same server.

OMP_NUM_THREADS=1 python benchmarks/eval_overhead.py DATASET --stub ../shared/bench/stub_server.py [--rows 2000]

DATASET is a run or anything else that `nescio eval` reads. The server is started here, on a free port, and answers
after `--latency` seconds, by default at once. In turn, three times: the plain client with 64 requests under way,
`nescio eval` into a new folder, and the same command again, which reads the journal and asks nothing. Prints medians of
wall seconds and of CPU seconds of this process, and the ratios. The share of figures and intervals is timed by itself.
"""

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import aiohttp

from nescio.pipelines.eval_files import read_eval
from nescio.pipelines.eval_scoring import scored
from nescio.pipelines.evaluate import evaluate
from nescio.pipelines.progress import quiet
from nescio.pipelines.read_rows import choose, read_rows
from nescio.schemas.chat import Sampling
from nescio.schemas.recipe import ModelSpec
from nescio.validation.metrics import signature

CONCURRENCY = 64
ROUNDS = 3


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("dataset")
    options.add_argument("--stub", type=Path, required=True)
    options.add_argument("--rows", type=int, default=2000)
    options.add_argument("--latency", type=float, default=0.0)
    given = options.parse_args()
    command = [sys.executable, str(given.stub), "--port", "0", "--latency", str(given.latency)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            url = server.stdout.readline().split()[-1]
            measure(given.dataset, given.rows, url)
        finally:
            server.terminate()


def measure(dataset: str, limit: int, url: str) -> None:
    prompts = [row.prompt for row in choose(read_rows(dataset, None), limit)]
    spec = ModelSpec(
        engine="openai", model="stub", base_url=url, concurrency=CONCURRENCY, sampling=Sampling(max_tokens=256)
    )
    found: dict[str, list[tuple[float, float]]] = {"client": [], "eval": [], "again": [], "figures": []}
    with tempfile.TemporaryDirectory() as place:
        for number in range(ROUNDS + 1):  # the first round warms up, and is not counted
            out = Path(place) / str(number)

            def run(out: Path = out) -> None:
                evaluate(dataset, spec, out=out, split=None, limit=limit, progress=quiet())

            took = {"client": timed(lambda: asyncio.run(ask(url, prompts))), "eval": timed(run), "again": timed(run)}
            summary, answers = read_eval(out)
            rows = [scored(one, summary.length_unit) for one in answers]
            took["figures"] = timed(lambda rows=rows: signature(rows))
            for name, one in took.items():
                found[name] += [one] if number else []
    print(f"{len(prompts)} rows, medians of {ROUNDS}")
    base = [median(one[kind] for one in found["client"]) for kind in (0, 1)]
    for name, times in found.items():
        wall, cpu = (median(one[kind] for one in times) for kind in (0, 1))
        print(f"{name:8} wall {wall:6.2f} s ({wall / base[0]:.2f} x)   CPU {cpu:6.2f} s ({cpu / base[1]:.2f} x)")


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """Wall and CPU seconds."""
    wall, cpu = perf_counter(), process_time()
    act()
    return perf_counter() - wall, process_time() - cpu


async def ask(url: str, prompts: Sequence[str]) -> None:
    """Send every prompt, so many at a time, and read each reply as JSON."""
    gate = asyncio.Semaphore(CONCURRENCY)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=CONCURRENCY)) as session:

        async def one(prompt: str) -> object:
            body = {"model": "stub", "messages": [{"role": "user", "content": prompt}], "max_tokens": 256}
            async with gate, session.post(f"{url}/chat/completions", json=body) as answer:
                return json.loads(await answer.read())["choices"][0]["message"]["content"]

        await asyncio.gather(*map(one, prompts))


if __name__ == "__main__":
    main()
