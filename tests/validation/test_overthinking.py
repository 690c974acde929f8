"""Overthinking is a ratio of geometric means within stars."""

from math import sqrt

import pytest

from nescio.schemas.taxonomy import Role
from nescio.validation.overthinking import overthinking
from nescio.validation.responses import ResponseClass
from nescio.validation.scored_row import ScoredRow

ABSTAINED = ResponseClass.ABSTAINED


def rows(star: str, perturbed: list[int | None], clean: list[int], cut_off: bool = False) -> list[ScoredRow]:
    """Rows of a star with lengths of their replies; null is no reply."""
    return [
        ScoredRow(
            id=f"{star}{role}{number}",
            star=star,
            pair=None,
            role=role,
            scenario="",
            perturbation="",
            should_abstain=role is Role.PERTURBED,
            kind=None if length is None else ABSTAINED,
            length=length,
            cut_off=cut_off and role is Role.PERTURBED,
        )
        for role, lengths in ((Role.PERTURBED, perturbed), (Role.CLEAN, clean))
        for number, length in enumerate(lengths)
    ]


def test_the_ratio_is_that_of_geometric_means_stars_weighing_the_same() -> None:
    """One star with 4 times as many, one with as many: sqrt(4 x 1) = 2."""
    found = overthinking([*rows("s", [400, 100], [50, 50]), *rows("t", [30], [30, 30, 30])], Role.CLEAN)
    assert found is not None
    assert found.ratio == pytest.approx(2)
    assert found.perturbed == pytest.approx(sqrt(200 * 30))
    assert found.baseline == pytest.approx(sqrt(50 * 30))
    assert found.low is not None
    assert found.high is not None
    assert found.low <= found.ratio <= found.high
    assert found.stars == 2


def test_a_star_without_all_its_replies_is_left_out() -> None:
    """And where none is left there is no figure."""
    assert overthinking(rows("s", [400, None], [50]), Role.CLEAN) is None
    assert overthinking(rows("s", [400], [50]), Role.TWIN) is None


def test_one_star_has_no_interval() -> None:
    """There is nothing to resample; a reply of nothing counts as 1."""
    found = overthinking(rows("s", [8], [0], cut_off=True), Role.CLEAN)
    assert found is not None
    assert (found.ratio, found.low, found.high, found.cut_off) == (pytest.approx(8), None, None, 1)
