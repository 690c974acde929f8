"""The fluency check: it compares the right stretches of text, and says what it found."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.gen.perturbations import PERTURBATIONS
from nescio.gen.perturbations.hedged_quantity import HedgedQuantity
from nescio.gen.sources.divisions import Divisions
from nescio.gen.sources.lists import Lists
from nescio.gen.sources.templates import Templates
from nescio.gen.traces.compose import seed_of
from nescio.schemas.example import Star
from nescio.schemas.protocols import Loss, LossRequest
from nescio.schemas.seed import Seed, Source
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import Role
from nescio.validation.checkers.fluency import Fluency, _request


@dataclass
class Odd:
    """A deterministic loss model: each of a few odd words costs 8 nats, every other word `plain`; words are tokens."""

    odd: frozenset[str] = frozenset()
    plain: float = 2.0
    name: str = "odd words"
    weights: str = "0" * 64
    asked: list[LossRequest] = field(default_factory=list)

    def losses(self, requests: Sequence[LossRequest]) -> list[Loss]:
        """The sum over the words of the span."""
        self.asked += requests
        return [self._loss(request.text[request.start : request.end].split()) for request in requests]

    def _loss(self, words: list[str]) -> Loss:
        return Loss(sum(8.0 if word.strip(".,") in self.odd else self.plain for word in words), len(words))


def odd_word(star: Star) -> frozenset[str]:
    """The words that the first perturbed row has and the clean text has not."""
    row = next(row for row in star.rows if row.role is Role.PERTURBED)
    clean = {word.strip(".,") for word in star.seed.context.split()}
    return frozenset(word.strip(".,") for word in row.edits[0].after.split()) - clean


def test_equal_losses_pass_with_a_score_of_one(good: list[Star]) -> None:
    """Where every word costs the same the ratio is one and every row passes."""
    for verdicts in Fluency(Odd(), 1.5).check_all(good[:5]):
        assert {(verdict.passed, verdict.score, verdict.reason) for verdict in verdicts} == {(True, 1.0, "")}


def test_an_odd_sentence_fails(good: list[Star]) -> None:
    """Rows whose edit brings the odd words in fail, clean rows never, and the score is the ratio per token."""
    star = next(star for star in good if odd_word(star))
    model = Odd(odd_word(star))
    (verdicts,) = Fluency(model, 1.01).check_all([star])
    for row, verdict in zip(star.rows, verdicts, strict=True):
        ratios = [1.0]
        for edit in row.edits:
            after, before = model._loss(edit.after.split()), model._loss(edit.before.split())
            ratios.append((after.nats / after.tokens) / (before.nats / before.tokens))
        assert verdict.score == pytest.approx(max(ratios[1:], default=1.0), abs=1e-4)
        assert verdict.passed == (verdict.score <= 1.01)
        assert verdict.reason == ("" if verdict.passed else "odd wording")
        assert verdict.passed or row.role is not Role.CLEAN
    assert not all(verdict.passed for verdict in verdicts)


def test_the_model_is_asked_once_for_each_stretch(good: list[Star]) -> None:
    """All requests of all stars go out together, sorted, each once, and cover the edited sentence in its own text."""
    model = Odd()
    Fluency(model, 2.0).check_all(good[:6])
    assert len(set(model.asked)) == len(model.asked)
    assert model.asked == sorted(model.asked, key=lambda one: (one.text, one.start, one.end))
    said = {request.text[request.start : request.end] for request in model.asked}
    edits = [edit for star in good[:6] for row in star.rows for edit in row.edits]
    assert said == {edit.before for edit in edits} | {edit.after for edit in edits}


def test_the_order_of_stars_does_not_matter(good: list[Star]) -> None:
    """A star's verdicts depend on the star alone."""
    stars = good[:6]
    model = Odd(odd_word(stars[0]))
    check = Fluency(model, 1.2)
    assert check.check_all(stars[::-1]) == check.check_all(stars)[::-1]
    assert check.check_all(stars[:1])[0] == check.check_all(stars)[0]


