"""Time and peak memory of a run: `python benchmarks/scale.py --stars 2000 [--no-models]`.

The seeds are drawn so that about the asked number of stars enters the checks. With models, the same texts are also
given to the two models alone, without pipeline or journal: the floor that the run is compared with.
"""

import argparse
import resource
import tempfile
import time
from pathlib import Path

from nescio.gen.engines.encoder import SentenceEncoder
from nescio.gen.engines.language_model import TransformersLoss
from nescio.pipelines.progress import Lines
from nescio.pipelines.run import run
from nescio.pipelines.tables import read_parquet
from nescio.schemas.protocols import LossRequest


def peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def timed_run(stars: int, overrides: list[str], out: Path) -> tuple[float, float, int]:
    began, used = time.monotonic(), cpu()
    wanted = [f"seeds=[{{source: templates, limit: {stars}}}]", "curate.max_per_template=null", *overrides]
    summary = run("math", out=out, overrides=wanted, progress=Lines())
    print(f"  rows: {summary.funnel.candidates} candidates, {summary.funnel.accepted} accepted", flush=True)
    return time.monotonic() - began, cpu() - used, summary.funnel.accepted


def models_alone(dataset: Path, share: float) -> tuple[float, float]:
    """Wall and CPU seconds of the models on all texts of the run, measured on every n-th of them."""
    rows = [row for path in dataset.rglob("*.parquet") for row in read_parquet(path)]
    every = round(1 / share)
    requests = set()
    for row in rows:
        for edit in row["edits"]:
            before, after = edit["span_before"], edit["span_after"]
            requests.add(LossRequest(row["context"], after["start"], after["end"]))
            clean = row["context"][: after["start"]] + edit["before"] + row["context"][after["end"] :]
            requests.add(LossRequest(clean, before["start"], before["end"]))
    asked = sorted(requests, key=lambda one: (one.text, one.start))[::every]
    model, encoder = TransformersLoss("packaged:smollm2"), SentenceEncoder("packaged:minilm")
    began, used = time.monotonic(), cpu()
    model.losses(asked)
    encoder.encode([row["prompt"] for row in rows][::every])
    return (time.monotonic() - began) * every, (cpu() - used) * every


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--stars", type=int, default=2000)
    arguments.add_argument("--no-models", action="store_true")
    arguments.add_argument("--share", type=float, default=0.1, help="of the texts that the models alone are timed on")
    given = arguments.parse_args()
    without = ["verify.fluency=false", "curate.dedup=false"]
    with tempfile.TemporaryDirectory() as place:
        wall, used, rows = timed_run(given.stars, without, Path(place) / "plain")
        print(
            f"without models: {wall:.1f} s wall, {used:.1f} s CPU, {rows / wall:.0f} rows/s, peak {peak_mib():.0f} MiB",
            flush=True,
        )
        if given.no_models:
            return
        wall, used, rows = timed_run(given.stars, [], Path(place) / "full")
        print(f"with models: {wall:.1f} s wall, {used:.1f} s CPU, peak {peak_mib():.0f} MiB", flush=True)
        again, used_again, _ = timed_run(given.stars, [], Path(place) / "full")
        print(
            f"the same again: {again:.1f} s wall, {used_again:.1f} s CPU ({wall / again:.1f} times faster)", flush=True
        )
        floor, floor_cpu = models_alone(Path(place) / "full" / "dataset", given.share)
        print(f"the models alone on the same texts: {floor:.1f} s wall, {floor_cpu:.1f} s CPU", flush=True)
        print(f"run / floor {wall / floor:.2f}", flush=True)


if __name__ == "__main__":
    main()
