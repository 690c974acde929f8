"""What must hold in every packaged table of the registry, whoever wrote it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib.resources import files

import pytest

from nescio.gen.registry.load import LITERAL, Framed, packaged_book, parse
from nescio.gen.registry.model import Frame, Table, Wording
from nescio.schemas.registry import Relation, Triple

SHEETS = sorted(
    (one for one in files("nescio.gen.seeds").joinpath("registry").iterdir() if one.name.endswith(".yaml")),
    key=lambda one: one.name,
)
TABLES = [parse(one.read_text("utf-8"), one.name) for one in SHEETS]
BOOK = packaged_book()
RELATIONS = {one.name: one for one in BOOK.registry.relations}
DIGITS = {"year": re.compile(r"-?[1-9]\d{0,3}"), "number": re.compile(r"-?\d+(\.\d+)?")}

SPARE = {("Thomas Burke", "person")}
"""Names with aliases that no entry speaks of: olympics.yaml has one whose row was left out. Empty this with it."""

each_table = pytest.mark.parametrize("table", TABLES, ids=[one.name for one in SHEETS])
each_frame = pytest.mark.parametrize("framed", BOOK.frames, ids=[one.frame.id for one in BOOK.frames])


def bare(name: str) -> str:
    """A name as it is compared: case and a leading article say nothing."""
    return re.sub(r"^the\s+", "", " ".join(name.split()).casefold())


def together(one: Triple, other: Triple) -> bool:
    """Whether two triples hold on some day both."""
    ends = one.until is not None and other.since is not None and one.until <= other.since
    return not ends and not (other.until is not None and one.since is not None and other.until <= one.since)


def values(relation: str) -> dict[str, set[str]]:
    """The values of a relation, by subject."""
    found = defaultdict(set)
    for one in BOOK.registry.triples:
        if one.relation == relation and one.value is not None:
            found[one.subject].add(one.value)
    return found


def wordings() -> Iterator[tuple[Frame, Wording]]:
    """All wordings, with their frames."""
    for framed in BOOK.frames:
        for one in framed.frame.wordings:
            yield framed.frame, one


def test_the_registry_is_as_large_as_promised() -> None:
    """The registry has at least 600 triples over at least 25 functional relations."""
    functional = {name for name, one in RELATIONS.items() if one.functional}
    counted = Counter(one.relation for one in BOOK.registry.triples)
    assert sum(counted[name] for name in functional) >= 600
    assert len(functional & counted.keys()) >= 25


def test_at_least_twenty_frames_take_something_for_granted() -> None:
    """At least twenty frames take a relation for granted."""
    assert sum(one.frame.presupposes is not None for one in BOOK.frames) >= 20


@each_table
def test_a_row_stands_once(table: Table) -> None:
    """A row stands once in its table."""
    names = Counter(bare(row.name) for row in table.rows)
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize("relation", [one for one in RELATIONS.values() if one.functional], ids=lambda one: one.name)
def test_a_functional_relation_has_one_value_at_a_time(relation: Relation) -> None:
    """A functional relation has one value for a subject at any time."""
    held = defaultdict(list)
    for one in BOOK.registry.triples:
        if one.relation == relation.name:
            held[one.subject].append(one)
    clashes = [
        (subject, one.value, other.value)
        for subject, triples in held.items()
        for at, one in enumerate(triples)
        for other in triples[:at]
        if together(one, other)
    ]
    assert clashes == []


def test_dated_values_end_after_they_begin() -> None:
    """What has two dates ends after it begins."""
    assert [one for one in BOOK.registry.triples if one.since and one.until and one.since >= one.until] == []


def test_years_and_numbers_are_written_in_digits() -> None:
    """Values of the types year and number are written in digits, others are names."""
    for one in BOOK.registry.triples:
        pattern = DIGITS.get(RELATIONS[one.relation].value)
        if one.value is not None and pattern is not None:
            assert pattern.fullmatch(one.value), one


def test_a_row_is_a_value_of_the_type_of_its_table_only() -> None:
    """No type of values or table is called year or number, which are no entities."""
    assert not {one.type for one in BOOK.registry.entities} & set(LITERAL)
    assert all(one.name == one.name.strip() for one in BOOK.registry.entities)


def test_a_name_means_one_entity_of_a_type() -> None:
    """No name or alias of an entity is a name or alias of another of its type, whatever its case and article."""
    meant = defaultdict(set)
    for one in BOOK.registry.entities:
        for name in (one.name, *one.aliases):
            meant[one.type, bare(name)].add(one.name)
    assert {name: sorted(several) for name, several in meant.items() if len(several) > 1} == {}


@each_table
def test_aliases_of_values_belong_to_values(table: Table) -> None:
    """Aliases are given to entities that the registry speaks of, so that none is lost by a slip in a name."""
    spoken = {(one.subject, RELATIONS[one.relation].subject) for one in BOOK.registry.triples}
    spoken |= {(one.value or "", RELATIONS[one.relation].value) for one in BOOK.registry.triples}
    lost = {(name, kind) for kind, names in table.names.items() for name in names} - spoken
    assert lost - SPARE == set()


@each_table
def test_sources_are_public_pages(table: Table) -> None:
    """Each relation names the public page on which it can be looked up."""
    for column in table.relations.values():
        assert re.fullmatch(r"https://[\w.-]+\.[a-z]+(/\S*)?", column.source), column.source


@each_table
def test_a_relation_says_a_statement_of_subject_and_value(table: Table) -> None:
    """What a relation says names subject and value once each and leaves its full stop to the reader."""
    for column in table.relations.values():
        assert sorted(re.findall(r"\{\w+\}", column.says)) == ["{subject}", "{value}"], column.says
        assert not column.says.endswith("."), column.says


@each_frame
def test_the_slots_of_a_frame_stand_once_in_each_wording(framed: Framed) -> None:
    """Each wording names subject, value and date once where its frame has them, and {bound} at most once."""
    frame = framed.frame
    wanted = Counter(["{subject}"])
    wanted.update(["{value}"] if frame.presupposes else [])
    wanted.update(["{date}"] if frame.dated else [])
    for one in frame.wordings:
        found = Counter(re.findall(r"\{\w*\}", one.text))
        bounds = found.pop("{bound}", 0)
        assert found == wanted, one.text
        assert bounds == 0 or (bounds == 1 and one.form == "yes_no" and frame.asks is not None), one.text


@each_frame
def test_a_bound_is_asked_of_what_can_be_counted(framed: Framed) -> None:
    """A wording with {bound} asks for a year or a number."""
    for one in framed.frame.wordings:
        if "{bound}" in one.text:
            assert framed.frame.asks is not None
            assert RELATIONS[framed.frame.asks].value in LITERAL, one.text


@each_frame
def test_a_frame_asks_something_else_than_it_takes_for_granted(framed: Framed) -> None:
    """A frame asks for something else than it takes for granted, and that is functional."""
    frame = framed.frame
    assert frame.presupposes is None or frame.presupposes != frame.asks
    for name in (frame.presupposes, frame.asks):
        assert name is None or RELATIONS[name].functional


@each_frame
def test_a_frame_can_be_asked_with_two_different_values(framed: Framed) -> None:
    """What a frame takes for granted differs between at least five of its subjects, so that squares can be drawn."""
    frame = framed.frame
    if frame.presupposes is None:
        return
    held = values(frame.presupposes)
    for name in (frame.asks, frame.only):
        held = {subject: held[subject] for subject in held if name is None or subject in values(name)}
    assert len({min(one) for one in held.values()}) >= 5


def test_partners_name_each_other() -> None:
    """The partner of a frame names that frame as its own partner."""
    frames = {one.frame.id: one.frame for one in BOOK.frames}
    for frame in frames.values():
        assert frame.partner is None or frames[frame.partner].partner == frame.id, frame.id


def beside(text: str, slot: str) -> tuple[list[str], list[str]]:
    """The two words or marks before a slot and the two after it, in small letters; fewer at the ends of the text."""
    before, after = (re.findall(r"\w+|[^\w\s]", part) for part in text.casefold().split(f"{{{slot}}}"))
    return before[-2:], after[:2]


@each_frame
def test_partners_share_the_words_beside_what_they_exchange(framed: Framed) -> None:
    """Partners have as many wordings, and each has its partner's words before and after the exchanged slot.

    Otherwise a word and the name beside it would tell the label: names stand in one frame with an answer, in the
    other without.
    """
    frame = framed.frame
    if frame.partner is None:
        return
    partner = next(one.frame for one in BOOK.frames if one.frame.id == frame.partner)
    pairs = zip(frame.wordings, partner.wordings, strict=True)
    apart = [
        (one.text, other.text)
        for one, other in pairs
        if beside(one.text, frame.swap) != beside(other.text, partner.swap)
    ]
    assert apart == []


def test_a_wording_stands_once_in_the_registry() -> None:
    """No two wordings of a type are the same but for the spacing and case: filled, they would be one prompt."""
    types = {one.frame.id: one.type for one in BOOK.frames}
    counted = Counter((types[frame.id], " ".join(one.text.split()).casefold()) for frame, one in wordings())
    assert [text for text, times in counted.items() if times > 1] == []


def test_wordings_end_as_sentences_do() -> None:
    """A wording begins with a capital or a slot and ends as a sentence does."""
    for frame, one in wordings():
        assert re.match(r"[A-Z{]", one.text), (frame.id, one.text)
        assert re.search(r"[.?]\"?$", one.text), (frame.id, one.text)


def test_only_a_why_question_brings_its_own_answer() -> None:
    """A why-question brings its answer, in slots that the question has and without a full stop."""
    for frame, one in wordings():
        if one.form == "why":
            assert one.answer is not None, (frame.id, one.text)
        if one.answer is not None:
            assert set(re.findall(r"\{\w+\}", one.answer)) <= set(re.findall(r"\{\w+\}", one.text)), one.answer
            assert not one.answer.endswith("."), one.answer


@each_frame
def test_a_slot_that_opens_a_later_sentence_is_filled_with_a_capital(framed: Framed) -> None:
    """Where a name opens a later sentence of a wording, which nobody capitalises, none begins in lower case."""
    frame = framed.frame
    opening = {slot for one in frame.wordings for slot in re.findall(r"[.?!] (\{\w+\})", one.text)}
    names: set[str] = set()
    if "{subject}" in opening:
        names |= {row.name for table in TABLES if table.type == framed.type for row in table.rows}
    if "{value}" in opening and frame.presupposes is not None:
        names |= {name for several in values(frame.presupposes).values() for name in several}
    assert [name for name in sorted(names) if name[0].islower()] == []
