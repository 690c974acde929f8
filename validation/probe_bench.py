"""What the probes of `leakage` are measured on: folds that keep groups whole, AUC, its bootstrap and the cues."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nescio.schemas.base import Frozen

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FOLDS = 5
MANY = 300
"""Groups from which on one draw of the folds is enough; below, a figure is the mean over FEW_DRAWS of them."""
FEW_DRAWS = 3
CUES = 8


@dataclass(frozen=True)
class ProbeRow:
    """One row as a probe sees it."""

    text: str
    label: bool  # True: a model should abstain
    group: str  # the star: folds and bootstrap keep it whole
    context: str | None = None
    question: str | None = None
    pair: str | None = None  # shared by a perturbed row and its twin


class Cue(Frozen):
    """One feature that helps a probe, `word` or `interaction`, to tell the label."""

    probe: str
    feature: str
    weight: float
    """word: the regression's weight for a typical change of the feature, above 0 where it points to abstaining.
    interaction: the AUC that is lost on groups held out when the feature is shuffled."""
    auc: float | None
    """Of the feature alone; above .5 where more of it points to abstaining, below where it points to answering."""


def fold_of(groups: Sequence[str], salt: str) -> dict[str, int]:
    """The fold of each group, given row by row: dealt in the order of their hashes to the smallest fold so far."""
    loads, sizes = [0] * FOLDS, Counter(groups)
    folds: dict[str, int] = {}
    for group in sorted(sizes, key=lambda name: hashlib.sha256(f"{salt}|{name}".encode("utf-8", "replace")).digest()):
        folds[group] = loads.index(min(loads))
        loads[folds[group]] += sizes[group]
    return folds


class Bench:
    """What every probe of some rows is measured on: labels, groups, folds and the bootstrap."""

    def __init__(self, rows: Sequence[ProbeRow], seed: int, bootstrap: int):
        """Number the groups in order of appearance and deal the folds, once for each draw."""
        import numpy as np

        self.seed, self.bootstrap = seed, bootstrap
        names = [row.group for row in rows]
        number = {group: i for i, group in enumerate(dict.fromkeys(names))}
        self.labels = np.array([row.label for row in rows], dtype=bool)
        self.group = np.array([number[name] for name in names], dtype=int)
        times = 1 if len(number) >= MANY else FEW_DRAWS
        draws = [fold_of(names, f"{seed}/{draw}") for draw in range(times)]
        self.draws = [np.array([folds[name] for name in names], dtype=int) for folds in draws]

    def out_of_fold(self, fit: Callable[[Any, Any], Any], table: Any, draws: int = FEW_DRAWS) -> list[Floats]:
        """For each draw, each row's score by a model that saw none of its group, as its rank in its fold from 0 to 1.

        The scores of two folds come from two models, so only ranks can be compared.
        """
        import numpy as np

        drawn = [np.full(len(self.labels), 0.5) for _ in self.draws[:draws]]
        for scores, folds in zip(drawn, self.draws, strict=False):
            for fold in range(FOLDS):
                test, train = folds == fold, folds != fold
                if test.any() and len(np.unique(self.labels[train])) == 2:
                    decided = fit(table[train], self.labels[train]).decision_function(table[test])
                    _, level, size = np.unique(decided, return_inverse=True, return_counts=True)
                    scores[test] = (size.cumsum() - size / 2)[level] / len(level)
        return drawn

    def auc(self, drawn: Sequence[Floats], weights: Any = 1) -> float:
        """Chance that an abstain row scores above an answer row, ties half, mean over the draws."""
        import numpy as np

        total = 0.0
        for scores in drawn:
            _, level = np.unique(scores, return_inverse=True)
            high, low = np.bincount(level, weights * self.labels), np.bincount(level, weights * ~self.labels)
            total += float((high * (low.cumsum() - low / 2)).sum() / (high.sum() * low.sum()))
        return total / len(drawn)

    def interval(self, drawn: Sequence[Floats]) -> tuple[float, float]:
        """95 % interval of the AUC, drawing whole groups with replacement; draws of one label only are left out."""
        import numpy as np

        rng, groups, areas = np.random.default_rng(self.seed), len(set(self.group)), list[float]()
        while len(areas) < self.bootstrap:
            weights = rng.multinomial(groups, np.full(groups, 1 / groups))[self.group]
            if weights[self.labels].any() and weights[~self.labels].any():
                areas.append(self.auc(drawn, weights))
        low, high = np.percentile(areas, [2.5, 97.5])
        return float(low), float(high)

    def cues(self, probe: str, weights: Any, names: Sequence[str], table: Any, floor: float, gap: float) -> list[Cue]:
        """The features that matter, strongest first: by weight down to the floor, then by AUC's distance to .5."""
        found = []
        for i in sorted(range(len(names)), key=lambda i: (-abs(weights[i]), names[i]))[:100]:
            area = self.auc([table[:, [i]].toarray().ravel()])
            if weights[i] >= floor or abs(area - 0.5) >= gap:
                found.append(Cue(probe=probe, feature=names[i], weight=float(weights[i]), auc=area))
        return sorted(found, key=lambda cue: (min(-cue.weight, -floor), -abs((cue.auc or 0) - 0.5)))[:CUES]
