"""Entailment: whether a text from which an answer was taken still tells it, in other words.

A cross-encoder for inference reads every sentence and window against question and answer as a statement; one for
answerability reads them against the question alone (SQuAD 2.0, arXiv 1806.03822); a chat model reads the whole text.
Each gates rows only where it was measured on items that people labelled (design rule 7).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from nescio.schemas.asking import Asks, Prompt
from nescio.schemas.base import Frozen, Text
from nescio.schemas.chat import Fault, FaultKind
from nescio.schemas.example import Star
from nescio.schemas.labelled import LabelledItem, Task
from nescio.schemas.pairs import Pair, PairScorer, PairTask
from nescio.schemas.passage import Passage
from nescio.schemas.taxonomy import Grade, Scenario
from nescio.schemas.verdict import Failure, Verdict
from nescio.validation.calibration import Calibration, JudgeVote
from nescio.validation.checkers.judge import version_of, votes
from nescio.validation.declarative import statement
from nescio.validation.numbers import sentence_starts

VERSION = "1"
STAGE = "entailment"
"""What its tokens are booked under."""
NAME = "entailment"
TOLD = "the text tells the answer"
WINDOW = 3
"""Most sentences that are read together."""


class Answered(Protocol):
    """All that a reader sees of a row or a labelled item."""

    @property
    def context(self) -> str:
        """The text."""
        ...

    @property
    def question(self) -> str:
        """The question."""
        ...

    @property
    def answer(self) -> str:
        """What the clean text gives, or what a person could take for the answer."""
        ...


@dataclass(frozen=True)
class Removed:
    """A row from whose context an answer was taken."""

    context: str
    question: str
    answer: str


class Reader(Protocol):
    """Says of a text whether it tells an answer; its votes are positive where it does not."""

    @property
    def name(self) -> str:
        """What the recipe calls it."""
        ...

    @property
    def version(self) -> str:
        """Changes whenever a vote may."""
        ...

    @property
    def task(self) -> Task:
        """What it decides: answerability."""
        ...

    @property
    def needs_answer(self) -> bool:
        """Whether it cannot read an item without an answer."""
        ...

    def read_all(self, items: Sequence[Answered]) -> Sequence[JudgeVote | Fault]:
        """One vote, or the reason for none, for each item, in order."""
        ...


@dataclass(frozen=True)
class PairReader:
    """Reads with a cross-encoder: the text tells the answer where a window scores above `max_score`."""

    scorer: PairScorer
    max_score: float
    name: str
    task: Task = Task.ANSWERABILITY

    @property
    def version(self) -> str:
        """Reader, threshold, model and weights."""
        return (
            f"{VERSION} {self.scorer.task.value} max {self.max_score:g} {self.scorer.name} {self.scorer.weights[:12]}"
        )

    @property
    def needs_answer(self) -> bool:
        """Inference needs a statement; a score of answerability needs the question alone."""
        return self.scorer.task is PairTask.ENTAILMENT

    def read_all(self, items: Sequence[Answered]) -> list[JudgeVote | Fault]:
        """One vote for each item, by its highest window. All pairs are asked for in one go."""
        asked = [[self._pair(item, window) for window in windows(item.context)] for item in items]
        distinct = list(dict.fromkeys(pair for pairs in asked for pair in pairs))
        found = dict(zip(distinct, self.scorer.scores(distinct), strict=True))
        return [self._vote([(pair, found[pair]) for pair in pairs]) for pairs in asked]

    def _pair(self, item: Answered, window: str) -> Pair:
        if self.scorer.task is PairTask.ENTAILMENT:
            return Pair(window, statement(item.question, item.answer))
        return Pair(item.question, window)

    def _vote(self, scored: Sequence[tuple[Pair, float | None]]) -> JudgeVote | Fault:
        read = [(score, pair) for pair, score in scored if score is not None]
        if len(read) < len(scored):
            return Fault(FaultKind.TOO_LONG, f"{len(scored) - len(read)} windows do not fit the model")
        score, pair = max(read, key=lambda one: one[0], default=(0.0, Pair("", "")))
        window = pair.first if self.scorer.task is PairTask.ENTAILMENT else pair.second
        told = score > self.max_score
        return JudgeVote("told" if told else "not told", not told, f"at most {score:.4f}, by {window[:120]!r}")


class ToldReply(Frozen):
    """The words of the text that tell the answer, if any do, and whether it is told."""

    # The model reads the schema, this docstring among it. `quote` comes first: first look, then judge.
    quote: Text
    """The words of the text that tell the answer or from which it follows; empty where there are none."""
    told: bool


@dataclass(frozen=True)
class ChatReader:
    """Asks a chat model whether the text tells the answer."""

    asks: Asks
    prompt: Prompt
    """Takes `context`, `question` and `answer`."""
    name: str
    task: Task = Task.ANSWERABILITY
    needs_answer: bool = True

    @property
    def version(self) -> str:
        """Reader, prompt and model."""
        return version_of(VERSION, self.prompt, self.asks)

    def read_all(self, items: Sequence[Answered]) -> list[JudgeVote | Fault]:
        """One vote, or the reason for none, for each item, in order. Raises what `Asks.objects` does."""
        conversations = [
            self.prompt.render(context=item.context, question=item.question, answer=item.answer) for item in items
        ]
        return votes(self.asks, STAGE, conversations, ToldReply, _told)


def _told(reply: ToldReply) -> JudgeVote:
    return JudgeVote("told" if reply.told else "not told", not reply.told, reply.quote)


def windows(text: str) -> list[str]:
    """Every sentence of a text, and every run of up to WINDOW of them."""
    starts = [*sentence_starts(text), len(text)]
    bounds = [(first, end) for size in range(1, WINDOW + 1) for first, end in zip(starts, starts[size:], strict=False)]
    return [said for first, end in bounds if (said := text[first:end].strip())]


def readable(reader: Reader, items: Sequence[LabelledItem]) -> list[LabelledItem]:
    """The items that a reader can be measured on: those about a text, with an answer where it needs one."""
    return [one for one in items if one.context and (one.answer or not reader.needs_answer)]


def rests_on_absence(star: Star) -> bool:
    """Whether the labels of a star rest on words that are no longer there: texts of people, not put together by us."""
    return isinstance(star.seed.evidence, Passage) and star.seed.grade is not Grade.PROVED


@dataclass(frozen=True)
class EntailmentResult:
    """What the check found, row by row of all stars in their order."""

    verdicts: tuple[tuple[Verdict, ...], ...]
    """One on each perturbed row that could be read, none on the others."""
    failures: tuple[tuple[Failure, ...], ...]
    """Where a reader with a vote gave none."""
    faults: dict[str, dict[str, int]]


@dataclass(frozen=True)
class Entailment:
    """A reader and what it was found to be worth."""

    reader: Reader
    calibration: Calibration | None = None

    def has_vote(self, scenario: Scenario) -> bool:
        """Whether it was admitted to a scenario, as the reader it is now."""
        measured = self.calibration
        return measured is not None and measured.version == self.reader.version and measured.admits(scenario)

    def check_all(self, stars: Sequence[Star]) -> EntailmentResult:
        """Read every perturbed row about a passage with the answer that its seed gives to the question."""
        wanted = [_removed(star) for star in stars]
        asked = [one for rows in wanted for one in rows if one is not None]
        heard = iter(self.reader.read_all(asked))
        verdicts: list[tuple[Verdict, ...]] = []
        failures: list[tuple[Failure, ...]] = []
        faults: Counter[str] = Counter()
        for star, rows in zip(stars, wanted, strict=True):
            for row, one in zip(star.rows, rows, strict=True):
                said = next(heard) if one is not None else None
                vote = self.has_vote(row.scenario)
                faults.update([said.kind.value] if isinstance(said, Fault) else [])
                verdicts.append((self._verdict(said, vote),) if isinstance(said, JudgeVote) else ())
                failures.append((_failure(said),) if isinstance(said, Fault) and vote else ())
        return EntailmentResult(tuple(verdicts), tuple(failures), {self.reader.name: dict(sorted(faults.items()))})

    def _verdict(self, vote: JudgeVote, counts: bool) -> Verdict:
        return Verdict(
            check=NAME,
            passed=vote.positive,
            reason="" if vote.positive else TOLD,
            detail=f"{self.reader.name} says {vote.said} ({vote.note})",
            checker_version=self.reader.version,
            calibrated=counts,
        )


def _removed(star: Star) -> list[Removed | None]:
    """What is read of each row: of those about a passage that should not be answered."""
    if not isinstance(star.seed.evidence, Passage) or len(star.claims) != len(star.rows):
        return [None] * len(star.rows)
    asked = dict(enumerate(star.seed.questions))
    return [
        Removed(row.context, row.question, asked[claim.question].answer)
        if row.should_abstain and claim.question in asked
        else None
        for row, claim in zip(star.rows, star.claims, strict=True)
    ]


def _failure(fault: Fault) -> Failure:
    return Failure(stage=NAME, error=fault.kind.value, message=fault.message)
