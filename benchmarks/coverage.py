"""Count what the packaged recipes make, for `nescio perturbations`: writes pipelines/items/coverage.json.

python benchmarks/coverage.py --out runs/coverage [--recipes math knowledge reading] [--models]

Runs each packaged recipe into a folder of its own, without models unless `--models` is given, and counts the rows that
it publishes.
"""

import argparse
from pathlib import Path

from nescio.pipelines.coverage import counted
from nescio.pipelines.run import run

ITEMS = Path(__file__).parents[1] / "pipelines" / "items" / "coverage.json"
OWN = ("math", "knowledge", "reading", "lookalike", "politics")
WITHOUT_MODELS = ("verify.fluency=false", "curate.dedup=false")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="a folder for the runs; what is there goes on")
    parser.add_argument("--recipes", nargs="+", default=OWN)
    parser.add_argument("--models", action="store_true")
    given = parser.parse_args()
    folders = []
    for name in given.recipes:
        folders.append(given.out / name)
        run(name, out=folders[-1], overrides=() if given.models else WITHOUT_MODELS)
    found = counted(folders)
    ITEMS.write_text(found.model_dump_json(indent=1) + "\n", "utf-8")
    for name, count in found.perturbations.items():
        told = "enough" if count.enough else "too few"
        print(f"{name:22} {count.rows:6} rows, {count.frames:4} frames, {count.crossed} crossed: {told}")


if __name__ == "__main__":
    main()
