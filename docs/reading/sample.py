"""Draw the sheets of a blind reading: prompts in random order, and the key that the readers never see.

python docs/reading/sample.py --rows 30 --seed 1 --out docs/reading/round-1

Rows are drawn evenly over perturbations and roles, and no template twice in a cell before all have been used. They come
from stars that the dataflow checker accepted.
"""

import argparse
import csv
import json
from collections import defaultdict
from itertools import islice
from pathlib import Path
from random import Random

from nescio.gen.perturbations import PERTURBATIONS
from nescio.gen.sources.templates import draws, packaged_templates
from nescio.schemas.example import Candidate
from nescio.validation.checkers.dataflow import Dataflow


def accepted_rows(seed: int, per_template: int) -> list[Candidate]:
    """Rows of accepted stars, of every template and perturbation."""
    checker = Dataflow()
    rows: list[Candidate] = []
    for template in packaged_templates():
        for number, drawn in enumerate(islice(draws(template, seed), 2 * per_template)):
            perturbation = PERTURBATIONS[number % len(PERTURBATIONS)]
            for star in perturbation.propose(drawn, Random(f"{drawn.id}{seed}")):
                if all(verdict.passed for verdict in checker.check(star)):
                    rows += star.rows
    return rows


def draw(rows: list[Candidate], count: int, random: Random) -> list[Candidate]:
    """`count` rows for each perturbation and role, spread over templates."""
    cells: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
    for row in random.sample(rows, len(rows)):
        cells[row.perturbation, row.role.value].append(row)
    picked: list[Candidate] = []
    for cell in sorted(cells):
        order: dict[str | None, int] = defaultdict(int)
        ranked = []
        for row in cells[cell]:
            ranked.append((order[row.template_id], len(ranked), row))
            order[row.template_id] += 1
        picked += [row for _, _, row in sorted(ranked, key=lambda item: item[:2])[:count]]
    return random.sample(picked, len(picked))


def main() -> None:
    """Write prompts.jsonl (for the readers) and key.csv."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=30)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--out", type=Path, required=True)
    given = arguments.parse_args()
    picked = draw(accepted_rows(given.seed, 4), given.rows, Random(given.seed))
    given.out.mkdir(parents=True, exist_ok=True)
    with (given.out / "prompts.jsonl").open("w", encoding="utf-8") as sheet:
        for number, row in enumerate(picked, 1):
            sheet.write(json.dumps({"number": number, "prompt": row.prompt}, ensure_ascii=False) + "\n")
    with (given.out / "key.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["number", "perturbation", "role", "should_abstain", "template", "answer", "row_id"])
        for number, row in enumerate(picked, 1):
            answer = row.answers[0] if row.answers else ""
            writer.writerow(
                [number, row.perturbation, row.role.value, int(row.should_abstain), row.template_id, answer, row.id]
            )


if __name__ == "__main__":
    main()
