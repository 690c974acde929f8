"""Draw the sheets of a blind reading: prompts in random order, and the key that the readers never see.

python docs/reading/sample.py --rows 30 --seed 1 --out docs/reading/round-4
python docs/reading/sample.py --source gsm8k:TRAIN.jsonl --out docs/reading/round-4-gsm8k --prompts /tmp/prompts.jsonl

For each perturbation so many rows, evenly over its roles, no star twice before all have been used. They come from
stars that the perturbation's checker accepted. Prompts made of texts that others wrote are not for the repository:
`--prompts` puts them elsewhere.
"""

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from random import Random

from nescio.gen.perturbations import PERTURBATIONS
from nescio.gen.sources import SOURCES
from nescio.pipelines.resolve import find, seed_spec
from nescio.schemas.example import Candidate
from nescio.schemas.protocols import Perturbation
from nescio.schemas.seed import Seed
from nescio.validation.checkers import CHECKERS

STARS = 4
"""Accepted stars that are drawn from for each row that is wanted."""


def read_seeds(source: str, seed: int) -> list[Seed]:
    """The seeds of a source, in an order of this sheet's own."""
    spec = seed_spec(source)
    limited = spec.model_copy(update={"limit": 2000}) if spec.path is None else spec
    found = [one for one in find("seed source", spec.source, SOURCES).read(limited, seed) if isinstance(one, Seed)]
    return Random(f"sheet {seed}").sample(found, len(found))


def accepted_rows(seeds: Sequence[Seed], perturbation: Perturbation, seed: int, stars: int) -> list[Candidate]:
    """Rows of so many accepted stars, one of each template or text before the second of any."""
    checker = find("checker", perturbation.checker, CHECKERS)
    used: dict[str | None, int] = defaultdict(int)
    rows: list[Candidate] = []
    kept = 0
    for one in seeds:
        if one.evidence.type != perturbation.evidence:
            continue
        if one.template_id is not None and used[one.template_id] > kept // 90:
            continue
        for star in perturbation.propose(one, Random(f"{one.id}{seed}")):
            if kept < stars and all(verdict.passed for verdict in checker.check(star)):
                used[one.template_id] += 1
                kept += 1
                rows += star.rows
    return rows


def draw(rows: Sequence[Candidate], count: int, random: Random) -> list[Candidate]:
    """`count` rows, evenly over the roles, no two of one star before all stars have been used."""
    cells: dict[str, list[Candidate]] = defaultdict(list)
    for row in random.sample(rows, len(rows)):
        cells[row.role.value].append(row)
    picked: list[Candidate] = []
    used: dict[str | None, int] = defaultdict(int)
    while len(picked) < min(count, len(rows)):
        for cell in sorted(cells):
            if cells[cell] and len(picked) < count:
                row = min(cells[cell], key=lambda one: used[one.cross_id])
                cells[cell].remove(row)
                used[row.cross_id] += 1
                picked.append(row)
    return picked


def main() -> None:
    """Write prompts.jsonl (for the readers) and key.csv."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--source", default="templates")
    arguments.add_argument("--rows", type=int, default=30, help="for each perturbation")
    arguments.add_argument("--only", nargs="*", default=[], help="perturbations; all unless given")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--words", type=int, help="no prompt of more words; any unless given")
    arguments.add_argument("--prompts", type=Path, help="where the prompts go; OUT/prompts.jsonl unless given")
    given = arguments.parse_args()
    seeds = read_seeds(given.source, given.seed)
    picked: list[Candidate] = []
    for perturbation in PERTURBATIONS:
        if not given.only or perturbation.name in given.only:
            rows = accepted_rows(seeds, perturbation, given.seed, STARS * given.rows)
            rows = [row for row in rows if given.words is None or len(row.prompt.split()) <= given.words]
            if rows:
                picked += draw(rows, given.rows, Random(f"{given.seed} {perturbation.name}"))
            print(f"{perturbation.name}: {len(rows)} rows to draw from", flush=True)
    picked = Random(given.seed).sample(picked, len(picked))
    given.out.mkdir(parents=True, exist_ok=True)
    with (given.prompts or given.out / "prompts.jsonl").open("w", encoding="utf-8") as sheet:
        for number, row in enumerate(picked, 1):
            sheet.write(json.dumps({"number": number, "prompt": row.prompt}, ensure_ascii=False) + "\n")
    with (given.out / "key.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["number", "perturbation", "role", "should_abstain", "template", "answer", "row_id"])
        for number, row in enumerate(picked, 1):
            answer = row.answers[0] if row.answers else ""
            home = row.template_id or row.source.record_id
            writer.writerow([number, row.perturbation, row.role.value, int(row.should_abstain), home, answer, row.id])


if __name__ == "__main__":
    main()
