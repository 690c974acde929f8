"""Krippendorff's alpha: published values, what must not change it, and how often its interval holds the truth."""

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.validation.agreement import agreement

VERDICT = st.sampled_from(["a", "b", "c", None])
TABLE = st.integers(1, 4).flatmap(
    lambda judges: st.lists(st.lists(VERDICT, min_size=judges, max_size=judges), max_size=30)
)


def rows_of(*judges: str) -> list[tuple[str | None, ...]]:
    """One row for each unit, from one line of verdicts for each judge; a star is no verdict."""
    lines = [[None if said == "*" else said for said in line.split()] for line in judges]
    return list(zip(*lines, strict=True))


@pytest.mark.parametrize(
    ("judges", "alpha", "rows", "verdicts"),
    [
        (("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"), 0.095, 10, 20),
        (("a a b b d c c c e d d a", "b a b b b c c c e d d d"), 0.692, 12, 24),
        (
            (
                "1 2 3 3 2 1 4 1 2 * * *",
                "1 2 3 3 2 2 4 1 2 5 * 3",
                "* 3 3 3 2 3 4 2 2 5 1 *",
                "1 2 3 3 2 4 4 1 2 5 1 *",
            ),
            0.743,
            11,
            40,
        ),
    ],
)
def test_published_values(judges: tuple[str, ...], alpha: float, rows: int, verdicts: int) -> None:
    """The worked examples A, B and C of Krippendorff, Computing Krippendorff's Alpha-Reliability (2011)."""
    found = agreement(rows_of(*judges))
    assert found.alpha == pytest.approx(alpha, abs=0.0005)
    assert (found.rows, found.verdicts) == (rows, verdicts)
    assert found.low is not None
    assert found.high is not None
    assert found.low <= found.alpha <= found.high


@given(st.lists(st.sampled_from("abc"), min_size=2).filter(lambda said: len(set(said)) > 1), st.integers(2, 5))
def test_perfect_agreement_is_one(said: list[str], judges: int) -> None:
    """Judges who always say the same agree fully, whatever the shares of the classes."""
    found = agreement([[one] * judges for one in said], draws=50)
    assert found.alpha == pytest.approx(1)


@given(TABLE, st.randoms())
def test_order_and_names_change_nothing(table: list[list[str | None]], random: Random) -> None:
    """Neither the order of judges, nor of rows, nor what the classes are called is part of agreement."""
    before = agreement(table, draws=50)
    order = list(range(len(table[0]))) if table else []
    random.shuffle(order)
    shuffled = [[row[judge] for judge in order] for row in table]
    random.shuffle(shuffled)
    assert agreement(shuffled, draws=50) == before
    renamed = [[said and {"a": "z", "b": "y", "c": "x"}[said] for said in row] for row in table]
    assert agreement(renamed, draws=50).alpha == (None if before.alpha is None else pytest.approx(before.alpha))


@given(TABLE)
def test_alpha_is_at_most_one_and_lonely_verdicts_are_left_out(table: list[list[str | None]]) -> None:
    """A row with fewer than two verdicts says nothing, and no row is read twice."""
    found = agreement(table, draws=50)
    pairable = [row for row in table if len([said for said in row if said]) >= 2]
    assert found == agreement(pairable, draws=50)
    assert found.rows == len(pairable)
    assert found.alpha is None or found.alpha <= 1


@pytest.mark.parametrize("table", [[], [["a"]], [["a", "a"]] * 5, [["a", None], [None, "b"]]])
def test_alpha_is_null_where_it_is_not_defined(table: list[list[str | None]]) -> None:
    """Without two classes in rows with two verdicts, there is no disagreement by chance to compare with."""
    found = agreement(table)
    assert (found.alpha, found.low, found.high) == (None, None, None)


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    """Two judges who each err on one row in ten of two equal classes have alpha 1 - .18 / .5 = .64."""
    rng = np.random.default_rng(7)
    covered = 0
    for _ in range(300):
        truth = rng.random(150) < 0.5
        said = [truth ^ (rng.random(150) < 0.1) for _ in range(2)]
        found = agreement([[str(one), str(two)] for one, two in zip(*said, strict=True)], draws=400)
        covered += found.low is not None and found.high is not None and found.low <= 0.64 <= found.high
    assert 0.92 <= covered / 300 <= 0.98
