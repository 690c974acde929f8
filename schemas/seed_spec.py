"""SeedSpec: which seeds a recipe reads, and which columns of a table hold what."""

from datetime import date

from pydantic import Field, model_validator

from nescio.schemas.base import Filled, Frozen, Text


class ColumnMap(Frozen):
    """Which columns of a table hold what, for the source `table`; null means the column of that name, if there is one.

    `context` may be missing where `question` holds the whole problem, and `id` always. `equation` ("( 26 - 9 )") and
    `trace` (a solution with `<<26-9=17>>` in it, as in GSM8K) say how the answer is computed.
    """

    context: Filled | None = None
    question: Filled | None = None
    answer: Filled | None = None
    equation: Filled | None = None
    trace: Filled | None = None
    id: Filled | None = None

    @model_validator(mode="after")
    def _one_for_each(self) -> "ColumnMap":
        named = [column for column in self.model_dump().values() if column is not None]
        twice = sorted({column for column in named if named.count(column) > 1})
        if twice != ([self.answer] if self.answer and self.answer == self.trace else []):
            raise ValueError(f"the column {', '.join(twice)} is named for two things; only answer and trace may be one")
        return self


class SeedSpec(Frozen):
    """Which seeds to read."""

    source: Text
    path: Text | None = None
    """A file, a folder or a Hub id, for sources that read one."""
    split: Filled | None = None
    """The split of a Hub dataset; by default the one it calls train, else its only one."""
    columns: ColumnMap | None = None
    """For the source `table`."""
    licence: Filled | None = None
    """The SPDX identifier of a table's licence; "unknown" where none is told."""
    limit: int | None = Field(default=None, ge=1)
    """At most so many seeds; the source decides which come first."""
    as_of: date | None = None
    """The day on which questions about the world are asked, for the source `registry`: what is later has not happened.
    By default the day on which the registry was last checked; not later than that."""
    compose: bool = False
    """Whether pairs of the source's seeds are joined to longer texts as well; their rows have `context_seed_ids`."""
