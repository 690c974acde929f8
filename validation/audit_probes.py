"""The probes of the audit beside those of `leakage`: what each part of a row's surface alone tells of its label."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from nescio.schemas.base import Frozen
from nescio.validation.audit_counts import SIZES, count_table, hedge_table
from nescio.validation.audit_texts import MOST_CHARACTERS, piece_counts, regression, text_fit, word_counts
from nescio.validation.leakage import LENGTHS, MIN_GROUPS, SurfaceReport
from nescio.validation.probe_bench import Bench, ProbeRow

MAX_AUC, MAX_LENGTH_AUC, MAX_INTERACTION_AUC = 0.60, 0.55, 0.75
"""The gates of the audit, as a recipe's by default."""


class ProbeFigure(Frozen):
    """How well one probe tells the label, with its 95 % interval; .5 is chance."""

    probe: str
    reads: str
    auc: float
    low: float
    high: float
    wanted: float | None = None
    """The most that is wanted; null where the figure is for knowledge only."""

    @property
    def grade(self) -> str:
        """`fails` where the whole interval is above the gate, `doubtful` where the figure is, `passes`, or `told`."""
        if self.wanted is None:
            return "told"
        return "fails" if self.low > self.wanted else "doubtful" if self.auc > self.wanted else "passes"


@dataclass(frozen=True)
class Placed:
    """A row and its place in the file, from 0."""

    row: ProbeRow
    place: int


def figures(rows: Sequence[Placed], report: SurfaceReport, seed: int = 0, bootstrap: int = 200) -> list[ProbeFigure]:
    """Every probe that the rows allow, `report` being surface_report's on the same rows; none under 10 groups.

    Folds and bootstrap keep groups whole. The rows have to be as many as the report has read.
    """
    from threadpoolctl import threadpool_limits

    bench = Bench([one.row for one in rows], seed, bootstrap)
    if len(set(bench.group)) < MIN_GROUPS or len({one.row.label for one in rows}) < 2:
        return []
    found = _reported(report)
    with threadpool_limits(1):
        found += _lengths(rows, bench)
        for name, reads, wanted, table, fit in fitted_probes(rows):
            drawn = bench.out_of_fold(fit, table, draws=1)
            low, high = bench.interval(drawn)
            found.append(ProbeFigure(probe=name, reads=reads, auc=bench.auc(drawn), low=low, high=high, wanted=wanted))
    order = {name: number for number, name in enumerate(ORDER)}
    return sorted(found, key=lambda one: order[one.probe])


ORDER = (
    "additive",
    "words",
    "characters",
    "length",
    "word count",
    "counts",
    "hedges and denials",
    "question alone",
    "context alone",
    "interaction",
    "position",
)
"""The probes in the order in which they are shown."""


def _reported(report: SurfaceReport) -> list[ProbeFigure]:
    """The figures of `leakage` that are not measured twice."""
    known = (
        ("length", "length in characters", report.length_auc, report.length_auc_ci, MAX_LENGTH_AUC),
        (
            "interaction",
            "how question and context relate",
            report.interaction_auc,
            report.interaction_ci,
            MAX_INTERACTION_AUC,
        ),
    )
    return [
        ProbeFigure(probe=probe, reads=reads, auc=auc, low=span[0], high=span[1], wanted=wanted)
        for probe, reads, auc, span, wanted in known
        if auc is not None and span is not None
    ]


def _lengths(rows: Sequence[Placed], bench: Bench) -> list[ProbeFigure]:
    import numpy as np

    words = np.array([float(len(one.row.text.split())) for one in rows])
    values = words if bench.auc([words]) >= 0.5 else -words
    low, high = bench.interval([values])
    auc = bench.auc([values])
    return [
        ProbeFigure(probe="word count", reads="length in words", auc=auc, low=low, high=high, wanted=MAX_LENGTH_AUC)
    ]


Table = tuple[str, str, float | None, Any, Callable[[Any, Any], Any]]


def fitted_probes(rows: Sequence[Placed]) -> list[Table]:
    """Name, what it reads, gate, features and model of each probe that is fitted."""
    import numpy as np

    texts = [one.row.text for one in rows]
    counts, names = count_table(texts)
    lengths = counts[:, [names.index(name) for name in LENGTHS]]
    other = counts[:, [number for number, name in enumerate(names) if name not in SIZES]]
    index, words = np.arange(len(rows)), word_counts(texts)
    pieces = f"pieces of words, first {MOST_CHARACTERS:,} characters"
    made: list[Table] = [
        ("additive", "words, word pairs and lengths", MAX_AUC, index, text_fit(words, lengths)),
        ("words", "words and word pairs", MAX_AUC, index, text_fit(words)),
        ("characters", pieces, MAX_AUC, index, text_fit(piece_counts(texts))),
        ("counts", "numbers, sentences, punctuation", MAX_AUC, other, small_trees),
        ("hedges and denials", "hedging and denying words alone", MAX_AUC, hedge_table(texts), regression),
        ("position", "place in the file and in its group", None, _places(rows), small_trees),
    ]
    for name, parts in (
        ("question alone", [one.row.question for one in rows]),
        ("context alone", [one.row.context for one in rows]),
    ):
        told = [part for part in parts if part is not None]
        if len(told) == len(rows) and any(told):
            made.append((name, "words and word pairs of it", MAX_AUC, index, text_fit(word_counts(told))))
    return made


def small_trees(table: Any, labels: Any) -> Any:
    """Boosted trees that few counts feed, fitted."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    options: dict[str, Any] = {"max_iter": 60, "learning_rate": 0.1, "max_leaf_nodes": 8, "min_samples_leaf": 10}
    return HistGradientBoostingClassifier(**options, early_stopping=False, random_state=0).fit(table, labels)


def _places(rows: Sequence[Placed]) -> Any:
    """Place in the file, its remainders, the place among the rows of its group, and distance to the group's first."""
    import numpy as np

    first: dict[str, int] = {}
    seen: dict[str, int] = {}
    table = np.zeros((len(rows), 5))
    for number in sorted(range(len(rows)), key=lambda i: rows[i].place):
        place, group = rows[number].place, rows[number].row.group
        rank = seen[group] = seen.get(group, -1) + 1
        table[number] = (place, place % 2, place % 4, rank, place - first.setdefault(group, place))
    return table
