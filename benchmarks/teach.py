"""Does the data teach? Tune a small model on stars, and on uncrossed deletions, and see what each has learned.

OMP_NUM_THREADS=2 python benchmarks/teach.py --out runs/teach [--rows 640] [--epochs 2] [--max-minutes 30]

Three models answer the same rows: the base model, one tuned on whole stars, one tuned on as many uncrossed rows (a
premise's sentence deleted, and clean rows, at the same share of abstaining rows). The rows are stars of templates that
neither saw, deletions of those templates, and SVAMP questions as given, which are all answerable. Everything goes
through `nescio export` and `nescio eval`. The same command resumes. Prints a table and writes OUT/teach.json.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import pyarrow.parquet as pq
from teach_data import Sizes, write_data
from teach_train import Training, Tuned, tune

from nescio.pipelines.eval_files import EvalSummary
from nescio.pipelines.evaluate import evaluate
from nescio.pipelines.export import export
from nescio.pipelines.progress import for_terminal
from nescio.schemas.chat import Sampling
from nescio.schemas.recipe import ModelSpec
from nescio.validation.star_bootstrap import Share

SVAMP = Path(__file__).parents[2] / "shared" / "data" / "seeds" / "svamp" / "SVAMP.json"
TUNED = ("stars", "deletion")
SAMPLES = 4
"""Replies of each role that are kept in the report, for a reader."""


def options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="a folder; what is there goes on")
    parser.add_argument("--model", default="packaged:smollm2", help="a packaged model, a folder or a Hub id")
    parser.add_argument("--rows", type=int, default=640, help="training rows of each kind, 8 to a star")
    parser.add_argument("--difficulty", type=int, default=2, help="most steps of any row of a star")
    parser.add_argument("--test-share", type=float, default=0.3, help="share of the templates that is held out")
    parser.add_argument("--test-stars", type=int, default=24, help="stars of held-out templates, 8 rows each")
    parser.add_argument("--svamp", type=int, default=100, help="SVAMP questions; 0 for none")
    parser.add_argument("--deletion-share", type=float, default=0.25, help="share of deletion rows that abstain")
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--rate", type=float, default=2e-4, help="largest learning rate")
    parser.add_argument("--layers", type=int, default=8, help="last layers that learn; 0 for the whole model")
    parser.add_argument("--max-minutes", type=float, default=60, help="of training, for each model")
    parser.add_argument("--max-steps", type=int, default=None, help="of training, for each model")
    parser.add_argument("--save-every", type=int, default=20, help="steps between checkpoints")
    parser.add_argument("--reply-tokens", type=int, default=160, help="longest reply in an evaluation")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args(arguments)


def training(given: argparse.Namespace) -> Training:
    names = ("model", "epochs", "batch", "rate", "layers", "max_minutes", "max_steps", "save_every", "seed")
    return Training(**{name: getattr(given, name) for name in names})


def main(arguments: Sequence[str] | None = None) -> None:
    given = options(arguments)
    data = given.out / "data"
    sizes = Sizes(
        given.rows, given.test_stars, given.svamp, given.difficulty, given.test_share, given.deletion_share
    )  # fmt: skip
    svamp = SVAMP if given.svamp and SVAMP.is_file() else None
    counts = write_data(data, sizes, svamp)
    print("rows: " + ", ".join(f"{name} {count}" for name, count in counts.items()), flush=True)
    if given.svamp and svamp is None:
        print(f"no SVAMP questions: {SVAMP} is not there")
    tuned: dict[str, Tuned] = {}
    models = {"base": given.model}
    for name in TUNED:
        sft = data / f"{name}-train.sft.jsonl"
        sft.unlink(missing_ok=True)
        export(str(data / f"{name}-train.parquet"), out=sft)
        print(f"tuning on {name}", flush=True)
        tuned[name] = tune(sft, given.out / name, training(given))
        models[name] = str(given.out / name / "model")
    report = {"settings": {**asdict(training(given)), **asdict(sizes)}, "rows": counts, "models": {}}
    for name, model in models.items():
        report["models"][name] = {
            "training": asdict(tuned[name]) if name in tuned else None,
            "sets": {one: measured(given, name, model, data, one) for one in counts if one.endswith("-test")},
        }
    (given.out / "teach.json").write_text(json.dumps(report, indent=2) + "\n", "utf-8")
    show(report["models"])


def measured(given: argparse.Namespace, name: str, model: str, data: Path, rows: str) -> dict[str, object]:
    """The signature of a model on a set, and some of what it said."""
    file = next(data.glob(f"{rows}.*"))
    out = given.out / "eval" / f"{name} on {rows}"
    spec = ModelSpec(engine="transformers", model=model, sampling=Sampling(max_tokens=given.reply_tokens))
    found: EvalSummary = evaluate(str(file), spec, out=out, split=None, progress=for_terminal())
    answers = pq.read_table(out / "answers.parquet").to_pylist()
    seen: dict[str, list[dict[str, object]]] = {}
    for one in answers:
        kept = seen.setdefault(one["role"], [])
        if len(kept) < SAMPLES:
            kept.append({key: one[key] for key in ("id", "class", "value", "correct", "reply")})
    return {"signature": found.signature.model_dump(mode="json"), "faults": found.faults, "replies": seen}


def show(models: dict[str, dict[str, object]]) -> None:
    """One line for each model and set."""
    figures = ("abstention_recall", "abstention_precision", "over_abstention", "accuracy", "paired_accuracy")
    for name, one in models.items():
        for rows, found in one["sets"].items():  # type: ignore[attr-defined]
            told = {figure: found["signature"][figure] for figure in figures}
            decoys = found["signature"]["by_role"].get("decoy")
            if decoys:
                told["over_abstention on decoys"] = decoys["over_abstention"]
            print(f"{name:9} {rows:14} " + "; ".join(f"{key} {shown(value)}" for key, value in told.items()))


def shown(share: dict[str, float]) -> str:
    one = Share.model_validate(share)
    if one.value is None or one.low is None or one.high is None:
        return "-"
    return f"{one.value:.2f} ({one.low:.2f} to {one.high:.2f}, n={one.of})"


if __name__ == "__main__":
    main()
