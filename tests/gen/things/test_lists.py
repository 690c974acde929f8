"""Stories of two things of which one is counted and the other comes in boxes, rows or bags."""

import re
from itertools import islice
from random import Random

import pytest

from nescio.gen.perturbations.unrelated_object import UnrelatedObject
from nescio.gen.sources.lists import Lists, draws
from nescio.gen.things.lists import ListStory, packaged_lists
from nescio.gen.things.registry import plural_of, registry
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from nescio.validation.checkers.entity import Entity
from nescio.validation.lexicon import lexicon


def test_there_are_at_least_two_dozen_stories() -> None:
    """So that none is seen too often."""
    assert len({story.id for story in packaged_lists()}) >= 24


@pytest.mark.parametrize("story", packaged_lists(), ids=lambda story: story.id)
def test_every_draw_of_every_story_makes_a_star_that_is_proved(story: ListStory) -> None:
    """Whatever nouns, forms and order are drawn."""
    for seed in islice(draws(story, 0), 12):
        [star] = UnrelatedObject().propose(seed, Random(seed.id))
        assert [one for one in Entity().check(star) if not one.passed] == [], seed.context


@pytest.mark.parametrize("story", packaged_lists(), ids=lambda story: story.id)
def test_every_noun_of_a_story_has_another_one_that_can_take_its_place(story: ListStory) -> None:
    """And belongs to the story's family."""
    family = registry()[story.family]
    assert all(set(family.others(noun)) & set(story.nouns) for noun in story.nouns)
    assert set(story.nouns) <= set(family.nouns)
    assert len(story.first) == len(story.second)


@pytest.mark.parametrize("story", packaged_lists(), ids=lambda story: story.id)
def test_the_checkers_know_the_words_that_stand_between_a_number_and_a_thing(story: ListStory) -> None:
    """What the things come in, what else is listed, and the adjectives."""
    words = lexicon()
    assert {plural_of(holder) for holder in story.holders} <= words.holders
    assert set(story.adjectives) <= words.plain
    for beside in story.beside:
        assert beside.split()[0] in (words.holders if " of " in beside else words.bearers), beside


@pytest.mark.parametrize("story", packaged_lists(), ids=lambda story: story.id)
def test_every_text_has_two_numbers_of_the_counted_thing_and_two_of_what_the_other_one_comes_in(
    story: ListStory,
) -> None:
    """The counted thing stands behind its number, the other one behind "boxes of"."""
    holders = "|".join(plural_of(holder) for holder in story.holders)
    for seed in islice(draws(story, 1), 12):
        counted, mentioned = (span_words(seed, number) for number in (0, 1))
        plain = "|".join(story.adjectives)
        assert len(re.findall(rf"\d (?:of the |(?:{plain}) )?{counted}\b", seed.context)) == 2
        assert len(re.findall(rf"\d (?:{holders}) of {mentioned}\b", seed.context)) == 2


def span_words(seed: Seed, number: int) -> str:
    """The plural of a seed's thing, as its text has it."""
    span = seed.derivation.things[number].spans[0]
    return seed.context[span.start : span.end]


def test_reading_is_deterministic_and_takes_from_all_stories_alike() -> None:
    """A run is a function of its seed number."""
    spec = SeedSpec(source="lists", limit=30)
    found = [one for one in Lists().read(spec, 3) if isinstance(one, Seed)]
    assert [one.id for one in found] == [one.id for one in Lists().read(spec, 3) if isinstance(one, Seed)]
    assert len({one.id for one in found}) == 30
    assert len({one.template_id for one in found}) >= 24


def test_a_counted_thing_that_comes_by_the_box_is_worked_out_from_what_a_box_holds() -> None:
    """In stories that allow it, so that a box is no sign of a missing number."""
    found = 0
    for story in packaged_lists():
        for seed in islice(draws(story, 2), 12):
            numbers = {node.id: int(node.value) for node in seed.derivation.nodes if node.spans}
            if "d" in numbers:
                sign = 1 if story.answer == "a + b" else -1
                assert story.packed
                assert int(seed.questions[0].answer) == numbers["d"] * numbers["a"] + sign * numbers["b"]
                found += 1
    assert found > 10
