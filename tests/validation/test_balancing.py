"""Balancing drops few rows, those with the cue first, until no probe tells the label, and keeps the mix."""

from collections import Counter
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.validation.balancing import TOLERANCE, Balanced, CannotBalance, balance
from nescio.validation.balancing_mix import Mix
from nescio.validation.leakage import ProbeRow

WORDS = [f"{a}{b}{c}" for a in "bdfgklm" for b in "aeiou" for c in "lnrst"]


def rows(share: float, count: int = 300, paired: bool = False, seed: int = 0) -> tuple[list[ProbeRow], list[str]]:
    """Random words; a share of the abstain rows have one word more than the others ever have. Two groups."""
    random = Random(seed)
    made, groups = [], []
    for number in range(count):
        words, label = random.choices(WORDS, k=random.randint(8, 12)), number % 2 == 0
        if label and random.random() < share:
            words[3] = "unclear"
        group = f"g{number // 2 if paired else number}"
        made.append(ProbeRow(" ".join(words), label, group, pair=group if paired else None))
        groups.append("small" if random.random() < 0.1 else "large")
    return made, groups


@pytest.fixture(scope="module")
def cued() -> tuple[list[ProbeRow], list[str], Balanced]:
    """Rows of which two in five abstain rows have the cue, and what balancing makes of them."""
    made, groups = rows(0.4)
    return made, groups, balance(made, groups)


def test_every_probe_passes_afterwards(cued: tuple[list[ProbeRow], list[str], Balanced]) -> None:
    """Probes above their gates before are at or below them after."""
    _, _, found = cued
    assert max(found.before.values()) > 0.65
    assert all(area <= 0.6 for area in found.after.values())
    assert found.after["length"] <= 0.55


def test_rows_with_the_cue_go_and_few_others(cued: tuple[list[ProbeRow], list[str], Balanced]) -> None:
    """Most rows stay, and most that go have the cue; each says which probe told it."""
    made, _, found = cued
    gone = [made[one.row] for one in found.dropped]
    assert len(found.kept) > 0.75 * len(made)
    assert sum("unclear" in row.text for row in gone) > 0.5 * len(gone)
    assert all(one.told and one.round >= 1 for one in found.dropped)
    assert sorted((*found.kept, *(one.row for one in found.dropped))) == list(range(len(made)))


def test_the_mix_stays(cued: tuple[list[ProbeRow], list[str], Balanced]) -> None:
    """The share of each label and group changes by five points at most."""
    made, groups, found = cued
    for of in ([row.label for row in made], groups):
        before, after = Counter(of), Counter(of[number] for number in found.kept)
        for name, count in before.items():
            assert abs(count / len(made) - after[name] / len(found.kept)) <= TOLERANCE + 1e-9


def test_pairs_stay_or_go_together_and_the_same_again() -> None:
    """Both rows of a pair are kept or dropped, and nothing is drawn anew."""
    made, groups = rows(0.5, count=200, paired=True)
    found = balance(made, groups)
    assert found.dropped
    assert balance(made, groups) == found, "the same rows are balanced the same"
    assert max(Counter(made[number].group for number in found.kept).values()) == 2
    assert min(Counter(made[number].group for number in found.kept).values()) == 2


def test_what_passes_is_left_alone() -> None:
    """Where no probe is above its gate nothing is dropped."""
    made, groups = rows(0.0, count=600, seed=3)
    found = balance(made, groups)
    assert (len(found.kept), found.dropped, found.rounds) == (600, (), 0)
    assert found.before == found.after


def test_two_different_sources_cannot_be_balanced() -> None:
    """Labels that share no word are refused with the reason, instead of a dataset of nothing."""
    random = Random(0)
    made = [
        ProbeRow(" ".join(random.choices(WORDS[:80] if i % 2 else WORDS[80:], k=10)), i % 2 == 0, f"g{i}")
        for i in range(100)
    ]
    with pytest.raises(CannotBalance, match="differ in what their rows are about"):
        balance(made)
    with pytest.raises(CannotBalance, match="too few rows"):
        balance(made[:9])


@given(
    st.lists(st.tuples(st.booleans(), st.sampled_from("abc"), st.integers(0, 9)), min_size=2, max_size=40),
    st.integers(1, 30),
)
def test_a_slice_never_leaves_the_mix(drawn: list[tuple[bool, str, int]], wanted: int) -> None:
    """Whatever the scores, shares stay within the tolerance, units are whole, and none without a score above 0 goes."""
    made = [ProbeRow("x", label, f"g{number}") for number, (label, _, _) in enumerate(drawn)]
    groups = [group for _, group, _ in drawn]
    score = np.array([value - 3.0 for _, _, value in drawn])
    chosen = Mix(made, groups, 0.1).slice(np.arange(len(made)), score, wanted)
    gone = chosen.rows(len(chosen))
    assert len(gone) <= wanted
    assert all(score[number] > 0 for number in gone)
    kept = [number for number in range(len(made)) if number not in set(gone)]
    for of in ([row.label for row in made], groups):
        before, after = Counter(of), Counter(of[number] for number in kept)
        for name, count in before.items():
            assert abs(count / len(made) - after[name] / len(kept)) <= 0.1 + 1e-9
