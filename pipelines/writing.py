"""The stages in which a model writes: seeds made fluent, and sentences that hide a fact (docs/design/007)."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from nescio.gen.perturbations.written import PROMPTS, Written, write_hidings
from nescio.gen.prompting import load_prompt
from nescio.gen.rewriting import PROMPT, Rewritten, Status, rewrite_seeds
from nescio.gen.senses.written import RECOMBINES, WrittenRequest, recombine_requests, rewrite_requests
from nescio.pipelines.observers import Observers
from nescio.pipelines.resolve import Plan
from nescio.pipelines.seeding import Dealt, Seeding, deal
from nescio.pipelines.summary import UNASKED, Writing
from nescio.schemas.chat import FaultKind
from nescio.schemas.protocols import FactHiding, ModelWritten
from nescio.schemas.recipe import RewriteSpec
from nescio.schemas.seed import Seed

_UNASKED = f"no reply: {FaultKind.UNASKED.value}"


def write_texts(plan: Plan, seeding: Seeding, observers: Observers) -> tuple[list[Dealt], dict[str, Writing]]:
    """The seeds as the models of the recipe left them, each with its perturbation; and by stage what became of them."""
    told: dict[str, Writing] = {}
    if plan.recipe.rewrite:
        told["rewrite"] = _rewrite(plan.recipe.rewrite, seeding, observers)
    dealt = list(deal(seeding.seeds, plan))
    if any(spec.writer for spec in plan.recipe.perturb):
        dealt, told["write"] = _write(plan, dealt, seeding, observers)
    return dealt, told


def _rewrite(spec: RewriteSpec, seeding: Seeding, observers: Observers) -> Writing:
    """Rewrite the seeds; what could not be is as it was, counted and told why."""
    found = rewrite_seeds(seeding.seeds, observers.chat.asks(spec.model), load_prompt(PROMPT), questions=spec.questions)
    kept: dict[str, Seed] = {}
    for before, one in zip(seeding.seeds, found, strict=True):
        if one.reason == _UNASKED:
            seeding.skip(before.source.record_id, UNASKED)
        elif kept.setdefault(one.seed.id, one.seed) is not one.seed:
            # Two seeds that a model made the same: a prompt stands once in a dataset.
            seeding.skip(before.source.record_id, "repeated", "rewritten to the same as another seed")
    seeding.seeds = [kept[name] for name in sorted(kept)]
    return _rewriting(found)


def _rewriting(found: Sequence[Rewritten]) -> Writing:
    outcomes = Counter(one.status.value if one.status is Status.REWRITTEN else f"kept: {one.reason}" for one in found)
    refused = Counter(sentence.reason for one in found for sentence in one.refused)
    return Writing(seeds=dict(sorted(outcomes.items())), sentences_refused=dict(sorted(refused.items())))


def _write(plan: Plan, dealt: Sequence[Dealt], seeding: Seeding, observers: Observers) -> tuple[list[Dealt], Writing]:
    """Have a model write the hidings of the seeds whose perturbation names a writer; the others stay as they are.

    A seed for which it could not is skipped with the reason: nothing falls back to rules.
    """
    written = _written(plan, dealt, observers)
    kept: list[Dealt] = []
    outcomes: Counter[str] = Counter()
    for seed, spec, perturbation in dealt:
        one = written.get(seed.id)
        if one is None:
            kept.append((seed, spec, perturbation))
        elif one.seed is not None:
            outcomes["written"] += 1
            kept.append((one.seed, spec, perturbation))
        else:
            outcomes[f"skipped: {one.reason}"] += 1
            reason = UNASKED if one.reason == _UNASKED else f"not written: {one.reason}"
            seeding.skip(seed.source.record_id, reason, one.detail)
    return kept, Writing(seeds=dict(sorted(outcomes.items())))


def _written(plan: Plan, dealt: Sequence[Dealt], observers: Observers) -> dict[str, Written | WrittenRequest]:
    """What became of each seed whose perturbation names a writer, by the seed's id."""
    groups: dict[str, list[Seed]] = defaultdict(list)
    for seed, spec, perturbation in dealt:
        if spec.writer and (not isinstance(perturbation, ModelWritten) or perturbation.takes(seed)):
            groups[spec.name].append(seed)
    found: dict[str, Written | WrittenRequest] = {}
    for spec, perturbation in plan.perturbations:
        seeds = groups[spec.name]
        if not seeds or not spec.writer:
            continue
        asks = observers.chat.asks(spec.writer)
        told: Sequence[Written | WrittenRequest] = ()
        if isinstance(perturbation, FactHiding):
            told = write_hidings(seeds, asks, load_prompt(PROMPTS[perturbation.form]), perturbation.form)
        elif isinstance(perturbation, ModelWritten):
            write = recombine_requests if perturbation.prompt == RECOMBINES else rewrite_requests
            told = write(seeds, asks, load_prompt(perturbation.prompt))
        found |= {seed.id: one for seed, one in zip(seeds, told, strict=True)}
    return found
