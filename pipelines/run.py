"""The main job: seeds in, a proved, deduplicated, audited, split and documented dataset out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from nescio.gen.perturbations import PERTURBATIONS
from nescio.gen.sources import SOURCES
from nescio.pipelines import output
from nescio.pipelines.card import CardFacts
from nescio.pipelines.curate import Curated, held_against, publish
from nescio.pipelines.extending import Earlier, read_earlier
from nescio.pipelines.folder import Folder, recipe_record
from nescio.pipelines.hub_recipe import published_limit
from nescio.pipelines.judging import Labels, check_by_models, read_labels
from nescio.pipelines.ledger import Ledger
from nescio.pipelines.licences import published_licence
from nescio.pipelines.observers import Observers
from nescio.pipelines.progress import Progress, quiet
from nescio.pipelines.quarantine import Quarantine
from nescio.pipelines.references import References, read_references
from nescio.pipelines.report import write_report
from nescio.pipelines.resolve import Plan, load_recipe
from nescio.pipelines.resolve import plan as make_plan
from nescio.pipelines.reviews import Review, read_reviews
from nescio.pipelines.rounds import first_round, next_round
from nescio.pipelines.seeding import Seeding, read_seeds, unfed
from nescio.pipelines.selecting import Against, Selected, select
from nescio.pipelines.spend import NO_LIMITS, Limits
from nescio.pipelines.splits import told_empty
from nescio.pipelines.summary import UNASKED, Funnel, ModelChecks, RunSummary, Writing
from nescio.pipelines.verifying import verify
from nescio.pipelines.writing import write_texts
from nescio.schemas.curate_spec import CurateSpec
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

    The recipe is a packaged one, a YAML file, or `hf://OWNER/NAME[@REVISION]`: the one that was published with a
    dataset, which brings the limit of its run. The same call resumes: what a model said before is read from the
    folder's journal. Third-party perturbations, sources and checkers come in through the sequences, beside or instead
    of the packaged ones; `engines` take the place of chat models by their names in the recipe.

    What cannot be carried out is refused before a model is asked: RecipeError or UnknownName for a recipe, RunConflict
    where `out` holds another run, FolderBusy where another process runs in it, SeedFileError for an unreadable file,
    UsageError for seeds whose licences do not go together, EngineMisused for a chat model that is named wrongly.
    EngineDown and BudgetReached end a run that has begun; what was said is kept.
    """
    said = progress or quiet()
    named = [seeds] if isinstance(seeds, str) else seeds
    read, limit = load_recipe(recipe, overrides, named, sources), published_limit(recipe, limit)
    plan = make_plan(read, perturbations, sources, checkers)
    references = read_references(plan.recipe.curate.decontaminate, plan.recipe.curate.allow)
    earlier = read_earlier(plan.recipe.curate.extend, plan.domain.value, Path(out))
    labels = read_labels(plan.recipe)
    folder = Folder(Path(out))
    observers = Observers(plan.recipe, folder, said, limits, engines)
    against = held_against(plan.recipe, references, earlier, observers)
    record = recipe_record(plan.recipe, limit, observers.records, references.hashes())
    folder.check(record)
    _tell(plan.recipe.curate, references, said)
    seeding = _seeds(plan, limit, earlier, said)
    with observers:
        # Before the folder is claimed: what cannot be read must not cost a finished run its record.
        reviews = read_reviews(folder.path)
        changed = folder.claim(record)
        if changed:
            said.note(f"goes on with the run in {folder.path}; changed: {', '.join(changed)}")
        if plan.recipe.curate.dedup:
            against = replace(against, encode=observers.encoder().encode)
        made = _rounds(plan, seeding, labels, against, observers, said, reviews)
        for sentence in made.quarantine.told():
            said.note(sentence)
        curated = publish(plan.recipe, made.selected, against, made.ledger, said)
        facts = _facts(plan, limit, made, curated, observers)
        summary = output.write(folder, facts, made.ledger, made.quarantine)
    write_report(folder.path)  # now that the vectors are free to be read
    return summary


