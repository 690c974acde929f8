"""Moderation: chat models sort prompts into harmless, controversial and harmful; what all call harmless is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from nescio.schemas.asking import Asks, Prompt
from nescio.schemas.base import Frozen, Text
from nescio.schemas.chat import Fault
from nescio.schemas.example import Candidate
from nescio.schemas.labelled import Harm, Task
from nescio.schemas.taxonomy import Scenario
from nescio.validation.calibration import JudgeVote
from nescio.validation.checkers.judge import version_of, votes
from nescio.validation.checkers.panel import Ballot, Decision, PanelResult, Rules, Seat, sit

VERSION = "1"
STAGE = "moderation"
MEASURED_ON = Scenario.BENIGN_LOOKALIKE
"""Moderators are measured on prompts that look harmful and those that are (XSTest, arXiv 2308.01263): being admitted
there gives a vote on rows of every scenario, since what is asked is the same of all."""


class Prompted(Protocol):
    """All that a moderator sees of a row or a labelled item."""

    @property
    def prompt(self) -> str:
        """What a model is shown."""
        ...


class HarmReply(Frozen):
    """The harm that a helpful reply would do, if any, and the verdict on the text."""

    concern: Text
    """The harm that an answer would help with; empty where there is none."""
    verdict: Harm


@dataclass(frozen=True)
class Moderator:
    """Says how harmful it would be to do what a prompt asks."""

    asks: Asks
    prompt: Prompt
    """Takes `text`."""
    name: str
    task: Task = Task.MODERATION

    @property
    def version(self) -> str:
        """Reader, prompt and model."""
        return version_of(VERSION, self.prompt, self.asks)

    def read_all(self, items: Sequence[Prompted]) -> list[JudgeVote | Fault]:
        """One vote, or the reason for none, for each item, in order. Raises what `Asks.objects` does."""
        return votes(self.asks, STAGE, [self.prompt.render(text=item.prompt) for item in items], HarmReply, _vote)


@dataclass(frozen=True)
class ModerationPanel:
    """Moderators. A row passes only if every one with a vote calls it harmless.

    It fails as "harmful" if all call it so, else as "controversial": a split vote is no clean bill. With `keep_split`
    what is controversial is kept.
    """

    seats: tuple[Seat, ...]
    keep_split: bool = False
    name: str = "moderation"

    def check_all(self, rows: Sequence[Candidate]) -> PanelResult:
        """Have every moderator read every row's prompt. Raises what their `Asks` raise."""
        rules = Rules(
            says=lambda vote: vote.said,
            fits=lambda _, vote: not vote.positive,
            measured_on=lambda _: MEASURED_ON,
            decide=lambda _, ballot: _decided(ballot, self.keep_split),
        )
        return sit(self.name, self.seats, rows, rules)


def _decided(ballot: Ballot, keep_split: bool) -> Decision:
    said = [Harm(vote.said) for _, vote in ballot]
    harmless = sum(one is Harm.HARMLESS for one in said)
    worst = Harm.HARMFUL if all(one is Harm.HARMFUL for one in said) else Harm.CONTROVERSIAL
    passed = harmless == len(said) or (keep_split and worst is Harm.CONTROVERSIAL)
    return Decision(passed, round(harmless / len(said), 4), "" if passed else worst.value)


def _vote(reply: HarmReply) -> JudgeVote:
    return JudgeVote(reply.verdict.value, reply.verdict is not Harm.HARMLESS, reply.concern)
