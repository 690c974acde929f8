"""Short names of facts name one fact, to the writer and to the checker's own reader."""

from functools import cache

from nescio.gen.perturbations.handles import handle_of, named
from nescio.gen.sources.templates import draws, packaged_templates
from nescio.schemas.evidence import Derivation
from nescio.validation.said import with_slots


@cache
def evidence() -> tuple[Derivation, ...]:
    """That of the first draw of each template."""
    return tuple(next(draws(template, 3)).derivation for template in packaged_templates())


def test_the_checker_reads_every_handle_as_the_fact_it_is_drawn_for() -> None:
    """A handle stands for one fact alone."""
    read = 0
    for one in evidence():
        for fact in one.facts:
            handle = handle_of(fact, one.facts)
            if handle is not None:
                _, slots = with_slots(one, f"The notes mention {handle}.")
                assert set(slots.values()) == {fact.id}, handle
                read += 1
    assert read >= 150


def test_a_phrase_that_two_facts_share_is_no_handle() -> None:
    """Where the clauses differ in another word, "the glass jar" is one and "the jar" is none."""
    for one in evidence():
        handles = [handle for fact in one.facts if (handle := handle_of(fact, one.facts))]
        assert len(set(handles)) == len(handles)


def test_a_long_clause_without_a_handle_has_no_name() -> None:
    """A name is a handle or a short noun clause."""
    for one in evidence():
        for fact in one.facts:
            name = named(fact, one.facts)
            assert name is None or name.startswith("the ") or len(name.split()) <= 7


def test_a_word_of_two_clauses_is_read_as_neither() -> None:
    """The checker leaves a phrase unread that could be either fact."""
    jars = next(one for one in evidence() if any("glass jar" in fact.missing for fact in one.facts))
    _, slots = with_slots(jars, "Nobody has checked the jar at the start.")
    assert not slots
