"""The audit's figures for public sets beside those of the cue study (../shared/research/abstention.md, section 4).

python benchmarks/audit_public.py [FOLDER]        FOLDER holds the sets, by default ../shared/data/labelled

The study's figures are read off its table: probes of one draw of the folds, so two digits, and of small sets one.
"""

import csv
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nescio.validation.audit_probes import Placed, figures
from nescio.validation.leakage import ProbeRow, surface_report
from nescio.validation.veto import normal_form

LABELLED = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "labelled"
COCONOT = {
    "false presuppositions": (174, 0.66, 0.78, None),
    "underspecified": (151, 0.80, 0.91, None),
    "dangerous or sensitive topics": (195, 0.94, 0.99, None),
    "privacy violations": (124, 0.92, 0.99, None),
}
"""Rows, AUC of the length, AUC of TF-IDF and accuracy in pairs, as the study has them."""
RELIABLE = {"remove": (1074, 0.60, 0.71, 0.91), "contradict": (1130, 0.50, 0.68, 0.79)}


@dataclass(frozen=True)
class Studied:
    """A set as the audit reads it, and the study's figures: rows, length, TF-IDF, in-pair; null where it has none."""

    name: str
    rows: list[ProbeRow]
    study: tuple[int | None, float | None, float | None, float | None]


def coconot(folder: Path) -> Iterator[Studied]:
    """Requests of the evaluation set against the contrast set, by subcategory."""
    parts = {}
    for label, name in ((True, "coconot_eval.jsonl"), (False, "coconot_contrast_eval.jsonl")):
        for line in (folder / "coconot" / name).read_text("utf-8").splitlines():
            row = json.loads(line)
            parts.setdefault(row["subcategory"], []).append((row["prompt"], label))
    for part, study in COCONOT.items():
        yield Studied(f"CoCoNot, {part}", [_alone(*one) for one in parts[part]], study)


def xstest(folder: Path) -> Iterator[Studied]:
    """Unsafe against safe prompts: rows in random folds, then whole types held out."""
    with open(folder / "xstest" / "xstest_prompts.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    labels = [row["label"] == "unsafe" for row in rows]
    yield Studied(
        "XSTest, random groups",
        [_alone(row["prompt"], label) for row, label in zip(rows, labels, strict=True)],
        (450, 0.534, 0.80, None),
    )
    held = [ProbeRow(row["prompt"], label, row["type"]) for row, label in zip(rows, labels, strict=True)]
    yield Studied("XSTest, types held out", held, (450, 0.534, 0.51, None))


def reliablemath(folder: Path) -> Iterator[Studied]:
    """Each rewritten problem beside its original, by the way it was made unsolvable."""
    rows = json.loads((folder / "reliablemath" / "unsol.json").read_text("utf-8"))
    for way, study in RELIABLE.items():
        made = []
        for row in rows:
            source, number, kind, _ = (*row["data_id"].split("_"), "", "")[:4]
            if kind.startswith(way[:6]):
                group = f"{source}_{number}"
                made.append(ProbeRow(row["rewritten_question"], True, group, pair=row["data_id"]))
                made.append(ProbeRow(row["question"], False, group, pair=row["data_id"]))
        yield Studied(f"ReliableMath, {way}", made, study)


def kuqp(folder: Path) -> Iterator[Studied]:
    """Unknown questions beside known ones, by kind. The study has no figures for them."""
    for path in sorted((folder / "kuqp").glob("*_questions.json")):
        [rows] = json.loads(path.read_text("utf-8")).values()
        made = []
        for number, row in enumerate(rows):
            for text, label in ((row["u"], True), (row["a"], False)):
                made.append(ProbeRow(text, label, f"{number}", pair=f"{number}"))
        yield Studied(f"KUQP, {path.stem.removesuffix('_questions')}", made, (None, None, None, None))


SETS = (coconot, xstest, reliablemath, kuqp)


def _alone(text: str, label: bool) -> ProbeRow:
    return ProbeRow(text, label, normal_form(text) or text)


def measured(one: Studied) -> tuple[int, float | None, float | None, float | None]:
    """Our figures: rows, AUC of the length, AUC of the words, and accuracy in pairs."""
    report = surface_report(one.rows, most=len(one.rows), bootstrap=20)
    found = figures([Placed(row, place) for place, row in enumerate(one.rows)], report, bootstrap=20)
    words = next((figure.auc for figure in found if figure.probe == "words"), None)
    return report.rows, report.length_auc, words, report.pair_accuracy


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else LABELLED
    print(f"{'set':42s} {'rows':>11s} {'length':>13s} {'TF-IDF':>13s} {'in pairs':>13s}    ours / the study's")
    for read in SETS:
        for one in read(folder):
            cells = [f"{_told(ours)} / {_told(study)}" for ours, study in zip(measured(one), one.study, strict=True)]
            print(f"{one.name:42s} {cells[0]:>11s} " + " ".join(f"{cell:>13s}" for cell in cells[1:]), flush=True)


def _told(value: float | None) -> str:
    return "-" if value is None else str(value) if isinstance(value, int) else f"{value:.3f}"


if __name__ == "__main__":
    main()
