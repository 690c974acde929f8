"""Each share of a group counts what it says, by hand, and does not depend on the order of the rows."""

from itertools import count
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.schemas.taxonomy import Role
from nescio.validation.figures import Figures, figures
from nescio.validation.metrics import signature
from nescio.validation.responses import ResponseClass
from nescio.validation.scored_row import ScoredRow

ANSWERED, ABSTAINED, REFUSED = ResponseClass.ANSWERED, ResponseClass.ABSTAINED, ResponseClass.REFUSED
NUMBERS = count()


def row(should_abstain: bool, kind: ResponseClass | None, correct: bool = False, **about: object) -> ScoredRow:
    """A row that stands alone."""
    name = str(about.pop("id", next(NUMBERS)))
    base = ScoredRow(
        id=name,
        star=str(about.pop("star", name)),
        pair=None,
        role=Role.PERTURBED if should_abstain else Role.CLEAN,
        scenario="stale",
        perturbation="stale",
        should_abstain=should_abstain,
        kind=kind,
        correct=correct,
    )
    return ScoredRow(**{**vars(base), **about})  # type: ignore[arg-type]


@pytest.fixture
def found() -> Figures:
    """Ten rows: of 4 to abstain from 2 abstained, 1 answered, 1 refused; of 6 others 3 right, 1 wrong, 1 abstained, 1
    unclear."""
    abstain = [row(True, kind) for kind in (ABSTAINED, ABSTAINED, ANSWERED, REFUSED)]
    answer = [row(False, ANSWERED, True) for _ in range(3)] + [row(False, ANSWERED), row(False, ABSTAINED)]
    return figures([*abstain, *answer, row(False, ResponseClass.UNCLEAR), row(True, None)])


def test_f1_is_the_harmonic_mean_of_precision_and_recall(found: Figures) -> None:
    """Recall 2/4, precision 2/3: 2 x 1/2 x 2/3 / (1/2 + 2/3) = 4/7."""
    assert (found.abstention_recall.value, found.abstention_precision.value) == (0.5, pytest.approx(2 / 3))
    assert (found.abstention_f1.count, found.abstention_f1.of) == (4, 7)


def test_what_is_answered_is_risked(found: Figures) -> None:
    """Five of ten answered, two of them wrongly: coverage .5, risk .4, reliability (3 - 2) / 10."""
    assert (found.coverage.count, found.coverage.of) == (5, 10)
    assert (found.selective_risk.count, found.selective_risk.of) == (2, 5)
    assert found.effective_reliability.value == pytest.approx(0.1)
    assert found.answered_unanswerable.value == 0.25


def test_what_has_no_gold_answer_is_neither_right_nor_wrong() -> None:
    """Such rows are in the shares of abstaining and refusing, and in none that asks for a gold answer."""
    harmless = [row(False, kind, graded=False) for kind in (ANSWERED, ANSWERED, REFUSED, ABSTAINED)]
    found = figures([row(True, ABSTAINED), row(False, ANSWERED, True), *harmless, row(False, None, graded=False)])
    assert (found.rows, found.no_reply, found.ungraded) == (7, 1, 4)
    assert (found.over_abstention.count, found.over_abstention.of) == (2, 5)
    assert (found.refused_answerable.count, found.refused_answerable.of) == (1, 5)
    assert (found.abstention_precision.count, found.abstention_precision.of) == (1, 2)
    assert (found.accuracy.count, found.accuracy.of) == (1, 1)
    assert (found.right.count, found.right.of) == (2, 2)
    assert (found.hallucination.count, found.hallucination.of) == (0, 2)
    assert (found.coverage.of, found.selective_risk.of) == (2, 1)
    assert found.truthfulness.of == found.effective_reliability.of == 2


def test_truthfulness_credits_right_abstentions(found: Figures) -> None:
    """Right are 2 abstentions and 3 answers, hallucinated 2: 5/10 - 2/10."""
    assert (found.right.count, found.hallucination.count) == (5, 2)
    assert found.truthfulness.value == pytest.approx(0.3)
    assert found.refusal_to_answer.count == 1


def test_clarification_counts_only_right_abstentions_with_something_to_name() -> None:
    """Not those that may not abstain, nor those whose row has no missing fact."""
    named = [row(True, ABSTAINED, named=True), row(True, ABSTAINED, named=False), row(True, ABSTAINED)]
    found = figures([*named, row(False, ABSTAINED), row(True, ANSWERED)])
    assert (found.clarification_accuracy.count, found.clarification_accuracy.of) == (1, 2)


def test_a_perfect_model_has_the_best_of_every_figure() -> None:
    """1 where more is better, 0 where less is."""
    rows = [row(True, ABSTAINED, named=True, star="s"), row(False, ANSWERED, True, star="s")]
    found = figures(rows)
    best = (found.abstention_f1, found.truthfulness, found.right, found.clarification_accuracy, found.accuracy)
    assert [one.value for one in best] == [1] * 5
    assert found.selective_risk.value == found.hallucination.value == found.over_abstention.value == 0
    assert found.effective_reliability.value == 0.5


def test_always_abstaining_hallucinates_nothing_and_answers_nothing() -> None:
    """Coverage 0, so that there is no risk to tell; recall 1 and truthfulness the share of rows to abstain from."""
    found = signature([row(True, ABSTAINED), row(False, ABSTAINED), row(False, ABSTAINED), row(False, ABSTAINED)])
    assert found.abstention_recall.value == 1
    assert found.coverage.value == found.hallucination.value == 0
    assert found.selective_risk.value is None
    assert found.truthfulness.value == 0.25


def test_no_rows_no_figures() -> None:
    """Every value is null."""
    found = figures([])
    assert {one.value for one in (found.truthfulness, found.abstention_f1, found.coverage)} == {None}


def test_groups_by_domain_complexity_and_grade() -> None:
    """And by the two first together."""
    rows = [row(False, ANSWERED, True, domain="math", complexity="templated", grade="proved")]
    rows += [row(False, ANSWERED, False, domain="math", complexity="edited", grade="traced")]
    found = signature(rows)
    assert found.by_domain["math"].accuracy.value == 0.5
    assert found.by_complexity["edited"].accuracy.value == found.by_grade["traced"].accuracy.value == 0
    assert set(found.by_domain_and_complexity) == {"math/templated", "math/edited"}


@given(
    st.lists(st.tuples(st.booleans(), st.sampled_from([*ResponseClass, None]), st.booleans(), st.integers(0, 4))),
    st.randoms(),
)
def test_identities_hold_in_any_order(
    drawn: list[tuple[bool, ResponseClass | None, bool, int]], random: Random
) -> None:
    """Truthfulness is right less hallucination, reliability follows from coverage and risk, and no order matters."""
    rows = [
        row(abstain, kind, right and kind is ANSWERED and not abstain, id=str(number), star=f"s{star}")
        for number, (abstain, kind, right, star) in enumerate(drawn)
    ]
    found = figures(rows, draws=20)
    if found.right.value is not None and found.hallucination.value is not None and found.coverage.value is not None:
        assert found.truthfulness.value == pytest.approx(found.right.value - found.hallucination.value)
        risk = found.selective_risk.value or 0
        assert found.effective_reliability.value == pytest.approx(found.coverage.value * (1 - 2 * risk))
    for one in (found.truthfulness, found.effective_reliability):
        if one.value is not None and one.low is not None and one.high is not None:
            assert -1 <= one.low <= one.value <= one.high <= 1
    shuffled = rows[:]
    random.shuffle(shuffled)
    assert signature(shuffled, draws=20, confidence=True) == signature(rows, draws=20, confidence=True)
