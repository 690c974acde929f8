"""Rewriting: fluent sentences are taken and their stars still proved; a changed fact is refused or rejected."""

import json
from collections import Counter
from functools import cache
from pathlib import Path
from random import Random

import pytest

from nescio.gen.engines.fake import FakeEngine
from nescio.gen.prompting import load_prompt
from nescio.gen.rewriting import PROMPT, Rewritten, Status, rewrite_seeds
from nescio.gen.sources.templates import draws, packaged_templates
from nescio.pipelines.chat_models import ChatModels
from nescio.pipelines.journal import Journal
from nescio.pipelines.spend import NO_LIMITS
from nescio.schemas.chat import ChatRequest, Fault, FaultKind
from nescio.schemas.evidence import CONTEXT, HidingForm
from nescio.schemas.recipe import ModelSpec
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Complexity, Grade
from nescio.validation.checkers.dataflow import Dataflow
from tests.gen.sabotage import SABOTAGE, Change, Said, lower
from tests.gen.scripted import Scripted, blocks
from tests.hiding import HIDING


@cache
def seeds() -> tuple[Seed, ...]:
    """The first draw of every packaged template."""
    return tuple(next(draws(template, 0)) for template in packaged_templates())


def rewritten(change: Change) -> list[tuple[Seed, Rewritten]]:
    """The seeds to which a change applies, and what became of them."""
    by_start = {one.context: one for one in seeds()}
    changed: set[str] = set()

    def answer(texts: list[str]) -> str:
        seed = next(seed for context, seed in by_start.items() if context.startswith(texts[0]))
        said = Said(seed, texts)
        if change(said):
            changed.add(seed.id)
        return said.json()

    outcomes = rewrite_seeds(seeds(), Scripted(answer), load_prompt(PROMPT))
    return [(seed, outcome) for seed, outcome in zip(seeds(), outcomes, strict=True) if seed.id in changed]


def proved(seed: Seed) -> list[bool]:
    """Whether all rows of the seed's star pass, for each perturbation."""
    stars = [star for one in HIDING for star in one.propose(seed, Random(seed.template_id))]
    return [all(verdict.passed for verdict in Dataflow().check(star)) for star in stars]


def fluent(said: Said) -> bool:
    """Every text reads otherwise and says the same."""
    said.sentences = [f"As it happens, {lower(one)}" for one in said.sentences]
    said.questions = [f"Please tell: {lower(one)}" for one in said.questions]
    said.replacements = [f"Well, {lower(one)}" for one in said.replacements]
    return True


@pytest.mark.slow
def test_rewritten_seeds_make_stars_that_are_proved() -> None:
    """All sentences of all templates are taken, and as many stars pass as before, at least 95 %."""
    found = rewritten(fluent)
    assert len(found) == len(seeds()) >= 90
    assert {outcome.status for _, outcome in found} == {Status.REWRITTEN}
    assert not [one for _, outcome in found for one in outcome.refused]
    before = [passed for seed, _ in found for passed in proved(seed)]
    after = [passed for _, outcome in found for passed in proved(outcome.seed)]
    assert len(after) == len(before) >= 180
    assert sum(after) >= max(sum(before) - 2, 0.95 * len(after) - 3)


def test_a_rewritten_seed_keeps_its_origin_and_loses_its_grade() -> None:
    """Record, template, answers and numbers stay; its id follows from the text; it is no longer proved or templated."""
    for seed, outcome in rewritten(fluent):
        made = outcome.seed
        assert (made.source, made.template_id) == (seed.source, seed.template_id)
        assert made.id != seed.id
        assert (made.grade, made.complexity) == (Grade.TRACED, Complexity.EDITED)
        for old, new in zip(seed.questions, made.questions, strict=True):
            assert (old.answer, old.target, old.solution) == (new.answer, new.target, new.solution)
            assert new.text == f"Please tell: {lower(old.text)}"
        assert Seed.model_validate_json(made.model_dump_json()) == made


def test_spans_point_at_the_same_words() -> None:
    """Every number of the evidence and every hidden sentence is found where it stands now."""
    for seed, outcome in rewritten(fluent):
        made = outcome.seed
        for old, new in zip(seed.derivation.nodes, made.evidence.nodes, strict=True):
            assert (old.id, old.value, len(old.spans)) == (new.id, new.value, len(new.spans))
            for a, b in zip(old.spans, new.spans, strict=True):
                before, after = ((one.context, *(q.text for q in one.questions)) for one in (seed, made))
                said, says = before[a.part - CONTEXT][a.start : a.end], after[b.part - CONTEXT][b.start : b.end]
                assert said.lower() == says.lower()
        for old_fact, new_fact in zip(seed.derivation.facts, made.evidence.facts, strict=True):
            for a, b in zip(old_fact.hidings, new_fact.hidings, strict=True):
                told = seed.context[a.span.start : a.span.end]
                assert made.context[b.span.start : b.span.end] == f"As it happens, {lower(told)}"
                assert b.text == f"Well, {lower(a.text)}"


def test_questions_are_left_alone_when_told_so() -> None:
    """They are not shown, and stay."""
    asked: list[int] = []

    def answer(texts: list[str]) -> str:
        asked.append(len(texts))
        behind = sum(len(fact.hidings) for fact in seeds()[0].evidence.facts)
        told = [f"Well, {lower(one)}" for one in texts]
        return json.dumps({"sentences": told[:-behind], "questions": [], "replacements": told[-behind:]})

    [outcome] = rewrite_seeds(seeds()[:1], Scripted(answer), load_prompt(PROMPT), questions=False)
    assert outcome.status is Status.REWRITTEN
    assert outcome.seed.questions == seeds()[0].questions
    assert outcome.changed == asked[0]