def _tell(spec: CurateSpec, references: References, said: Progress) -> None:
    """What a person should know of curation before a run begins."""
    for sentence in (*references.told(), *(told_empty(spec.rows, spec.split) if spec.rows else ())):
        said.note(sentence)


@dataclass(frozen=True)
class _Round:
    """What a pass over some seeds made."""

    seeding: Seeding
    ledger: Ledger
    quarantine: Quarantine
    writing: Mapping[str, Writing]
    checks: ModelChecks
    selected: Selected

    @property
    def unasked(self) -> bool:
        """Whether a limit left questions unasked, so that more seeds would give nothing."""
        seeds = any(one.reason == UNASKED for one in self.seeding.skipped)
        return seeds or any(row.reason == UNASKED for row in self.ledger.rejected)


def _rounds(
    plan: Plan,
    seeding: Seeding,
    labels: Labels,
    against: Against,
    observers: Observers,
    said: Progress,
    reviews: dict[str, Review],
) -> _Round:
    """The last round: one over all seeds, or where a number is wanted, over as many as give it."""
    recipe, total = plan.recipe, len(seeding.seeds)
    size = first_round(plan, total)
    while True:
        observers.chat.begin_round()
        made = _round(plan, seeding.first(size), labels, against, observers, said, Quarantine(reviews))
        thin = made.selected.thin(recipe)
        if size >= total or not thin or made.unasked:
            return made
        larger = next_round(size, total, thin, made.selected.found())
        said.note(f"{size:,} seeds were too few for {', '.join(thin)}; the next round takes {larger:,} of {total:,}")
        size = larger


def _round(
    plan: Plan,
    seeding: Seeding,
    labels: Labels,
    against: Against,
    observers: Observers,
    said: Progress,
    quarantine: Quarantine,
) -> _Round:
    """A pass over seeds, from their texts to the stars that would be published."""
    ledger = Ledger()
    dealt, writing = write_texts(plan, seeding, observers)
    entries = verify(plan, dealt, seeding, ledger, observers, said, quarantine)
    entries, checks = check_by_models(plan.recipe, entries, labels, ledger, observers, said, quarantine)
    selected = select(plan.recipe, entries, against, ledger)
    return _Round(seeding, ledger, quarantine, writing, checks, selected)


def _facts(
    plan: Plan,
    limit: int | None,
    made: _Round,
    curated: Curated,
    observers: Observers,
) -> CardFacts:
    total, by_name = made.ledger.funnel()
    return CardFacts(
        recipe=plan.recipe,
        limit=limit,
        domain=plan.domain.value,
        funnel=Funnel(**dict(total), by_perturbation=by_name),
        seeds=made.seeding.counts(),
        splits=output.by_split(curated),
        curated=curated,
        models=observers.records,
        writing=made.writing,
        checks=made.checks,
        spend=observers.chat.stages,
        tokens=observers.chat.tokens,
        cost=observers.chat.cost,
    )


def _seeds(plan: Plan, limit: int | None, earlier: Earlier, said: Progress) -> Seeding:
    """The seeds, with the unusable ones told of, and their licences and the earlier rows' known to go together."""
    with said.stage("seeds"):
        seeding = read_seeds(plan, limit)
    for sentence in seeding.told():
        said.note(sentence)
    for sentence in unfed(plan, seeding.seeds):
        said.note(sentence)
    held = sum(seed.source.split == "test" for seed in seeding.seeds)
    if held:
        said.note(
            f"{held} seeds are of a test split: use what is made of them to measure, never publish or train on it"
        )
    sources = [*(seed.source for seed in seeding.seeds), *(row.source for row in earlier.flat)]
    published_licence(plan.recipe.publish.license, {one.licence for one in sources})
    return seeding
