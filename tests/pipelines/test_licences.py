"""A dataset's licence grants no more than its seeds' do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.pipelines.licences import PERMISSIVE, published_licence
from nescio.schemas.errors import UsageError


@given(st.sets(st.sampled_from(PERMISSIVE), min_size=1))
def test_a_mixture_takes_the_strictest(names: set[str]) -> None:
    """Of permissive licences the one that demands most is published, in the Hub's spelling and in any order."""
    spelt = [name.upper() for name in names]
    assert published_licence("auto", spelt) == max(names, key=PERMISSIVE.index)


def test_a_foreign_licence_stands_alone() -> None:
    """A licence that is none of the permissive ones is passed on, and is never mixed with another."""
    assert published_licence("auto", ["CC-BY-NC-4.0", "cc-by-nc-4.0"]) == "cc-by-nc-4.0"
    for other in ("mit", "gpl-3.0"):
        with pytest.raises(UsageError, match=r"cc-by-nc-4.0.*separate datasets"):
            published_licence("auto", ["cc-by-nc-4.0", other])


def test_a_licence_that_was_asked_for_may_not_grant_more() -> None:
    """A laxer licence than a seed's is refused by name; the same or a stricter one is taken."""
    assert published_licence("CC-BY-4.0", ["mit", "apache-2.0"]) == "cc-by-4.0"
    assert published_licence("cc-by-nc-4.0", ["cc-by-nc-4.0"]) == "cc-by-nc-4.0"
    for wanted, seed in (("mit", "Apache-2.0"), ("apache-2.0", "cc-by-nc-4.0"), ("wtfpl", "mit")):
        with pytest.raises(UsageError, match=f"publish.license is {wanted}, but seeds come under {seed.lower()}"):
            published_licence(wanted, [seed])


def test_no_seeds_have_nescios_own_licence() -> None:
    """An empty dataset is nescio's own work."""
    assert published_licence("auto", []) == "apache-2.0"
