"""Rewriting: fluent sentences are taken and their stars still proved; a changed fact is refused or rejected."""

import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cache
from random import Random

import pytest

from nescio.gen.perturbations import PERTURBATIONS
from nescio.gen.prompting import load_prompt
from nescio.gen.rewriting import PROMPT, Rewritten, Status, rewrite_seeds
from nescio.gen.sources.templates import draws, packaged_templates
from nescio.schemas.chat import Fault, FaultKind
from nescio.schemas.evidence import CONTEXT, HidingForm
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Complexity, Grade
from nescio.validation.checkers.dataflow import Dataflow
from tests.gen.scripted import Scripted

OPENERS = (
    "The",
    "A",
    "An",
    "In",
    "On",
    "Of",
    "For",
    "At",
    "If",
    "How",
    "What",
    "There",
    "It",
    "Its",
    "By",
    "With",
    "From",
)


class Said:
    """What a model replies: the texts as they were shown, for a test to change."""

    def __init__(self, seed: Seed, texts: Sequence[str]):
        """The texts are sentences, questions and replacements, one after the other."""
        behind = sum(len(fact.hidings) for fact in seed.evidence.facts)
        first = len(texts) - behind - len(seed.questions)
        self.seed = seed
        self.sentences, self.questions = list(texts[:first]), list(texts[first : len(texts) - behind])
        self.replacements = list(texts[len(texts) - behind :])

    def json(self) -> str:
        """The reply."""
        return json.dumps({name: getattr(self, name) for name in ("sentences", "questions", "replacements")})

    def carrier(self, number: int) -> int:
        """Which sentence tells the fact of that number."""
        place = self.seed.evidence.facts[number].hidings[0].span
        return self.sentences.index(self.seed.context[place.start : place.end])

    def value(self, number: int) -> Fraction:
        """The value of the fact of that number."""
        name = self.seed.evidence.facts[number].node
        return next(Fraction(node.value) for node in self.seed.evidence.nodes if node.id == name)


Change = Callable[[Said], bool]
"""Changes a reply; false where it cannot be changed in that way."""


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
    stars = [star for one in PERTURBATIONS for star in one.propose(seed, Random(seed.template_id))]
    return [all(verdict.passed for verdict in Dataflow().check(star)) for star in stars]


def lower(text: str) -> str:
    """With a small first letter where the first word is no name."""
    return text[:1].lower() + text[1:] if text.split()[0] in OPENERS else text


def fluent(said: Said) -> bool:
    """Every text reads otherwise and says the same."""
    said.sentences = [f"As it happens, {lower(one)}" for one in said.sentences]
    said.questions = [f"Please tell: {lower(one)}" for one in said.questions]
    said.replacements = [f"Well, {lower(one)}" for one in said.replacements]
    return True


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
        for old, new in zip(seed.evidence.nodes, made.evidence.nodes, strict=True):
            assert (old.id, old.value, len(old.spans)) == (new.id, new.value, len(new.spans))
            for a, b in zip(old.spans, new.spans, strict=True):
                before, after = ((one.context, *(q.text for q in one.questions)) for one in (seed, made))
                said, says = before[a.part - CONTEXT][a.start : a.end], after[b.part - CONTEXT][b.start : b.end]
                assert said.lower() == says.lower()
        for old_fact, new_fact in zip(seed.evidence.facts, made.evidence.facts, strict=True):
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


def test_one_refused_sentence_does_not_cost_the_others() -> None:
    """It stays as it was and is told of; the rest is taken."""

    def change(said: Said) -> bool:
        fluent(said)
        said.sentences[0] += " It rained on 7777 days."
        return True

    for seed, outcome in rewritten(change):
        [kept] = outcome.refused
        assert outcome.status is Status.REWRITTEN
        assert outcome.seed.context.startswith(kept.text)
        assert "7777" not in outcome.seed.context
        assert proved(outcome.seed) == proved(seed) or all(proved(outcome.seed))


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
    fact = seed.evidence.facts[0]
    cut = fact.hidings[0].model_copy(update={"span": fact.hidings[0].span.model_copy(update={"start": 3})})
    facts = (fact.model_copy(update={"hidings": (cut,)}), *seed.evidence.facts[1:])
    odd = seed.model_copy(update={"evidence": seed.evidence.model_copy(update={"facts": facts})})
    [outcome] = rewrite_seeds([odd], Scripted(lambda _: "{}"), load_prompt(PROMPT))
    assert (outcome.status, outcome.reason, outcome.seed) == (Status.KEPT, "hides no whole sentence", odd)


