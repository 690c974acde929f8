"""How often the clarification rule agrees with a reader, on replies that were written before it was tried on them."""

import pytest

from nescio.validation.clarified import names_missing
from tests.validation.clarified_cases import FIRST, SECOND, Case


def says(case: Case, reply: str) -> bool:
    """What the rule says of a reply."""
    back = case.asked_back
    return names_missing(reply, case.missing, clarifying_question=back, question=case.question, prompt=case.prompt)


@pytest.mark.parametrize(("cases", "most_missed"), [(FIRST, 3), (SECOND, 6)])
def test_the_rule_agrees_with_a_reader_as_often_as_was_measured(cases: tuple[Case, ...], most_missed: int) -> None:
    """It misses some of the replies that name what is missing, and invents none.

    On the first 40 and 40 replies it missed 15 and invented 1 before it was mended on them; on the 24 and 24 of the
    second set, written after that, it missed 7, one of them for a fault that was then mended.
    """
    missed = [reply for case in cases for reply in case.named if not says(case, reply)]
    invented = [reply for case in cases for reply in case.not_named if says(case, reply)]
    assert len(missed) <= most_missed, missed
    assert not invented
