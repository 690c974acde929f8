"""Dropping rows until no probe tells the label from the surface, and as few of them as can be.

Adversarial filtering in the manner of AFLite (Le Bras et al., 2020): probes score rows that they did not see, and the
rows whose label the surface tells best go first; probes are fitted anew after each slice, and a slice that goes too far
is bisected.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nescio.schemas.errors import NescioError
from nescio.validation.audit_probes import MAX_INTERACTION_AUC, MAX_LENGTH_AUC, Placed, fitted_probes
from nescio.validation.balancing_mix import Mix, Slice
from nescio.validation.leakage import MIN_GROUPS, trees
from nescio.validation.probe_bench import Bench, ProbeRow
from nescio.validation.probe_features import features

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

SEEDS = (0, 1)
"""Draws of the folds on which every probe has to pass; the first is the audit's own."""
TOLERANCE = 0.05
"""By how much the share of a group or of a label may change."""
LEAST_KEPT = 0.2
"""Share of the rows below which dropping is given up: then the rows differ in what they are about."""
LEAST_STEP, MOST_STEP = 0.02, 0.12
"""Share of the rows that one slice takes, the more the further a probe is above its gate."""
MARGIN = 0.002
"""How far below its gate each probe is brought, since rows in another order or file are dealt to other folds."""


class CannotBalance(NescioError):
    """No subset that is large enough passes."""


@dataclass(frozen=True)
class Dropped:
    """A row that went: in which round, and how well each probe above its gate told its label, 1 being best."""

    row: int
    round: int
    told: dict[str, float]


@dataclass(frozen=True)
class Balanced:
    """Which rows stay, by number, which go, and the AUC of each gated probe before and after."""

    kept: tuple[int, ...]
    dropped: tuple[Dropped, ...]
    before: dict[str, float]
    after: dict[str, float]
    rounds: int


def balance(
    rows: Sequence[ProbeRow], groups: Sequence[str] | None = None, say: Callable[[str], None] = lambda _: None
) -> Balanced:
    """Drop as few rows as it takes for every gated probe to pass on all rows.

    Rows that share a group of the probes (a star or pair) stay or go together. The share of each label, and of each of
    `groups`, stays within TOLERANCE of what it was. Raises CannotBalance where less than LEAST_KEPT would be left.
    """
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        return _Balancing(rows, groups or [""] * len(rows), say).done()