def _swap(texts: list[str], pattern: str, replacement: str | Callable[[re.Match[str]], str], most: int = 1) -> bool:
    """Replace in the first text that has the pattern."""
    for number, text in enumerate(texts):
        made = re.sub(pattern, replacement, text, count=most)
        if made != text:
            texts[number] = made
            return True
    return False


def _number_changed(said: Said) -> bool:
    return _swap(said.sentences, r"(?<![\d.,:])\d+(?![\d.,:])", lambda found: str(int(found[0]) + 1))


def _numbers_swapped(said: Said) -> bool:
    return _swap(said.sentences, r"\b(\d+)\b(?![.,:]\d)([^.\d]*)\b(\d+)\b(?![.,:]\d)", r"\3\2\1")


def _number_dropped(said: Said) -> bool:
    return _swap(said.sentences, r" \d+ ", " some ")


def _number_added(said: Said) -> bool:
    said.sentences[0] = said.sentences[0].rstrip(".") + ", as 3 people could see."
    return True


def _sentence_dropped(said: Said) -> bool:
    said.sentences.pop()
    return True


def _sentences_merged(said: Said) -> bool:
    last = said.sentences.pop()
    said.sentences[-1] = said.sentences[-1].rstrip(".") + ", and " + lower(last)
    said.sentences.append("")
    return True


def _sentences_exchanged(said: Said) -> bool:
    a, b = said.carrier(0), said.carrier(1)
    said.sentences[a], said.sentences[b] = said.sentences[b], said.sentences[a]
    return a != b


def _questions_exchanged(said: Said) -> bool:
    said.questions.reverse()
    return True


def _fact_restored(said: Said) -> bool:
    said.replacements[0] = said.sentences[said.carrier(0)]
    return True


def _value_restored(said: Said) -> bool:
    value = said.value(0)
    said.replacements[0] = said.replacements[0].rstrip(".") + f", {value} to be exact."
    return value.denominator == 1


def _value_in_words(said: Said) -> bool:
    words = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 12: "twelve"}
    said.replacements[0] = said.replacements[0].rstrip(".") + f", {words.get(int(said.value(0)))} in fact."
    return said.value(0) in words


def _value_told_elsewhere(said: Said) -> bool:
    other = next(n for n in range(len(said.sentences)) if n != said.carrier(0))
    said.sentences[other] = said.sentences[other].rstrip(".") + f" (the number above is {said.value(0)})."
    return said.value(0).denominator == 1


def _hiding_of_another_fact(said: Said) -> bool:
    said.replacements[0], said.replacements[2] = said.replacements[2], said.replacements[0]
    return True


def _hedge_added(said: Said) -> bool:
    return _swap(said.sentences, r"(?<= )(?=\d+ )", "about ")


def _hedge_removed(said: Said) -> bool:
    return _swap(said.replacements, r"\b(?:quite )?a (?:few|good many)\b|\bseveral\b", "4")


def _negation(said: Said) -> bool:
    return _swap(said.sentences, r"\b(is|are|was|were)\b", r"\1 not")


def _comparison_turned(said: Said) -> bool:
    turned = {"more": "fewer", "older": "younger", "younger": "older", "heavier": "lighter", "lighter": "heavier"}
    turned |= {"before": "after", "after": "before", "longer": "shorter", "shorter": "longer", "higher": "lower"}
    return _swap(said.sentences, rf"\b(?:{'|'.join(turned)})\b", lambda found: turned[found[0]])


def _unit_changed(said: Said) -> bool:
    turned = {"minutes": "hours", "hours": "minutes", "kg": "g", "kilograms": "grams", "days": "weeks", "weeks": "days"}
    turned |= {"meters": "miles", "metres": "miles", "minute": "hour", "hour": "minute", "week": "month"}
    return _swap(said.sentences, rf"\b(?:{'|'.join(turned)})\b", lambda found: turned[found[0]])


