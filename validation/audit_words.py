"""Which words and which counts give the label away: the additive probe's weights beside plain counts by label."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from nescio.schemas.base import Frozen
from nescio.validation.audit_counts import count_table
from nescio.validation.audit_texts import regression
from nescio.validation.probe_bench import FOLDS, Bench, ProbeRow

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

CONSIDERED = 2_000
"""Words and word pairs that are looked at, those with the most information about the label."""
SHOWN = 12
STABLE_FOLDS = 4
"""Of FOLDS training parts, in how many the regression has to weigh a word the same way."""
LEAST_Z = 4.0
"""Difference of the two shares in standard errors from which on a word counts as telling, since thousands are tried."""
SAME_ROWS = 0.8
"""Share of common rows from which on two words are one finding: "no" and "no information"."""
LEAST_GAP = 0.05
"""Distance of a count's AUC to .5 from which on it counts as telling."""


class TellingWord(Frozen):
    """A word or word pair that stands more often under one label, and that the additive probe leans on."""

    word: str
    abstain: bool
    """Whether it points to abstaining."""
    abstain_rows: int
    answer_rows: int
    abstain_share: float
    answer_share: float
    weight: float
    """The regression's, above 0 where it points to abstaining."""
    folds: int
    """In how many of FOLDS training parts the weight has that sign."""
    bits: float
    """What it alone tells of the label, in bits for each row."""
    examples: tuple[int, ...]
    """Up to three rows that have both the word and the label it points to, by number."""


class TellingCount(Frozen):
    """A count whose size goes with the label."""

    count: str
    auc: float
    """Of the count alone; above .5 where more of it points to abstaining."""
    low: float
    high: float
    abstain_median: float
    answer_median: float
    abstain_mean: float
    answer_mean: float
    examples: tuple[int, ...]


def telling_words(rows: Sequence[ProbeRow], seed: int = 0, shown: int = SHOWN) -> list[TellingWord]:
    """The words that give the label away, the most informative first, each set of rows told once.

    A word counts where its two shares differ by LEAST_Z standard errors and the regression gives it the same sign on
    STABLE_FOLDS training parts of FOLDS. Folds keep groups whole.
    """
    import numpy as np
    from threadpoolctl import threadpool_limits

    labels = np.array([row.label for row in rows], dtype=bool)
    if not labels.any() or labels.all():
        return []
    with threadpool_limits(1):
        stands, names = _presence([row.text for row in rows])
        chosen, bits = _informative(stands, labels)
        if not len(chosen):
            return []
        bench = Bench(rows, seed, 0)
        table = _scaled(stands[:, chosen])
        weights = regression(table, labels).coef_[0]
        signs = np.zeros(len(chosen), dtype=int)
        for fold in range(FOLDS):
            part = bench.draws[0] != fold
            if len(np.unique(labels[part])) == 2:
                signs += np.sign(regression(table[part], labels[part]).coef_[0]) == np.sign(weights)
    found: list[TellingWord] = []
    taken: list[frozenset[int]] = []
    for column in range(len(chosen)):
        rows_with = stands[:, [chosen[column]]].nonzero()[0]
        one = _word(names[chosen[column]], rows_with, labels, weights[column], int(signs[column]), bits[column])
        members = frozenset(rows_with.tolist())
        if one is not None and not any(_alike(members, other) for other in taken):
            found.append(one)
            taken.append(members)
        if len(found) == shown:
            break
    return found


def _presence(texts: Sequence[str]) -> tuple[Any, list[str]]:
    """Which word, run of marks, or two of them in a row stands in which text, sparse by columns."""
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer(ngram_range=(1, 2), min_df=2, token_pattern=r"\w+|[^\w\s]+", binary=True)
    table = counter.fit_transform([*texts, "nothing", "nothing"])[: len(texts)]
    return table.tocsc().astype(float), list(counter.get_feature_names_out())


