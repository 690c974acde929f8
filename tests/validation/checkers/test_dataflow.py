"""The dataflow checker: it accepts what the templates make, and rejects every error that is planted in it."""

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Any

import pytest

from nescio.schemas.evidence import CONTEXT
from nescio.schemas.example import Claim, Star
from nescio.schemas.taxonomy import Behaviour, Role
from nescio.validation.checkers.dataflow import Dataflow

Rows = Callable[[Role], list[Any]]
Caught = Callable[[Any, Star], str]


def rate(found: Iterable[str]) -> tuple[float, set[str]]:
    """The share of rows rejected, and for which reasons."""
    reasons = list(found)
    assert len(reasons) >= 20, "too few rows to speak of a rate"
    return sum(map(bool, reasons)) / len(reasons), set(reasons) - {""}


def test_stars_of_the_packaged_templates_are_accepted(many: Iterator[Star]) -> None:
    """At least 95 % of the stars pass whole: what is rejected without need is wasted."""
    passed = [all(verdict.passed for verdict in Dataflow().check(star)) for star in many]
    assert len(passed) >= 100
    assert sum(passed) / len(passed) >= 0.95


def test_a_harmless_addition_is_accepted(rows: Rows, caught: Caught) -> None:
    """A remark without a number in the edited sentence passes, so that what is planted below is what is caught."""
    found = [caught(one, one.told(f"{one.row.edits[0].after} It rained.")) for one in rows(Role.PERTURBED)]
    assert rate(found)[0] <= 0.02


def test_verdicts_say_what_was_shown(good: list[Star]) -> None:
    """A passing verdict names the hidden fact and, where one should abstain, two values with their two answers."""
    for star in good[::10]:
        for row, verdict in zip(star.rows, Dataflow().check(star), strict=True):
            assert verdict.reason == ""
            assert ("for it the answer is" in verdict.detail) == row.should_abstain
            assert ("is stated nowhere" in verdict.detail) == (row.role is not Role.CLEAN)


def _elsewhere(one: Any) -> Iterator[Star]:
    """The hidden value told outside the edited sentence: at the end, at the beginning, in the prompt alone."""
    row, value = one.row, one.secret
    for context in (f"{row.context} By the way, it was {value}.", f"It was {value}. {row.context}"):
        yield one.changed(context=context, prompt=f"{context} {row.question}")
    yield one.changed(prompt=f"{row.context} It was {value}. {row.question}")
    yield one.changed(prompt=f"{row.context} {row.question} Hint: {value}")
    yield one.changed(prompt=f"{row.context} {row.question} ({value})", question=f"{row.question} ({value})")
    yield one.changed(question=row.question.replace("?", " in all?"), prompt=f"{row.context} {row.question} in all?")
    yield one.changed(context=f"{row.context}\u200b", prompt=f"{row.context}\u200b {row.question}")


@pytest.mark.parametrize("kind", range(7))
def test_an_addition_outside_the_edit_is_caught(rows: Rows, caught: Caught, kind: int) -> None:
    """No row may differ from its seed anywhere but in the sentence of its hidden fact, invisibly or not."""
    assert rate(caught(one, list(_elsewhere(one))[kind]) for one in rows(Role.PERTURBED))[0] == 1.0


def test_an_edit_undone_is_caught(rows: Rows, caught: Caught) -> None:
    """A row that says it hides a fact and is the clean text is rejected, with or without its edit."""
    for role in (Role.PERTURBED, Role.TWIN, Role.DECOY):
        undone = [(one, one.told(one.row.edits[0].before)) for one in rows(role)]
        assert rate(caught(one, star) for one, star in undone) == (1.0, {"fact not hidden"})
        clean = [one.changed(context=one.star.seed.context, edits=()) for one in rows(role)]
        assert rate(caught(one, star) for one, star in zip(rows(role), clean, strict=True))[0] == 1.0


def test_a_decoy_turned_real_is_caught(rows: Rows, caught: Caught) -> None:
    """A decoy or twin that shows the text in which the needed fact is hidden is rejected, whatever it claims."""
    for role in (Role.DECOY, Role.TWIN):
        swapped, reclaimed = [], []
        for one in rows(role):
            needed = next(
                n for n, row in enumerate(one.star.rows) if row.should_abstain and row.question == one.row.question
            )
            source = one.star.rows[needed]
            star = one.changed(context=source.context, prompt=source.prompt, edits=source.edits)
            swapped.append(caught(one, star))
            claims = tuple(one.star.claims[needed] if n == one.number else c for n, c in enumerate(star.claims))
            reclaimed.append(caught(one, star.model_copy(update={"claims": claims})))
        assert rate(swapped)[0] == 1.0
        assert rate(reclaimed) == (1.0, {"not answerable"})


BREAKS: dict[str, Callable[[str, Fraction], str]] = {
    "another number": lambda said, value: said.replace(said.strip("$%"), str(int(value) + 1)),
    "at least": lambda said, _: f"at least {said}",
    "or more": lambda said, _: f"{said} or more",
    "about": lambda said, _: f"about {said}",
    "not": lambda said, _: f"not {said}",
    "a few": lambda *_: "a few",
    "range": lambda said, value: f"{said} to {int(value) + 3}",
    "digit inserted": lambda said, _: f"{said}0",
    "invisible digit": lambda said, _: f"{said}\u200b1",
    "percent": lambda said, _: f"{said}%",
    "gone": lambda *_: "",
}