def _rate_dropped(said: Said) -> bool:
    return _swap(said.sentences, r"\b[Ee]ach (\w+)", r"The \1")


def _verb_turned(said: Said) -> bool:
    turned = {"buys": "sells", "sold": "bought", "pays": "earns", "uses": "adds", "takes": "gives", "gets": "loses"}
    turned |= {"sells": "buys", "bought": "sold", "costs": "earns", "spends": "saves", "opens": "closes"}
    return _swap(said.sentences, rf"\b(?:{'|'.join(turned)})\b", lambda found: turned[found[0]])


def _names_swapped(said: Said) -> bool:
    names = sorted(set(re.findall(r"(?<=[a-z,] )[A-Z][a-z]+", " ".join(said.sentences))))
    if len(names) < 2:
        return False
    a, b = names[:2]
    return _swap(said.sentences, rf"\b(?:{a}|{b})\b", lambda found: b if found[0] == a else a, 0)


def _name_added(said: Said) -> bool:
    said.replacements[0] = said.replacements[0].rstrip(".") + ", said Benedikt."
    return True


def _nouns_swapped(said: Said) -> bool:
    """What two numbers of a sentence count, exchanged."""
    return _swap(said.sentences, r"(\d+ )([a-z]{4,})\b([^.\d]*)(\d+ )(?!\2)([a-z]{4,})\b", r"\1\5\3\4\2")


def _translated(said: Said) -> bool:
    return _swap(said.sentences, r".*?(\d+).*", r"Auf jeden Fall waren es hier genau \1 davon am Ende.")


def _digits_disguised(said: Said) -> bool:
    said.replacements[0] = said.replacements[0].rstrip(".") + f", {chr(0x0660 + int(said.value(0) % 10))} of them."
    return said.value(0) < 10


def _hidden_characters(said: Said) -> bool:
    said.sentences[0] = "\u200b".join(said.sentences[0])
    return True


def _chatter(said: Said) -> bool:
    said.sentences[0] = f"Here is the rewritten sentence: 1. {said.sentences[0]}"
    return True


def _second_sentence(said: Said) -> bool:
    said.sentences[0] += " Nobody knows why."
    return True


SABOTAGE = {name.removeprefix("_").replace("_", " "): one for name, one in globals().items() if name.startswith("_")}
SABOTAGE = {name: one for name, one in SABOTAGE.items() if getattr(one, "__annotations__", {}).get("said") is Said}


def test_there_are_many_forms_of_sabotage() -> None:
    """At least ten; and an undisturbed reply is not among them."""
    assert len(SABOTAGE) >= 10


@pytest.mark.parametrize("form", SABOTAGE)
def test_sabotage_is_refused_or_rejected(form: str) -> None:
    """A changed fact is refused when words are compared; of what is not, the checker rejects the star."""
    found = rewritten(SABOTAGE[form])
    assert len(found) >= 10, "too few seeds to speak of a rate"
    fate: Counter[str] = Counter()
    for seed, outcome in found:
        if outcome.status is Status.KEPT:
            fate["refused"] += 1
        else:
            fate["passed" if proved(outcome.seed) == proved(seed) else "rejected"] += 1
    print(form, dict(fate))
    assert fate["refused"] >= 0.95 * len(found)
    assert fate["passed"] <= 0.03 * len(found)


@pytest.mark.parametrize("form", list(HidingForm))
def test_the_checker_alone_rejects_restored_facts(form: HidingForm) -> None:
    """Were a hiding text that tells the value taken, the star would fall: the checkers do not trust the comparison."""
    perturbation = next(one for one in PERTURBATIONS if (one.name == "premise_removal") is (form is HidingForm.ABSENT))
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
            for fact in seed.evidence.facts
        )
        restored = seed.model_copy(update={"evidence": seed.evidence.model_copy(update={"facts": facts})})
        for star in perturbation.propose(restored, Random(0)):
            assert not any(v.passed for v, c in zip(Dataflow().check(star), star.claims, strict=True) if c.hidden)
