"""Intervals of proportions: published tables, invariants, and how often they hold the truth."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.validation.proportions import Estimate, Z, complement, difference, rogan_gladen, wilson, youden

COUNTS = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def known(share: float) -> Estimate:
    """A share that is known without error."""
    return Estimate(value=share, low=share, high=share)


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_as_published(successes: int, n: int, low: float, high: float) -> None:
    """Newcombe, Statistics in Medicine 17:857 (1998), table I, method 3."""
    found = wilson(successes, n)
    assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_newcombe_as_published(first: tuple[int, int], second: tuple[int, int], low: float, high: float) -> None:
    """Newcombe, Statistics in Medicine 17:873 (1998), table II, method 10."""
    found = difference(wilson(*first), wilson(*second))
    assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_youden_is_the_difference_of_the_two_rates() -> None:
    """Sensitivity 56/70 and a false positive rate of 48/80 make J .2, with the interval of their difference."""
    found = youden(wilson(56, 70), wilson(32, 80))
    assert found.value == pytest.approx(0.2)
    assert (found.low, found.high) == (pytest.approx(0.0524, abs=5e-5), pytest.approx(0.3339, abs=5e-5))


@pytest.mark.parametrize(("successes", "n"), [(0, 0), (3, 2), (-1, 5)])
def test_what_is_no_proportion_is_refused(successes: int, n: int) -> None:
    """The message names the counts."""
    with pytest.raises(ValueError, match=f"{successes} of {n} is no proportion"):
        wilson(successes, n)


@given(COUNTS)
def test_wilson_contains_the_estimate(counts: tuple[int, int]) -> None:
    """It stays within 0 and 1, mirrors with the classes, and narrows with four times the items."""
    found, mirrored = wilson(*counts), complement(wilson(counts[1] - counts[0], counts[1]))
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert (mirrored.low, mirrored.high) == (pytest.approx(found.low), pytest.approx(found.high))
    more = wilson(4 * counts[0], 4 * counts[1])
    assert more.high - more.low < found.high - found.low


@given(COUNTS, COUNTS)
def test_j_contains_the_estimate(positives: tuple[int, int], negatives: tuple[int, int]) -> None:
    """It stays within -1 and 1, and the classes can change places."""
    found = youden(wilson(*positives), wilson(*negatives))
    assert -1 - 1e-9 <= found.low <= found.value <= found.high <= 1 + 1e-9
    swapped = youden(wilson(*negatives), wilson(*positives))
    assert (swapped.low, swapped.high) == (pytest.approx(found.low), pytest.approx(found.high))


@given(COUNTS)
def test_a_perfect_judge_needs_no_correction(counts: tuple[int, int]) -> None:
    """Where a judge is known never to err, the observed rate and its interval are the truth's."""
    observed = wilson(*counts)
    found = rogan_gladen(observed, known(1.0), known(1.0))
    assert found.value == pytest.approx(observed.value)
    assert (found.low, found.high) == (
        pytest.approx(observed.low, abs=1e-9),
        pytest.approx(observed.high, abs=1e-9),
    )
    assert not found.note


@given(COUNTS, COUNTS, COUNTS)
def test_a_corrected_rate_is_a_rate(
    observed: tuple[int, int], positives: tuple[int, int], negatives: tuple[int, int]
) -> None:
    """Whatever the counts, the figures are ordered and within 0 and 1, and a clipped or missing one says so."""
    rates = wilson(*observed), wilson(*positives), wilson(*negatives)
    found = rogan_gladen(*rates)
    assert 0 <= found.low <= found.high <= 1
    if found.value is None:
        assert youden(*rates[1:]).low <= 0
        assert (found.low, found.high) == (0, 1)
        assert found.note
    else:
        assert found.low <= found.value <= found.high
        raw = (rates[0].value + rates[2].value - 1) / (rates[1].value + rates[2].value - 1)
        assert found.note or found.value == pytest.approx(raw)


def test_rogan_gladen_by_hand() -> None:
    """With .25 observed, sensitivity .9 and specificity .8 it is (.25 + .8 - 1) / .7 = 1/14."""
    found = rogan_gladen(wilson(250, 1000), wilson(900, 1000), wilson(800, 1000))
    assert found.value == pytest.approx(1 / 14)
    # The delta method: .0714 -/+ 1.96 * .0258.
    assert (found.low, found.high) == (pytest.approx(0.0209, abs=2e-3), pytest.approx(0.122, abs=2e-3))


def test_the_interval_tends_to_rogan_and_gladens_own() -> None:
    """With many items it is the one of their asymptotic variance."""
    n, q, se, sp = 100_000, 0.4, 0.9, 0.8
    j = se + sp - 1
    rate = (q + sp - 1) / j
    variance = (q * (1 - q) + rate**2 * se * (1 - se) + (1 - rate) ** 2 * sp * (1 - sp)) / n / j**2
    found = rogan_gladen(*(wilson(round(share * n), n) for share in (q, se, sp)))
    assert found.low == pytest.approx(rate - Z * sqrt(variance), abs=1e-4)
    assert found.high == pytest.approx(rate + Z * sqrt(variance), abs=1e-4)


def test_a_judge_near_chance_leaves_nothing_to_tell() -> None:
    """No estimate, the whole interval, and the reason; just above chance, an interval that is wide."""
    lost = rogan_gladen(wilson(50, 100), wilson(55, 100), wilson(50, 100))
    assert (lost.value, lost.low, lost.high) == (None, 0, 1)
    assert "better than chance" in lost.note
    weak = rogan_gladen(wilson(50, 100), wilson(60, 100), wilson(60, 100))
    sharp = rogan_gladen(wilson(50, 100), wilson(95, 100), wilson(95, 100))
    assert weak.high - weak.low > 0.8 > 0.3 > sharp.high - sharp.low


def test_a_rate_beyond_the_judge_is_clipped_and_says_so() -> None:
    """Slightly beyond is noise; far beyond means that the judge errs otherwise than where it was measured."""
    near = rogan_gladen(wilson(5, 100), wilson(90, 100), wilson(93, 100))
    assert near.value == near.low == 0
    assert near.note.startswith("clipped")
    far = rogan_gladen(wilson(1, 1000), wilson(90, 100), wilson(60, 100))
    assert (far.value, far.low, far.high) == (0, 0, 1)
    assert "errs otherwise here" in far.note


@pytest.mark.parametrize(
    ("se", "sp", "rate"), [(0.9, 0.8, 0.3), (0.7, 0.95, 0.3), (0.99, 0.99, 0.3), (0.8, 0.95, 0.85), (0.95, 0.8, 0.1)]
)
def test_j_and_the_corrected_rate_cover_the_truth_about_as_often_as_they_say(se: float, sp: float, rate: float) -> None:
    """Of 1,000 drawn studies, about 950 intervals hold the true J and the true rate."""
    rng = np.random.default_rng(11)
    studies, found = 1000, np.zeros(2)
    hits, alarms = rng.binomial(80, se, studies), rng.binomial(120, sp, studies)
    seen = rng.binomial(300, rate * se + (1 - rate) * (1 - sp), studies)
    for one, two, three in zip(hits, alarms, seen, strict=True):
        sensitivity, specificity = wilson(int(one), 80), wilson(int(two), 120)
        j = youden(sensitivity, specificity)
        corrected = rogan_gladen(wilson(int(three), 300), sensitivity, specificity)
        found += (j.low <= se + sp - 1 <= j.high), (corrected.low <= rate <= corrected.high)
    assert (found / studies >= 0.93).all()
    assert (found / studies <= 0.985).all()