@pytest.mark.parametrize("kind", BREAKS)
@pytest.mark.parametrize("role", [Role.TWIN, Role.DECOY, Role.CLEAN])
def test_a_broken_leaf_is_caught(rows: Rows, caught: Caught, role: Role, kind: str) -> None:
    """An answerable row in which a number that its answer needs was changed, hedged or taken out is rejected."""
    found = []
    for one in rows(role)[::3]:
        row, seed = one.row, one.star.seed
        start = one.row.edits[0].span_before.start if row.edits else len(seed.context)
        told = [one for one in seed.derivation.nodes if any(s.part == CONTEXT and s.end <= start for s in one.spans)]
        for node in told[:2]:
            span = node.spans[0]
            said = row.context[span.start : span.end]
            context = row.context[: span.start] + BREAKS[kind](said, Fraction(node.value)) + row.context[span.end :]
            if context != row.context:
                found.append(caught(one, one.changed(context=context, prompt=f"{context} {row.question}")))
    assert rate(found)[0] == 1.0


def test_an_edited_clean_row_is_caught(rows: Rows, caught: Caught) -> None:
    """A clean row with another text, also where only space or a letter differs, is rejected."""
    for edit in (str.lower, lambda text: text.replace(" ", "  ", 1), lambda text: text.replace(" ", "\u00a0", 1)):
        changed = [(one, edit(one.row.context)) for one in rows(Role.CLEAN)]
        stars = [(one, one.changed(context=text, prompt=f"{text} {one.row.question}")) for one, text in changed]
        assert rate(caught(one, star) for one, star in stars) == (1.0, {"clean row edited"})


@pytest.mark.parametrize("role", [Role.TWIN, Role.DECOY, Role.CLEAN])
def test_a_wrong_gold_answer_is_caught(rows: Rows, caught: Caught, role: Role) -> None:
    """A gold answer that is off, no number, one of two or hostile is rejected, and the verdict shows both values."""
    for make in (lambda x: f"{x}1", lambda x: f"-{x}", lambda _: "many", lambda _: "", lambda x: f"{x}e999999"):
        stars = [(one, one.changed(answers=(make(one.row.answers[0]),))) for one in rows(role)]
        assert rate(caught(one, star) for one, star in stars) == (1.0, {"wrong gold"})
    one = rows(role)[0]
    gold = one.row.answers[0]
    detail = Dataflow().check(one.changed(answers=(gold, f"{gold}1")))[one.number].detail
    assert gold in detail
    assert f"{gold}1" in detail


def test_a_row_at_odds_with_its_claim_is_caught(rows: Rows, caught: Caught) -> None:
    """Roles, labels, edits, names and claims that contradict one another are rejected and never crash the checker."""
    (one, *_), (twin, *_) = rows(Role.PERTURBED), rows(Role.TWIN)
    claim = one.star.claims[one.number]
    other = next(fact for fact in one.star.seed.derivation.facts if fact.id != claim.hidden)
    edit = one.row.edits[0]
    answered = {"should_abstain": False, "behaviour": Behaviour.ANSWER, "answers": ("7",)}
    assert caught(one, one.changed(**answered)) == "role differs from label"
    assert caught(one, one.changed(role=Role.TWIN)) == "not answerable"
    assert caught(one, one.changed(role=Role.CLEAN)) != ""
    assert caught(twin, twin.changed(role=Role.PERTURBED)) == "still answerable"
    assert caught(one, one.changed(missing_fact=other.missing)) == "names another fact"
    assert caught(one, one.changed(clarifying_question=other.clarifying_question)) == "names another fact"
    assert caught(one, one.changed(edits=())) == "edits differ from text"
    assert caught(one, one.changed(edits=(edit, edit))) == "edits differ from text"
    assert caught(one, one.changed(edits=(edit.model_copy(update={"before": "x"}),))) == "edits differ from text"
    for wrong, reason in (
        (Claim(question=claim.question, hidden="nothing"), "unknown fact"),
        (Claim(question=99, hidden=claim.hidden), "unknown question"),
        (Claim(question=-1, hidden=claim.hidden), "unknown question"),
        (Claim(question=claim.question, hidden=None), "clean row edited"),
        (Claim(question=claim.question, hidden=other.id), "edited elsewhere"),
    ):
        claims = tuple(wrong if n == one.number else c for n, c in enumerate(one.star.claims))
        assert caught(one, one.star.model_copy(update={"claims": claims})) == reason
    short = one.star.model_copy(update={"claims": one.star.claims[:3]})
    assert {verdict.reason for verdict in Dataflow().check(short)} == {"claims differ from rows"}


def test_a_wrong_target_is_caught(rows: Rows, caught: Caught) -> None:
    """A worked solution that ends elsewhere, and an abstention that ends in the answer, are rejected."""
    answering = rows(Role.TWIN)
    found = [caught(one, one.changed(target=f"{one.row.target} No: {one.row.answers[0]}1")) for one in answering]
    assert rate(found) == (1.0, {"target misses the answer"})
    found = []
    for one in rows(Role.PERTURBED):
        gold = one.star.seed.questions[one.star.claims[one.number].question].answer
        found.append(caught(one, one.changed(target=f"{one.row.target} The answer is {gold}")))
    assert rate(found) == (1.0, {"target gives the answer"})
