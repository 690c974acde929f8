"""`nescio dedup --calibrate`: from which cosine on a model's pairs are duplicates, by pairs that a person judged."""

from collections.abc import Sequence
from pathlib import Path

from nescio.pipelines.deduping_files import read_splits
from nescio.pipelines.deduping_models import stored_encoder
from nescio.pipelines.display import console, plain, show_table
from nescio.pipelines.progress import Progress, Quiet
from nescio.schemas.base import Frozen
from nescio.schemas.errors import UsageError
from nescio.validation.proportions import Estimate, wilson
from nescio.validation.veto import vetoed

NEEDED = ("text_a", "text_b", "duplicate")
GRID = tuple(round(0.50 + 0.01 * step, 2) for step in range(51))
"""Thresholds that are tried."""
SHOWN = tuple(round(0.50 + 0.05 * step, 2) for step in range(11))
_YES, _NO = {"1", "1.0", "true", "yes", "y"}, {"0", "0.0", "false", "no", "n"}
_ROUNDING = 1e-6


class AtThreshold(Frozen):
    """What a threshold does on the pairs."""

    threshold: float
    merged: int
    """Pairs at or above it that no veto keeps apart."""
    precision: Estimate | None
    """Share of those that are duplicates; null where there are none."""
    recall: Estimate
    """Share of the duplicates that are among them."""

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        if self.precision is None or not self.precision.value + self.recall.value:
            return 0.0
        return 2 * self.precision.value * self.recall.value / (self.precision.value + self.recall.value)


class PairCalibration(Frozen):
    """Precision and recall of a model by threshold."""

    encoder: str
    weights: str
    pairs: int
    duplicates: int
    plain: tuple[AtThreshold, ...]
    """Without the veto."""
    vetoed: tuple[AtThreshold, ...]
    """With it: pairs whose numbers or negations differ are kept apart."""
    best: float
    """The threshold of the best F1 without the veto, the highest of several."""
    best_vetoed: float


def calibrate_pairs(
    path: Path, encoder: str, vectors: Path | None = None, said: Progress | None = None
) -> PairCalibration:
    """Measure `encoder` on the pairs of a CSV, JSONL or Parquet file with the columns text_a, text_b, duplicate.

    Raises UsageError where a column is missing, a value is neither yes nor no, or all are the same.
    """
    first, second, same = _read(path)
    with stored_encoder(encoder, vectors, said or Quiet()) as model:
        rows = model.encode([*first, *second])
        name, weights = model.name, model.weights
    cosines = (rows[: len(first)].astype("float64") * rows[len(first) :]).sum(axis=1).tolist()
    free = [not vetoed(one, two) for one, two in zip(first, second, strict=True)]
    without = _measured(cosines, same, [True] * len(same))
    with_veto = _measured(cosines, same, free)
    return PairCalibration(
        encoder=name,
        weights=weights,
        pairs=len(same),
        duplicates=sum(same),
        plain=without,
        vetoed=with_veto,
        best=_best(without),
        best_vetoed=_best(with_veto),
    )


def _read(path: Path) -> tuple[list[str], list[str], list[bool]]:
    [rows] = read_splits(str(path)).values()
    lacking = [name for name in NEEDED if name not in rows.columns]
    if lacking:
        raise UsageError(f"{path} has no column {', '.join(lacking)}; it has {', '.join(rows.columns)}")
    values = [str(value).strip().lower() for value in rows.values("duplicate")]
    odd = next((number for number, value in enumerate(values) if value not in _YES | _NO), None)
    if odd is not None:
        raise UsageError(f"row {odd} of {path}: `duplicate` is {values[odd]!r}; 1 or 0, true or false is wanted")
    same = [value in _YES for value in values]
    if len(set(same)) < 2:
        raise UsageError(f"all {len(same)} pairs of {path} are of one kind; duplicates and others are needed")
    texts = [["" if value is None else str(value) for value in rows.values(name)] for name in NEEDED[:2]]
    return texts[0], texts[1], same


def _measured(cosines: Sequence[float], same: Sequence[bool], free: Sequence[bool]) -> tuple[AtThreshold, ...]:
    found = []
    for threshold in GRID:
        merged = [c >= threshold - _ROUNDING and f for c, f in zip(cosines, free, strict=True)]
        right = sum(m and s for m, s in zip(merged, same, strict=True))
        precision = wilson(right, sum(merged)) if any(merged) else None
        recall = wilson(right, sum(same))
        found.append(AtThreshold(threshold=threshold, merged=sum(merged), precision=precision, recall=recall))
    return tuple(found)


def _best(measured: Sequence[AtThreshold]) -> float:
    return max(measured, key=lambda one: (one.f1, one.threshold)).threshold


def show_calibration(found: PairCalibration) -> None:
    """The figures as a table, and what to do with them."""
    screen = console()
    screen.print(plain(f"{found.encoder}: {found.pairs:,} pairs, of which {found.duplicates:,} are duplicates"))
    head = ["cosine", "merged", "precision", "recall", "F1", "merged with veto", "precision", "recall", "F1"]
    shown = sorted({*SHOWN, found.best, found.best_vetoed})
    rows = [
        [f"{one.threshold:.2f}", *_cells(one), *_cells(two)]
        for one, two in zip(found.plain, found.vetoed, strict=True)
        if one.threshold in shown
    ]
    show_table(screen, head, rows)
    screen.print(
        plain(
            f"best F1 at {found.best:.2f}, with the veto at {found.best_vetoed:.2f}. To lose few rows that are no "
            "duplicates, take the lowest cosine whose precision you can live with: nescio dedup --threshold T"
        )
    )


def _cells(one: AtThreshold) -> list[str]:
    return [f"{one.merged:,}", _told(one.precision), _told(one.recall), f"{one.f1:.3f}"]


def _told(one: Estimate | None) -> str:
    return "-" if one is None else f"{one.value:.3f} ({one.low:.3f} to {one.high:.3f})"
