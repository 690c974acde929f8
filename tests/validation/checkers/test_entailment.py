"""The entailment check: what is read, what a vote decides, and what is needed for one."""

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from nescio.schemas.chat import Fault, FaultKind
from nescio.schemas.labelled import LabelledBy, LabelledItem
from nescio.schemas.pairs import Pair, PairTask
from nescio.schemas.taxonomy import Scenario
from nescio.validation.calibration import JudgeVote, calibrate
from nescio.validation.checkers.entailment import PairReader, Removed, readable, windows

TEXT = "Denby is a town. Orla founded the club. The oars are red. Ben left."


@dataclass(frozen=True)
class Overlap:
    """A scorer by arithmetic: the share of the second text's words that the first one has."""

    task: PairTask = PairTask.ENTAILMENT
    name: str = "overlap"
    weights: str = "0" * 64

    def scores(self, pairs: Sequence[Pair]) -> list[float | None]:
        """None for texts of more than forty words."""
        return [self._score(set(pair.first.split()), pair.second.split()) for pair in pairs]

    def _score(self, first: set[str], second: list[str]) -> float | None:
        return None if len(first) > 40 else sum(one in first for one in second) / max(1, len(second))


READER = PairReader(Overlap(), 0.9, "overlap")


def _item(number: int, told: bool, **more: object) -> LabelledItem:
    context = f"Denby has {number} boats. {f'Orla{number} founded the club.' if told else 'Ben left.'}"
    return LabelledItem.model_validate(
        {
            "context": context,
            "question": "Who founded the club?",
            "answer": f"Orla{number}",
            "should_abstain": not told,
            "scenario": Scenario.UNDERSPECIFIED_CONTEXT,
            "source": "test",
            "licence": "MIT",
            "labelled_by": LabelledBy.HUMAN,
        }
        | more
    )


def test_every_sentence_and_window_is_read() -> None:
    """Runs of up to three sentences, in their order."""
    assert windows("A b. C d. E f. G h.") == [
        "A b.", "C d.", "E f.", "G h.", "A b. C d.", "C d. E f.", "E f. G h.", "A b. C d. E f.", "C d. E f. G h.",
    ]  # fmt: skip
    assert windows("") == []


@given(st.text(max_size=100))
def test_windows_of_odd_text_are_parts_of_it(text: str) -> None:
    """Nothing is raised, nothing is made up."""
    assert all(one in text for one in windows(text))


def test_an_answer_that_one_window_tells_is_found() -> None:
    """The highest score decides."""
    told, gone = READER.read_all(
        [Removed(TEXT, "Who founded the club?", "Orla"), Removed(TEXT, "Who founded the club?", "Mei")]
    )
    assert isinstance(told, JudgeVote)
    assert isinstance(gone, JudgeVote)
    assert (told.said, told.positive, gone.said, gone.positive) == ("told", False, "not told", True)


def test_a_window_that_does_not_fit_is_a_fault() -> None:
    """It could tell the answer, so that nothing can be said of the text."""
    [found] = READER.read_all([Removed(" ".join(f"w{one}" for one in range(50)), "Who?", "Orla")])
    assert isinstance(found, Fault)
    assert found.kind is FaultKind.TOO_LONG


def test_a_reader_is_admitted_on_items_of_people_alone() -> None:
    """Right on all of fifty and more it has a vote; on our own, or on too few, it has none."""
    items = [_item(number, told) for number in range(30) for told in (True, False)]
    assert calibrate(READER, items, 0.5).admits(Scenario.UNDERSPECIFIED_CONTEXT)
    assert not calibrate(READER, items[:40], 0.5).admits(Scenario.UNDERSPECIFIED_CONTEXT)
    own = [one.model_copy(update={"labelled_by": LabelledBy.AUTHORED}) for one in items]
    assert not calibrate(READER, own, 0.5).admits(Scenario.UNDERSPECIFIED_CONTEXT)


def test_items_without_an_answer_measure_answerability_only() -> None:
    """Inference has nothing to test there."""
    items = [_item(1, True), _item(2, True, answer=""), _item(3, True, context="")]
    assert readable(READER, items) == items[:1]
    assert readable(PairReader(Overlap(PairTask.ANSWERS), 0.5, "qa"), items) == items[:2]
