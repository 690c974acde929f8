"""Score the sheets of a blind reading against its key.

python docs/reading/score.py docs/reading/round-1
"""

import csv
import re
import sys
from collections import defaultdict
from pathlib import Path


def rows_of(path: Path) -> dict[int, dict[str, str]]:
    """The rows of a CSV file, by number."""
    with path.open(encoding="utf-8", newline="") as file:
        return {int(row["number"]): row for row in csv.DictReader(file)}


def _same(said: str, gold: str) -> bool:
    """Whether an answer is the gold number or name; no answer counts as the same, it was judged as answerable."""
    plain = said.replace(",", "").strip("$% ")
    try:
        return not plain or float(plain) == float(gold)
    except ValueError:
        words, wanted = (set(re.findall(r"\w+", text.lower())) for text in (said, gold))
        return words <= wanted or wanted <= words


def main() -> None:
    """Print disputes, wrong answers and naturalness, in all and for each perturbation and role."""
    folder = Path(sys.argv[1])
    key = rows_of(folder / "key.csv")
    sheets = {path.stem: rows_of(path) for path in sorted(folder.glob("reader-*.csv"))}
    natural: dict[str, list[int]] = defaultdict(list)
    for reader, sheet in sheets.items():
        for number, said in sorted(sheet.items()):
            truth = key[number]
            for cell in ("all", reader, f"{truth['perturbation']} {truth['role']}"):
                natural[cell].append(int(said["natural"]))
            answerable = truth["should_abstain"] == "0"
            if (said["answerable"] == "y") != answerable:
                cell = f"{truth['perturbation']} {truth['role']} {truth['template']}"
                print(f"dispute: {reader} {number} {cell}: {said['cue']}")
            elif answerable and not _same(said["answer"], truth["answer"]):
                print(f"answer: {reader} {number} {truth['template']}: {said['answer']} against {truth['answer']}")
    for cell, grades in natural.items():
        share = sum(grade >= 4 for grade in grades) / len(grades)
        print(f"natural {cell}: {share:.0%} of {len(grades)} rated 4 or 5, mean {sum(grades) / len(grades):.2f}")


if __name__ == "__main__":
    main()
