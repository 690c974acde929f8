"""The main job: seeds in, a proved, deduplicated, audited, split and documented dataset out."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from nescio.gen.perturbations import PERTURBATIONS
from nescio.gen.sources import SOURCES
from nescio.pipelines import output
from nescio.pipelines.card import CardFacts
from nescio.pipelines.curate import Curated, curate, near_threshold
from nescio.pipelines.folder import Folder, recipe_record
from nescio.pipelines.judging import check_by_models, read_labels
from nescio.pipelines.ledger import Ledger
from nescio.pipelines.licences import published_licence
from nescio.pipelines.observers import Observers
from nescio.pipelines.progress import Progress, quiet
from nescio.pipelines.quarantine import Quarantine
from nescio.pipelines.references import read_references
from nescio.pipelines.resolve import Plan, load_recipe
from nescio.pipelines.resolve import plan as make_plan
from nescio.pipelines.reviews import read_reviews
from nescio.pipelines.seeding import Seeding, read_seeds
from nescio.pipelines.spend import NO_LIMITS, Limits
from nescio.pipelines.summary import Funnel, ModelChecks, RunSummary, Writing
from nescio.pipelines.verifying import verify
from nescio.pipelines.writing import write_texts
from nescio.schemas.protocols import ChatEngine, Perturbation, SeedSource, StarChecker
from nescio.schemas.recipe import Recipe
from nescio.validation.checkers import CHECKERS


def run(
    recipe: str | Path | Recipe,
    *,
    out: str | Path,
    seeds: Sequence[str] | str = (),
    limit: int | None = None,
    overrides: Sequence[str] = (),
    perturbations: Sequence[Perturbation] = PERTURBATIONS,
    sources: Sequence[SeedSource] = SOURCES,
    checkers: Sequence[StarChecker] = CHECKERS,
    limits: Limits = NO_LIMITS,
    engines: Mapping[str, ChatEngine] | None = None,
    progress: Progress | None = None,
) -> RunSummary:
    """Run a recipe into the folder `out`, and say what became of every row.

    The same call resumes: what a model said before is read from the folder's journal. Third-party perturbations,
    sources and checkers come in through the sequences, beside or instead of the packaged ones; `engines` take the place
    of chat models by their names in the recipe.

    What cannot be carried out is refused before a model is asked: RecipeError or UnknownName for a recipe, RunConflict
    where `out` holds another run, FolderBusy where another process runs in it, SeedFileError for an unreadable file,
    UsageError for seeds whose licences do not go together, EngineMisused for a chat model that is named wrongly.
    EngineDown and BudgetReached end a run that has begun; what was said is kept.
    """
    said = progress or quiet()
    named = [seeds] if isinstance(seeds, str) else seeds
    read = load_recipe(recipe, overrides, named, sources)
    plan = make_plan(read, perturbations, sources, checkers)
    references = read_references(plan.recipe.curate.decontaminate, plan.recipe.curate.allow)
    labels = read_labels(plan.recipe)
    folder = Folder(Path(out))
    observers = Observers(plan.recipe, folder, said, limits, engines)
    near_threshold(plan.recipe, observers)
    record = recipe_record(plan.recipe, limit, observers.records)
    folder.check(record)
    for sentence in references.told():
        said.note(sentence)
    seeding = _seeds(plan, limit, said)
    with observers:
        changed = folder.claim(record)
        if changed:
            said.note(f"goes on with the run in {folder.path}; changed: {', '.join(changed)}")
        ledger, quarantine = Ledger(), Quarantine(read_reviews(folder.path))
        dealt, writing = write_texts(plan, seeding, observers)
        entries = verify(plan, dealt, seeding, ledger, observers, said, quarantine)
        entries, checks = check_by_models(plan.recipe, entries, labels, ledger, observers, said, quarantine)
        for sentence in quarantine.told():
            said.note(sentence)
        curated = curate(plan.recipe, entries, references, ledger, observers, said)
        facts = _facts(plan, limit, seeding, ledger, curated, writing, checks, observers)
        return output.write(folder, facts, ledger, quarantine)


def _facts(
    plan: Plan,
    limit: int | None,
    seeding: Seeding,
    ledger: Ledger,
    curated: Curated,
    writing: Mapping[str, Writing],
    checks: ModelChecks,
    observers: Observers,
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
        models=observers.records,
        writing=writing,
        checks=checks,
        spend=observers.chat.stages,
        tokens=observers.chat.tokens,
        cost=observers.chat.cost,
    )


def _seeds(plan: Plan, limit: int | None, said: Progress) -> Seeding:
    """The seeds, with the unusable ones told of and the licences known to go together."""
    with said.stage("seeds"):
        seeding = read_seeds(plan, limit)
    for sentence in seeding.told():
        said.note(sentence)
    held = sum(seed.source.split == "test" for seed in seeding.seeds)
    if held:
        said.note(
            f"{held} seeds are of a test split: use what is made of them to measure, never publish or train on it"
        )
    published_licence(plan.recipe.publish.license, {seed.source.licence for seed in seeding.seeds})
    return seeding
