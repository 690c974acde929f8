"""The sections of an evaluation's report that are tables of figures."""

from nescio.pipelines.display import told_cost
from nescio.pipelines.eval_files import EvalSummary
from nescio.pipelines.eval_show import percent
from nescio.pipelines.html import fold, interval, paragraph, shown, table, texts
from nescio.validation.figures import Figures
from nescio.validation.star_bootstrap import Mean, Share

_GROUPS = (
    ("by_role", "By role"), ("by_scenario", "By scenario"), ("by_perturbation", "By perturbation"),
    ("by_domain", "By domain"), ("by_complexity", "By complexity"), ("by_grade", "By grade of the label"),
    ("by_domain_and_complexity", "By domain and complexity"),
)  # fmt: skip
_COLUMNS = (
    ("abstention_recall", "abstention recall"), ("abstention_precision", "precision"),
    ("over_abstention", "over-abstention"), ("refused_answerable", "of it refused"), ("accuracy", "accuracy"),
    ("hallucination", "hallucination"),
)  # fmt: skip


def groups(summary: EvalSummary) -> str:
    """The main shares of each group of rows."""
    parts = []
    for field, title in _GROUPS:
        found: dict[str, Figures] = getattr(summary.signature, field)
        if len(found) < 2:
            parts += [paragraph(f"{title}: all rows are {name or '(none)'}.", "dim") for name in found]
            continue
        lines = [[shown(name or "(none)"), f"{one.rows:,}", *_shares(one)] for name, one in found.items()]
        head = ("group", "rows", *(name for _, name in _COLUMNS))
        parts.append(table(f"{title}, %, with 95 % intervals", head, lines, ("", *["number"] * (len(head) - 1))))
    return "\n".join(parts)


def _shares(one: Figures) -> list[str]:
    """The columns of a group; where it has rows of one label alone, precision would say only that."""
    bare = not one.abstention_recall.of or not one.over_abstention.of
    return [
        "-" if bare and column == "abstention_precision" else two_lines(getattr(one, column)) for column, _ in _COLUMNS
    ]


def two_lines(one: Share) -> str:
    """A share in percent, its interval below it."""
    if one.value is None or one.low is None or one.high is None:
        return "-"
    return interval(f"{100 * one.value:.1f}", f"{100 * one.low:.1f} to {100 * one.high:.1f}")


def classes(summary: EvalSummary) -> str:
    """How many replies were taken for what."""
    sides = summary.signature.classes
    names = sorted({name for side in sides.values() for name in side})
    lines = [[shown(name), *(f"{sides[side].get(name, 0):,}" for side in ("abstain", "answer"))] for name in names]
    head = ("class of the reply", "rows to abstain from", "rows to answer")
    return table("How replies were classified", head, lines, ("", "number", "number")) if lines else ""


def overthinking(summary: EvalSummary) -> str:
    """How much longer replies are where a model should abstain."""
    unit = summary.length_unit
    lines = [
        (
            role, f"{one.stars:,}", f"{one.perturbed:.0f}", f"{one.baseline:.0f}", f"{one.ratio:.2f}",
            "-" if one.low is None or one.high is None else f"{one.low:.2f} to {one.high:.2f}", f"{one.cut_off:,}",
        )
        for role, one in summary.signature.overthinking.items()
    ]  # fmt: skip
    head = (
        "against",
        "stars",
        f"{unit} where to abstain",
        f"{unit} there",
        "ratio",
        "95 % interval",
        "replies cut off",
    )
    caption = "Length of replies to rows to abstain from over that to answerable rows of their stars"
    return table(caption, head, texts(lines), ("", *["number"] * 6)) if lines else ""


