"""What is special to the tables of recurring events: every holding has its day and place, and results come after it."""

import pytest

from nescio.gen.registry.draw import draws
from nescio.gen.registry.index import index_of
from nescio.gen.registry.load import Framed, packaged_book

BOOK = packaged_book()
INDEX = index_of(BOOK.registry)
PLACES = {
    "games": "games_country",
    "football tournament": "cup_host",
    "team championship": "championship_host",
    "multi-sport meeting": "meet_city",
    "football final": "final_city",
    "cycling tour": "tour_start",
    "Super Bowl": "bowl_stadium",
}
HELD = [(kind, name, INDEX.day(kind, name)) for kind in PLACES for name in INDEX.subjects(kind)]
FRAMES = [one for one in BOOK.frames if one.type in PLACES]
BEFORE = {"olympiad", "winter_count", "games_city", "cup_teams", *PLACES.values()}
"""What is known of a holding before it takes place."""


def test_every_holding_has_a_day_and_a_host() -> None:
    """Each holding has a first day and exactly one host."""
    assert [name for _, name, day in HELD if day is None] == []
    assert [name for kind, name, _ in HELD if len(INDEX.triples(name, PLACES[kind])) != 1] == []


def test_what_is_to_come_has_no_result() -> None:
    """Of what lies after the day of the last look-up, only what was settled before is told."""
    coming = [(kind, name) for kind, name, day in HELD if day is not None and day > BOOK.checked]
    told = {entry.relation for kind, name in coming for entry in INDEX.known(kind, name)}
    assert len(coming) >= 20
    assert told <= BEFORE


def test_what_is_over_has_a_result() -> None:
    """Every holding that has taken place tells something that nobody knew before."""
    over = [(kind, name) for kind, name, day in HELD if day is not None and day <= BOOK.checked]
    assert len(over) >= 70
    assert [name for kind, name in over if {one.relation for one in INDEX.known(kind, name)} <= BEFORE] == []


def test_a_name_tells_the_year_of_its_opening() -> None:
    """A holding named by a year opens in it or, where it was put off, in the next."""
    for _, name, day in HELD:
        years = [int(word) for word in name.split() if word.isdigit() and len(word) == 4]
        assert day is not None
        assert all(day.year - year in (0, 1) for year in years), name


@pytest.mark.parametrize("framed", FRAMES, ids=[one.frame.id for one in FRAMES])
def test_each_frame_has_a_partner_in_the_other_tense(framed: Framed) -> None:
    """A frame about the past and one about what is to come name each other, in one table."""
    partner = next(one for one in FRAMES if one.frame.id == framed.frame.partner)
    assert partner.frame.partner == framed.frame.id
    assert {framed.frame.tense, partner.frame.tense} == {"past", "coming"}
    assert (framed.frame.swap, partner.type) == ("subject", framed.type)
    assert len(framed.frame.wordings) == len(partner.frame.wordings) >= 3


@pytest.mark.parametrize("framed", FRAMES, ids=[one.frame.id for one in FRAMES])
def test_each_pair_of_frames_gives_seeds(framed: Framed) -> None:
    """The pair to which a frame belongs can be drawn."""
    first = min(framed.frame.id, framed.frame.partner or "")
    assert any(True for _ in draws(BOOK, next(one for one in FRAMES if one.frame.id == first), 0))
