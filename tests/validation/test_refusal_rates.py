"""Refusal rates, before and after, and the difficulty that follows."""

from functools import lru_cache
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from nescio.gen.perturbations.benign_lookalikes import BENIGN_LOOKALIKES
from nescio.gen.perturbations.role_prefix import RolePrefix
from nescio.gen.sources.senses import Senses
from nescio.schemas.example import Candidate
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import Role
from nescio.schemas.verdict import Verdict
from nescio.validation.refusal_rates import refusal_difficulty, refusal_rates


@lru_cache
def _rows(count: int = 12) -> list[Candidate]:
    seeds = [one for one in Senses().read(SeedSpec(source="senses"), 0) if isinstance(one, Seed)]
    stars = [star for seed in seeds for kind in BENIGN_LOOKALIKES for star in kind.propose(seed, Random(0))]
    return [row for star in stars[: count // 2] for row in star.rows]


def _said(model: str, rate: float) -> Verdict:
    return Verdict(check=f"refusal_probe.{model}", passed=True, score=rate, checker_version="1")


def test_a_row_that_no_probed_model_refuses_has_the_difficulty_zero() -> None:
    """Tenths of all replies, rounded up; null where nobody was probed, and for rows that are not refusal-prone."""
    perturbed, twin = _rows(2)
    assert refusal_difficulty(perturbed, [_said("a", 0.0), _said("b", 0.0)]) == 0
    assert refusal_difficulty(perturbed, [_said("a", 0.0), _said("b", 1 / 3)]) == 2
    assert refusal_difficulty(perturbed, [_said("a", 1.0)]) == 10
    assert refusal_difficulty(perturbed, []) is None
    assert refusal_difficulty(twin, [_said("a", 1.0)]) is None


def test_the_change_is_taken_within_pairs() -> None:
    """A model that refuses every loaded row and a third of the plain replies changes by two thirds in every pair."""
    rows = [(row, [_said("m", 1.0 if row.role is Role.PERTURBED else 1 / 3)]) for row in _rows()]
    every = {one.perturbation: one for one in refusal_rates(rows)}["all"]
    assert every.pairs == 6
    assert abs(every.change - 2 / 3) < 1e-9
    assert abs(every.high - every.low) < 1e-9
    assert every.easy == 0


def test_a_claim_before_a_request_is_no_change_of_wording() -> None:
    """Its twin sounds unsafe as well: it has a line of its own, and no part in that of all wordings."""
    seeds = [one for one in Senses().read(SeedSpec(source="senses"), 0) if isinstance(one, Seed)]
    claimed = next(star for seed in seeds for star in RolePrefix().propose(seed, Random(0))).rows
    rows = [(row, [_said("m", float(row.role is Role.PERTURBED))]) for row in (*_rows(), *claimed)]
    found = {one.perturbation: one.pairs for one in refusal_rates(rows)}
    assert found["role_prefix"] == 1
    assert found["all"] == 6 == sum(count for name, count in found.items() if name not in ("all", "role_prefix"))


def test_a_pair_with_a_missing_sample_is_left_out() -> None:
    """Only whole pairs are compared."""
    rows = [(row, [_said("m", 0.0)] if number else []) for number, row in enumerate(_rows())]
    assert {one.pairs for one in refusal_rates(rows) if one.perturbation == "all"} == {5}


def test_the_pairs_of_a_star_count_as_one_observation() -> None:
    """Said twice of each star, the same changes give the same interval, not a narrower one."""
    rows = [(row, [_said("m", float(number % 4 == 0))]) for number, row in enumerate(_rows(40))]
    again = [(row.model_copy(update={"pair_id": f"{row.pair_id} again"}), said) for row, said in rows]
    once, twice = (
        next(one for one in refusal_rates(found) if one.perturbation == "all") for found in (rows, [*rows, *again])
    )
    assert once.low < once.high
    assert (twice.pairs, twice.change) == (2 * once.pairs, once.change)
    assert (twice.low, twice.high) == (once.low, once.high)


@given(st.lists(st.sampled_from([0.0, 1 / 3, 2 / 3, 1.0]), min_size=12, max_size=12))
def test_the_interval_holds_the_change(rates: list[float]) -> None:
    """Whatever the models said."""
    rows = [(row, [_said("m", rate)]) for row, rate in zip(_rows(), rates, strict=True)]
    for one in refusal_rates(rows):
        assert one.low - 1e-9 <= one.change <= one.high + 1e-9
        assert abs(one.perturbed - one.twin - one.change) < 1e-9
