"""A row that a model was asked, and what its reply was worth: what every figure of an evaluation is made of."""

from dataclasses import dataclass

from nescio.schemas.taxonomy import Role
from nescio.validation.responses import ABSTENTIONS, REFUSALS, ResponseClass


@dataclass(frozen=True)
class Outcome:
    """What a reply does on its row."""

    kind: ResponseClass | None
    """Null where there is no reply."""
    should_abstain: bool
    correct: bool = False
    """Whether it is answered, and with a gold answer."""

    @property
    def abstained(self) -> bool:
        """Whether the reply abstains, asks back or corrects the question."""
        return self.kind in ABSTENTIONS

    @property
    def refused(self) -> bool:
        """Whether the reply refuses, in whole or in part."""
        return self.kind in REFUSALS

    @property
    def right(self) -> bool:
        """Whether the reply does what it should."""
        return self.abstained if self.should_abstain else self.correct


@dataclass(frozen=True, kw_only=True)
class ScoredRow(Outcome):
    """A row of an evaluation and what a model's reply to it was."""

    id: str
    star: str
    """The row's `cross_id`, or its own id where it stands alone."""
    pair: str | None
    role: Role
    scenario: str
    perturbation: str
    domain: str = ""
    complexity: str = ""
    grade: str = ""
    graded: bool = True
    """Whether a reply can be right or wrong; not so where one should answer and there is no gold answer."""
    named: bool | None = None
    """Of an abstaining reply: whether it names what is missing; null where that is not asked or cannot be told."""
    confidence: float | None = None
    """As the reply states it, from 0 to 1; null where it states none."""
    length: int | None = None
    """Of the reply with its thinking, in one unit for all rows of an evaluation; null where there is no reply."""
    cut_off: bool = False
    """Whether the reply ended at its longest length, so that `length` is a lower bound."""

    @property
    def replied(self) -> bool:
        """Whether there is a reply."""
        return self.kind is not None

    @property
    def answered(self) -> bool:
        """Whether the reply answers, rightly or not."""
        return self.kind is ResponseClass.ANSWERED

    @property
    def wrong(self) -> bool:
        """Whether the reply gives an answer that is none: a wrong one, or any where there is none."""
        return self.graded and self.answered and not self.right
