"""The registry of things."""

import pytest

from nescio.gen.things.registry import forms, plural_of, registry
from nescio.validation.lexicon import Noun, lexicon


def test_there_are_at_least_thirty_families_of_a_dozen_nouns() -> None:
    """A text can be turned to many things, of many kinds."""
    assert len(registry()) >= 30
    assert all(len(family.nouns) >= 12 for family in registry().values())


def test_a_noun_has_one_family() -> None:
    """A written form means one noun."""
    assert all(len(owners) == 1 for owners in forms().values())


def test_singular_and_plural_differ() -> None:
    """Else a swap could not keep the number."""
    assert [noun for family in registry().values() for noun, plural in family.nouns.items() if noun == plural] == []


def test_words_that_are_alike_are_nouns_of_their_family() -> None:
    """A misspelt one would keep nothing apart."""
    for family in registry().values():
        assert all(group <= set(family.nouns) for group in family.alike), family.family


@pytest.mark.parametrize(("noun", "plural"), [("box", "boxes"), ("berry", "berries"), ("toy", "toys"), ("pen", "pens")])
def test_regular_plurals(noun: str, plural: str) -> None:
    """English rules."""
    assert plural_of(noun) == plural


def test_a_noun_is_never_swapped_for_one_that_is_alike() -> None:
    """A bun is a roll to some readers."""
    assert "roll" not in registry()["bread"].others("bun")
    assert "pretzel" in registry()["bread"].others("bun")


def test_the_checkers_know_every_noun_of_the_registry_from_a_list_of_their_own() -> None:
    """Both read the same number; what one lists as near, neither may swap."""
    for family in registry().values():
        for noun, plural in family.nouns.items():
            assert (lexicon().noun(noun), lexicon().noun(plural)) == (Noun(noun, False), Noun(noun, True))
            assert lexicon().same[noun].isdisjoint(family.others(noun)), noun