def _scaled(table: Any) -> Any:
    """Rows of unit length, as the additive probe has them, so that long texts weigh no more."""
    from sklearn.preprocessing import normalize

    return normalize(table).tocsr()


def _informative(stands: Any, labels: NDArray[np.bool_]) -> tuple[Places, Floats]:
    """The columns whose shares surely differ, by falling information, and their information in bits."""
    import numpy as np

    positives, negatives = int(labels.sum()), int((~labels).sum())
    high = np.asarray(stands[labels].sum(axis=0)).ravel()
    low = np.asarray(stands[~labels].sum(axis=0)).ravel()
    share = (high + low) / len(labels)
    error = np.sqrt(np.maximum(share * (1 - share), 1e-12) * (1 / positives + 1 / negatives))
    z = np.abs(high / positives - low / negatives) / error
    bits = _bits(high, low, positives, negatives)
    order = np.lexsort((np.arange(len(bits)), -bits))
    chosen = order[z[order] >= LEAST_Z][:CONSIDERED]
    return chosen, bits[chosen]


def _bits(high: Floats, low: Floats, positives: int, negatives: int) -> Floats:
    """Mutual information of "the word stands there" and the label."""
    import numpy as np

    total = positives + negatives
    result = np.zeros(len(high))
    for count, of in ((high, positives), (low, negatives), (positives - high, positives), (negatives - low, negatives)):
        with_word = high + low if count is high or count is low else total - high - low
        with np.errstate(divide="ignore", invalid="ignore"):
            part = count / total * np.log2(count * total / (of * with_word))
        result += np.where(count > 0, part, 0.0)
    return result


def _word(
    name: str, places: Places, labels: NDArray[np.bool_], weight: float, folds: int, bits: float
) -> TellingWord | None:
    """The finding, or nothing where the regression does not lean on the word the way its counts point."""
    import numpy as np

    high, low = int(labels[places].sum()), int((~labels[places]).sum())
    shares = high / int(labels.sum()), low / int((~labels).sum())
    abstain = shares[0] > shares[1]
    if folds < STABLE_FOLDS or (weight > 0) != abstain:
        return None
    side = places[labels[places] == abstain]
    picked = side[np.linspace(0, len(side) - 1, min(3, len(side))).astype(int)]
    return TellingWord(
        word=name,
        abstain=abstain,
        abstain_rows=high,
        answer_rows=low,
        abstain_share=shares[0],
        answer_share=shares[1],
        weight=float(weight),
        folds=folds,
        bits=float(bits),
        examples=tuple(picked.tolist()),
    )


def _alike(one: frozenset[int], other: frozenset[int]) -> bool:
    return len(one & other) >= SAME_ROWS * max(1, min(len(one), len(other)))


def telling_counts(rows: Sequence[ProbeRow], seed: int = 0, bootstrap: int = 200) -> list[TellingCount]:
    """The counts whose AUC lies LEAST_GAP or more from .5, its interval clear of .5, the clearest first."""
    import numpy as np

    bench = Bench(rows, seed, bootstrap)
    if not bench.labels.any() or bench.labels.all():
        return []
    table, names = count_table([row.text for row in rows])
    found = []
    for name, values in zip(names, table.T, strict=True):
        auc = bench.auc([values])
        if abs(auc - 0.5) < LEAST_GAP:
            continue
        low, high = bench.interval([values])
        if low <= 0.5 <= high:
            continue
        more, less = values[bench.labels], values[~bench.labels]
        side = np.flatnonzero(bench.labels)
        picked = side[np.argsort(values[side] if auc < 0.5 else -values[side], kind="stable")[:3]]
        found.append(
            TellingCount(
                count=name,
                auc=auc,
                low=low,
                high=high,
                abstain_median=float(np.median(more)),
                answer_median=float(np.median(less)),
                abstain_mean=math.fsum(more) / len(more),
                answer_mean=math.fsum(less) / len(less),
                examples=tuple(picked.tolist()),
            )
        )
    return sorted(found, key=lambda one: (-abs(one.auc - 0.5), one.count))
