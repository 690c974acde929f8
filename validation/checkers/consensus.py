"""Consensus: a model solves each row several times, and what it agrees on is held against the row's label.

Agreement among samples as a sign of confidence is self-consistency (arXiv 2203.11171). Here it works both ways: samples
that agree on one answer to a perturbed row speak against its label, and on the other rows they are to agree on the gold
answer. A model that cannot solve the clean rows says nothing of the perturbed ones, so it gates only where its caller
has measured it (design rule 7).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from nescio.schemas.asking import Asks, Prompt
from nescio.schemas.chat import Fault, Reply, Sampling
from nescio.schemas.example import Candidate
from nescio.schemas.labelled import Task
from nescio.schemas.taxonomy import Scenario
from nescio.schemas.verdict import Failure, Verdict
from nescio.validation.answer_match import same_answer
from nescio.validation.calibration import JudgeVote
from nescio.validation.checkers.judge import version_of
from nescio.validation.checkers.moderation import Prompted
from nescio.validation.checkers.sampling import SampledResult, count_faults, draw, missing, numeric_rows
from nescio.validation.responses import CLASSIFIER_VERSION, classify_reply

VERSION = "1"
STAGE = "consensus"
"""What its tokens are booked under."""
ALIKE = "consensus: answered alike"
NOT_REACHED = "consensus: gold not reached"


@dataclass(frozen=True)
class Consensus:
    """Solves each row `samples` times. An answer counts as agreed where at least `min_agreement` of them give it.

    The share is of all samples: those that abstain, or whose reply holds no answer, agree with nobody.
    """

    asks: Asks
    prompt: Prompt
    """Takes `problem`."""
    sampling: Sampling
    """With a temperature above 0, or all samples are one."""
    samples: int = 5
    min_agreement: float = 0.6
    gates: frozenset[Scenario] = frozenset()
    """The scenarios that it was admitted to; elsewhere its verdicts are stored and decide nothing."""
    name: str = "consensus"
    task: Task = Task.ANSWERABILITY

    def __post_init__(self) -> None:
        """Raise ValueError where samples could not differ or not agree."""
        if self.samples < 2 or self.sampling.temperature == 0 or not 0.5 < self.min_agreement <= 1:
            raise ValueError(
                f"consensus of {self.samples} samples at temperature {self.sampling.temperature:g} with agreement "
                f"{self.min_agreement:g}: at least 2, above 0, and above 0.5 up to 1 are wanted"
            )

    @property
    def version(self) -> str:
        """Reader, prompt, model and how many samples at which temperature."""
        reader = (
            f"{VERSION}.{CLASSIFIER_VERSION} x{self.samples} t{self.sampling.temperature:g} a{self.min_agreement:g}"
        )
        return version_of(reader, self.prompt, self.asks)

    def check_all(self, rows: Sequence[Candidate]) -> SampledResult:
        """Have every row solved. Raises what `Asks.text` does."""
        conversations = [self.prompt.render(problem=row.prompt) for row in rows]
        drawn = draw(self.asks, STAGE, conversations, self.sampling, self.samples)
        verdicts: list[tuple[Verdict, ...]] = []
        failures: list[tuple[Failure, ...]] = []
        for row, found, numeric in zip(rows, drawn, numeric_rows(rows), strict=True):
            lacking = missing(self.name, found)
            replies = [one for one in found if isinstance(one, Reply)]
            verdicts.append(() if lacking else (self._verdict(row, replies, numeric),))
            failures.append((lacking,) if lacking and row.scenario in self.gates else ())
        return SampledResult(tuple(verdicts), tuple(failures), count_faults(self.asks, drawn))

    def read_all(self, items: Sequence[Prompted]) -> list[JudgeVote | Fault]:
        """Read labelled items as a judge does: samples that agree on no answer call an item not to be answered.

        So its sensitivity is how often unanswerable items find no agreement, and its specificity how often answerable
        ones find it, on whatever answer. Raises what `Asks.text` does.
        """
        conversations = [self.prompt.render(problem=item.prompt) for item in items]
        drawn = draw(self.asks, STAGE, conversations, self.sampling, self.samples)
        return [self._vote(found) for found in drawn]

    def _vote(self, found: Sequence[Reply | Fault]) -> JudgeVote | Fault:
        fault = next((one for one in found if isinstance(one, Fault)), None)
        if fault is not None:
            return fault
        replies = [one for one in found if isinstance(one, Reply)]
        values = [said.value for one in replies if (said := classify_reply(one, numeric=False)).value is not None]
        agreed, answer = commonest(values)
        if agreed >= self.min_agreement * len(replies):
            return JudgeVote("agreed", False, f"{agreed} of {len(replies)} samples say {answer!r}")
        return JudgeVote("no agreement", True, f"at most {agreed} of {len(replies)} samples agree")

    def _verdict(self, row: Candidate, replies: Sequence[Reply], numeric: bool) -> Verdict:
        values = [
            found.value for reply in replies if (found := classify_reply(reply, numeric=numeric)).value is not None
        ]
        if row.should_abstain:
            agreed, answer = commonest(values)
            fault, told = ALIKE, f"say {answer!r}"
        else:
            agreed = sum(same_answer(one, row.answers, row.choices) for one in values)
            fault, told = NOT_REACHED, f"say {row.answers[0]!r}, the gold answer"
        enough = agreed >= self.min_agreement * len(replies)
        passed = enough != row.should_abstain
        return Verdict(
            check=self.name,
            passed=passed,
            score=round(agreed / len(replies), 4),
            reason="" if passed else fault,
            detail=f"{agreed} of {len(replies)} samples {told}"
            if agreed
            else f"no sample of {len(replies)} answers so",
            checker_version=self.version,
            calibrated=row.scenario in self.gates,
        )


def commonest(values: Sequence[str]) -> tuple[int, str]:
    """How many values are the same answer at most, and that answer; the first of several."""
    counts = [(sum(same_answer(other, [one]) and same_answer(one, [other]) for other in values), one) for one in values]
    return max(counts, key=lambda found: found[0], default=(0, ""))
