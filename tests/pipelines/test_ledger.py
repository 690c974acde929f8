"""Every candidate is accounted for, and an innocent row of a dropped star names the cause."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.pipelines.ledger import Entry, Ledger, causes_of
from nescio.schemas.errors import BrokenPromise
from nescio.schemas.example import Star
from nescio.schemas.verdict import Failure, Verdict

FAILURE = Failure(stage="dataflow", error="ZeroDivisionError", message="division by zero")


def verdict(passed: bool, reason: str = "", check: str = "dataflow") -> Verdict:
    """A verdict of a check."""
    return Verdict(check=check, passed=passed, reason=reason, detail=f"why {reason}", checker_version="1")


@given(st.lists(st.sampled_from(["accept", "one row", "all rows", "fail", "fail the seed"]), max_size=16))
def test_the_funnel_adds_up_whatever_happens(stars: tuple[Star, ...], fates: list[str]) -> None:
    """Candidates are accepted, rejected and failed rows, of each perturbation and in all, and all are listed."""
    ledger = Ledger()
    for star, fate in zip(stars, fates, strict=False):
        if fate == "fail the seed":
            ledger.fail_seed(star.seed.id, star.perturbation, FAILURE)
            continue
        entry = ledger.open(star)
        if fate == "accept":
            ledger.accept(entry)
        elif fate == "one row":
            ledger.reject(entry, {star.rows[2].id: ("dataflow: leaf misread", "found 7")})
        elif fate == "all rows":
            ledger.reject_all(entry, "surplus", "3 were asked for")
        else:
            ledger.fail(entry, FAILURE)
    total, by_name = ledger.funnel()
    assert total.balanced()
    assert total.candidates == 8 * len([one for one in fates if one != "fail the seed"]) + fates.count("fail the seed")
    assert total.accepted == 8 * fates.count("accept")
    assert (
        sum(total.rejected.values()) == len(ledger.rejected) == 8 * fates.count("one row") + 8 * fates.count("all rows")
    )
    assert sum(total.failed.values()) == len(ledger.failed)
    assert sum(one.candidates for one in by_name.values()) == total.candidates
    assert all(one.balanced() for one in by_name.values())


def test_a_forgotten_star_is_a_defect(stars: tuple[Star, ...]) -> None:
    """A candidate that is neither accepted, rejected nor failed stops the run."""
    ledger = Ledger()
    ledger.open(stars[0])
    with pytest.raises(BrokenPromise, match="does not add up"):
        ledger.funnel()


def test_innocent_rows_name_the_cause(stars: tuple[Star, ...]) -> None:
    """Of a dropped star the guilty row has the reason, and the others have `star:` and the same particulars."""
    ledger = Ledger()
    entry = ledger.open(stars[0])
    entry.add([verdict(number != 3, "restated" if number == 3 else "") for number in range(8)])
    causes = causes_of(entry)
    assert causes == {stars[0].rows[3].id: ("dataflow: restated", "why restated")}
    ledger.reject(entry, causes)
    reasons = {row.id: row.reason for row in ledger.rejected}
    assert reasons.pop(stars[0].rows[3].id) == "dataflow: restated"
    assert set(reasons.values()) == {"star: dataflow: restated"}
    assert {row.detail for row in ledger.rejected} == {"why restated"}
    assert all(row.verdicts == tuple(found) for row, found in zip(ledger.rejected, entry.verdicts, strict=True))


def test_the_first_failing_check_is_the_cause(stars: tuple[Star, ...]) -> None:
    """A row that fails two checks is counted once, under the earlier; one that passes all has no cause."""
    entry = Entry(stars[0])
    entry.add([verdict(False, "open")] + [verdict(True)] * 7)
    entry.add([verdict(False, "odd", "fluency")] + [verdict(True, check="fluency")] * 7)
    assert causes_of(entry) == {stars[0].rows[0].id: ("dataflow: open", "why open")}


def test_verdicts_that_miss_a_row_are_refused(stars: tuple[Star, ...]) -> None:
    """A checker that answers for seven of eight rows is not taken for one that passes the last."""
    with pytest.raises(ValueError, match="zip"):
        Entry(stars[0]).add([verdict(True)] * 7)


def test_a_failed_row_says_what_could_not_run(stars: tuple[Star, ...]) -> None:
    """A failure keeps row and prompt where there are any, and else names the seed."""
    ledger = Ledger()
    ledger.fail(ledger.open(stars[0]), FAILURE)
    ledger.fail_seed("a seed", "mine", FAILURE)
    first, last = ledger.failed[0], ledger.failed[-1]
    assert (first.id, first.prompt) == (stars[0].rows[0].id, stars[0].rows[0].prompt)
    assert (last.id, last.seed_id, last.perturbation, last.prompt) == (None, "a seed", "mine", None)
    assert {(row.stage, row.error, row.message) for row in ledger.failed} == {
        ("dataflow", "ZeroDivisionError", "division by zero")
    }
