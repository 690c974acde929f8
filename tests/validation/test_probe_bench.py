"""The bench of the probes: folds that never tear a group, an AUC that counts pairs."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nescio.validation.probe_bench import FOLDS, Bench, ProbeRow, fold_of


@given(st.lists(st.text(max_size=5), min_size=1, max_size=60), st.text(max_size=5))
def test_folds_never_tear_a_group(groups: list[str], salt: str) -> None:
    """Every group has one fold, whatever the order of rows, and no fold outgrows another by more than a group."""
    folds = fold_of(groups, salt)
    assert folds == fold_of(groups[::-1], salt)
    assert set(folds) == set(groups)
    loads = Counter(folds[group] for group in groups)
    sizes = [loads[fold] for fold in range(FOLDS)]
    assert max(sizes) - min(sizes) <= max(Counter(groups).values())


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=2, max_size=30))
def test_auc_is_the_share_of_pairs_in_order(rows: list[tuple[bool, int]]) -> None:
    """The AUC equals the share of (abstain, answer) pairs that the scores order rightly, ties half, by counting."""
    high = [score for label, score in rows if label]
    low = [score for label, score in rows if not label]
    if high and low:
        bench = Bench([ProbeRow(str(i), label, str(i)) for i, (label, _) in enumerate(rows)], seed=0, bootstrap=20)
        counted = sum((a > b) + (a == b) / 2 for a in high for b in low) / (len(high) * len(low))
        assert abs(bench.auc([np.array([float(score) for _, score in rows])]) - counted) < 1e-9


def test_interval_draws_groups_and_not_rows() -> None:
    """Rows copied within their groups tell nothing new, so the interval stays where it was."""
    rows = [ProbeRow(f"{i}", i % 3 == 0, f"g{i // 2}") for i in range(60)]
    scores = np.array([float((i * 7) % 11) for i in range(60)])
    once, thrice = Bench(rows, 0, 60), Bench([row for row in rows for _ in range(3)], 0, 60)
    assert np.allclose(once.interval([scores]), thrice.interval([np.repeat(scores, 3)]))
