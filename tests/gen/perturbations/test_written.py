"""Hidings by a model: good ones make stars that are proved, bad ones are refused or rejected, nothing falls back."""

import json
import re
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from random import Random
from typing import Any

import pytest

from nescio.gen.perturbations import PERTURBATIONS
from nescio.gen.perturbations.written import PROMPTS, Written, write_hidings
from nescio.gen.prompting import load_prompt
from nescio.gen.sources.templates import draws, packaged_templates
from nescio.schemas.chat import Fault, FaultKind
from nescio.schemas.evidence import Fact, HidingForm
from nescio.schemas.protocols import Perturbation
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Complexity, Grade, Role
from nescio.validation.checkers.dataflow import Dataflow
from tests.gen.scripted import Scripted

Reply = dict[str, str]
Change = Callable[[Reply, Seed, Fact], Any]
"""Changes a reply; false where it cannot be changed in that way."""

BY_FORM: dict[HidingForm, Perturbation] = {
    HidingForm.ABSENT: next(one for one in PERTURBATIONS if one.name == "premise_removal"),
    HidingForm.VAGUE: next(one for one in PERTURBATIONS if one.name == "hedged_quantity"),
}
FORMS = pytest.mark.parametrize("form", list(BY_FORM), ids=lambda form: form.value)


@cache
def seeds() -> tuple[Seed, ...]:
    """The first draw of every packaged template."""
    return tuple(next(draws(template, 0)) for template in packaged_templates())


def good(fact: Fact, form: HidingForm) -> Reply:
    """What a good writer replies: here the template's own sentence of that form."""
    [text] = [one.text for one in fact.hidings if one.form is form]
    said = {"reason": "The text leaves it open.", "text": text, "missing": fact.missing}
    return said | {"clarifying_question": fact.clarifying_question}


def written(form: HidingForm, change: Change) -> list[tuple[Seed, Written]]:
    """The seeds to whose first fact a change applies, and what became of them."""
    changed: set[str] = set()

    def answer(texts: list[str]) -> str:
        context, _, missing = texts
        seed = next(one for one in seeds() if one.context == context)
        fact = next(one for one in seed.derivation.facts if one.missing == missing)
        said = good(fact, form)
        if fact is seed.derivation.facts[0] and change(said, seed, fact):
            changed.add(seed.id)
        return json.dumps(said)

    found = write_hidings(seeds(), Scripted(answer), load_prompt(PROMPTS[form]), form)
    return [(seed, one) for seed, one in zip(seeds(), found, strict=True) if seed.id in changed]


def value(seed: Seed, fact: Fact) -> Fraction:
    """The hidden value."""
    return next(Fraction(node.value) for node in seed.derivation.nodes if node.id == fact.node)


def proved(seed: Seed, form: HidingForm, fact: str | None = None) -> bool:
    """Whether all rows of the seed's star pass, or those that hide one fact."""
    [star] = BY_FORM[form].propose(seed, Random(seed.template_id))
    chosen = [n for n, claim in enumerate(star.claims) if fact in (None, claim.hidden)]
    rows, claims = tuple(star.rows[n] for n in chosen), tuple(star.claims[n] for n in chosen)
    return all(one.passed for one in Dataflow().check(star.model_copy(update={"rows": rows, "claims": claims})))


@FORMS
def test_good_hidings_make_stars_that_are_proved(form: HidingForm) -> None:
    """At least 90 % of the seeds are written, and as many of their stars pass as of the seeds' own."""
    found = written(form, lambda *_: True)
    assert len(found) == len(seeds()) >= 90
    made = [(seed, one.seed) for seed, one in found if one.seed is not None]
    print(Counter((one.reason, one.detail) for _, one in found if one.seed is None))
    assert len(made) >= 0.9 * len(found)
    assert [proved(new, form) for _, new in made] == [proved(old, form) for old, _ in made]


