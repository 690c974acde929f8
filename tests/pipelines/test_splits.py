"""Splits follow the shares and divide no template, context or star."""

from collections import Counter
from collections.abc import Sequence
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from nescio.pipelines.decontaminating import Encode
from nescio.pipelines.near_splits import check_apart, largest_share, near_stars
from nescio.pipelines.splits import assign, groups_of, quotas_of, told_empty
from nescio.schemas.curate_spec import SplitSpec
from nescio.schemas.errors import BrokenPromise
from nescio.schemas.example import Star

THIRDS = SplitSpec(train=0.5, validation=0.25, test=0.25)


def star(model: Star, number: int, template: str | None, context: str = "") -> Star:
    """A star of its own id, template and context."""
    rows = tuple(row.model_copy(update={"id": f"{number}-{row.id}"}) for row in model.rows)
    asked = model.seed.questions[0].model_copy(update={"answer": str(number)})
    changes = {"template_id": template, "context": context or model.seed.context, "questions": (asked,)}
    seed = model.seed.model_copy(update=changes)
    return model.model_copy(update={"seed": seed, "rows": rows})


@given(sizes=st.lists(st.integers(1, 6), min_size=1, max_size=40), seed=st.integers(0, 5), order=st.randoms())
@settings(max_examples=40, deadline=None)
def test_no_template_stands_in_two_splits(stars: tuple[Star, ...], sizes: list[int], seed: int, order: Random) -> None:
    """All stars of a template go to one split, every star to some, and the order they come in does not matter."""
    made = [star(stars[0], 10 * t + k, f"t{t}") for t, size in enumerate(sizes) for k in range(size)]
    chosen = assign(made, THIRDS, seed)
    assert chosen.keys() == {one.id for one in made}
    homes = {(one.seed.template_id, chosen[one.id]) for one in made}
    assert len(homes) == len(sizes)
    order.shuffle(made)
    assert assign(made, THIRDS, seed) == chosen


def test_shares_are_kept_to_within_a_template(stars: tuple[Star, ...]) -> None:
    """With templates of five stars each no split is further than one template from its share."""
    made = [star(stars[0], number, f"t{number // 5}") for number in range(200)]
    counts = Counter(assign(made, SplitSpec(), 0).values())
    assert abs(counts["train"] - 160) <= 5
    assert abs(counts["validation"] - 20) <= 5
    assert abs(counts["test"] - 20) <= 5


def test_every_split_that_is_wanted_gets_a_template(stars: tuple[Star, ...]) -> None:
    """Three templates suffice for three splits, and a share of 0 gives no split."""
    made = [star(stars[0], number, f"t{number % 3}") for number in range(30)]
    assert set(assign(made, SplitSpec(), 0).values()) == {"train", "validation", "test"}
    assert set(assign(made, SplitSpec(train=1, validation=0, test=0), 0).values()) == {"train"}


def test_the_seed_number_changes_the_draw(stars: tuple[Star, ...]) -> None:
    """Another seed number holds other templates out."""
    made = [star(stars[0], number, f"t{number}") for number in range(40)]
    assert assign(made, THIRDS, 0) != assign(made, THIRDS, 1)


def test_seeds_without_template_are_grouped_by_context(stars: tuple[Star, ...]) -> None:
    """Two questions about one text are never in two splits, and two texts may be."""
    made = [star(stars[0], number, None, f"text {number // 2}") for number in range(40)]
    chosen = assign(made, THIRDS, 0)
    assert all(chosen[a.id] == chosen[b.id] for a, b in zip(made[::2], made[1::2], strict=True))
    assert set(chosen.values()) == {"train", "validation", "test"}


def test_nothing_is_split_into_nothing() -> None:
    """No stars, no splits."""
    assert assign([], SplitSpec(), 0) == {}