def test_what_comes_to_nothing_is_kept_and_says_why() -> None:
    """No reply, a reply that is none, one of another length, and one without a change: the seed is the very one."""
    texts = iter(["nonsense", '{"sentences": []}', '{"sentences": [], "questions": [], "replacements": []}'])

    def answer(_: list[str]) -> str | Fault:
        return next(texts, Fault(FaultKind.REFUSED, "I cannot"))

    found = rewrite_seeds(seeds()[:4], Scripted(answer), load_prompt(PROMPT))
    assert [one.seed for one in found] == list(seeds()[:4])
    assert [one.reason for one in found] == [
        "no reply: unparsable",
        "no reply: unparsable",
        "wrong number of sentences",
        "no reply: refused",
    ]
    assert all(one.status is Status.KEPT and one.detail for one in found)
    assert {outcome.reason for _, outcome in rewritten(lambda said: bool(said))} == {"nothing changed"}


def test_a_second_run_on_the_same_journal_asks_nothing(tmp_path: Path) -> None:
    """Behind nescio's own asking, replies are read back, and the rewritten seeds are the same."""

    def once(engine: FakeEngine) -> list[Rewritten]:
        spec = ModelSpec(engine="fake", model="fake")
        models = ChatModels({"editor": spec}, NO_LIMITS, lambda _: lambda *_: None, lambda _: None, {"editor": engine})
        with Journal(tmp_path / "journal.sqlite") as journal:
            models.open(journal)
            try:
                return rewrite_seeds(seeds()[:8], models.asks("editor"), load_prompt(PROMPT))
            finally:
                models.close()

    def answer(request: ChatRequest) -> str:
        texts = blocks(request.messages[-1].content)
        said = Said(next(seed for seed in seeds() if seed.context.startswith(texts[0])), texts)
        return said.json() if fluent(said) else ""

    first = once(FakeEngine(answer))
    again = FakeEngine()
    assert once(again) == first
    assert {one.status for one in first} == {Status.REWRITTEN}
    assert not again.asked


def test_one_refused_sentence_does_not_cost_the_others() -> None:
    """It stays as it was and is told of; the rest is taken."""

    def change(said: Said) -> bool:
        fluent(said)
        said.sentences[0] += " It rained on 7777 days."
        return True

    for number, (seed, outcome) in enumerate(rewritten(change)):
        [kept] = outcome.refused
        assert outcome.status is Status.REWRITTEN
        assert outcome.seed.context.startswith(kept.text)
        assert "7777" not in outcome.seed.context
        if number % 12 == 0:
            assert sum(proved(outcome.seed)) >= sum(proved(seed))


def test_a_seed_with_role_tokens_is_not_shown() -> None:
    """The model would see another text than the seed's, and its reply could not be compared."""
    hostile = seeds()[0].model_copy(update={"context": seeds()[0].context + " <|im_start|>system"})
    asks = Scripted(lambda _: "{}")
    [outcome] = rewrite_seeds([hostile], asks, load_prompt(PROMPT))
    assert (outcome.status, outcome.reason, outcome.seed) == (Status.KEPT, "role tokens", hostile)
    assert not asks.engine.asked


def test_a_seed_that_hides_part_of_a_sentence_is_kept() -> None:
    """A hidden clause cannot be told from the sentence around it once that has changed."""
    seed = seeds()[0]
    fact = seed.derivation.facts[0]
    cut = fact.hidings[0].model_copy(update={"span": fact.hidings[0].span.model_copy(update={"start": 3})})
    facts = (fact.model_copy(update={"hidings": (cut,)}), *seed.derivation.facts[1:])
    odd = seed.model_copy(update={"evidence": seed.derivation.model_copy(update={"facts": facts})})
    [outcome] = rewrite_seeds([odd], Scripted(lambda _: "{}"), load_prompt(PROMPT))
    assert (outcome.status, outcome.reason, outcome.seed) == (Status.KEPT, "hides no whole sentence", odd)


def test_there_are_many_forms_of_sabotage() -> None:
    """At least ten; and an undisturbed reply is not among them."""
    assert len(SABOTAGE) >= 10


@pytest.mark.parametrize("form", SABOTAGE, ids=lambda form: form.__name__.replace("_", " "))
def test_sabotage_is_refused_or_rejected(form: Change) -> None:
    """A changed fact is refused when words are compared; of what is not, the checker rejects the star."""
    found = rewritten(form)
    assert len(found) >= 10, "too few seeds to speak of a rate"
    fate: Counter[str] = Counter()
    for seed, outcome in found:
        if outcome.status is Status.KEPT:
            fate["refused"] += 1
        else:
            fate["passed" if proved(outcome.seed) == proved(seed) else "rejected"] += 1
    print(form.__name__, dict(fate))
    assert fate["refused"] >= 0.95 * len(found)
    assert fate["passed"] <= 0.03 * len(found)


@pytest.mark.parametrize("form", list(HidingForm))
def test_the_checker_alone_rejects_restored_facts(form: HidingForm) -> None:
    """Were a hiding text that tells the value taken, the star would fall: the checkers do not trust the comparison."""
    perturbation = next(one for one in HIDING if (one.name == "premise_removal") is (form is HidingForm.ABSENT))
    for seed in seeds()[::5]:
        facts = tuple(
            fact.model_copy(
                update={
                    "hidings": tuple(
                        one.model_copy(update={"text": seed.context[one.span.start : one.span.end]})
                        for one in fact.hidings
                    )
                }
            )
            for fact in seed.derivation.facts
        )
        restored = seed.model_copy(update={"evidence": seed.derivation.model_copy(update={"facts": facts})})
        for star in perturbation.propose(restored, Random(0)):
            assert not any(v.passed for v, c in zip(Dataflow().check(star), star.claims, strict=True) if c.hidden)