@FORMS
def test_a_written_seed_tells_what_the_model_said(form: HidingForm) -> None:
    """Rows carry the model's sentence and its gold; text, record and id of the seed stay, its grade does not."""
    for seed, one in written(form, lambda said, *_: said.update(missing=f"how many, {said['missing']}") or True)[:20]:
        if one.seed is None:
            continue
        assert (one.seed.id, one.seed.context, one.seed.source) == (seed.id, seed.context, seed.source)
        assert (one.seed.grade, one.seed.complexity) == (Grade.TRACED, Complexity.EDITED)
        [star] = BY_FORM[form].propose(one.seed, Random(0))
        said = {fact.id: reply for fact, reply in zip(one.seed.derivation.facts, one.said, strict=True)}
        for row, claim in zip(star.rows, star.claims, strict=True):
            if claim.hidden is not None:
                assert said[claim.hidden].text in row.context
            if row.role is Role.PERTURBED and claim.hidden is not None:
                assert row.missing_fact == said[claim.hidden].missing
                assert row.clarifying_question == said[claim.hidden].clarifying_question


@FORMS
def test_a_fact_that_could_not_be_written_costs_its_seed(form: HidingForm) -> None:
    """Nothing falls back to the seed's own sentences: there is no seed, the reason says which fact and why."""
    first, second = seeds()[0], seeds()[4]

    def answer(texts: list[str]) -> str | Fault:
        fact = next(fact for one in (first, second) for fact in one.evidence.facts if fact.missing == texts[2])
        refused = fact is second.evidence.facts[1]
        return Fault(FaultKind.REFUSED, "I would rather not") if refused else json.dumps(good(fact, form))

    kept, lost = write_hidings([first, second], Scripted(answer), load_prompt(PROMPTS[form]), form)
    assert kept.seed is not None
    assert (lost.seed, lost.source, lost.said) == (None, second, ())
    assert lost.reason == "no reply: refused"
    assert lost.detail.startswith(second.evidence.facts[1].id)


def test_no_seeds_and_no_facts_ask_nothing() -> None:
    """A seed without facts gives none, and says so."""
    bare = seeds()[0].model_copy(update={"evidence": seeds()[0].evidence.model_copy(update={"facts": ()})})
    asks = Scripted(lambda _: "{}")
    prompt = load_prompt(PROMPTS[HidingForm.ABSENT])
    assert write_hidings([], asks, prompt, HidingForm.ABSENT) == []
    [one] = write_hidings([bare], asks, prompt, HidingForm.ABSENT)
    assert (one.seed, one.reason) == (None, "no facts")
    assert not asks.engine.asked


def _told(said: Reply, more: str) -> bool:
    said["text"] = f"{said['text'].rstrip('.')}, {more}."
    return True


def _whole(seed: Seed, fact: Fact, low: int = 1, high: int = 1000) -> bool:
    number = value(seed, fact)
    return number.denominator == 1 and low <= number <= high


WORDS = "zero one two three four five six seven eight nine ten eleven twelve".split()


def fact_kept(said: Reply, seed: Seed, fact: Fact) -> bool:
    """The sentence as it was."""
    place = fact.hidings[0].span
    said["text"] = seed.context[place.start : place.end]
    return True


def fact_kept_in_other_words(said: Reply, seed: Seed, fact: Fact) -> bool:
    """The sentence as it was, behind an opening."""
    place = fact.hidings[0].span
    said["text"] = f"As it happens, {seed.context[place.start : place.end]}"
    return True


def value_in_digits(said: Reply, seed: Seed, fact: Fact) -> bool:
    """Told behind the vague words."""
    return _whole(seed, fact) and _told(said, f"{value(seed, fact)} in fact")


def value_in_words(said: Reply, seed: Seed, fact: Fact) -> bool:
    """Told in words."""
    return _whole(seed, fact, 2, 12) and _told(said, f"{WORDS[int(value(seed, fact))]} in fact")


def value_as_a_product(said: Reply, seed: Seed, fact: Fact) -> bool:
    """Told as a calculation."""
    number = value(seed, fact)
    return _whole(seed, fact, 6) and number % 2 == 0 and _told(said, f"twice {number / 2} in fact")


def value_as_a_sum(said: Reply, seed: Seed, fact: Fact) -> bool:
    """Told as two parts."""
    number = value(seed, fact)
    return _whole(seed, fact, 7) and _told(said, f"{number - 4} plus 4 in fact")


def value_as_the_middle(said: Reply, seed: Seed, fact: Fact) -> bool:
    """Told as the middle of a range."""
    number = value(seed, fact)
    return _whole(seed, fact, 7) and _told(said, f"the average of {number - 5} and {number + 5} in fact")


