"""The checker `situation`: whether a text tells the place or time that a question hangs on."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

import pytest

from nescio.gen.rows import applied
from nescio.schemas.example import Star
from nescio.schemas.taxonomy import Role
from nescio.tests.situated import SITUATED, rows_of, stars_of, with_context, with_row
from nescio.validation.checkers.situation import Situation

P, T, D, C = Role.PERTURBED, Role.TWIN, Role.DECOY, Role.CLEAN
PLACE, TIME = SITUATED[0][0].name, SITUATED[1][0].name
Plant = Callable[[Star], Iterator[tuple[int, Star]]]


@lru_cache(maxsize=2)
def stars(name: str) -> tuple[Star, ...]:
    """Stars that the perturbation makes of the packaged stories."""
    return tuple(star for one, source in SITUATED if one.name == name for star in stars_of(one, source, 104))


def _hidden(star: Star, number: int) -> tuple[str, str, str]:
    """Of a row that hides: the person, what the person does, and what the seed tells of it."""
    name = star.claims[number].hidden
    passage = star.seed.situation.passage
    fact = next(one for one in passage.facts if one.id == name)
    told = next(one for one in passage.stated if one.id == name).values[0]
    person = next(word for word in fact.missing.split() if word[0].isupper())
    return person, fact.missing.split(f"{person} ", 1)[1], told


def _restored(sentence: str, at_end: bool = True) -> Plant:
    """A sentence that tells the hidden fact, at the end or after the opening."""

    def plant(star: Star) -> Iterator[tuple[int, Star]]:
        for number in rows_of(star, P):
            person, does, told = _hidden(star, number)
            said = sentence.format(person=person, does=does, told=told, year=told.split()[-1])
            opening, rest = star.rows[number].context.split(". ", 1)
            text = f"{opening}. {rest} {said}" if at_end else f"{opening}. {said} {rest}"
            yield number, with_context(star, number, text)

    return plant


def _inside(words: str) -> Plant:
    """Words right behind the name of the person whose fact is hidden, in the person's own sentence."""

    def plant(star: Star) -> Iterator[tuple[int, Star]]:
        for number in rows_of(star, P):
            person, does, told = _hidden(star, number)
            other = next(one for one in re.findall(r"\b[A-Z]\w+", star.rows[number].question + " Ana") if one != person)
            said = words.format(told=told, year=told.split()[-1], other=other)
            at = star.rows[number].context.index(person)
            head, tail = star.rows[number].context[:at], star.rows[number].context[at:]
            thing = re.escape(does).replace(r"\ the\ ", r"\ (?:a|the)\ ")
            text = head + re.sub(thing, rf"\g<0> {said}", tail, count=1)
            yield number, with_context(star, number, text)

    return plant


def _opening(words: str) -> Plant:
    def plant(star: Star) -> Iterator[tuple[int, Star]]:
        for number in rows_of(star, P):
            person, _, told = _hidden(star, number)
            yield (
                number,
                with_context(star, number, f"{words.format(told=told, person=person)} {star.rows[number].context}"),
            )

    return plant


def _undone(star: Star) -> Iterator[tuple[int, Star]]:
    for number in rows_of(star, P):
        yield number, with_context(star, number, star.seed.context)


def _broken(*roles: Role) -> Plant:
    """The fact that the answer needs is hidden, in place of another or of none."""

    def plant(star: Star) -> Iterator[tuple[int, Star]]:
        opened = {star.claims[n].question: star.rows[n].context for n in rows_of(star, P)}
        for number in rows_of(star, *roles):
            yield number, with_context(star, number, opened[star.claims[number].question])

    return plant


def _also(star: Star) -> Iterator[tuple[int, Star]]:
    """A twin or decoy hides the needed fact beside its own."""
    for number in rows_of(star, T, D):
        mate = next(n for n in rows_of(star, P) if star.claims[n].question == star.claims[number].question)
        edits = sorted((*star.rows[number].edits, *star.rows[mate].edits), key=lambda edit: edit.span_before.start)
        yield number, with_context(star, number, applied(star.seed.context, edits))


def _gold(star: Star) -> Iterator[tuple[int, Star]]:
    for number in rows_of(star, T, D, C):
        others = [one.answer for one in star.seed.questions if one.answer != star.rows[number].answers[0]]
        if others:
            yield number, with_row(star, number, answers=(others[0],), target=f"It follows that it is {others[0]}")


def _ending(star: Star) -> Iterator[tuple[int, Star]]:
    for number in rows_of(star, T, D, C):
        others = [one.answer for one in star.seed.questions if one.answer != star.rows[number].answers[0]]
        if others:
            yield number, with_row(star, number, target=f"{star.rows[number].target}. No, it is {others[0]}")


