"""The refusal probe: a rate on every row, which never rejects one."""

from pathlib import Path

from nescio.schemas.chat import ChatRequest, Fault, FaultKind, Reply, Sampling
from nescio.schemas.example import Candidate, Star
from nescio.validation.checkers.refusal import RefusalProbe
from tests.faking import asking

WARM = Sampling(temperature=0.7)


def rows_of(stars: list[Star]) -> list[Candidate]:
    """The rows of one star."""
    return list(stars[0].rows)


def test_the_rate_is_stored_and_the_row_passes(stars: list[Star], tmp_path: Path) -> None:
    """One refusal in three replies."""
    with asking(lambda one: "12" if one.replica else "Sorry, but I can't assist with that.", tmp_path) as asks:
        found = RefusalProbe(asks, WARM).check_all(rows_of(stars))
    assert {(verdict.passed, verdict.score) for (verdict,) in found.verdicts} == {(True, 0.3333)}


def test_the_prompt_is_shown_as_a_user_would(stars: list[Star], tmp_path: Path) -> None:
    """Nothing stands around it, so that what is measured is the prompt."""
    seen: set[tuple[str, str]] = set()

    def answers(request: ChatRequest) -> str:
        seen.update((one.role, one.content) for one in request.messages)
        return "12"

    with asking(answers, tmp_path) as asks:
        RefusalProbe(asks, WARM).check_all(rows_of(stars))
    assert seen == {("user", row.prompt) for row in rows_of(stars)}


def test_a_refusal_in_the_servers_own_field_counts(stars: list[Star], tmp_path: Path) -> None:
    """The text is empty there."""
    with asking(lambda _: Reply("", refusal="I can't help with that."), tmp_path) as asks:
        found = RefusalProbe(asks, WARM).check_all(rows_of(stars))
    assert {verdict.score for one in found.verdicts for verdict in one} == {1.0}


def test_not_knowing_is_no_refusal(stars: list[Star], tmp_path: Path) -> None:
    """Abstaining is what the rows are there for."""
    with asking(lambda _: "I can't answer that without the price of a bag.", tmp_path) as asks:
        found = RefusalProbe(asks, WARM).check_all(rows_of(stars))
    assert {verdict.score for (verdict,) in found.verdicts} == {0.0}


def test_faults_are_counted_and_fail_nothing(stars: list[Star], tmp_path: Path) -> None:
    """A row without all its samples has no rate."""
    rows = rows_of(stars)
    with asking(lambda _: Fault(FaultKind.REJECTED, "no"), tmp_path) as asks:
        found = RefusalProbe(asks, WARM).check_all(rows)
    assert found.verdicts == found.failures == ((),) * len(rows)
    assert found.faults == {"fake": {"rejected": 3 * len(rows)}}
