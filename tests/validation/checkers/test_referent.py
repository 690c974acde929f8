"""The checker `referent`: whom a pronoun can mean."""

from collections.abc import Callable, Iterator
from functools import lru_cache

import pytest

from nescio.schemas.example import Star
from nescio.schemas.taxonomy import Role
from nescio.tests.situated import SITUATED, rows_of, stars_of, with_context, with_row
from nescio.validation.checkers.referent import Referent

P, T = Role.PERTURBED, Role.TWIN
Plant = Callable[[Star], Iterator[tuple[int, Star]]]


@lru_cache(maxsize=1)
def stars() -> tuple[Star, ...]:
    """Stars of the packaged stories."""
    return tuple(stars_of(*SITUATED[2], 96))


def _names(star: Star) -> list[str]:
    return [one.values[0] for one in star.seed.situation.passage.stated[:3]]


def _text_of(role: Role, other: Role) -> Plant:
    """Rows of one role with the text of the other of their pair."""

    def plant(star: Star) -> Iterator[tuple[int, Star]]:
        for number in rows_of(star, role):
            mate = next(n for n in rows_of(star, other) if star.rows[n].pair_id == star.rows[number].pair_id)
            yield number, with_context(star, number, star.rows[mate].context)

    return plant


def _added(sentence: str) -> Plant:
    """A sentence after the text of a row that should not be answered."""

    def plant(star: Star) -> Iterator[tuple[int, Star]]:
        for number in rows_of(star, P):
            said = sentence.format(name=_names(star)[0])
            yield number, with_context(star, number, f"{star.rows[number].context} {said}")

    return plant


def _in_place(word: str) -> Plant:
    """Somebody's name, or another word, in the pronoun's place."""

    def plant(star: Star) -> Iterator[tuple[int, Star]]:
        for number in rows_of(star, P):
            at = star.seed.situation.triples.asked[0].mentions[-1].span
            moved = len(star.rows[number].context) - len(star.seed.context)
            changed = any(edit.kind == "pronoun" for edit in star.rows[number].edits)
            shift = 0 if changed else moved
            pronoun = star.rows[number].missing_fact.split("'")[1]
            head, tail = star.rows[number].context[: at.start + shift], star.rows[number].context[at.start + shift :]
            assert tail.startswith(pronoun)
            said = word.format(name=_names(star)[0], pronoun=pronoun)
            yield number, with_context(star, number, head + said + tail.removeprefix(pronoun))

    return plant


def _gold(star: Star) -> Iterator[tuple[int, Star]]:
    for number in rows_of(star, T):
        other = next(one for one in _names(star) if one != star.rows[number].answers[0])
        yield number, with_row(star, number, answers=(other,), target=f"Only one fits. So it was {other}")


def _ending(star: Star) -> Iterator[tuple[int, Star]]:
    for number in rows_of(star, T):
        other = next(one for one in _names(star) if one != star.rows[number].answers[0])
        yield number, with_row(star, number, target=f"{star.rows[number].target}. Or rather {other}")


def _told(star: Star) -> Iterator[tuple[int, Star]]:
    for number in rows_of(star, P):
        one = star.rows[number].clarifying_question.rsplit(" or ", 1)[1].removesuffix("?")
        yield number, with_row(star, number, target=f"{star.rows[number].target} It was {one}.")


def _others(star: Star) -> Iterator[tuple[int, Star]]:
    first, second = rows_of(star, P)
    for number, other in ((first, second), (second, first)):
        yield number, with_row(star, number, clarifying_question=star.rows[other].clarifying_question)


PLANTS: dict[str, Plant] = {
    "perturbed row with its twin's text": _text_of(P, T),
    "twin with the perturbed text": _text_of(T, P),
    "told in a sentence": _added("It was {name}."),
    "told by a gesture": _added("Everybody turned to {name}."),
    "somebody else comes in": _added("A neighbour was there too."),
    "a second pronoun": _added("Later she told the story."),
    "told by a cue": _added("The others were asleep."),
    "a name in the pronoun's place": _in_place("{name}"),
    "they in the pronoun's place": _in_place("they"),
    "a name beside the pronoun": _in_place("{pronoun}, {name},"),
    "gold wrong": _gold,
    "target wrong": _ending,
    "target answers": _told,
    "asks about others": _others,
}


def test_valid_rows_are_accepted() -> None:
    """At least 95 of 100."""
    said = [verdict for star in stars() for verdict in Referent().check(star)]
    assert len(said) > 300
    assert sum(not one.rejects for one in said) >= 0.95 * len(said), {one.detail for one in said if one.rejects}


@pytest.mark.parametrize("plant", PLANTS.values(), ids=PLANTS)
def test_a_planted_error_is_caught(plant: Plant) -> None:
    """At least 95 of 100 of every kind."""
    planted = [(number, spoilt) for star in stars() for number, spoilt in plant(star)]
    caught = [Referent().check(spoilt)[number].rejects for number, spoilt in planted]
    missed = [spoilt.rows[number] for (number, spoilt), hit in zip(planted, caught, strict=True) if not hit]
    assert len(caught) >= 100
    assert sum(caught) >= 0.95 * len(caught), [(one.prompt, one.target) for one in missed[:2]]
