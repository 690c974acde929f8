"""The tables of offices, firsts and unknowns: what their exchanges rest on."""

from datetime import date
from itertools import pairwise

from nescio.gen.registry.index import Index
from nescio.gen.registry.load import Framed, packaged_book

OFFICES = {"president", "premier", "monarch_now", "office_holder", "title_holder"}
FIRSTS = {"space_first", "office_first", "feat_first", "team_first"}
HOLES = {
    "vanished_or_ancient": ("born_at", "resting_place"),
    "half_dated_life": ("birth_year", "death_year"),
    "old_text": ("writer", "manuscript_in"),
    "old_or_stolen_work": ("made_by", "kept_in"),
}

BOOK = packaged_book()
INDEX = Index(BOOK.registry)


def _holders(relation: str) -> list[list[tuple[date, date | None]]]:
    kind = INDEX.relations[relation].subject
    return [
        sorted((one.since or date.min, one.until) for one in INDEX.triples(name, relation))
        for name in INDEX.subjects(kind)
    ]


def _frames(relations: set[str]) -> list[Framed]:
    return [one for one in BOOK.frames if one.frame.asks in relations]


def test_nobody_takes_office_before_the_last_holder_left() -> None:
    """Nobody takes office before the last holder left."""
    for relation in sorted(OFFICES):
        for held in _holders(relation):
            assert all(left is not None and since < left <= taken for (since, left), (taken, _) in pairwise(held))


def test_every_office_has_a_holder_on_the_day_when_the_tables_were_checked() -> None:
    """Every office has a holder on the day when the tables were checked."""
    for relation in sorted(OFFICES):
        assert all(held[-1][1] is None and held[-1][0] < BOOK.checked for held in _holders(relation))


def test_every_first_has_one_day_and_keeps_its_holder() -> None:
    """Every first has one day and keeps its holder."""
    for relation in sorted(FIRSTS):
        assert all(len(held) == 1 and held[0][0] > date.min and held[0][1] is None for held in _holders(relation))


def test_partners_ask_in_the_same_words() -> None:
    """Partners ask in the same words."""
    by_id = {one.frame.id: one.frame for one in BOOK.frames}
    framed = _frames(OFFICES | FIRSTS)
    assert len(framed) >= 2 * 20
    for one in framed:
        partner = by_id[one.frame.partner or ""]
        assert partner.partner == one.frame.id
        assert partner.wordings == one.frame.wordings
        assert {partner.dated, one.frame.dated} == {"drawn", "today"}


def test_of_two_attributes_one_is_known_and_the_other_is_not() -> None:
    """Of two attributes one is known and the other is not."""
    for kind, columns in HOLES.items():
        holes = set()
        for name in INDEX.subjects(kind):
            first, second = (INDEX.triples(name, column) for column in columns)
            assert len(first) == len(second) == 1, name
            assert (first[0].value is None) != (second[0].value is None), name
            holes.add(first[0].value is None)
        assert holes == {True, False}


def test_why_nobody_knows_is_said_with_the_name() -> None:
    """Why nobody knows is said with the name."""
    relations = {column for pair in HOLES.values() for column in pair}
    for one in BOOK.registry.triples:
        if one.relation in relations and one.unknown is not None:
            assert one.subject[1:] in one.unknown, one