def test_a_joined_text_stands_with_the_texts_it_was_made_of(stars: tuple[Star, ...]) -> None:
    """Two stories and the text that joins them go to one split, or the test would know the training text."""
    single = [star(stars[0], number, None, context=f"Story {number}.") for number in range(30)]
    made = []
    for first, second in zip(single[::2], single[1::2], strict=True):
        joined = star(stars[0], 100 + len(made), None, context=f"{first.seed.context} {second.seed.context}")
        seed = joined.seed.model_copy(update={"context_seed_ids": (first.seed.id, second.seed.id)})
        made.append(joined.model_copy(update={"seed": seed}))
    chosen = assign([*single, *made], THIRDS, 0)
    assert len(set(chosen.values())) == 3
    homes = {one.seed.id: chosen[one.id] for one in single}
    assert all({homes[name] for name in one.seed.context_seed_ids} == {chosen[one.id]} for one in made)


def named(model: Star, number: int, perturbation: str, template: str | None = None) -> Star:
    """A star of a perturbation, of its own text where it has no template."""
    return star(model, number, template, f"text {number}").model_copy(update={"perturbation": perturbation})


def test_each_perturbation_is_spread_by_the_shares(stars: tuple[Star, ...]) -> None:
    """A rare perturbation is in every split in its share, not wherever the common one left room."""
    made = [named(stars[0], number, "rare" if number % 10 == 0 else "common") for number in range(400)]
    chosen = assign(made, SplitSpec(), 0)
    placed = [chosen[one.id] for one in made]
    counts = Counter((one.perturbation, split) for one, split in zip(made, placed, strict=True))
    for name, total in (("rare", 40), ("common", 360)):
        for split, share in SplitSpec().shares.items():
            assert abs(counts[name, split] - share * total) <= 1


def test_held_out_perturbations_stand_in_the_test_split(stars: tuple[Star, ...]) -> None:
    """Stars with texts of their own all go there, also beyond its share; a template goes whole, as ever."""
    spec = SplitSpec(held_out=("new",))
    made = [named(stars[0], number, "new" if number % 4 == 0 else "old") for number in range(80)]
    chosen = assign(made, spec, 0)
    assert {chosen[one.id] for one in made if one.perturbation == "new"} == {"test"}
    assert Counter(chosen[one.id] for one in made if one.perturbation == "old")["train"] >= 44
    mixed = [named(stars[0], number, "new" if number % 5 == 0 else "old", f"t{number // 5}") for number in range(50)]
    homes = assign(mixed, spec, 0)
    assert len({(one.seed.template_id, homes[one.id]) for one in mixed}) == 10
    assert 1 <= len({one.seed.template_id for one in mixed if homes[one.id] == "test"}) <= 3


@given(near=st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=20), seed=st.integers(0, 3))
@settings(max_examples=30, deadline=None)
def test_linked_stars_are_never_divided(stars: tuple[Star, ...], near: list[tuple[int, int]], seed: int) -> None:
    """Whatever is linked, over any chain, is in one split."""
    made = [named(stars[0], number, "one") for number in range(30)]
    chosen = assign(made, THIRDS, seed, groups_of(made, near))
    assert all(chosen[made[a].id] == chosen[made[b].id] for a, b in near)


def test_quotas_are_filled_exactly_where_groups_allow_it(stars: tuple[Star, ...]) -> None:
    """With stars that may stand anywhere each split gets what is wanted of each perturbation, in any order."""
    made = [named(stars[0], number, "even" if number % 2 else "odd") for number in range(60)]
    quotas = quotas_of(25, ["even", "odd"], SplitSpec())
    assert quotas["odd"] == {"train": 20, "validation": 3, "test": 2}
    chosen = assign(made, SplitSpec(), 0, quotas=quotas)
    counts = Counter((one.perturbation, chosen[one.id]) for one in made)
    assert all(counts[name, split] >= count for name, by in quotas.items() for split, count in by.items())


