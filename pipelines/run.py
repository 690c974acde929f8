"""The main job: seeds in, a proved, deduplicated, audited, split and documented dataset out."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random

from nescio.gen.perturbations import PERTURBATIONS
from nescio.gen.sources import SOURCES
from nescio.pipelines import output
from nescio.pipelines.curate import curate
from nescio.pipelines.folder import Folder, recipe_record
from nescio.pipelines.ledger import Entry, Ledger, causes_of
from nescio.pipelines.observers import Observers
from nescio.pipelines.progress import Progress, quiet
from nescio.pipelines.resolve import Plan, load_recipe
from nescio.pipelines.resolve import plan as make_plan
from nescio.pipelines.seeding import Seeding, deal, read_seeds
from nescio.pipelines.summary import RunSummary
from nescio.schemas.hashing import content_hash
from nescio.schemas.protocols import Perturbation, SeedSource
from nescio.schemas.recipe import Recipe
from nescio.schemas.verdict import Failure
from nescio.validation.checkers.dataflow import Dataflow
from nescio.validation.checkers.fluency import Fluency


@dataclass(frozen=True)
class Verified:
    """The stars that passed every check, in canonical order, and what became of the others so far."""

    entries: list[Entry]
    ledger: Ledger
    seeding: Seeding


def run(
    recipe: str | Path | Recipe,
    *,
    out: str | Path,
    seeds: Sequence[str] | str = (),
    limit: int | None = None,
    overrides: Sequence[str] = (),
    perturbations: Sequence[Perturbation] = PERTURBATIONS,
    sources: Sequence[SeedSource] = SOURCES,
    progress: Progress | None = None,
) -> RunSummary:
    """Run a recipe into the folder `out`, and say what became of every row.

    The same call resumes: what a model said before is read from the folder's journal. Third-party perturbations and sources
    come in through the sequences, beside or instead of the packaged ones. Raises RecipeError or UnknownName for a
    recipe that cannot be carried out, RunConflict where `out` holds another run, and SeedFileError for an unreadable file.
    """
    said = progress or quiet()
    named = [seeds] if isinstance(seeds, str) else seeds
    plan = make_plan(load_recipe(recipe, overrides, named), perturbations, sources)
    folder = Folder(Path(out))
    observers = Observers(plan.recipe, folder, said)
    changed = folder.claim(recipe_record(plan.recipe, limit, observers.records))
    if changed:
        said.note(f"goes on with the run in {folder.path}; changed: {', '.join(changed)}")
    with observers:
        verified = verify(plan, limit, observers, said)
        curated = curate(plan.recipe, verified.entries, verified.ledger, observers, said)
        return output.write(folder, plan.recipe, limit, verified.seeding, verified.ledger, curated, observers.records)


def verify(plan: Plan, limit: int | None, observers: Observers, said: Progress) -> Verified:
    """Read seeds, propose stars, and check them."""
    with said.stage("seeds"):
        seeding = read_seeds(plan, limit)
    ledger = Ledger()
    entries = propose_and_prove(plan, seeding, ledger, said)
    if plan.recipe.verify.fluency and entries:
        checker = Fluency(observers.loss_model(), plan.recipe.verify.fluency.max_ratio)
        for entry, verdicts in zip(entries, checker.check_all([entry.star for entry in entries]), strict=True):
            entry.add(verdicts)
        entries = _passing(entries, ledger)
    return Verified(entries, ledger, seeding)


def propose_and_prove(plan: Plan, seeding: Seeding, ledger: Ledger, said: Progress) -> list[Entry]:
    """The stars of every seed that the dataflow checker proves, in the order of their seeds' ids."""
    checker = Dataflow()
    entries: list[Entry] = []
    usable = []
    with said.stage("stars", len(seeding.seeds)) as step:
        for seed, spec, perturbation in deal(seeding.seeds, plan):
            step()
            random = Random(content_hash(seed.id, perturbation.name, str(plan.recipe.seed)))
            try:
                stars = list(islice(perturbation.propose(seed, random), spec.max_per_seed))
            except Exception as error:  # noqa: BLE001  the per-row boundary: any part may come from a user
                ledger.fail_seed(seed.id, perturbation.name, _failure("propose", error))
                continue
            if not stars:
                seeding.skip(seed.source.record_id, f"no star by {perturbation.name}")
                continue
            usable.append(seed)
            for star in stars:
                entry = ledger.open(star)
                try:
                    entry.add(checker.check(star))
                except Exception as error:  # noqa: BLE001  the per-row boundary
                    ledger.fail(entry, _failure("dataflow", error))
                else:
                    entries.append(entry)
    seeding.seeds = usable
    return _passing(entries, ledger)


def _passing(entries: Sequence[Entry], ledger: Ledger) -> list[Entry]:
    """The entries without a failing verdict; the others are rejected whole."""
    kept = []
    for entry in entries:
        causes = causes_of(entry)
        if causes:
            ledger.reject(entry, causes)
        else:
            kept.append(entry)
    return kept


def _failure(stage: str, error: Exception) -> Failure:
    return Failure(stage=stage, error=type(error).__name__, message=str(error))