def value_by_days_of_the_week(said: Reply, seed: Seed, fact: Fact) -> bool:
    """Told as what everyone can count."""
    return value(seed, fact) in (7, 12, 26) and _told(
        said,
        {
            7: "as many as the days of the week",
            12: "as many as the months of the year",
            26: "as many as the letters of the alphabet",
        }[int(value(seed, fact))],
    )


def value_in_other_digits(said: Reply, seed: Seed, fact: Fact) -> bool:
    """Told in Arabic digits."""
    digits = "".join(chr(0x0660 + int(one)) if one.isdigit() else one for one in str(value(seed, fact)))
    return _whole(seed, fact) and _told(said, f"{digits} in fact")


def value_in_a_code(said: Reply, seed: Seed, fact: Fact) -> bool:
    """Told with invisible characters in it."""
    return _whole(seed, fact, 10) and _told(said, "\u200b".join(str(value(seed, fact))) + " in fact")


def value_in_the_question(said: Reply, seed: Seed, fact: Fact) -> bool:
    """The clarifying question gives it away."""
    said["clarifying_question"] = f"Is it {value(seed, fact)}?"
    return True


def value_in_the_clause(said: Reply, seed: Seed, fact: Fact) -> bool:
    """What is missing gives it away."""
    said["missing"] = f"{said['missing']}, {value(seed, fact)}"
    return _whole(seed, fact)


def says_unknown(said: Reply, *_: object) -> bool:
    """The sentence tells that something is not told: a cue."""
    return _told(said, "though the exact number is unknown")


def says_not_recorded(said: Reply, *_: object) -> bool:
    """The same in other words."""
    return _told(said, "and nobody recorded the number")


def about_something_else(said: Reply, *_: object) -> bool:
    """A sentence that has nothing to do with the text."""
    said["text"] = "Quills, several of them, glisten below turquoise icicles."
    return True


def two_sentences(said: Reply, *_: object) -> bool:
    """More than was asked for."""
    said["text"] += " Nobody minds."
    return True


def much_too_long(said: Reply, *_: object) -> bool:
    """Padding."""
    return _told(said, "and so on " * 60)


def no_clause(said: Reply, *_: object) -> bool:
    """What is missing is no noun clause."""
    said["missing"] = "The number is missing."
    return True


def no_question(said: Reply, *_: object) -> bool:
    """A statement in the place of the question."""
    said["clarifying_question"] = "Tell me the number."
    return True


def empty(said: Reply, *_: object) -> bool:
    """Nothing written."""
    said["text"] = " "
    return True


def more_keys(said: Reply, *_: object) -> bool:
    """A field that was not asked for."""
    said["note"] = "x"
    return True


SABOTAGE = (
    fact_kept,
    fact_kept_in_other_words,
    value_in_digits,
    value_in_words,
    value_as_a_product,
    value_as_a_sum,
    value_as_the_middle,
    value_by_days_of_the_week,
    value_in_other_digits,
    value_in_a_code,
    value_in_the_question,
    value_in_the_clause,
    says_unknown,
    says_not_recorded,
    about_something_else,
    two_sentences,
    much_too_long,
    no_clause,
    no_question,
    empty,
    more_keys,
)


@pytest.mark.slow
@FORMS
@pytest.mark.parametrize("change", SABOTAGE, ids=lambda one: re.sub("_", " ", one.__name__))
def test_sabotage_is_refused_or_rejected(form: HidingForm, change: Change) -> None:
    """What tells the value or spoils the gold is refused when words are read, or its star falls to the checker."""
    found = written(form, change)
    assert found
    fate: Counter[str] = Counter()
    for _, one in found:
        if one.seed is None:
            fate["refused"] += 1
        else:
            fate["passed" if proved(one.seed, form, one.seed.derivation.facts[0].id) else "rejected"] += 1
    print(form.value, change.__name__, dict(fate))
    assert fate["passed"] <= 0.02 * len(found)


def test_what_is_not_vague_is_no_hedge() -> None:
    """A sentence without a vague word or a bound is no hedged quantity."""

    def change(said: Reply, _: Seed, fact: Fact) -> bool:
        [said["text"]] = [one.text for one in fact.hidings if one.form is HidingForm.ABSENT]
        return not re.search(r"\d|few|some|several|many|more|less|most|much|lot|various|quite|\ba \w+ ", said["text"])

    found = written(HidingForm.VAGUE, change)
    assert len(found) >= 5
    assert {one.reason for _, one in found} == {"not vague"}