@given(
    wanted=st.integers(1, 500),
    shares=st.lists(st.integers(0, 10), min_size=3, max_size=3).filter(any),
)
def test_quotas_add_up(wanted: int, shares: list[int]) -> None:
    """They sum to the number wanted, are within one of the shares, and held-out ones are all for the test split."""
    train, validation, test = (one / sum(shares) for one in shares)
    spec = SplitSpec(train=train, validation=validation, test=test)
    [quota] = quotas_of(wanted, ["one"], spec).values()
    assert sum(quota.values()) == wanted
    assert all(abs(quota[name] - share * wanted) < 1 for name, share in spec.shares.items())
    assert quotas_of(wanted, ["x"], SplitSpec(held_out=("x",)))["x"] == {"train": 0, "validation": 0, "test": wanted}


def pointed(angles: dict[str, float]) -> Encode:
    """An encoder that knows the direction of each text."""

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), 2), dtype=np.float32)
        for number, text in enumerate(texts):
            rows[number] = np.cos(angles[text]), np.sin(angles[text])
        return rows

    return encode


def prompted(model: Star, number: int) -> Star:
    """A star of one row with a prompt and ids of its own."""
    row = model.rows[0].model_copy(
        update={
            "id": f"r{number}", "prompt": f"prompt {number}", "cross_id": None, "pair_id": None,
            "seed_id": f"s{number}", "template_id": None,
        }
    )  # fmt: skip
    return named(model, number, "one").model_copy(update={"rows": (row,)})


def test_near_stars_are_found_over_all_rows_and_kept_together(stars: tuple[Star, ...]) -> None:
    """A chain of rows at the threshold is one group, the one a little below is not of it, and the check agrees."""
    made = [prompted(stars[0], number) for number in range(5)]
    angles = {f"prompt {number}": angle for number, angle in enumerate([0.0, 0.5, 1.0, 1.6, 3.1])}
    encode = pointed(angles)
    links = near_stars(made, encode, float(np.cos(0.5)))
    assert links == [(0, 1), (1, 2)]
    groups = groups_of(made, links)
    assert len(set(groups)) == 3
    assert largest_share(groups, made) == 0.6
    rows = {"train": [made[0].rows[0], made[1].rows[0], made[2].rows[0]], "test": [made[3].rows[0]]}
    check_apart(rows, encode, float(np.cos(0.5)))
    rows["test"].append(rows["train"].pop())
    with pytest.raises(BrokenPromise, match=r"row r1 of train and row r2 of test have a cosine of 0\.877"):
        check_apart(rows, encode, float(np.cos(0.5)))
    check_apart(rows, None, 1.0)


def test_the_check_sees_what_two_splits_share(stars: tuple[Star, ...]) -> None:
    """One seed, template or prompt in two splits breaks the promise, also without an encoder."""
    one, other = (prompted(stars[0], number).rows[0] for number in range(2))
    for key in ("cross_id", "seed_id", "template_id", "prompt"):
        shared = [row.model_copy(update={key: "the same"}) for row in (one, other)]
        with pytest.raises(BrokenPromise, match=f"train and test share the {key} 'the same'"):
            check_apart({"train": shared[:1], "test": shared[1:]}, None, 1.0)


@given(wanted=st.integers(1, 40), test=st.sampled_from([0.0, 0.05, 0.1, 0.3]))
def test_a_number_too_small_for_a_split_is_told_of(wanted: int, test: float) -> None:
    """Where a split with a share gets no star, the note names it and a number that is enough; else there is none."""
    spec = SplitSpec(train=0.9 - test, validation=0.1, test=test)
    got = quotas_of(wanted, ["x"], spec)["x"]
    empty = [name for name, share in spec.shares.items() if share and not got[name]]
    told = told_empty(wanted, spec)
    assert len(told) == bool(empty)
    if told:
        assert f"leaves {' and '.join(empty)} without a star" in told[0]
        assert told_empty(int(told[0].split("With ")[1].split()[0]), spec) == []
