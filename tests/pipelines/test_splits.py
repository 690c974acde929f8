"""Splits follow the shares and divide no template, context or star."""

from collections import Counter
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from nescio.pipelines.splits import assign
from nescio.schemas.example import Star
from nescio.schemas.recipe import SplitSpec

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
