"""Showing an evaluation on a terminal: a table of groups, and below it the figures of all rows together."""

from collections.abc import Iterator
from pathlib import Path

from nescio.pipelines.display import console, plain, show_table, told_cost
from nescio.pipelines.eval_files import EvalSummary
from nescio.validation.calibrated_confidence import ConfidenceFigures
from nescio.validation.classifier_errors import CorrectedShare
from nescio.validation.figures import Figures
from nescio.validation.metrics import Signature
from nescio.validation.star_bootstrap import Mean, Share

_HEAD = (
    "rows", "number", "abstention recall", "precision", "F1", "refused instead", "over-abstention", "fully refused",
    "partly refused", "accuracy",
)  # fmt: skip


def show_eval(found: EvalSummary, answers: Path) -> None:
    """The signature of a model; `answers` is where its replies are."""
    screen = console()
    title = f"{found.model} on {found.dataset}, %, with 95 % intervals over stars"
    show_table(screen, _HEAD, [_row(name, one) for name, one in _groups(found.signature)], title=title)
    for line in _lines(found):
        screen.print(plain(line))
    if found.faults:
        told = ", ".join(f"{kind} {count}" for kind, count in found.faults.items())
        screen.print(plain(f"no reply, and in no figure: {told}", "bold red"))
    screen.print(plain(f"{found.tokens:,} tokens, {told_cost(found.cost)}, over all resumes; answers: {answers}"))


def percent(found: Share | Mean) -> str:
    """A share in percent with its interval."""
    if found.value is None or found.low is None or found.high is None:
        return "-"
    return f"{100 * found.value:.1f} ({100 * found.low:.1f} to {100 * found.high:.1f})"


def _groups(whole: Signature) -> list[tuple[str, Figures]]:
    """All rows, each role, and each other group that does not hold all rows; two kinds of groups may share a name."""
    found: list[tuple[str, Figures]] = [("all", whole), *whole.by_role.items()]
    parts = (whole.by_scenario, whole.by_perturbation, whole.by_domain, whole.by_complexity, whole.by_grade)
    for groups in parts:
        found += [(name or "(none)", one) for name, one in groups.items() if len(groups) > 1]
    return found


def _row(name: str, one: Figures) -> list[str]:
    shares = (
        one.abstention_recall,
        one.abstention_precision,
        one.abstention_f1,
        one.refused_unanswerable,
        one.over_abstention,
        one.fully_refused,
        one.partially_refused,
        one.accuracy,
    )
    shown = [percent(share) for share in shares]
    if not one.abstention_recall.of or not one.over_abstention.of:  # of rows of one label, precision says only that
        shown[1] = shown[2] = "-"
    return [name, str(one.rows), *shown]


def _lines(found: EvalSummary) -> Iterator[str]:
    whole = found.signature
    yield (
        f"right: pairs {percent(whole.paired_accuracy)}, stars {percent(whole.star_accuracy)}, "
        f"decoys {percent(whole.decoy_accuracy)}, all rows {percent(whole.right)}"
    )
    yield f"hallucination {percent(whole.hallucination)}; truthfulness, right less that: {percent(whole.truthfulness)}"
    wrongly = f", and of these {percent(whole.selective_risk)} wrongly" if whole.selective_risk.of else ""
    yield (
        f"answers {percent(whole.coverage)} of all rows{wrongly}; "
        f"effective reliability {percent(whole.effective_reliability)}"
    )
    if whole.ungraded:
        yield f"{whole.ungraded} replies are to answerable rows without a gold answer, and neither right nor wrong"
    if whole.clarification_accuracy.of:
        named = whole.clarification_accuracy
        yield f"of {named.of} right abstentions from rows with a missing fact, {percent(named)} name it"
    for role, one in whole.overthinking.items():
        ends = "" if one.low is None or one.high is None else f" ({one.low:.2f} to {one.high:.2f})"
        cut = f"; {one.cut_off} of these replies were cut off" if one.cut_off else ""
        yield (
            f"overthinking: {one.ratio:.2f}{ends} times as many {found.length_unit} as on {role} rows, "
            f"{one.perturbed:.0f} to {one.baseline:.0f}, {one.stars} star{'' if one.stars == 1 else 's'}{cut}"
        )
    if whole.confidence is not None:
        yield _confidence(whole.confidence)
    for corrected in found.corrected:
        yield _corrected(corrected)


def _confidence(one: ConfidenceFigures) -> str:
    if not one.stated.of:
        return "confidence: no reply answers"
    auroc = "-" if one.auroc.value is None else f"{one.auroc.value:.2f}"
    if one.brier.value is None or one.ece.value is None:
        return f"confidence: stated in {percent(one.stated)} of the replies that answer"
    return (
        f"confidence, stated in {percent(one.stated)} of the replies that answer: {percent(one.mean_confidence)} with "
        f"{percent(one.accuracy)} right; Brier {one.brier.value:.3f}, ECE {one.ece.value:.3f}, AUROC {auroc}"
    )


def _corrected(one: CorrectedShare) -> str:
    found = one.corrected
    rows = ", ".join(one.errors.scenarios) or "all rows"
    value = "nothing to tell" if found.value is None else f"{100 * found.value:.1f}"
    note = f"; {found.note}" if found.note else ""
    return (
        f"{one.errors.figure} of {rows}, corrected for the classifier's errors: {value} ({100 * found.low:.1f} to "
        f"{100 * found.high:.1f}), counted {percent(one.observed)}{note}. Measured on: {one.errors.measured_on}"
    )
