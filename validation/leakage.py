"""How well shallow probes tell the label of a set from its surface: .5 is perfect, 1.0 is a give-away.

Two probes, each scored out of fold with whole groups held out. The *additive* one reads words, word pairs and lengths;
an exact cross holds it at .5 by identity. The *interaction* one reads how question and context relate.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from pydantic import Field

from nescio.schemas.base import Frozen
from nescio.schemas.errors import UsageError
from nescio.schemas.hashing import content_hash
from nescio.validation.audit_texts import COUNT_SPREAD, regression, text_fit, word_counts
from nescio.validation.probe_bench import FOLDS as FOLDS
from nescio.validation.probe_bench import Bench
from nescio.validation.probe_bench import Cue as Cue
from nescio.validation.probe_bench import ProbeRow as ProbeRow
from nescio.validation.probe_bench import fold_of as fold_of
from nescio.validation.probe_features import features, tally

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MIN_GROUPS, MIN_BOOTSTRAP = 10, 20
MOST_ROWS = 4_000
"""Rows that the probes read at most: whole groups, those with the smallest hashes. More would narrow no gate."""
SHUFFLED = 1_000
"""Rows on which the features of the interaction probe are shuffled, to see which of them matter."""
LENGTHS = ("length", "words", "numbers")


class SurfaceReport(Frozen):
    """What the probes found. Figures are null under 10 groups or with one label only; intervals are 95 %.

    Intervals are drawn over groups, of scores out of fold: they hold the sampling of rows, not that of the training. An
    AUC below .5 is an effect of pairing in small sets and no evidence of safety.
    """

    rows: int
    positives: int
    groups: int
    probed: int = 0
    """Rows that the probes read: all of them up to MOST_ROWS, else whole groups drawn by hash."""
    auc: float | None = None
    auc_ci: tuple[float, float] | None = None
    length_auc: float | None = None
    """Of the length in characters, in whichever direction is better; only its interval can reach below .5."""
    length_auc_ci: tuple[float, float] | None = None
    interaction_auc: float | None = None
    """Over the rows that have both context and question."""
    interaction_ci: tuple[float, float] | None = None
    pair_accuracy: float | None = None
    """Share of (abstain, answer) twos of one pair that the additive probe orders rightly, ties half."""
    probes: dict[str, float] = Field(default_factory=dict)
    """AUC of each additive probe alone: single counts in the better direction, regressions as they are."""
    cues: tuple[Cue, ...] = ()
    """At most 8 for each probe, strongest first."""


def surface_report(
    rows: Sequence[ProbeRow], seed: int = 0, bootstrap: int = 200, most: int = MOST_ROWS
) -> SurfaceReport:
    """Both probes over all rows, whatever their order, or over at most `most` of them in whole groups.

    Raises UsageError if a pair stands in two groups (a probe would be trained on the twin) or `bootstrap` is under 20.
    """
    from threadpoolctl import threadpool_limits

    if bootstrap < MIN_BOOTSTRAP:
        raise UsageError(f"{bootstrap} bootstrap draws give no interval; use at least {MIN_BOOTSTRAP}.")
    homes: dict[str, str] = {}
    for row in rows:
        if row.pair is not None and (home := homes.setdefault(row.pair, row.group)) != row.group:
            raise UsageError(f"Pair {row.pair!r} lies in the groups {home!r} and {row.group!r}; give it one group.")
    rows = sorted(rows, key=lambda r: (r.group, r.text, r.label, r.context or "", r.question or "", r.pair or ""))
    told = {"rows": len(rows), "positives": sum(row.label for row in rows), "groups": len({row.group for row in rows})}
    rows = drawn_rows(rows, seed, most)
    related = [row for row in rows if row.context is not None and row.question is not None]
    found: dict[str, Any] = {}
    # One thread: sums run in a fixed order, so that the same rows give the same report to the last bit.
    with threadpool_limits(1):
        for measure, part in ((_additive, rows), (_interaction, related)):
            bench = Bench(part, seed, bootstrap)
            if len(set(bench.group)) >= MIN_GROUPS and len({row.label for row in part}) == 2:
                figures = measure(part, bench)
                found |= figures | {"cues": (*found.get("cues", ()), *figures["cues"])}
    return SurfaceReport(**told, probed=len(rows), **found)


def drawn_rows(rows: Sequence[ProbeRow], seed: int, most: int = MOST_ROWS) -> Sequence[ProbeRow]:
    """The rows, or of too many those of whole groups in the order of their hashes, as many as the probes read."""
    if len(rows) <= most:
        return rows
    sizes = Counter(row.group for row in rows)
    kept, total = set[str](), 0
    for group in sorted(sizes, key=lambda name: content_hash("probe", str(seed), name)):
        if total + sizes[group] > most:
            break
        kept.add(group)
        total += sizes[group]
    return [row for row in rows if row.group in kept]


def gate(report: SurfaceReport, max_auc: float, max_length_auc: float, max_interaction_auc: float) -> list[str]:
    """The gates missed, one sentence each. A gate is missed only where the lower end of its interval is above it."""
    missed = []
    for name, found, interval, wanted, probe in (
        ("surface AUC", report.auc, report.auc_ci, max_auc, "word"),
        ("length AUC", report.length_auc, report.length_auc_ci, max_length_auc, None),
        ("interaction AUC", report.interaction_auc, report.interaction_ci, max_interaction_auc, "interaction"),
    ):
        if found is not None and interval is not None and interval[0] > wanted:
            between = f"95 % interval {interval[0]:.3f} to {interval[1]:.3f}"
            cues = "; ".join(cue.feature for cue in report.cues if cue.probe == probe)
            hint = f" Strongest cues: {cues}." if cues else ""
            missed.append(f"The {name} is {found:.3f} ({between}), at most {wanted:.2f} is wanted.{hint}")
    return missed


def _additive(rows: Sequence[ProbeRow], bench: Bench) -> dict[str, Any]:
    import numpy as np
    from sklearn.preprocessing import StandardScaler

    tallies = [tally(row.text) for row in rows]
    counts = {name: np.array([one[name] for one in tallies], dtype=float) for name in tallies[0]}
    singles = {name: bench.auc([values]) for name, values in counts.items()}
    lengths = np.stack([counts[name] for name in LENGTHS], axis=1)
    index, words = np.arange(len(rows)), word_counts([row.text for row in rows])
    drawn = bench.out_of_fold(text_fit(words, lengths), index)
    probes = {name: max(area, 1 - area) for name, area in singles.items()}
    probes["tfidf"] = bench.auc(bench.out_of_fold(text_fit(words), index, draws=1))
    probes["tfidf_counts"] = bench.auc(drawn)
    questions = [row.question for row in rows if row.question is not None]
    if len(questions) == len(rows):
        probes["question_only"] = bench.auc(bench.out_of_fold(text_fit(word_counts(questions)), index, draws=1))
    table, names = word_table([row.text for row in rows], lengths)
    # The direction is chosen once, on all rows: chosen anew in each draw, no interval could reach below .5.
    length = counts["length"] if singles["length"] >= 0.5 else -counts["length"]
    weights = regression(table, bench.labels).coef_[0] * StandardScaler(with_mean=False).fit(table).scale_
    return {
        "auc": probes["tfidf_counts"],
        "auc_ci": bench.interval(drawn),
        "length_auc": probes["length"],
        "length_auc_ci": bench.interval([length]),
        "pair_accuracy": _pair_accuracy(rows, np.mean(drawn, axis=0)),
        "probes": probes,
        "cues": bench.cues("word", weights, names, table, math.inf, 0.01),
    }


def word_table(texts: Sequence[str], counts: Floats | None = None) -> tuple[Any, list[str]]:
    """TF-IDF of words and word pairs, then the scaled counts, and their names, over all rows: to name what tells."""
    from scipy.sparse import hstack  # type: ignore[import-untyped]
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import StandardScaler

    vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, token_pattern=r"\w+")
    # Two more texts: where no word stands twice, the vectorizer would raise for want of a vocabulary.
    table = vectorizer.fit_transform([*texts, "nothing", "nothing"])[: len(texts)]
    names = list(vectorizer.get_feature_names_out())
    if counts is None:
        return table, names
    # Counts get about the spread of a common word. At unit spread they crowd the words out: on pairs, a count and a
    # memory of each story suffice in training, and the AUC on hedged GSM8K pairs falls from .93 to .86.
    return hstack([table, COUNT_SPREAD * StandardScaler().fit_transform(counts)]).tocsr(), [*names, *LENGTHS]


def _pair_accuracy(rows: Sequence[ProbeRow], scores: Iterable[float]) -> float | None:
    sides: dict[str, tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    for row, score in zip(rows, scores, strict=True):
        if row.pair is not None:
            sides[row.pair][row.label].append(score)
    twos = [
        (high > low) + (high == low) / 2 for answer, abstain in sides.values() for low in answer for high in abstain
    ]
    return float(sum(twos) / len(twos)) if twos else None


def _interaction(rows: Sequence[ProbeRow], bench: Bench) -> dict[str, Any]:
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.inspection import permutation_importance

    found = features([(row.context or "", row.question or "") for row in rows])
    # What a row does not have becomes a value of its own below all others: the trees refuse a column of NaN alone.
    table = np.nan_to_num(np.array([list(row.values()) for row in found], dtype=float), nan=-99.0)
    drawn = bench.out_of_fold(trees, table)
    held = bench.draws[0] == 0
    lost = np.zeros(table.shape[1])
    if all(len(np.unique(bench.labels[part])) == 2 for part in (held, ~held)):
        model = trees(table[~held], bench.labels[~held])
        seen = {"scoring": "roc_auc", "n_repeats": 1, "random_state": bench.seed}
        seen["max_samples"] = min(SHUFFLED, int(held.sum()))
        lost = permutation_importance(model, table[held], bench.labels[held], **seen).importances_mean
    return {
        "interaction_auc": bench.auc(drawn),
        "interaction_ci": bench.interval(drawn),
        "cues": bench.cues("interaction", lost, list(found[0]), csr_matrix(table), 0.002, 0.05),
    }


def trees(table: Any, labels: Any) -> Any:
    """The boosted trees of the interaction probe, fitted."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    options: dict[str, Any] = {"max_iter": 200, "learning_rate": 0.06, "max_leaf_nodes": 10, "max_features": 0.3}
    return HistGradientBoostingClassifier(**options, early_stopping=False, random_state=0).fit(table, labels)
