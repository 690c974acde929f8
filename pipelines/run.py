"""The main job: seeds in, a proved, deduplicated, audited, split and documented dataset out."""

from collections.abc import Sequence
from pathlib import Path

from nescio.gen.engines.models import TextTooLong
from nescio.gen.perturbations import PERTURBATIONS
from nescio.gen.sources import SOURCES
from nescio.pipelines import output
from nescio.pipelines.card import CardFacts
from nescio.pipelines.curate import Curated, curate, read_references
from nescio.pipelines.folder import Folder, recipe_record
from nescio.pipelines.ledger import Entry, Ledger, causes_of
from nescio.pipelines.licences import published_licence
from nescio.pipelines.observers import Observers
from nescio.pipelines.progress import Progress, quiet
from nescio.pipelines.resolve import Plan, load_recipe
from nescio.pipelines.resolve import plan as make_plan
from nescio.pipelines.seeding import Seeding, deal, propose, read_seeds
from nescio.pipelines.summary import Funnel, ModelRecord, RunSummary
from nescio.schemas.protocols import Perturbation, SeedSource
from nescio.schemas.recipe import FluencySpec, Recipe
from nescio.schemas.seed import Seed
from nescio.schemas.verdict import Failure
from nescio.validation.checkers.dataflow import Dataflow
from nescio.validation.checkers.fluency import Fluency

MAX_MESSAGE = 2_000


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

    The same call resumes: what a model said before is read from the folder's journal. Third-party perturbations and
    sources come in through the sequences, beside or instead of the packaged ones. What cannot be carried out is refused
    before a model is asked: RecipeError or UnknownName for a recipe, RunConflict where `out` holds another run,
    FolderBusy where another process runs in it, SeedFileError for an unreadable file, UsageError for seeds whose
    licences do not go together.
    """
    said = progress or quiet()
    named = [seeds] if isinstance(seeds, str) else seeds
    plan = make_plan(load_recipe(recipe, overrides, named, sources), perturbations, sources)
    references = read_references(plan.recipe.curate.decontaminate)
    folder = Folder(Path(out))
    observers = Observers(plan.recipe, folder, said)
    record = recipe_record(plan.recipe, limit, observers.records)
    folder.check(record)
    seeding = _seeds(plan, limit, said)
    with observers:
        changed = folder.claim(record)
        if changed:
            said.note(f"goes on with the run in {folder.path}; changed: {', '.join(changed)}")
        ledger = Ledger()
        entries = verify(plan, seeding, ledger, observers, said)
        curated = curate(plan.recipe, entries, references, ledger, observers, said)
        return output.write(folder, _facts(plan, limit, seeding, ledger, curated, observers.records), ledger)


def _facts(
    plan: Plan, limit: int | None, seeding: Seeding, ledger: Ledger, curated: Curated, models: tuple[ModelRecord, ...]
) -> CardFacts:
    total, by_name = ledger.funnel()
    return CardFacts(
        recipe=plan.recipe,
        limit=limit,
        domain=plan.domain.value,
        funnel=Funnel(**dict(total), by_perturbation=by_name),
        seeds=seeding.counts(),
        splits=output.by_split(curated),
        curated=curated,
        models=models,
    )


def _seeds(plan: Plan, limit: int | None, said: Progress) -> Seeding:
    """The seeds, with the unusable ones told of and the licences known to go together."""
    with said.stage("seeds"):
        seeding = read_seeds(plan, limit)
    for sentence in seeding.told():
        said.note(sentence)
    published_licence(plan.recipe.publish.license, {seed.source.licence for seed in seeding.seeds})
    return seeding


def verify(plan: Plan, seeding: Seeding, ledger: Ledger, observers: Observers, said: Progress) -> list[Entry]:
    """The stars that passed every check, in the order of their seeds' ids; `ledger` has what became of the others."""
    with said.stage("stars", len(seeding.seeds)) as step:
        usable: list[Seed] = []
        entries: list[Entry] = []
        for seed, spec, perturbation in deal(seeding.seeds, plan):
            step()
            try:
                stars = propose(seed, spec, perturbation, plan.recipe.seed)
            except Exception as error:  # noqa: BLE001  the per-row boundary: any part may come from a user
                ledger.fail_seed(seed.id, perturbation.name, _failure("propose", error))
                usable.append(seed)
                continue
            if stars:
                usable.append(seed)
            else:
                seeding.skip(seed.source.record_id, f"no star by {perturbation.name}")
            entries += [entry for star in stars if _checked(entry := ledger.open(star), ledger)]
    seeding.seeds = usable
    entries = _passing(entries, ledger)
    fluency = plan.recipe.verify.fluency
    if isinstance(fluency, FluencySpec) and entries:
        checker = Fluency(observers.loss_model(), fluency.max_ratio)
        entries = _passing(_measured(entries, checker, ledger), ledger)
    return entries


def _checked(entry: Entry, ledger: Ledger) -> bool:
    """Whether the dataflow checker could run on a star; its verdicts are noted."""
    try:
        entry.add(Dataflow().check(entry.star))
    except Exception as error:  # noqa: BLE001  the per-row boundary
        ledger.fail(entry, _failure("dataflow", error))
        return False
    return True


def _measured(entries: list[Entry], checker: Fluency, ledger: Ledger) -> list[Entry]:
    """The entries that the model could read, with its verdicts; a text too long for it fails its own star only."""
    try:
        found = checker.check_all([entry.star for entry in entries])
    except TextTooLong as error:
        if len(entries) == 1:
            ledger.fail(entries[0], _failure("fluency", error))
            return []
        middle = len(entries) // 2
        return _measured(entries[:middle], checker, ledger) + _measured(entries[middle:], checker, ledger)
    for entry, verdicts in zip(entries, found, strict=True):
        entry.add(verdicts)
    return entries


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
    return Failure(stage=stage, error=type(error).__name__, message=str(error)[:MAX_MESSAGE])
