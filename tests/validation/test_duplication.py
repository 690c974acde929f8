"""Deduplication of any dataset: what goes has a kept neighbour, and twins and other labels are never merged."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from nescio.validation.duplication import deduplicate
from nescio.validation.duplication_records import Kind, Outcome, Row, Rule, Rules, units_of
from nescio.validation.duplication_search import NearTexts, distinct, search
from nescio.validation.profiles import Thresholds
from nescio.validation.veto import normal_form

NEAR = 0.99  # about 8 degrees


def angles(texts: Sequence[str]) -> NDArray[np.float32]:
    """Puts a text at the angle in degrees that its first word says; equal angles are one direction."""
    turned = np.radians([float(text.split()[0].lstrip("aA")) for text in texts])
    return np.stack([np.cos(turned), np.sin(turned)], axis=1).astype(np.float32)


def decided(rows: Sequence[Row], veto: bool | None = False, most: int | None = None) -> Outcome:
    """The outcome at .99."""
    found = search(distinct([row.text for row in rows], units_of(rows)), angles, NEAR)
    return deduplicate(rows, found.near(Thresholds(short=NEAR, long=NEAR)), Rules(veto, most))


def gone(outcome: Outcome) -> list[tuple[int, int | None, Rule]]:
    """Which rows went, and for which."""
    return [(one.row, one.kept, one.rule) for one in outcome.removals]


def test_of_two_duplicates_the_preferred_stays_and_the_rule_is_told() -> None:
    """More preference first, then the earlier one; exact before normalised before near."""
    rows = [Row("a0 one"), Row("a0 one"), Row("A0  ONE!"), Row("a5 five"), Row("a90 else"), Row("a93 x", preference=1)]
    assert gone(decided(rows)) == [
        (1, 0, Rule.EXACT),
        (2, 0, Rule.NORMALISED),
        (3, 0, Rule.NEAR),
        (4, 5, Rule.NEAR),
    ]
    assert decided(rows).kept == (0, 5)
    assert decided(rows).largest == 4


def test_a_test_split_stays_as_it_is() -> None:
    """What is tested on is worth more than any preference of what is trained on."""
    assert decided([Row("a0 x", preference=9), Row("a1 y", split=2)]).kept == (1,)


def test_twins_are_never_merged_however_near() -> None:
    """Rows of one pair, of one label or two, and even with one text, stay together."""
    rows = [Row("a0 x", "1", "p"), Row("a0 y", "0", "p"), Row("a0 x", "1", "p"), Row("a50 z", "1", "q")]
    outcome = decided(rows)
    assert outcome.kept == (0, 1, 2, 3)
    assert not outcome.likenesses


def test_a_pair_goes_only_where_all_of_its_rows_have_a_match_in_one_other() -> None:
    """Half a repeat is listed and stays; a whole one goes; halves in two pairs do not add up."""
    first = [Row("a0 x", "1", "p"), Row("a40 x", "0", "p")]
    half = [Row("a1 x", "1", "q"), Row("a80 x", "0", "q")]
    whole = [Row("a2 x", "1", "r"), Row("a41 x", "0", "r")]
    crossed = [Row("a3 x", "1", "s"), Row("a120 x", "0", "s"), Row("a121 x", "0", "t"), Row("a160 x", "1", "t")]
    outcome = decided([*first, *half, *whole, *crossed])
    assert gone(outcome) == [(4, 0, Rule.NEAR), (5, 1, Rule.NEAR)]
    partial = [(one.row, one.other) for one in outcome.likenesses if one.kind is Kind.PARTIAL]
    assert sorted(partial) == [(2, 0), (6, 2), (8, 7)]


def test_a_row_alone_goes_for_a_row_of_a_pair() -> None:
    """A pair says more than its half, whichever comes first."""
    assert gone(decided([Row("a0 x", "1"), Row("a1 x", "1", "p"), Row("a60 x", "0", "p")])) == [(0, 1, Rule.NEAR)]


def test_another_label_is_a_conflict_and_never_merged() -> None:
    """It is listed once for two texts, the ones whose words do not differ first; no label is no conflict."""
    rows = [Row("a0 x", "yes"), Row("a1 x", "no"), Row("a1 x", "no"), Row("a90 b not", "yes"), Row("a91 b", "no")]
    rows += [Row("a200 q"), Row("a200 q", "yes"), Row("a300 same", "1"), Row("a300 Same", "0")]
    outcome = decided(rows)
    assert gone(outcome) == [(2, 1, Rule.EXACT)]
    found = [(one.row, one.other, one.veto) for one in outcome.likenesses]
    assert found[0] == (7, 8, "")
    assert sorted(found[1:]) == [(0, 1, "numbers differ"), (3, 4, "numbers differ")]
    assert {one.kind for one in outcome.likenesses} == {Kind.CONFLICT}


def test_twins_of_a_seed_or_a_template_are_no_conflict_unless_their_text_is_the_same() -> None:
    """They are near because they were made so; one text with two labels is a fault wherever it stands."""
    rows = [Row("a0 x", "1", seed="s"), Row("a1 x", "0", seed="s"), Row("a90 x", "1", template="t")]
    rows += [Row("a91 x", "0", template="t"), Row("a200 x", "1", seed="u"), Row("A200 X", "0", seed="u")]
    assert [(one.row, one.other) for one in decided(rows).likenesses] == [(4, 5)]


def test_rows_of_a_template_match_only_where_their_text_is_the_same_and_are_bounded_by_count() -> None:
    """Their likeness is intended."""
    rows = [Row("a0 x", template="t"), Row("a1 x", template="t"), Row("A0 X", template="t"), Row("a2 x", template="u")]
    assert gone(decided(rows)) == [(2, 0, Rule.NORMALISED), (3, 1, Rule.NEAR)]
    far = [Row(f"a{50 * n} x", template="t") for n in range(4)]
    assert gone(decided(far, most=2)) == [(2, None, Rule.TEMPLATE), (3, None, Rule.TEMPLATE)]


def test_the_veto_is_for_rows_of_which_nobody_says_where_they_come_from() -> None:
    """By default numbers keep two such rows apart; where both have a seed or a pair they do not, unless asked for."""
    untold, told = [Row("a0 x"), Row("a1 x")], [Row("a0 x", seed="s"), Row("a1 x", seed="t")]
    assert decided(untold, veto=None).kept == (0, 1)
    assert decided(told, veto=None).kept == (0,)
    assert decided([untold[0], told[1]], veto=None).kept == (0, 1)
    assert decided(untold, veto=False).kept == (0,)
    assert decided(told, veto=True).kept == (0, 1)


def test_rows_without_text_are_left_alone() -> None:
    """Blanks and bare punctuation are no duplicates of one another."""
    rows = [Row(""), Row(" "), Row("?!"), Row("?!")]
    assert decided(rows).kept == (0, 1, 2, 3)


def test_in_a_chain_the_middle_goes_and_the_end_stays() -> None:
    """What is gone takes nothing along."""
    assert decided([Row("a0 x"), Row("a7 x"), Row("a14 x")]).kept == (0, 2)


ROWS = st.lists(
    st.builds(
        Row,
        text=st.builds(
            lambda place, shout: f"A{5 * place} WORD!" if shout else f"a{5 * place} word",
            st.integers(0, 9),
            st.booleans(),
        ),
        label=st.sampled_from([None, "0", "1"]),
        unit=st.sampled_from([None, "p", "q", "r", "s"]),
        seed=st.sampled_from([None, "s", "t"]),
        template=st.sampled_from([None, None, "t"]),
        preference=st.sampled_from([0.0, 1.0]),
        split=st.sampled_from([0, 2]),
    ),
    max_size=14,
)


def alike(one: Row, two: Row) -> bool:
    """Whether two rows of two units may be merged, without any search."""
    if one.label != two.label or normal_form(one.text) == normal_form(two.text):
        return one.label == two.label
    near = float(np.dot(*angles([one.text, two.text]))) >= NEAR - 1e-6
    return near and (one.template is None or one.template != two.template)


@settings(deadline=None, max_examples=150)
@given(ROWS)
def test_what_goes_has_a_kept_neighbour_and_nothing_stays_that_should_go(rows: list[Row]) -> None:
    """By brute force, for any rows: no orphans, no twins merged, no survivors, and doing it again changes nothing."""
    outcome = decided(rows)
    kept = set(outcome.kept)
    assert kept | {one.row for one in outcome.removals} == set(range(len(rows)))
    assert len(outcome.removals) == len(rows) - len(kept)
    units = units_of(rows)
    unit_of = {number: place for place, unit in enumerate(units) for number in unit}
    for one in outcome.removals:
        assert one.kept in kept
        assert alike(rows[one.row], rows[one.kept])
        assert unit_of[one.row] != unit_of[one.kept]
    for unit in units:
        assert len({number in kept for number in unit}) == 1
        assert len({unit_of[one.kept] for one in outcome.removals if one.row in unit and one.kept is not None}) <= 1
    stay = [unit for unit in units if unit[0] in kept]
    for one, two in combinations(stay, 2):
        first, second = [[rows[n] for n in unit] for unit in (one, two)]
        covered = all(any(alike(a, b) for a in first) for b in second)
        covers = all(any(alike(a, b) for b in second) for a in first)
        assert not (covered and covers), "of two units that say the same only one stays"
    assert decided([rows[number] for number in outcome.kept]).kept == tuple(range(len(kept)))


@settings(deadline=None, max_examples=100)
@given(ROWS)
def test_every_conflict_that_is_left_is_told(rows: list[Row]) -> None:
    """Where two rows stay that are near, have two labels and are no twins, their two texts and labels are listed."""
    outcome = decided(rows)
    told = {
        frozenset((normal_form(rows[n].text), rows[n].label) for n in (one.row, one.other))
        for one in outcome.likenesses
        if one.kind is Kind.CONFLICT
    }
    wanted = set()
    units = {number: place for place, unit in enumerate(units_of(rows)) for number in unit}
    for i, j in combinations(outcome.kept, 2):
        one, two = rows[i], rows[j]
        same = normal_form(one.text) == normal_form(two.text)
        twins = units[i] == units[j] or (one.seed or "i") == (two.seed or "j") or (one.template or "i") == two.template
        near = float(np.dot(*angles([one.text, two.text]))) >= NEAR - 1e-6
        if one.label and two.label and one.label != two.label and near and (same or not twins):
            wanted.add(frozenset((normal_form(row.text), row.label) for row in (one, two)))
    assert told == wanted


def test_many_pairs_may_share_one_text() -> None:
    """8,000 pairs with one question and texts of their own all stay; each names the first for its question."""
    rows = [
        Row(text, str(label), unit=f"p{number}")
        for number in range(8_000)
        for label, text in enumerate(("Who was it?", f"text {number} alone"))
    ]
    node = tuple(0 if number % 2 == 0 else number for number in range(len(rows)))
    none = NearTexts(node, np.zeros(len(rows) + 1, dtype=np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32))
    outcome = deduplicate(rows, none, Rules())
    assert len(outcome.kept) == len(rows)
    assert {one.other for one in outcome.likenesses} == {0}
    assert len(outcome.likenesses) == 7_999
    single = [*rows, *(Row("Who was it?", "0") for _ in range(8_000))]
    spread = replace(none, node=(*node, *[0] * 8_000))
    assert [one.kept for one in deduplicate(single, spread, Rules()).removals] == [0] * 8_000


def test_a_conflict_shows_where_another_row_of_the_unit_is_a_twin() -> None:
    """The first row of a pair has the other's seed, the second has not: the second's conflict is told."""
    rows = [
        Row("a0 x", "0", "p", seed="s"),
        Row("a0 x", "0", "p", seed="t"),
        Row("a1 y", "1", seed="s"),
    ]
    told = [(one.row, one.other) for one in decided(rows).likenesses if one.kind is Kind.CONFLICT]
    assert told == [(1, 2)]
