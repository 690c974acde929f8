"""Export of 100,000 rows against `datasets` reading and writing the same rows: CPU time and peak memory.

OMP_NUM_THREADS=1 python benchmarks/export.py [--rows 100000] [--repeats 3] [--limit 150]

The rows are those of a run of `math` (`--limit` seeds), copied with other ids and prompts until there are enough. Every
task is a process of its own, one thread, after one that has filled the cache of `datasets`; they take turns. The floor
loads the dataset, keeps the columns that a trainer reads and writes JSON Lines by `Dataset.to_json`: no row is checked,
no star kept together, no text made. `map` makes messages of them by `Dataset.map` first, as one does by hand. Prints
median CPU seconds, the ratio to the floor, and the peak of resident memory, which counts the mapped pages of the cache
too.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

FULL = ("sft", "sft parquet", "sft share", "dpo", "kto", "grpo", "abstention-bench")
COLUMNS = ("id", "cross_id", "should_abstain", "prompt", "target")
PROOF_ONLY = ("verify.fluency=false", "curate.dedup=false", "curate.surface=false")


def options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--limit", type=int, default=150, help="seeds of the run whose rows are copied")
    parser.add_argument("--task", help="do this one alone and print what it took")
    parser.add_argument("--data", help="the folder with the rows")
    return parser.parse_args(arguments)


def make(folder: Path, rows: int, limit: int) -> None:
    """A dataset of at least so many rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq
    from datasets import concatenate_datasets, load_dataset

    from nescio.pipelines.run import run

    run("math", out=folder / "run", limit=limit, overrides=PROOF_ONLY)
    loaded = load_dataset(str(folder / "run" / "dataset"), "math")
    table = concatenate_datasets(list(loaded.values())).with_format("arrow")[:]
    (folder / "data").mkdir()
    writer = None
    for copy in range(-(-rows // len(table))):
        one = table
        for name in ("id", "pair_id", "cross_id", "prompt"):
            values = [None if value is None else f"{value} {copy}" for value in table[name].to_pylist()]
            one = one.set_column(one.column_names.index(name), name, pa.array(values, table.schema.field(name).type))
        writer = writer or pq.ParquetWriter(folder / "data" / "train.parquet", one.schema)
        writer.write_table(one.slice(0, min(len(one), rows - copy * len(table))))
    assert writer is not None
    writer.close()


def floor(data: str, out: Path) -> None:
    from datasets import load_dataset

    load_dataset(data, split="train").select_columns(list(COLUMNS)).to_json(out / "rows.jsonl")


def mapped(data: str, out: Path) -> None:
    from datasets import load_dataset

    def conversation(row: dict[str, str]) -> dict[str, list[dict[str, str]]]:
        asked, said = {"role": "user", "content": row["prompt"]}, {"role": "assistant", "content": row["target"]}
        return {"messages": [asked, said]}

    rows = load_dataset(data, split="train").select_columns(list(COLUMNS))
    rows = rows.map(conversation, remove_columns=["prompt", "target"], load_from_cache_file=False)
    rows.to_json(out / "rows.jsonl")


def exporting(name: str) -> Callable[[str, Path], None]:
    def task(data: str, out: Path) -> None:
        from nescio.pipelines.export import export

        format, _, how = name.partition(" ")
        path = out / ("rows.parquet" if how == "parquet" else "rows.jsonl")
        authored, share = format in ("dpo", "kto"), 0.1 if how == "share" else None
        export(data, out=path, format=format, authored=authored, abstain_share=share, split="train")

    return task


def alone(task: str, data: str, rows: int, limit: int) -> None:
    """Do one task and print its CPU seconds and its peak memory in MiB."""
    import datasets

    import nescio.pipelines.export  # noqa: F401  so that no import is measured

    datasets.disable_progress_bars()
    if task == "make":
        return make(Path(data), rows, limit)
    with tempfile.TemporaryDirectory() as out:
        begun = time.process_time()
        {"floor": floor, "map": mapped}.get(task, exporting(task))(data, Path(out))
        took = time.process_time() - begun
    print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return None


def measured(task: str, data: str) -> tuple[float, float]:
    words = [sys.executable, __file__, "--task", task, "--data", data]
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()
    return float(told[-2]), float(told[-1])


def main(arguments: Sequence[str] | None = None) -> None:
    given = options(arguments)
    if given.task:
        return alone(given.task, given.data, given.rows, given.limit)
    with tempfile.TemporaryDirectory() as folder:
        # Also in a process of its own: a child begins with the peak of its parent.
        words = [sys.executable, __file__, "--task", "make", "--data", folder]
        subprocess.run([*words, "--rows", str(given.rows), "--limit", str(given.limit)], check=True)
        data = str(Path(folder) / "data")
        measured("floor", data)
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in ("floor", "map", *FULL)}
        for _ in range(given.repeats):
            for name, values in found.items():
                values.append(measured(name, data))
        base = median(one for one, _ in found["floor"])
        print(f"{'task':<18}{'CPU s':>8}{'ratio':>8}{'peak MiB':>10}   {given.rows:,} rows")
        for name, values in found.items():
            seconds, memory = median(one for one, _ in values), median(two for _, two in values)
            print(f"{name:<18}{seconds:>8.1f}{seconds / base:>8.2f}{memory:>10.0f}")
    return None


if __name__ == "__main__":
    main()
