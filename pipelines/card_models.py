"""What a card says of chat models: who wrote, who judged, what a judge's word was worth, what it cost."""

from collections.abc import Sequence

from nescio.gen.perturbations import PERTURBATIONS
from nescio.pipelines.card_figures import figure, table
from nescio.pipelines.safe_text import inline
from nescio.pipelines.spend import StageSpend
from nescio.pipelines.summary import ModelChecks
from nescio.schemas.protocols import ModelWritten
from nescio.schemas.recipe import Recipe
from nescio.validation.agreement import Agreement
from nescio.validation.calibration import Calibration
from nescio.validation.judged_rates import JudgedRate
from nescio.validation.proportions import Estimate


def authorship(recipe: Recipe) -> str:
    """Who wrote the texts of the rows."""
    wrote = []
    if recipe.rewrite:
        wrote.append(f"`{recipe.rewrite.model}` made seed texts more fluent before they were perturbed by rule")
    requests = {one.name for one in PERTURBATIONS if isinstance(one, ModelWritten)}
    wrote += [
        f"`{spec.writer}` wrote the requests of `{spec.name}`"
        if spec.name in requests
        else f"`{spec.writer}` wrote the sentences with which `{spec.name}` hides a fact"
        for spec in recipe.perturb
        if spec.writer
    ]
    own = "nescio's own templates were themselves written and edited with the help of language models"
    if not wrote:
        return f"No language model wrote in this run: rows are drawn and edited by rule ({own})."
    return f"Language models wrote in this run: {'; '.join(wrote)}; the rest is by rule ({own})."


def judges_section(checks: ModelChecks, spend: Sequence[StageSpend], cost: float | None) -> str | None:
    """Judges, agreement and spending; null where no chat model was asked."""
    if not spend:
        return None
    parts = ["## Chat models and judges"]
    if checks.calibrations:
        parts.append(
            "A judge sees context and question, never the label. It has a vote on a scenario only if it was measured "
            "on at least 50 items that people outside this project labelled, and the lower end of the 95 % interval of "
            "Youden's J (sensitivity + specificity - 1) reached the recipe's floor. Otherwise its verdicts are stored "
            "with `calibrated: false` and decided nothing.\n\n" + calibration_table(checks.calibrations)
        )
    parts += [_agreement(name, found) for name, found in checks.agreement.items()]
    if any(checks.rates.values()):
        parts.append(
            "What judges say of the rows they read, before any fell: the share they call not to be answered (or not "
            "harmless), and the share that is so once their measured errors are taken off (Rogan-Gladen).\n\n"
            + _rates_table([one for rates in checks.rates.values() for one in rates])
        )
    rows = [
        (
            one.stage,
            inline(one.model),
            f"{one.replies:,}",
            f"{one.tokens_in:,}" + (" and more" if one.uncounted else ""),
            f"{one.tokens_out:,}" + (" and more" if one.uncounted else ""),
            ", ".join(f"{count:,} {name}" for name, count in one.outcomes.items()),
        )
        for one in spend
    ]
    parts.append(table(("stage", "model", "replies", "tokens in", "tokens out", "outcomes"), rows))
    parts.append(f"Cost: {'unknown' if cost is None else f'{cost:.2f} US dollars'}.")
    return "\n\n".join(parts)


def calibration_table(calibrations: Sequence[Calibration]) -> str:
    """What each judge was found to be worth, scenario by scenario."""
    rows = [
        (
            inline(one.judge),
            measured.scenario.value,
            measured.labelled_by.value,
            f"{measured.positives} + {measured.negatives}",
            _shown(measured.sensitivity),
            _shown(measured.specificity),
            _shown(measured.youden),
            "yes" if measured.admitted else "no",
        )
        for one in calibrations
        for measured in one.scenarios
    ]
    head = ("judge", "scenario", "labels", "items", "sensitivity", "specificity", "Youden's J", "vote")
    return table(head, rows)


def _rates_table(rates: Sequence[JudgedRate]) -> str:
    rows = [
        (
            inline(one.judge),
            one.scenario.value,
            "abstain" if one.should_abstain else "answer",
            f"{one.rows:,}",
            _shown(one.observed),
            "-" if one.corrected is None else figure(one.corrected.value, (one.corrected.low, one.corrected.high)),
        )
        for one in rates
    ]
    return table(("judge", "scenario", "label", "rows", "called so", "corrected"), rows)


def _agreement(name: str, found: Agreement) -> str:
    bounds = (found.low, found.high) if found.low is not None and found.high is not None else None
    return (
        f"Agreement of `{name}` over {found.rows:,} rows with two verdicts or more, Krippendorff's alpha: "
        f"{figure(found.alpha, bounds)}."
    )


def _shown(found: Estimate | None) -> str:
    return "-" if found is None else figure(found.value, (found.low, found.high))