def _told(star: Star) -> Iterator[tuple[int, Star]]:
    for number in rows_of(star, P):
        gold = star.seed.questions[star.claims[number].question].answer
        yield number, with_row(star, number, target=f"{star.rows[number].target} So it is {gold}.")


def _mixed(star: Star) -> Iterator[tuple[int, Star]]:
    """The target of a row that should not be answered names an answer on the way."""
    for number in rows_of(star, P):
        gold = star.seed.questions[star.claims[number].question].answer
        if gold not in star.rows[number].prompt and "left" not in gold and "right" not in gold:
            yield number, with_row(star, number, target=f"It may well be {gold}. {star.rows[number].target}")


def _another(star: Star) -> Iterator[tuple[int, Star]]:
    """A row asks about the other person, and its claim says so."""
    for number in rows_of(star, P, T):
        other = next(n for n in rows_of(star, P) if star.claims[n].question != star.claims[number].question)
        asked, claims = star.rows[other].question, list(star.claims)
        prompt = f"{star.rows[number].context} {asked}"
        claims[number] = claims[number].model_copy(update={"question": claims[other].question})
        turned = star.model_copy(update={"claims": tuple(claims)})
        yield number, with_row(turned, number, question=asked, prompt=prompt)


def _missing(star: Star) -> Iterator[tuple[int, Star]]:
    for number in rows_of(star, P):
        other = next(n for n in rows_of(star, P) if n != number)
        yield number, with_row(star, number, missing_fact=star.rows[other].missing_fact)


BOTH: dict[str, Plant] = {
    "change undone": _undone,
    "twin broken": _broken(T),
    "decoy turned real": _broken(D),
    "clean row broken": _broken(C),
    "needed fact hidden too": _also,
    "gold wrong": _gold,
    "target wrong": _ending,
    "target answers": _told,
    "target names an answer": _mixed,
    "another question": _another,
    "another fact missing": _missing,
    "restored at the end": _restored("{person} {does} in {told}."),
    "restored after the opening": _restored("{person} {does} in {told}.", at_end=False),
    "restored by a pronoun's sentence": _restored("It was in {told}."),
    "restored in its own clause": _inside("in {told}"),
    "restored in brackets": _inside("(in {told})"),
}
PLACES = {
    "by adjective": _opening("The {told} papers reported on {person}."),
    "by likeness": _inside("in the same country as {other}"),
    "by description": _inside("in the land of the fjords"),
    "by sights": _inside("near the Eiffel Tower"),
    "by the other clause": _inside("there"),
}
TIMES = {
    "by year": _inside("in {year}"),
    "by decade": _inside("in the late eighties"),
    "by a decade of two words": _inside("in the eighties when not yet thirty"),
    "by a span": _inside("three years before the year {year}"),
    "in words": _inside("in nineteen eighty-five"),
    "by likeness": _inside("in the same month as {other}"),
    "by event": _inside("when the Berlin Wall fell"),
    "in the opening": _opening("In {told} much happened."),
    "by the other clause": _inside("that same month"),
}
CASES = [(PLACE, name, plant) for name, plant in {**BOTH, **PLACES}.items()]
CASES += [(TIME, name, plant) for name, plant in {**BOTH, **TIMES}.items()]


@pytest.mark.parametrize("name", [PLACE, TIME])
def test_valid_rows_are_accepted(name: str) -> None:
    """At least 95 of 100."""
    said = [verdict for star in stars(name) for verdict in Situation().check(star)]
    assert len(said) > 400
    assert sum(not one.rejects for one in said) >= 0.95 * len(said), {one.detail for one in said if one.rejects}


@pytest.mark.parametrize(("name", "error", "plant"), CASES, ids=[f"{name} {error}" for name, error, _ in CASES])
def test_a_planted_error_is_caught(name: str, error: str, plant: Plant) -> None:
    """At least 95 of 100 of every kind."""
    planted = [(number, spoilt) for star in stars(name)[:16] for number, spoilt in plant(star)]
    caught = [Situation().check(spoilt)[number].rejects for number, spoilt in planted]
    missed = [spoilt.rows[number].prompt for (number, spoilt), hit in zip(planted, caught, strict=True) if not hit]
    assert len(caught) >= 20, error
    assert sum(caught) >= 0.95 * len(caught), missed[:2]


def test_every_verdict_names_its_check() -> None:
    """An accepted row says what was found, in words."""
    star = stars(PLACE)[0]
    for row, verdict in zip(star.rows, Situation().check(star), strict=True):
        assert verdict.check == "situation"
        assert verdict.detail
        assert ("does not say" in verdict.detail) == row.should_abstain
