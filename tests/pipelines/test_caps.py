"""Caps keep the earlier stars and tell of the others."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from nescio.pipelines.caps import cap_composed, cap_held_out, cap_templates, cap_uncrossed
from nescio.pipelines.ledger import Entry, Ledger
from nescio.schemas.example import Star
from nescio.schemas.taxonomy import Figure


def entry(model: Star, number: int, *, plain: str | None = None, joined: bool = False) -> Entry:
    """A star of its own id; with `plain` an uncrossed one of that perturbation, with `joined` of two texts."""
    changes = {"figure": Figure.PLAIN} if plain else {}
    rows = tuple(row.model_copy(update={"id": f"{number}-{row.id}", **changes}) for row in model.rows)
    seed = model.seed.model_copy(update={"context_seed_ids": ("one", "two") if joined else ()})
    return Entry(model.model_copy(update={"rows": rows, "seed": seed, "perturbation": plain or model.perturbation}))


def shares(entries: list[Entry]) -> dict[str, float]:
    """The share of the rows of each uncrossed perturbation."""
    total = sum(len(one.star.rows) for one in entries)
    counts: Counter[str] = Counter()
    for one in entries:
        if one.star.rows[0].figure is Figure.PLAIN:
            counts[one.star.perturbation] += len(one.star.rows)
    return {name: count / total for name, count in counts.items()}


@given(kinds=st.lists(st.sampled_from(["", "", "", "gone", "subjective"]), max_size=120), share=st.floats(0, 0.3))
@settings(max_examples=40, deadline=None)
def test_no_uncrossed_perturbation_exceeds_its_share(stars: tuple[Star, ...], kinds: list[str], share: float) -> None:
    """Whatever the mixture, each is at or below the share, crossed stars all stay, and every other one is told of."""
    entries = [entry(stars[0], number, plain=kind or None) for number, kind in enumerate(kinds)]
    ledger = Ledger()
    kept = cap_uncrossed(entries, share, ledger)
    assert all(found <= share + 1e-9 for found in shares(kept).values())
    assert [one for one in entries if one.star.rows[0].figure is not Figure.PLAIN] == [
        one for one in kept if one.star.rows[0].figure is not Figure.PLAIN
    ]
    dropped = {row.id for one in entries if one not in kept for row in one.star.rows}
    assert {row.id for row in ledger.rejected} == dropped
    assert {row.reason for row in ledger.rejected} <= {"over its share"}


def test_the_earlier_uncrossed_stars_stay_and_the_cap_is_used(stars: tuple[Star, ...]) -> None:
    """With 95 crossed stars there is room for five of the others, the first five."""
    entries = [entry(stars[0], number, plain=None if number % 2 else "gone") for number in range(190)]
    kept = cap_uncrossed(entries, 0.05, Ledger())
    assert [one for one in kept if one.star.rows[0].figure is Figure.PLAIN] == entries[:10:2]


def test_a_share_of_one_caps_nothing(stars: tuple[Star, ...]) -> None:
    """Who makes nothing but uncrossed rows can."""
    entries = [entry(stars[0], number, plain="gone") for number in range(4)]
    assert cap_uncrossed(entries, 1, Ledger()) == entries


def test_joined_texts_are_capped_in_each_split(stars: tuple[Star, ...]) -> None:
    """A split of joined texts only keeps none of them."""
    entries = [entry(stars[0], number, joined=number < 5) for number in range(40)]
    splits = {one.star.id: "test" if number < 3 else "train" for number, one in enumerate(entries)}
    kept = cap_composed(entries, splits, 0.10, Ledger())
    assert kept == [one for number, one in enumerate(entries) if number >= 3]


def test_published_stars_of_a_template_count(stars: tuple[Star, ...]) -> None:
    """With one star of the template published there is room for one more of two."""
    entries = [entry(stars[0], number) for number in range(3)]
    ledger = Ledger()
    assert cap_templates(entries, 2, ledger, {str(stars[0].seed.template_id): 1}) == entries[:1]
    assert {row.reason for row in ledger.rejected} == {"template full"}


def test_what_is_held_out_stays_in_the_test_split_only(stars: tuple[Star, ...]) -> None:
    """Stars of the perturbation elsewhere are rejected with the split, the others stay."""
    entries = [entry(stars[0], number) for number in range(3)]
    splits = {entries[0].star.id: "train", entries[1].star.id: "test", entries[2].star.id: "train"}
    ledger = Ledger()
    assert cap_held_out(entries, splits, [stars[0].perturbation], ledger) == entries[1:2]
    assert {row.reason for row in ledger.rejected} == {"held out"}
    assert cap_held_out(entries, splits, ["another"], ledger) == entries