def confidence(summary: EvalSummary) -> str:
    """How well stated confidences fit, where one was asked for."""
    one = summary.signature.confidence
    if one is None:
        return ""
    figures: list[tuple[str, Share | Mean]] = [
        ("stated", one.stated), ("mean", one.mean_confidence), ("right", one.accuracy)
    ]  # fmt: skip
    said = paragraph("Of the replies that answer, %: " + ", ".join(f"{name} {percent(what)}" for name, what in figures))
    if not one.stated.count:
        return said
    measures = [("Brier score", one.brier), ("ECE, ten bins", one.ece), ("AUROC", one.auroc)]
    lines = [(name, *_number(what)) for name, what in measures]
    bins = [
        (
            f"{100 * part.low:.0f} to {100 * part.high:.0f} %",
            f"{part.of:,}",
            _percent(part.confidence),
            _percent(part.accuracy),
        )
        for part in one.bins
        if part.of
    ]
    kinds = ("", "number", "number", "number")
    parts = [said, table("How well it fits", ("measure", "value", "95 % interval", "replies"), texts(lines), kinds)]
    if bins:
        parts.append(table("By bin", ("stated", "replies", "mean stated", "right"), texts(bins), kinds))
    return "\n".join(parts)


def corrected(summary: EvalSummary) -> str:
    """Figures corrected for the errors of the classifier, where these are known."""
    lines = [
        (
            one.errors.figure, ", ".join(one.errors.scenarios) or "all", percent(one.observed),
            "nothing to tell" if one.corrected.value is None else f"{100 * one.corrected.value:.1f}",
            f"{100 * one.corrected.low:.1f} to {100 * one.corrected.high:.1f}",
            f"{one.errors.measured_on} {one.corrected.note}".strip(),
        )
        for one in summary.corrected
    ]  # fmt: skip
    head = ("figure", "rows", "counted, %", "corrected, %", "95 % interval", "errors measured on")
    kinds = ("", "", "number", "number", "number", "long")
    return (
        table("By Rogan and Gladen, where people's labels measured the errors", head, texts(lines), kinds)
        if lines
        else ""
    )


def faults(summary: EvalSummary) -> str:
    """Rows whose request came to nothing."""
    lines = [(kind, f"{count:,}") for kind, count in summary.faults.items()]
    return table("No abstentions, and in no figure", ("fault", "rows"), texts(lines), ("", "number")) if lines else ""


def spent(summary: EvalSummary) -> str:
    """Tokens and cost by model."""
    lines = [
        (
            one.model,
            *(f"{count:,}" for count in (one.replies, one.tokens_in, one.tokens_out, one.uncounted)),
            told_cost(one.cost),
        )
        for one in summary.spend
    ]
    head = ("model", "replies", "tokens in", "tokens out", "uncounted", "cost")
    return table("Over all resumes", head, texts(lines), ("", *["number"] * 4)) if lines else ""


def reproduce(summary: EvalSummary) -> str:
    """The settings of the evaluation, with the hashes of what it read."""
    one = summary
    lines = [
        ("dataset", one.dataset), ("rows that were asked (hash)", one.dataset_hash), ("split", one.split or "all"),
        ("limit", "none" if one.limit is None else str(one.limit)), ("model", one.model),
        ("model (hash)", one.model_hash), ("engine", one.engine), ("system message", one.system or "none"),
        ("sampling", one.sampling.model_dump_json(exclude_none=True)),
        ("confidence asked", "yes" if one.confidence_asked else "no"), ("rules of classes", one.classifier),
        ("fitted classifier (hash)", one.response_model or "none"), ("nescio", one.nescio),
    ]  # fmt: skip
    return fold(
        "Everything that the figures depend on", table("Settings", ("what", "value"), texts(lines), ("", "long"))
    )


def _number(one: Mean) -> tuple[str, str, str]:
    if one.value is None:
        return "-", "-", f"{one.of:,}"
    interval = "-" if one.low is None or one.high is None else f"{one.low:.3f} to {one.high:.3f}"
    return f"{one.value:.3f}", interval, f"{one.of:,}"


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.1f} %"
