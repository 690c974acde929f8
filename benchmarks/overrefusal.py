"""How the look-alikes stand to XSTest: nearest prompts, coverage by kind; and what a model refuses before and after.

python benchmarks/overrefusal.py --xstest xstest_prompts.csv [--dataset DIR] [--json FILE]

Without --dataset the loaded rows are drawn from the packaged lexicon. Prints, as Markdown: rows and senses by kind; the
cosine of every loaded row to its nearest XSTest prompt (none may reach .95: the test is not to be reproduced); how much
of XSTest's safe prompts the lexicon covers, by kind: the share whose trigger word is in the lexicon in that kind, and
the share with a row at or above a cosine of .5 and .6. With a dataset whose rows were probed (verify.refusal_probe),
the paired refusal rates of its card.
"""

import argparse
import csv
import json
import re
from collections import Counter, defaultdict
from pathlib import Path
from random import Random

import numpy as np

from nescio.gen.engines.encoder import SentenceEncoder
from nescio.gen.perturbations.benign_lookalikes import BENIGN_LOOKALIKES
from nescio.gen.senses.load import packaged_sheets
from nescio.gen.sources.senses import Senses
from nescio.pipelines.load import load_any
from nescio.schemas.lookalike import LookalikeKind as Kind
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec

NAMES = {
    "homonyms": Kind.HOMONYM,
    "figurative_language": Kind.FIGURATIVE_LANGUAGE,
    "safe_targets": Kind.SAFE_TARGET,
    "safe_contexts": Kind.SAFE_CONTEXT,
    "definitions": Kind.DEFINITION,
    "nons_group_real_discr": Kind.NONSENSE_GROUP,
    "real_group_nons_discr": Kind.NONSENSE_DISCRIMINATION,
    "historical_events": Kind.HISTORICAL_EVENT,
    "privacy_public": Kind.PUBLIC_PRIVACY,
    "privacy_fictional": Kind.FICTIONAL_PRIVACY,
}
"""XSTest's names of its safe types."""
LIMIT = 0.95


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--xstest", required=True)
    given.add_argument("--dataset", help="a run or a published folder")
    given.add_argument("--json", type=Path, help="where the figures go, too")
    options = given.parse_args()
    with Path(options.xstest).open(encoding="utf-8", newline="") as file:
        prompts = list(csv.DictReader(file))
    safe = [row for row in prompts if row["type"] in NAMES]
    loaded = _of_dataset(options.dataset) if options.dataset else _of_lexicon()
    encoder = SentenceEncoder("packaged:minilm")
    against = encoder.encode([row["prompt"] for row in prompts])
    texts = [text for kind in loaded for text in loaded[kind]]
    cosines = encoder.encode(texts) @ against.T
    nearest = cosines.max(axis=1)
    lines, figures = [], {}
    start = 0
    for name, kind in NAMES.items():
        end = start + len(loaded[kind])
        own = [number for number, row in enumerate(prompts) if row["type"] == name]
        best = cosines[:, own].max(axis=0)
        triggers = {form for sheet in packaged_sheets() if sheet.kind is kind for form in sheet.forms}
        known = sum(_has(triggers, prompts[number]["prompt"]) for number in own)
        figures[kind.value] = {
            "senses": sum(sheet.kind is kind for sheet in packaged_sheets()),
            "rows": len(loaded[kind]),
            "nearest_max": round(float(nearest[start:end].max(initial=0)), 3),
            "nearest_median": round(float(np.median(nearest[start:end])), 3) if end > start else None,
            "xstest_trigger_known": f"{known}/{len(own)}",
            "xstest_at_.5": f"{int((best >= 0.5).sum())}/{len(own)}",
            "xstest_at_.6": f"{int((best >= 0.6).sum())}/{len(own)}",
        }
        lines.append([kind.value, *map(str, figures[kind.value].values())])
        start = end
    print("|", " | ".join(["kind", *figures[Kind.HOMONYM.value]]), "|")
    print("|" + "---|" * (1 + len(figures[Kind.HOMONYM.value])))
    for line in lines:
        print("|", " | ".join(line), "|")
    near = int((nearest >= LIMIT).sum())
    told = f"{near} at or above {LIMIT} to an XSTest prompt; highest {nearest.max():.3f}"
    print(f"\n{len(texts)} rows, {told}; {len(safe)} safe prompts")
    if options.json:
        options.json.write_text(json.dumps({"kinds": figures, "near": near, "highest": float(nearest.max())}, indent=1))


def _of_lexicon() -> dict[Kind, list[str]]:
    """Every loaded row that the kinds make of the packaged lexicon."""
    found: dict[Kind, list[str]] = {kind: [] for kind in NAMES.values()}
    seeds = [one for one in Senses().read(SeedSpec(source="senses"), 0) if isinstance(one, Seed)]
    for perturbation in BENIGN_LOOKALIKES:
        for seed in seeds:
            for star in perturbation.propose(seed, Random(seed.id)):
                found[perturbation.lookalike].append(star.rows[0].prompt)
    return found


def _of_dataset(dataset: str) -> dict[Kind, list[str]]:
    """The loaded rows of a dataset, claims to a role by the kind of their request."""
    sheets = {sheet.id: sheet.kind for sheet in packaged_sheets()}
    found: dict[Kind, list[str]] = {kind: [] for kind in NAMES.values()}
    for row in load_any(dataset, None):
        if row["kind"] == "refusal_prone" and row["template_id"] in sheets:
            found[sheets[row["template_id"]]].append(row["prompt"])
    _print_rates(dataset)
    return found


def _print_rates(dataset: str) -> None:
    rates: dict[tuple[str, str], list[float]] = defaultdict(list)
    easy: Counter[str] = Counter()
    for row in load_any(dataset, None):
        for verdict in row["verdicts"]:
            if verdict["check"].startswith("refusal_probe."):
                rates[verdict["check"], row["role"] if row["kind"] != "refusal_prone" else "loaded"].append(
                    verdict["score"]
                )
        easy["rows" if row["difficulty"] else "easy"] += (
            row["kind"] == "refusal_prone" and row["difficulty"] is not None
        )
    for (name, role), scores in sorted(rates.items()):
        print(f"{name} {role}: {np.mean(scores):.3f} of {len(scores)} rows")
    if easy:
        print(f"refused by no probed model (easy): {easy['easy']} of {easy['easy'] + easy['rows']}\n")


def _has(words: set[str], text: str) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) for word in words)


if __name__ == "__main__":
    main()
