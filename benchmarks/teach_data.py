"""The rows of `teach.py`: stars, as many uncrossed rows of the same base rate, and questions of SVAMP as given."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from random import Random

from nescio.gen.perturbations.hedged_quantity import HedgedQuantity
from nescio.gen.perturbations.premise_removal import PremiseRemoval
from nescio.gen.sources.templates import draws, packaged_templates
from nescio.gen.templates.model import Template
from nescio.pipelines.tables import write_parquet
from nescio.schemas.example import Candidate, Star
from nescio.schemas.hashing import content_hash
from nescio.schemas.taxonomy import Role
from nescio.validation.checkers.dataflow import Dataflow

SEED = 31
HIDING = (HedgedQuantity(), PremiseRemoval())
DELETED = "premise_removal"
"""The perturbation whose edited sentence is taken out whole for a deletion."""
MOST_DRAWS = 400
"""Draws of a template that are looked through at most."""


@dataclass(frozen=True)
class Sizes:
    """How much of everything."""

    train_rows: int
    test_stars: int
    svamp: int
    difficulty: int
    """Most steps of any row of a star."""
    test_share: float
    """Of the templates, held out."""
    deletion_share: float
    """Of the deletion rows, those that abstain; a star has a quarter."""


def write_data(folder: Path, sizes: Sizes, svamp: Path | None) -> dict[str, int]:
    """Write one file for each set and tell its rows. Templates of the test sets are in no training set."""
    written = folder / "sizes.json"
    settings = {**asdict(sizes), "svamp_file": svamp is not None}
    if written.exists():
        kept = json.loads(written.read_text("utf-8"))
        if kept["sizes"] != settings:
            raise SystemExit(f"{folder} holds data of other sizes, {kept['sizes']}; use another --out")
        counts: dict[str, int] = kept["rows"]
        return counts
    train, test = split_templates(sizes)
    half = len(HIDING)
    crossed = list(islice(stars(train, sizes.difficulty), -(-sizes.train_rows // 8)))
    held_out = list(islice(stars(test, sizes.difficulty), sizes.test_stars))
    sets = {
        "stars-train": [row for star in crossed for row in star.rows][: sizes.train_rows // 8 * 8 or 8],
        "deletion-train": deletions(train, sizes, sizes.train_rows),
        "stars-test": [row for star in held_out for row in star.rows],
        "deletion-test": deletions(test, sizes, max(8, sizes.test_stars * 8 // half)),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in sets.items():
        write_parquet(rows, Candidate, folder / f"{name}.parquet")
    counts = {name: len(rows) for name, rows in sets.items()}
    if svamp is not None:
        lines = [json.dumps(row) for row in svamp_rows(svamp, sizes.svamp)]
        (folder / "svamp-test.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
        counts["svamp-test"] = len(lines)
    written.write_text(json.dumps({"sizes": settings, "rows": counts}), "utf-8")
    return counts


def split_templates(sizes: Sizes) -> tuple[list[Template], list[Template]]:
    """The easy templates, those with the smallest hashes held out."""
    easy = [one for one in packaged_templates() if next(stars([one], sizes.difficulty, 4), None)]
    easy.sort(key=lambda one: content_hash("teach", one.id))
    held = max(1, round(len(easy) * sizes.test_share))
    return easy[held:], easy[:held]


def stars(templates: Sequence[Template], difficulty: int, most: int = MOST_DRAWS) -> Iterator[Star]:
    """Proved stars of few steps: templates in turn, perturbations in turn."""
    sources = [draws(one, SEED) for one in templates]
    for number in range(most):
        for source in sources:
            seed = next(source, None)
            if seed is None:
                continue
            perturbation = HIDING[number % len(HIDING)]
            for star in perturbation.propose(seed, Random(seed.id)):
                if max(row.difficulty or 0 for row in star.rows) <= difficulty and proved(star):
                    yield star


def proved(star: Star) -> bool:
    return all(verdict.passed for verdict in Dataflow().check(star))


def deletions(templates: Sequence[Template], sizes: Sizes, number: int) -> list[Candidate]:
    """Rows as most datasets have them: a premise's sentence taken out, and clean rows; no cross, no decoys.

    Each deletion has its clean row; further clean rows bring the share of abstaining ones down to what is wanted.
    """
    wanted = max(1, round(number * sizes.deletion_share))
    pairs: list[Candidate] = []
    spare: list[Candidate] = []
    for star in stars(templates, sizes.difficulty):
        clean = {row.question: row for row in star.rows if row.role is Role.CLEAN}
        if star.perturbation == DELETED and len(pairs) < 2 * wanted:
            row = next(row for row in star.rows if row.role is Role.PERTURBED)
            pairs += [deleted(row), alone(clean[row.question])]
        else:
            spare += [alone(row) for row in clean.values()]
        if len(pairs) >= 2 * wanted and len(pairs) + len(spare) >= number:
            break
    return [*pairs[: 2 * wanted], *spare][:number]


def deleted(row: Candidate) -> Candidate:
    """A perturbed row without the sentence that was put in the premise's place."""
    (edit,) = row.edits
    span = edit.span_after
    context = re.sub(r"\s+", " ", row.context[: span.start] + row.context[span.end :]).strip()
    prompt = f"{context} {row.question}"
    changes = {"context": context, "prompt": prompt, "perturbation": "deletion", "edits": ()}
    return alone(row.model_copy(update=changes))


def alone(row: Candidate) -> Candidate:
    """A row without the ties to its star."""
    changes = {"id": content_hash("alone", row.id, row.prompt), "pair_id": None, "cross_id": None}
    return row.model_copy(update=changes)


def svamp_rows(path: Path, number: int) -> list[dict[str, object]]:
    """So many of SVAMP's questions (arXiv 2103.07191) as they are given, those with the smallest hashes."""
    rows = []
    for one in json.loads(path.read_text("utf-8")):
        answer = float(one["Answer"])
        rows.append(
            {
                "id": one["ID"],
                "prompt": f"{one['Body'].strip()} {one['Question'].strip()}",
                "should_abstain": False,
                "answers": [str(int(answer)) if answer.is_integer() else str(answer)],
                "domain": "math",
            }
        )
    return sorted(rows, key=lambda row: content_hash("svamp", str(row["id"])))[:number]
