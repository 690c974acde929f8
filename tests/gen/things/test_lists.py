"""Stories of two things of which one is counted."""

import re
from itertools import islice
from random import Random

import pytest

from nescio.gen.perturbations.unrelated_object import UnrelatedObject
from nescio.gen.sources.lists import Lists, draws
from nescio.gen.things.lists import ListStory, packaged_lists
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from nescio.validation.checkers.entity import Entity
from nescio.validation.lexicon import lexicon


def test_there_are_at_least_two_dozen_stories() -> None:
    """So that none is seen too often."""
    assert len({story.id for story in packaged_lists()}) >= 24


@pytest.mark.parametrize("story", packaged_lists(), ids=lambda story: story.id)
def test_every_draw_of_every_story_makes_a_star_that_is_proved(story: ListStory) -> None:
    """Whatever family, nouns, forms and order are drawn."""
    for seed in islice(draws(story, 0), 8):
        [star] = UnrelatedObject().propose(seed, Random(seed.id))
        assert [one for one in Entity().check(star) if not one.passed] == [], seed.context


@pytest.mark.parametrize("story", packaged_lists(), ids=lambda story: story.id)
def test_sentences_that_count_and_sentences_that_do_not_have_noun_name_and_number_in_the_same_places(
    story: ListStory,
) -> None:
    """Else the boosted trees learn the distances (docs/design/013-unrelated-objects.md)."""
    for step in (story.first, story.second):
        assert len(step.told) == len(step.untold) >= 2
        for told, untold in zip(step.told, step.untold, strict=True):
            assert _places(told) == _places(untold)


def _places(pattern: str) -> tuple[int, ...]:
    """The words, and how far noun, name and end stand from the number; 99 where the pattern has no name."""
    words = re.findall(r"[\w']+", pattern)
    number = words.index("n")
    name = words.index("name") - number if "name" in words else 99
    return words.index("x") - number, name, len(words) - number


@pytest.mark.parametrize("story", packaged_lists(), ids=lambda story: story.id)
def test_the_number_of_a_sentence_that_does_not_count_belongs_to_the_word_behind_it(story: ListStory) -> None:
    """19 friends, 7 rooms: never the thing."""
    for pattern in (*story.first.untold, *story.second.untold):
        after = pattern.split("{n} ")[1].split()[0]
        assert after in lexicon().bearers, pattern


def test_reading_is_deterministic_and_takes_from_all_stories_alike() -> None:
    """A run is a function of its seed number."""
    spec = SeedSpec(source="lists", limit=30)
    found = [one for one in Lists().read(spec, 3) if isinstance(one, Seed)]
    assert [one.id for one in found] == [one.id for one in Lists().read(spec, 3) if isinstance(one, Seed)]
    assert len({one.id for one in found}) == 30
    assert len({one.template_id for one in found}) >= 24