def test_no_stars_are_no_verdicts() -> None:
    """Nothing to check asks nothing."""
    model = Odd()
    assert Fluency(model, 2.0).check_all([]) == []
    assert model.asked == []


@given(plain=st.sampled_from([0.0, 1e-9, 0.05, 700.0]))
def test_odd_losses_are_no_trouble(good: list[Star], plain: float) -> None:
    """A text that the model knows by heart, or hates, gives a finite score and no division by zero."""
    (verdicts,) = Fluency(Odd(plain=plain), 2.0).check_all(good[:1])
    assert {verdict.score for verdict in verdicts} == {1.0}


def test_the_verdict_names_model_and_limit(good: list[Star]) -> None:
    """The checker's version holds the model's name, and the detail the limit."""
    (verdicts,) = Fluency(Odd(), 1.75).check_all(good[:1])
    assert all("odd words" in verdict.checker_version and "at most 1.75" in verdict.detail for verdict in verdicts)


PROBLEM = "Mara bought 14 red ribbons at the market. She also bought 9 blue ribbons. How many ribbons did Mara buy?"


def retold() -> Star:
    """A star of a text that a person could have written: phrases are edited and a sentence is added."""
    source = Source(dataset="test", record_id="1", licence="MIT")
    seed = seed_of(PROBLEM, "Mara bought 14+9=<<14+9=23>>23 ribbons.\n#### 23", source)
    assert isinstance(seed, Seed)
    [star] = HedgedQuantity().propose(seed, Random(1))
    return star


def test_an_edit_inside_a_sentence_is_judged_by_the_whole_of_it() -> None:
    """What is asked for are whole sentences, before and after; one that was added replaces none and is not judged."""
    star, model = retold(), Odd()
    Fluency(model, 2.0).check_all([star])
    said = {request.text[request.start : request.end] for request in model.asked}
    clean = {"Mara bought 14 red ribbons at the market.", "She also bought 9 blue ribbons."}
    assert clean < said
    assert len(said) == 4
    assert said.isdisjoint({row.edits[1].after.strip() for row in star.rows if row.edits})
    for text in said - clean:
        assert text.startswith(("Mara bought", "She also bought"))
        assert text.endswith(("at the market.", "ribbons."))


@pytest.mark.parametrize("name", ["question_deletion", "unrelated_object", "contradiction", "unrealistic_condition"])
def test_every_kind_of_edit_can_be_judged(name: str) -> None:
    """Edited questions, several places in one text and nothing left: whatever the rows, each has a verdict."""
    [perturbation] = [one for one in PERTURBATIONS if one.name == name]
    sources = (Templates(), Divisions(), Lists())
    seeds = [one for source in sources for one in source.read(SeedSpec(source=source.name, limit=30), 0)]
    stars = [star for one in seeds if isinstance(one, Seed) for star in perturbation.propose(one, Random(one.id))]
    assert len(stars) >= 10
    for star, verdicts in zip(stars, Fluency(Odd(), 1.5).check_all(stars), strict=True):
        assert len(verdicts) == len(star.rows)
        assert all(verdict.passed for verdict in verdicts)


def test_of_a_long_context_only_what_stands_near_is_read() -> None:
    """A sentence far into a text is read after some 2,000 characters, from a word's beginning on."""
    sentence = "The mill burned down."
    text = f"{'word ' * 2_000}{sentence}"
    asked = _request(text, len(text) - len(sentence), len(text))
    assert asked.text[asked.start : asked.end] == sentence
    assert asked.text.startswith("word ")
    assert 2_000 <= asked.start <= 2_010


def test_a_short_context_is_read_whole() -> None:
    """Nothing is cut where there is little."""
    text = "The mill stood there. It burned down."
    assert _request(text, 22, len(text)) == LossRequest(text, 22, len(text))
