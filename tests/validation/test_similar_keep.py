"""What stays among similar items, and what hangs together."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from nescio.schemas.errors import BrokenPromise, UsageError
from nescio.validation import similar_keep
from nescio.validation.similar import Pairs
from nescio.validation.similar_keep import NOBODY, components, greedy_keep


def pairs(*found: tuple[int, int, float]) -> Pairs:
    """Pairs from a list of i, j, cosine."""
    i, j, cosine = zip(*found, strict=True) if found else ((), (), ())
    return Pairs(np.array(i, np.int64), np.array(j, np.int64), np.array(cosine, np.float32))


def test_the_preferred_one_stays() -> None:
    """Of two similar items the one that comes first in the order stays, whichever way round the pair is given."""
    for pair in ((0, 2, 0.95), (2, 0, 0.95)):
        kept = greedy_keep(pairs(pair), [1, 2, 0])
        assert kept.stays.tolist() == [False, True, True]
        assert kept.keeper.tolist() == [2, NOBODY, NOBODY]
        assert kept.cosine.tolist() == pytest.approx([0.95, 0, 0])


def test_the_end_of_a_chain_stays() -> None:
    """Where a and b, and b and c are similar, b goes and c stays."""
    assert greedy_keep(pairs((0, 1, 0.9), (1, 2, 0.9)), range(3)).stays.tolist() == [True, False, True]


def test_the_middle_of_a_chain_stays_where_it_is_preferred() -> None:
    """The same chain keeps b alone where b is the best."""
    kept = greedy_keep(pairs((0, 1, 0.9), (1, 2, 0.9)), [1, 0, 2])
    assert kept.stays.tolist() == [False, True, False]
    assert kept.keeper.tolist() == [1, NOBODY, 1]


def test_the_keeper_is_the_nearest_and_of_equals_the_most_preferred() -> None:
    """An item between several that stay names the nearest; at a tie the better one."""
    assert greedy_keep(pairs((0, 2, 0.9), (1, 2, 0.95)), range(3)).keeper.tolist() == [NOBODY, NOBODY, 1]
    assert greedy_keep(pairs((0, 2, 0.9), (1, 2, 0.9)), [1, 0, 2]).keeper.tolist() == [NOBODY, NOBODY, 1]


def test_no_items_and_no_pairs_are_no_trouble() -> None:
    """Nothing goes where nothing is similar."""
    assert greedy_keep(pairs(), []).stays.tolist() == []
    assert greedy_keep(pairs(), [1, 0]).stays.tolist() == [True, True]
    assert components(pairs(), 0).tolist() == []
    assert components(pairs(), 2).tolist() == [0, 1]


GRAPHS = st.integers(1, 14).flatmap(
    lambda n: st.tuples(
        st.permutations(range(n)),
        st.lists(
            st.tuples(st.integers(0, n - 1), st.integers(0, n - 1), st.sampled_from([0.875, 0.9375, 1.0])), max_size=40
        ).map(lambda found: [pair for pair in found if pair[0] != pair[1]]),
    )
)


@settings(deadline=None)
@given(GRAPHS)
def test_what_stays_is_what_one_pass_in_order_keeps(drawn: tuple[list[int], list[tuple[int, int, float]]]) -> None:
    """As a loop over the items: no orphans, no pair that stays, and the keepers are the nearest of those before."""
    order, found = drawn
    near: dict[int, dict[int, float]] = {}
    for i, j, cosine in found:
        for a, b in ((i, j), (j, i)):
            near.setdefault(a, {})[b] = max(cosine, near.get(a, {}).get(b, 0))
    stays: list[int] = []
    keepers = {}
    for item in order:
        likely = [(near[item][other], -stays.index(other), other) for other in stays if other in near.get(item, {})]
        if likely:
            keepers[item] = max(likely)[2]
        else:
            stays.append(item)
    kept = greedy_keep(pairs(*found), order)
    assert np.flatnonzero(kept.stays).tolist() == sorted(stays)
    assert {item: int(kept.keeper[item]) for item in np.flatnonzero(~kept.stays).tolist()} == keepers
    assert all(kept.cosine[item] == near[item][keeper] for item, keeper in keepers.items())


@settings(deadline=None)
@given(GRAPHS)
def test_components_are_those_of_a_walk(drawn: tuple[list[int], list[tuple[int, int, float]]]) -> None:
    """Each item carries the smallest item that it is connected with."""
    order, found = drawn
    label = list(range(len(order)))
    for _ in order:
        for i, j, _cosine in found:
            label[i] = label[j] = min(label[i], label[j])
    assert components(pairs(*found), len(order)).tolist() == label


@pytest.mark.parametrize("shape", ["path", "reversed path", "star", "star of the last"])
def test_long_chains_and_wide_stars_take_few_rounds(shape: str) -> None:
    """A hundred thousand items in one component, however they hang together, are soon one; greedy passes them too."""
    n = 100_000
    first = np.arange(n - 1)
    i, j = {
        "path": (first, first + 1),
        "reversed path": (first[::-1], first[::-1] + 1),
        "star": (np.zeros_like(first), first + 1),
        "star of the last": (first, np.full_like(first, n - 1)),
    }[shape]
    found = Pairs(i, j, np.ones(n - 1, np.float32))
    assert not components(found, n).any()
    staying = int(greedy_keep(found, np.arange(n)).stays.sum())
    assert staying == {"path": n // 2, "reversed path": n // 2, "star": 1, "star of the last": n - 1}[shape]


def test_useless_orders_and_pairs_are_refused() -> None:
    """An order that is none, and pairs of items that are not there or of one item, are errors that name the item."""
    with pytest.raises(UsageError, match="item 1 is missing"):
        greedy_keep(pairs(), [0, 0])
    with pytest.raises(UsageError, match="items 0 to 1, found 0 to 5"):
        greedy_keep(pairs(), [0, 5])
    with pytest.raises(UsageError, match="name items 0 to 2, of which there are 2"):
        greedy_keep(pairs((0, 2, 0.9)), [0, 1])
    with pytest.raises(UsageError, match="item 1 is paired with itself"):
        components(pairs((1, 1, 0.9)), 2)


def test_a_broken_promise_is_never_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the selection wrong, either way, it would stop rather than answer."""

    def gone(answer: list[bool]) -> NDArray[np.bool_]:
        return np.array(answer)

    for answer, said in (([False, False], "1 similar pairs and 0 orphans"), ([True, True], "0 similar .* 2 orphans")):
        monkeypatch.setattr(similar_keep, "_gone", lambda *_, answer=answer: gone(answer))
        with pytest.raises(BrokenPromise, match=said):
            greedy_keep(pairs((0, 1, 0.9)), [0, 1])
