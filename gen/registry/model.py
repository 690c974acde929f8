"""The shape of a registry file: a table of entities with what is known of them, and frames that ask of it.

docs/registry.md explains it with an example.
"""

from datetime import date
from typing import Literal

from pydantic import ConfigDict, Field, model_validator

from nescio.schemas.base import Filled, Frozen

Form = Literal["wh", "yes_no", "why"]
Slot = Literal["subject", "value", "date"]


class Column(Frozen):
    """A relation of a table: what `schemas.registry.Relation` says, but for the name and the subject's type."""

    value: Filled
    """The type of its values: of another table, of `names`, `year` or `number`."""
    source: Filled
    says: Filled
    functional: bool = True
    changing: bool = False


class Dated(Frozen):
    """A value with the time in which it held, or the reason why nobody knows one."""

    value: Filled | int | None = None
    since: date | None = None
    until: date | None = None
    unknown: Filled | None = None


Cell = str | int | Dated | list[str | int | Dated]


class Row(Frozen):
    """An entity and what is known of it, by the names of the columns; a missing column makes no claim."""

    model_config = ConfigDict(frozen=True, extra="allow")

    name: Filled
    aliases: tuple[Filled, ...] = ()
    __pydantic_extra__: dict[str, Cell]

    @property
    def cells(self) -> dict[str, Cell]:
        """What is known of it, by column."""
        return self.__pydantic_extra__ or {}


class Wording(Frozen):
    """One way to ask what a frame asks: with {subject}, and {value}, {date} and {bound} where the frame has them."""

    text: Filled
    form: Form = "wh"
    answer: Filled | None = None
    """The answer of a why-question, with slots: "{value} is its currency"; others are answered by the registry."""


class Frame(Frozen):
    """What is asked of an entity, and what the question takes for granted."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    asks: Filled | None = None
    """The column whose value is the answer; left out where every wording brings its own."""
    presupposes: Filled | None = None
    """The column that {value} is the value of."""
    tense: Literal["past", "coming"] | None = None
    """Whether the subject is taken to have taken place, or to be still to come; its day is that of the asked triple."""
    dated: Literal["drawn", "today"] | None = None
    """What stands at {date}: a day on which the asked triple held, or today."""
    only: Filled | None = None
    """A column that a row must have a value in for the frame to be asked of it."""
    swap: Slot = "value"
    """What is exchanged with another question."""
    partner: str | None = None
    """The frame that asks the other question; by default this one, asked of another entity."""
    wordings: tuple[Wording, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _has_an_answer(self) -> "Frame":
        if self.asks is None and any(one.answer is None for one in self.wordings):
            raise ValueError("without `asks` every wording needs its own `answer`")
        return self


class Table(Frozen):
    """One file: the entities of a type, the relations that lead from them, and the questions about them."""

    type: Filled
    checked: date
    """The day on which its author last looked the entries up; what came later it does not know."""
    relations: dict[Filled, Column]
    rows: tuple[Row, ...] = Field(min_length=1)
    names: dict[Filled, dict[Filled, tuple[Filled, ...]]] = Field(default_factory=dict)
    """Aliases of values, by type and name. A value that is in no table and not here has none."""
    frames: tuple[Frame, ...] = ()

    @model_validator(mode="after")
    def _rows_fill_columns(self) -> "Table":
        for row in self.rows:
            strange = sorted(set(row.cells) - set(self.relations))
            if strange:
                raise ValueError(
                    f"row {row.name!r} has {', '.join(strange)}, which is no relation of the table; "
                    f"it has {', '.join(self.relations)}"
                )
        return self

    @model_validator(mode="after")
    def _frames_name_columns(self) -> "Table":
        for frame in self.frames:
            for column in (frame.asks, frame.presupposes, frame.only):
                if column is not None and column not in self.relations:
                    raise ValueError(f"frame {frame.id!r} names the relation {column!r}, which the table does not have")
        return self
