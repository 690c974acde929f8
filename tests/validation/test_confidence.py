"""Stated confidences are read as they are meant, and their figures are those of the textbook."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.validation.calibrated_confidence import ConfidenceFigures, confidence_figures
from nescio.validation.responses import ResponseClass
from nescio.validation.scored_row import ScoredRow
from nescio.validation.stated_confidence import read_confidence
from tests.validation.test_figures import row

ANSWERED = ResponseClass.ANSWERED


@pytest.mark.parametrize(
    ("reply", "rest", "confidence"),
    [
        ("It is 12. <confidence>70%</confidence>", "It is 12.", 0.7),
        ("It is 12.\n<confidence>85</confidence>", "It is 12.", 0.85),
        ("<Confidence> 0.4 </Confidence>\nIt is 12.", "It is 12.", 0.4),
        ("It is 12. <confidence>1</confidence>", "It is 12.", 1.0),
        ("It is 12. <confidence>100%</confidence>", "It is 12.", 1.0),
        ("It is 12.\nConfidence: 70%", "It is 12.", 0.7),
        ("It is 12.\n**Confidence:** 7/10", "It is 12.", 0.7),
        ("It is 12.\n- Confidence level: 55 percent.", "It is 12.", 0.55),
        ("It is 12. <confidence>90%", "It is 12.", 0.9),
        ("<confidence>20%</confidence> No. 12. <confidence>60%</confidence>", "No. 12.", 0.6),
        ("It is 12. <confidence>70-80%</confidence>", "It is 12.", None),
        ("It is 12. <confidence>high</confidence>", "It is 12.", None),
        ("It is 12. <confidence>140%</confidence>", "It is 12.", None),
        ("It is 12. <confidence>-70%</confidence>", "It is 12.", None),
        ("It is 12. <confidence>-.7</confidence>", "It is 12.", None),
        ("My confidence in the text is not great: it names 12 bags.", None, None),
        ("The confidence interval is 95 % wide, so 12.", None, None),
        ("It is 12.", None, None),
    ],
)
def test_stated_confidences_are_read(reply: str, rest: str | None, confidence: float | None) -> None:
    """In tags or on a line; what is none is none, and prose is left alone."""
    found, sure = read_confidence(reply)
    assert sure == (None if confidence is None else pytest.approx(confidence))
    assert found.replace("  ", " ") == (reply if rest is None else rest)


@given(st.text())
def test_any_reply_has_a_confidence_from_0_to_1_or_none(reply: str) -> None:
    """And reading it never fails."""
    _, sure = read_confidence(f"<confidence>{reply}</confidence>")
    assert sure is None or 0 <= sure <= 1


def said(*stated: tuple[float | None, bool]) -> ConfidenceFigures:
    """The figures of replies with these confidences, right or not."""
    return confidence_figures([row(False, ANSWERED, right, confidence=sure) for sure, right in stated])


def test_by_hand() -> None:
    """.9 right, .8 wrong, .3 wrong, .3 right: Brier (.01 + .64 + .09 + .49) / 4; ECE (.1 + .8 + |1 - .6|) / 4."""
    found = said((0.9, True), (0.8, False), (0.3, False), (0.3, True), (None, True))
    assert found.brier.value == pytest.approx(1.23 / 4)
    assert found.ece.value == pytest.approx((0.1 + 0.8 + 0.4) / 4)
    assert found.auroc.value == pytest.approx(2.5 / 4)
    assert (found.stated.count, found.stated.of) == (4, 5)
    assert (found.accuracy.count, found.accuracy.of) == (2, 4)
    assert [one.of for one in found.bins] == [0, 0, 0, 2, 0, 0, 0, 0, 1, 1]
    assert found.bins[3].accuracy == 0.5


def test_perfect_confidence() -> None:
    """Certain and right, or sure to be wrong and wrong: no loss, and every right one above every wrong one."""
    found = said((1.0, True), (1.0, True), (0.0, False))
    assert (found.brier.value, found.ece.value, found.auroc.value) == (0, 0, 1)


def test_answers_to_rows_to_abstain_from_are_wrong_and_abstentions_are_left_out() -> None:
    """A confidence in not knowing is in no figure."""
    rows: list[ScoredRow] = [row(True, ANSWERED, confidence=0.9), row(True, ResponseClass.ABSTAINED, confidence=0.9)]
    found = confidence_figures(rows)
    assert found.stated.of == 1
    assert found.brier.value == pytest.approx(0.81)
    assert found.auroc.value is None


def test_without_answers_there_is_nothing_to_tell() -> None:
    """Nor without a stated confidence."""
    assert confidence_figures([]).ece.value is None
    assert said((None, True)).brier.value is None


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=12))
def test_figures_stay_in_their_bounds(stated: list[tuple[float, bool]]) -> None:
    """Each between 0 and 1 and within its interval; the bins hold every answer once."""
    rows = [row(False, ANSWERED, right, confidence=sure) for sure, right in stated]
    found = confidence_figures(rows, draws=20)
    assert sum(one.of for one in found.bins) == len(stated)
    for one in (found.brier, found.ece, found.auroc):
        if one.value is not None and one.low is not None and one.high is not None:
            assert -1e-9 <= one.low <= one.value <= one.high <= 1 + 1e-9
