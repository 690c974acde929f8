"""Exact numbers by perturbation and split, and how many seeds a round takes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from nescio.pipelines.exactly import POOL, diverse_ones, exactly, first_ones
from nescio.pipelines.ledger import Entry, Ledger
from nescio.pipelines.resolve import load_recipe, plan
from nescio.pipelines.rounds import first_round, next_round
from nescio.schemas.curate_spec import CurateSpec, SplitSpec
from nescio.schemas.example import Star
from nescio.schemas.taxonomy import Figure

SPEC = CurateSpec(rows=10, split=SplitSpec(train=0.5, validation=0.2, test=0.3))


def entry(model: Star, number: int, name: str = "one", *, plain: bool = False) -> Entry:
    """A star of its own id and prompt."""
    changes = {"figure": Figure.PLAIN} if plain else {}
    rows = tuple(
        row.model_copy(update={"id": f"{name}{number}-{row.id}", "prompt": f"{name} {number}", **changes})
        for row in model.rows
    )
    return Entry(model.model_copy(update={"rows": rows, "perturbation": name}))


def homes(entries: Sequence[Entry]) -> dict[str, str]:
    """A split for each, in turn."""
    return {one.star.id: ("train", "train", "test", "validation")[n % 4] for n, one in enumerate(entries)}


def test_the_first_of_each_split_are_taken(stars: tuple[Star, ...]) -> None:
    """The shares hold exactly, later stars are surplus, and what a split lacks is not padded from another."""
    entries = [entry(stars[0], number) for number in range(20)]
    splits, ledger = homes(entries), Ledger()
    exact = exactly(SPEC, ["one", "none"], entries, splits, {}, ledger, first_ones)
    assert Counter(splits[one.star.id] for one in exact.entries) == {"train": 5, "validation": 2, "test": 3}
    assert exact.entries == [one for one in entries if one in exact.entries]
    assert exact.lacking({}) == {"none": 10}
    assert {row.reason for row in ledger.rejected} == {"surplus"}
    assert len(ledger.rejected) == 10 * len(entries[0].star.rows)
    assert "10 stars of one were asked for, 5 in train" in {row.detail for row in ledger.rejected}
    few = exactly(SPEC, ["one"], entries[:8], homes(entries[:8]), {}, Ledger(), first_ones)
    assert few.lacking({}) == {"one": 2}


def test_published_stars_count(stars: tuple[Star, ...]) -> None:
    """What stands already is not asked for again, split by split; more than enough is no lack and no surplus."""
    entries = [entry(stars[0], number) for number in range(20)]
    standing = {("one", "train"): 5, ("one", "test"): 9}
    splits = homes(entries)
    exact = exactly(SPEC, ["one"], entries, splits, standing, Ledger(), first_ones)
    assert Counter(splits[one.star.id] for one in exact.entries) == {"validation": 2}
    assert exact.lacking(standing) == {}
    none = exactly(SPEC, ["one"], [], {}, standing, Ledger(), first_ones)
    assert none.lacking(standing) == {"one": 2}  # nine stars of test make up for none of validation


def test_uncrossed_stars_are_asked_for_only_as_far_as_their_cap(stars: tuple[Star, ...]) -> None:
    """Beside 10 crossed stars of as many rows there is room for one at 10 %, and that is no shortfall.

    Published crossed rows make room as new ones do.
    """
    entries = [entry(stars[0], n) for n in range(20)] + [entry(stars[0], n, "plain", plain=True) for n in range(8)]
    spec = SPEC.model_copy(update={"max_uncrossed": 0.1})
    exact = exactly(spec, ["one", "plain"], entries, homes(entries), {}, Ledger(), first_ones)
    assert Counter(one.star.perturbation for one in exact.entries) == {"one": 10, "plain": 1}
    assert exact.lacking({}) == {}
    free = 10 * len(stars[0].rows)
    exact = exactly(spec, ["one", "plain"], entries, homes(entries), {}, Ledger(), first_ones, free)
    assert Counter(one.star.perturbation for one in exact.entries) == {"one": 10, "plain": 2}


def test_a_diverse_choice_covers_a_fixed_pool(stars: tuple[Star, ...]) -> None:
    """Of the first three times as many it takes one of each kind, and never looks beyond."""
    entries = [entry(stars[0], number) for number in range(40)]

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        # Of the first nine seven are alike; beyond there are kinds that must not be looked at.
        kinds = [min(max(int(text.split()[1]) - 6, 0), 3) for text in texts]
        return np.eye(4, dtype=np.float32)[kinds]

    chosen = diverse_ones(encode)(entries, 3)
    assert chosen == {entries[0].star.id, entries[7].star.id, entries[8].star.id}
    assert diverse_ones(encode)(entries[:2], 3) == {one.star.id for one in entries[:2]}
    assert POOL == 3


@given(
    size=st.integers(1, 500),
    seeds=st.integers(1, 2000),
    lacks=st.dictionaries(st.sampled_from("abc"), st.tuples(st.integers(1, 90), st.integers(0, 90)), min_size=1),
)
def test_rounds_grow_until_all_seeds_are_drawn(size: int, seeds: int, lacks: dict[str, tuple[int, int]]) -> None:
    """Each is larger than the one before, at most four times, and none exceeds the seeds: so they end."""
    wanted = {name: most for name, (most, _) in lacks.items()}
    found = {name: there for name, (_, there) in lacks.items()}
    larger = next_round(min(size, seeds), seeds, wanted, found)
    assert larger <= seeds
    assert larger == seeds or min(size, seeds) < larger <= 4 * size + 1


def test_the_first_round_is_as_large_as_the_shares_ask_for() -> None:
    """A perturbation with a small share needs more seeds, one that is capped less; without a number all are taken."""
    made = plan(load_recipe("math", ["curate.rows=10", "perturb=[premise_removal, {hedged_quantity: {share: 3}}]"]))
    assert first_round(made, 10_000) == 50
    assert first_round(made, 30) == 30
    diverse = made.recipe.curate.model_copy(update={"diverse": True})
    assert first_round(replace(made, recipe=made.recipe.model_copy(update={"curate": diverse})), 10_000) == 150
    assert first_round(plan(load_recipe("math")), 777) == 777
    asked = "perturb=[premise_removal, hedged_quantity, {question_deletion: {share: 0.3}}]"
    assert first_round(plan(load_recipe("math", ["curate.rows=100", asked])), 10_000) == 288
