"""The packaged stories and the world that they ask about."""

import re
from itertools import pairwise

import pytest

from nescio.gen.registry.load import packaged_book
from nescio.gen.situations.compose import place_frames, time_frames
from nescio.gen.situations.model import (
    packaged_happenings,
    packaged_times,
    packaged_world,
    parse_happenings,
    parse_stories,
)
from nescio.gen.situations.world import HOLDER, offices, slice_of
from nescio.schemas.errors import SeedFileError


def test_every_frame_has_its_own_id() -> None:
    """A frame is a story with what is asked of it."""
    ids = [frame.id for frame in (*place_frames(), *time_frames())]
    assert len(set(ids)) == len(ids)
    assert len(ids) > 200


def test_what_tells_no_time_holds_a_number() -> None:
    """As a date does, so that the number beside a thing does not show whether its time is told."""
    book = packaged_times()
    phrases = [*book.loose.absent, *book.loose.vague, *(one for story in book.stories for one in story.loose)]
    number = r"\{n\}|\{few\}|\b(?:one|single|third|thirty|forty)\b"
    assert [one for one in phrases if not re.search(number, one)] == []


def test_a_question_speaks_of_the_thing_that_the_text_told() -> None:
    """Where the text has "a house", the question has "the house"; what is somebody's own stays so."""
    for story in packaged_times().stories:
        assert not re.search(r"\ban?\b", f"{story.taken_up} {story.do}"), story.id


def test_terms_of_an_office_do_not_overlap() -> None:
    """Whoever holds it, holds it alone."""
    for office in offices():
        terms = sorted(slice_of(HOLDER, office).triples, key=lambda one: one.since)
        assert len({one.value for one in terms}) >= 3
        assert all(one.until and one.until <= other.since for one, other in pairwise(terms)), office


def test_countries_agree_with_the_packaged_registry() -> None:
    """Where both know a country's calling code or internet domain, they say the same."""
    theirs = {(one.subject, one.relation): one.value for one in packaged_book().registry.triples}
    for one in packaged_world().registry.triples:
        if one.relation in ("calling_code", "internet_domain") and (one.subject, one.relation) in theirs:
            assert theirs[one.subject, one.relation] == one.value, one.subject


def test_a_happening_names_the_three_and_then_one_pronoun() -> None:
    """So that nobody else can be meant, and no name comes after it."""
    for story in packaged_happenings().stories:
        slots = [slot for slot in ("{he}", "{him}", "{his}") if slot in story.text]
        assert len(slots) == 1
        assert story.text.count(slots[0]) == 1
        named = max(story.text.find("{they}"), story.text.find("{They}"))
        assert 0 <= named < story.text.index(slots[0]), story.id


@pytest.mark.parametrize("parse", [parse_stories, parse_happenings])
def test_a_broken_file_is_named(parse: object) -> None:
    """The message says which key is missing."""
    with pytest.raises(SeedFileError, match=r"mine\.yaml.*stories"):
        parse("{people: {}, asked: [], loose: {}}", "mine.yaml")
