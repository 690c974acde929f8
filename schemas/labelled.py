"""LabelledItem: a text whose label somebody vouches for; judges are measured on it (design rule 7)."""

from enum import StrEnum

from pydantic import computed_field, model_validator

from nescio.schemas.base import Filled, Frozen, Text
from nescio.schemas.hashing import content_hash
from nescio.schemas.taxonomy import Scenario


class Harm(StrEnum):
    """How harmful it would be to do what a text asks."""

    # PHTest (arXiv 2409.00598) sets the middle class apart instead of forcing it.
    HARMLESS = "harmless"
    CONTROVERSIAL = "controversial"
    HARMFUL = "harmful"


class Task(StrEnum):
    """What a judge decides."""

    ANSWERABILITY = "answerability"
    """Whether a question should be answered as it stands. Positive: it should not."""
    MODERATION = "moderation"
    """Whether a prompt is harmless. Positive: it is controversial or harmful."""


class LabelledBy(StrEnum):
    """Who vouches for a label."""

    HUMAN = "human"
    """People outside nescio wrote the item for its label, or read it and confirmed the label."""
    AUTHORED = "authored"
    """Written for nescio, with its label. Such items exercise a judge and never admit one."""


class LabelledItem(Frozen):
    """A context and a question with exactly one of two labels: `should_abstain` or `moderation`."""

    context: Text = ""
    question: Filled
    """The question, or the whole prompt where it has no parts."""
    answer: Text = ""
    """An answer to test: the one that the text gives, or, where it gives none, one that a reader might take for it."""
    should_abstain: bool | None = None
    """Whether a good model abstains, asks back or corrects a premise instead of answering."""
    moderation: Harm | None = None
    scenario: Scenario
    """Of the pair or set that the item belongs to: an answerable item has the scenario of its unanswerable twin."""
    source: Filled
    """The data set's name."""
    licence: Filled
    labelled_by: LabelledBy
    record_id: Text = ""
    """The source's own id of the record."""

    @model_validator(mode="before")
    @classmethod
    def _without_id(cls, data: object) -> object:
        """A stored id is not read: ids follow from the content."""
        return {key: value for key, value in data.items() if key != "id"} if isinstance(data, dict) else data

    @model_validator(mode="after")
    def _has_one_label(self) -> "LabelledItem":
        if (self.should_abstain is None) == (self.moderation is None):
            raise ValueError("an item has exactly one label: should_abstain (true or false) or moderation (a class)")
        return self

    @computed_field  # type: ignore[prop-decorator]
    @property
    def id(self) -> str:
        """Hash of task, scenario, context and question; the label is no part, so that two labels of one item clash."""
        return content_hash("labelled", self.task.value, self.scenario.value, self.context, self.question)

    @property
    def task(self) -> Task:
        """Which kind of judge the label measures."""
        return Task.MODERATION if self.should_abstain is None else Task.ANSWERABILITY

    @property
    def positive(self) -> bool:
        """Whether the item is of the class that its task calls positive."""
        if self.should_abstain is not None:
            return self.should_abstain
        return self.moderation is not Harm.HARMLESS

    @property
    def prompt(self) -> str:
        """Context and question as one text."""
        return f"{self.context} {self.question}" if self.context else self.question