class _Balancing:
    """The rows, their probes, and what is left of them."""

    def __init__(self, rows: Sequence[ProbeRow], groups: Sequence[str], say: Callable[[str], None]):
        import numpy as np

        self._rows, self._say = rows, say
        self._probes = _gated(rows)
        self._mix = Mix(rows, groups, TOLERANCE)
        self._kept: Places = np.arange(len(rows))
        self._dropped: dict[int, Dropped] = {}

    def done(self) -> Balanced:
        """Slice after slice until every probe passes."""
        before, _ = self._measure(self._kept, tuple(self._probes))
        after, rounds, suspects = before, 0, _above(before, self._probes)
        while suspects:
            rounds += 1
            over, scores = self._measure(self._kept, suspects)
            excess = {name: over[name] - self._probes[name].wanted for name in suspects}
            left = [name for name in suspects if excess[name] > -MARGIN]
            if left:
                self._say(f"round {rounds}, {len(self._kept):,} rows: {_listed({name: over[name] for name in left})}")
                self._drop(rounds, {name: max(excess[name], MARGIN) for name in left}, scores)
                continue
            after, _ = self._measure(self._kept, tuple(self._probes))
            suspects = tuple(dict.fromkeys((*suspects, *(new := _above(after, self._probes)))))
            if not new:
                break
        told = tuple(self._dropped[row] for row in sorted(self._dropped))
        return Balanced(tuple(self._kept.tolist()), told, before, after, rounds)

    def _measure(self, kept: Places, names: Sequence[str]) -> tuple[dict[str, float], dict[str, Floats]]:
        """The worst AUC of each probe over SEEDS, and how well it tells each kept row's label, from 0 to 1."""
        import numpy as np

        part = [self._rows[number] for number in kept]
        benches = [Bench(part, seed, 0) for seed in SEEDS]
        if len(set(benches[0].group)) < MIN_GROUPS or len({row.label for row in part}) < 2:
            raise CannotBalance("there are too few rows to balance: at least 10 groups with both labels are wanted.")
        labels = benches[0].labels
        areas, told = {}, {}
        for name in names:
            probe = self._probes[name]
            drawn = [probe.scores(bench, kept) for bench in benches]
            found = [bench.auc([scores]) for bench, scores in zip(benches, drawn, strict=True)]
            areas[name] = max(max(area, 1 - area) for area in found) if probe.fit is None else max(found)
            rank = np.mean(drawn, axis=0) if found[0] >= 0.5 or probe.fit is not None else 1 - np.mean(drawn, axis=0)
            told[name] = np.where(labels, rank, 1 - rank)
        return areas, told

    def _drop(self, number: int, excess: Mapping[str, float], told: Mapping[str, Floats]) -> None:
        """One slice of the rows that are told best; of one that goes too far, as much as is needed."""
        import numpy as np

        weighted = [excess[name] * (2 * told[name] - 1) for name in excess]
        score = np.sum(weighted, axis=0) / sum(excess.values())
        share = float(np.clip(max(excess.values()) / 2, LEAST_STEP, MOST_STEP))
        wanted = max(1, int(share * len(self._kept)))
        chosen = self._mix.slice(self._kept, score, wanted)
        if not chosen or len(self._kept) - wanted < LEAST_KEPT * len(self._rows):
            raise CannotBalance(
                f"cannot be balanced: with {len(self._kept):,} of {len(self._rows):,} rows left, {_names(excess)} "
                "would still tell the label, or the mix would change. The labels differ in what their rows are about, "
                "or in how all of them are written: write both sides alike instead, then audit again."
            )
        taken = self._enough(chosen, tuple(excess))
        for row in taken:
            place = int(np.searchsorted(self._kept, row))
            self._dropped[row] = Dropped(row, number, {name: round(float(told[name][place]), 3) for name in excess})
        self._kept = np.setdiff1d(self._kept, np.array(taken))

    def _enough(self, chosen: Slice, names: Sequence[str]) -> list[int]:
        """The shortest beginning of the slice after which the probes pass, or all of it; found by bisection."""
        if not self._passes(chosen.rows(len(chosen)), names):
            return chosen.rows(len(chosen))
        low, high = 0, len(chosen)
        while high - low > max(1, len(chosen) // 16):
            middle = (low + high) // 2
            low, high = (low, middle) if self._passes(chosen.rows(middle), names) else (middle, high)
        return chosen.rows(high)

    def _passes(self, taken: Sequence[int], names: Sequence[str]) -> bool:
        import numpy as np

        areas, _ = self._measure(np.setdiff1d(self._kept, np.array(taken)), names)
        return all(areas[name] <= self._probes[name].wanted - MARGIN for name in names)


@dataclass(frozen=True)
class _Probe:
    """A probe on all rows: its gate, its features, and its model; without a model the feature itself is the score."""

    wanted: float
    table: Any
    fit: Callable[[Any, Any], Any] | None

    def scores(self, bench: Bench, kept: Places) -> Floats:
        """Ranks of the kept rows from 0 to 1, in their folds or, without a model, among all."""
        import numpy as np

        if self.fit is not None:
            [drawn] = bench.out_of_fold(self.fit, self.table[kept], draws=1)
            return drawn
        _, level, size = np.unique(self.table[kept], return_inverse=True, return_counts=True)
        ranks: Floats = ((size.cumsum() - size / 2) / len(kept))[level]
        return ranks


def _gated(rows: Sequence[ProbeRow]) -> dict[str, _Probe]:
    """The probes that have a gate, on all rows."""
    import numpy as np

    placed = [Placed(row, number) for number, row in enumerate(rows)]
    made = {
        name: _Probe(wanted, table, fit) for name, _, wanted, table, fit in fitted_probes(placed) if wanted is not None
    }
    made["length"] = _Probe(MAX_LENGTH_AUC, np.array([float(len(row.text)) for row in rows]), None)
    made["word count"] = _Probe(MAX_LENGTH_AUC, np.array([float(len(row.text.split())) for row in rows]), None)
    if all(row.context is not None and row.question is not None for row in rows):
        found = features([(row.context or "", row.question or "") for row in rows])
        table = np.nan_to_num(np.array([list(row.values()) for row in found], dtype=float), nan=-99.0)
        made["interaction"] = _Probe(MAX_INTERACTION_AUC, table, trees)
    return made


def _above(areas: Mapping[str, float], probes: Mapping[str, _Probe]) -> tuple[str, ...]:
    return tuple(name for name, area in areas.items() if area > probes[name].wanted)


def _names(names: Mapping[str, float]) -> str:
    return ", ".join(names)


def _listed(areas: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {area:.3f}" for name, area in areas.items())
