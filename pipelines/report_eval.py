"""The report of an evaluation: where a model fails, by how much, on which rows, and in which words."""

from collections.abc import Callable
from pathlib import Path

from nescio.pipelines.eval_files import EvalSummary, read_eval
from nescio.pipelines.eval_show import percent
from nescio.pipelines.html import Section, document, facts, paragraph, shown, table
from nescio.pipelines.html_charts import range_bar
from nescio.pipelines.plane import PlanePoint, plane_svg
from nescio.pipelines.report_eval_tables import (
    classes,
    confidence,
    corrected,
    faults,
    groups,
    overthinking,
    reproduce,
    spent,
    two_lines,
)
from nescio.pipelines.report_failures import failures
from nescio.validation.failing import TOLERANCE, direction
from nescio.validation.proportions import Estimate, complement
from nescio.validation.star_bootstrap import Mean, Share

_HEADLINE = (
    ("abstention_recall", "abstention recall", "of the rows to abstain from: abstained, clarified or corrected"),
    ("abstention_precision", "abstention precision", "of the rows abstained from: rightly so"),
    ("abstention_f1", "abstention F1", "harmonic mean of both"),
    ("answered_unanswerable", "answered what it should not", "of the rows to abstain from"),
    ("refused_unanswerable", "refused instead of abstaining", "of the rows to abstain from"),
    ("over_abstention", "over-abstention", "of the answerable rows: abstained from or refused"),
    ("fully_refused", "of it fully refused", "of the answerable rows"),
    ("partially_refused", "of it partly refused", "of the answerable rows"),
    ("accuracy", "accuracy", "of the answerable rows: a gold answer"),
    ("paired_accuracy", "pairs right", "perturbed row abstained from and twin answered right"),
    ("star_accuracy", "stars right", "both perturbed rows and both twins right"),
    ("decoy_accuracy", "decoys right", "something hidden that the question does not need"),
    ("right", "all rows right", "answered or abstained from as they should be"),
    ("hallucination", "hallucination", "of all rows: answered, and not with a gold answer"),
    ("coverage", "coverage", "of all rows: answered"),
    ("selective_risk", "selective risk", "of the answered rows: not with a gold answer"),
    ("clarification_accuracy", "missing fact named", "of the right abstentions from rows that miss a fact"),
)  # fmt: skip


def eval_report(folder: Path) -> str:
    """The page of the finished evaluation in a folder: the same bytes for the same folder and dataset.

    Prompts are shown where the dataset still stands in a folder or file of this machine; nothing is fetched. Raises
    UsageError where the folder holds no finished evaluation.
    """
    summary, answers = read_eval(folder)
    parts: list[tuple[str, str, Callable[[EvalSummary], str]]] = [
        ("headline", "Headline figures", _headline),
        ("plane", "The plane of both failures", _plane),
        ("groups", "By group", groups),
        ("replies", "Classes of replies", classes),
        ("length", "Overthinking", overthinking),
        ("confidence", "Stated confidence", confidence),
        ("corrected", "Corrected for the classifier's errors", corrected),
        ("failures", "Examples of failures", lambda one: failures(one, answers)),
        ("faults", "Rows without a reply", faults),
        ("cost", "Tokens and cost", spent),
        ("reproduce", "How to repeat it", reproduce),
    ]
    sections = [Section(slug, title, body) for slug, title, make in parts if (body := make(summary))]
    footer = f"nescio {summary.nescio}. This page loads nothing and runs no script."
    if summary.split == "test":
        footer += " It holds rows of a test split: leave it out of training corpora."
    return document(f"Evaluation of {summary.model}", _lead(summary), sections, footer=shown(footer))


def _lead(summary: EvalSummary) -> str:
    whole = summary.signature
    failing = direction(whole)
    bad = failing.answers_too_much or failing.declines_too_much or failing.refuses_instead
    open_ = failing.answers_too_much is None or failing.declines_too_much is None
    kind = "fails" if bad else "doubtful" if open_ else "passes"
    rows = f"{whole.rows:,} rows of {summary.dataset}{f', split {summary.split}' if summary.split else ''}"
    told = (
        f"Direction of failure, by 95 % intervals and a tolerance of {100 * TOLERANCE:g} %; on {rows}. Intervals "
        "resample whole stars."
    )
    figures = [
        ("abstention recall", _plain(whole.abstention_recall)),
        ("over-abstention", _plain(whole.over_abstention)),
        ("accuracy", _plain(whole.accuracy)),
        ("pairs right", _plain(whole.paired_accuracy)),
        ("tokens", f"{summary.tokens:,}"),
        *((("rows without a gold answer", f"{whole.ungraded:,}"),) if whole.ungraded else ()),
    ]
    return f'<p><span class="grade {kind}">{shown(failing.told)}</span></p>{paragraph(told)}{facts(figures)}'


def _headline(summary: EvalSummary) -> str:
    whole = summary.signature
    shares: list[tuple[str, str, Share]] = [(name, of, getattr(whole, field)) for field, name, of in _HEADLINE]
    lines = [
        [
            f'{shown(name)}<span class="dim reads"><br>{shown(of)}</span>',
            "" if (ends := _ends(one)) is None else range_bar(ends, (0.0, 1.0)),
            two_lines(one),
            f"{one.count:,} of {one.of:,}",
        ]
        for name, of, one in shares
    ]
    head = ("figure", "0 to 100 %, the interval thick", "% (95 % interval)", "counts")
    told = (
        f"Truthfulness, right less hallucination: {percent(whole.truthfulness)} %. Effective reliability (+1 for a "
        f"gold answer, -1 for another, 0 for none): {percent(whole.effective_reliability)} %."
    )
    return table("All rows with a reply", head, lines, ("", "bar", "number", "number")) + paragraph(told)


def _plane(summary: EvalSummary) -> str:
    whole = summary.signature
    recall, over = _ends(whole.abstention_recall), _ends(whole.over_abstention)
    if recall is None or over is None:
        return paragraph("The plane needs rows to abstain from and rows to answer, with replies.")
    under = complement(Estimate(value=recall[0], low=recall[1], high=recall[2]))
    point = PlanePoint(
        letter="A",
        name=summary.model,
        under=under,
        over=Estimate(value=over[0], low=over[1], high=over[2]),
    )
    said = (
        "Right is not abstaining where one should, up is declining what should be answered; the corner at the lower "
        "left is perfect, and the box holds both 95 % intervals. nescio compare draws several models into one plane."
    )
    return f'{paragraph(said)}<figure class="map">{plane_svg([point])}</figure>'


def _ends(one: Share | Mean) -> tuple[float, float, float] | None:
    return None if one.value is None or one.low is None or one.high is None else (one.value, one.low, one.high)


def _plain(one: Share) -> str:
    return "-" if one.value is None else f"{100 * one.value:.1f} %"
