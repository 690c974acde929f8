"""Showing a comparison on a terminal: the plane, where each model fails, headline figures, and differences."""

from collections.abc import Sequence
from pathlib import Path

from nescio.pipelines.comparing import Compared, Comparison, Difference
from nescio.pipelines.display import console, plain, show_table
from nescio.pipelines.eval_show import percent
from nescio.pipelines.plane import PlanePoint, plane_text
from nescio.validation.metrics import Signature
from nescio.validation.proportions import Estimate, complement
from nescio.validation.star_bootstrap import Mean, Share

_HEAD = (
    "", "recall", "over-abstention", "F1", "accuracy", "pairs right", "stars right", "decoys right", "hallucination",
    "truthfulness", "selective risk",
)  # fmt: skip


def plane_points(found: Comparison) -> list[PlanePoint]:
    """The models that have rows of both kinds, for the plane."""
    points = [
        (one, _estimate(one.signature.abstention_recall), _estimate(one.signature.over_abstention))
        for one in found.models
    ]
    return [
        PlanePoint(letter=one.letter, name=one.name, under=complement(recall), over=over)
        for one, recall, over in points
        if recall is not None and over is not None
    ]


def show_comparison(found: Comparison, svg: Path | None = None) -> None:
    """All of a comparison; `svg` is where the plane was drawn."""
    screen = console()
    screen.print(plain(f"{found.rows} rows{' that all share' if found.common else ''}, {len(found.models)} models\n"))
    if points := plane_points(found):
        screen.print(plain(plane_text(points)))
    screen.print(plain(f"\nDirection of failure, by 95 % intervals and a tolerance of {100 * found.tolerance:g} %:"))
    for one in found.models:
        screen.print(plain(f"  {one.letter}  {one.direction.told}{_settings(one)}"))
    screen.print()
    rows = [[one.letter, *map(percent, _headline(one.signature))] for one in found.models]
    show_table(screen, _HEAD, rows, title="%, with 95 % intervals over stars")
    screen.print()
    show_table(screen, _DIFFERENCE, map(_difference, found.differences), title="Differences, in points of percent")
    screen.print(plain("p: McNemar, exact, two-sided; corrected by Holm for the pairs of models. Rows of one star are"))
    screen.print(plain("not independent: where p of rows and the interval disagree, the interval and the stars count."))
    if svg is not None:
        screen.print(plain(f"plane: {svg}"))


_DIFFERENCE = ("models", "right", "of", "difference", "first alone", "second alone", "p", "corrected")


def _difference(one: Difference) -> Sequence[str]:
    counts = (one.test.of, percent(one.difference), one.test.only_first, one.test.only_second)
    return [f"{one.first} - {one.second}", one.unit, *map(str, counts), _p(one.test.p), _p(one.p_corrected)]


def _headline(one: Signature) -> Sequence[Share | Mean]:
    return (
        one.abstention_recall,
        one.over_abstention,
        one.abstention_f1,
        one.accuracy,
        one.paired_accuracy,
        one.star_accuracy,
        one.decoy_accuracy,
        one.hallucination,
        one.truthfulness,
        one.selective_risk,
    )


def _settings(one: Compared) -> str:
    told = [f"{one.no_reply} rows without a reply"] if one.no_reply else []
    told += ["with a system message"] if one.system else []
    told += ["asked for its confidence"] if one.confidence_asked else []
    return f"  [{', '.join(told)}]" if told else ""


def _estimate(found: Share) -> Estimate | None:
    if found.value is None or found.low is None or found.high is None:
        return None
    return Estimate(value=found.value, low=found.low, high=found.high)


def _p(value: float) -> str:
    return "< .0001" if value < 0.0001 else f"{value:.4f}"
