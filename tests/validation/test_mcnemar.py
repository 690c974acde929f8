"""McNemar's exact test and Holm's correction, against tables and against scipy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from nescio.validation.mcnemar import holm, mcnemar


def test_by_hand() -> None:
    """One against six: 2 x (1 + 7) / 2^7 = .125; items on which both agree say nothing."""
    first = [True] + [False] * 6 + [True, False] * 5
    second = [False] + [True] * 6 + [True, False] * 5
    found = mcnemar(first, second)
    assert (found.of, found.only_first, found.only_second) == (17, 1, 6)
    assert found.p == pytest.approx(0.125)
    assert mcnemar([True, False], [True, False]).p == 1
    assert mcnemar([], []).p == 1


@given(st.integers(0, 400), st.integers(0, 400))
def test_it_is_the_binomial_test(only_first: int, only_second: int) -> None:
    """Two-sided, and the same whichever model is named first."""
    first = [True] * only_first + [False] * only_second
    found = mcnemar(first, [not one for one in first])
    if first:
        assert found.p == pytest.approx(binomtest(only_first, len(first)).pvalue, rel=1e-6)
    assert mcnemar([not one for one in first], first).p == found.p


def test_many_items_are_no_trouble() -> None:
    """A hundred thousand discordant ones."""
    first = [True] * 49_500 + [False] * 50_500
    assert mcnemar(first, [not one for one in first]).p == pytest.approx(binomtest(49_500, 100_000).pvalue, rel=1e-4)


def test_holm_by_hand() -> None:
    """.01, .04, .03 become .03, .06, .06: the smallest times 3, the next times 2, and none below a smaller one's."""
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([]) == []


@given(st.lists(st.floats(0, 1), min_size=1))
def test_holm_never_lowers_a_p_and_keeps_the_order(ps: list[float]) -> None:
    """And is at most Bonferroni's."""
    found = holm(ps)
    for p, corrected in zip(ps, found, strict=True):
        assert p <= corrected <= min(1, p * len(ps)) + 1e-12
    assert [found[place] for place in sorted(range(len(ps)), key=lambda one: ps[one])] == sorted(found)
