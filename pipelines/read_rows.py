"""Reading the rows of any dataset that `datasets` loads: nescio's own, a file, or one from the Hub."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from nescio.pipelines.load import load_table
from nescio.schemas.base import Filled, Text, faults
from nescio.schemas.errors import UsageError
from nescio.schemas.hashing import content_hash
from nescio.schemas.taxonomy import Behaviour, Role

if TYPE_CHECKING:
    from datasets import Dataset

NEEDED = ("prompt", "should_abstain", "answers")
ASKED = ("prompt", "should_abstain")
"""The columns without which a dataset cannot be asked."""
_ANSWERS = "a row has answers exactly if one should answer it"


class Starred(Protocol):
    """What has an id and belongs to a star."""

    @property
    def id(self) -> str:
        """Its own name."""

    @property
    def star(self) -> str:
        """The name of its star."""


_Row = TypeVar("_Row", bound=Starred)


class DataRow(BaseModel):
    """What asking a model and training one take of a row; other columns are left alone.

    A dataset of one's own needs `prompt` and `should_abstain`, `answers` to be graded, and `target` to train on.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: Filled
    """By default the hash of the prompt."""
    prompt: Filled
    should_abstain: bool
    answers: tuple[Text, ...] = ()
    choices: tuple[Text, ...] = ()
    target: Text = ""
    pair_id: str | None = None
    cross_id: str | None = None
    role: Role
    """By default perturbed where one should abstain, else clean."""
    kind: str = ""
    scenario: str = ""
    perturbation: str = ""
    domain: str = ""
    complexity: str = ""
    grade: str = ""
    """By default that of the `proof`."""
    behaviour: str = ""
    """By default abstain where one should abstain, else answer."""
    question: Text = ""
    """The prompt's own question, without its context; empty where it is not told apart."""
    clarifying_question: Text | None = None
    missing_fact: Text | None = None
    false_premise: Text | None = None
    correction: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _with_defaults(cls, row: object) -> object:
        if not isinstance(row, dict):
            return row
        given = {name: value for name, value in row.items() if value is not None}
        for name in ("answers", "choices"):
            if isinstance(given.get(name), str):
                raise ValueError(
                    f"{name} is the text {given[name]!r}; a list of texts is wanted, which JSONL and Parquet can hold "
                    "and CSV cannot"
                )
        if "id" not in given:
            given["id"] = content_hash(str(given.get("prompt")))
        proof = given.get("proof")
        if isinstance(proof, dict) and proof.get("grade"):
            given.setdefault("grade", proof["grade"])
        given.setdefault("role", Role.PERTURBED if given.get("should_abstain") else Role.CLEAN)
        given.setdefault("behaviour", Behaviour.ABSTAIN if given.get("should_abstain") else Behaviour.ANSWER)
        return given

    @model_validator(mode="after")
    def _consistent(self) -> "DataRow":
        if self.should_abstain and self.answers:
            raise ValueError(_ANSWERS)
        return self

    @property
    def star(self) -> str:
        """The rows that stay together with it: its star's, its pair's, or it alone."""
        return self.cross_id or self.pair_id or self.id

    @property
    def graded(self) -> bool:
        """Whether a reply can be right or wrong: one should abstain, or there is a gold answer."""
        return self.should_abstain or bool(self.answers)

    @property
    def asks(self) -> str:
        """Its question; the prompt where that is not told apart."""
        return self.question or self.prompt


def read_rows(dataset: str, split: str | None = None, needed: Sequence[str] = NEEDED) -> list[DataRow]:
    """The rows of a folder, a file, the folder of a run, or a Hub id: of one split, or of all in their order.

    Where `needed` has no `answers`, a row to answer may be without them. Raises UsageError where the dataset cannot be
    loaded, a column is missing, a row does not fit, or two rows share an id.
    """
    table = open_table(dataset, split, needed)
    gold = "answers" in needed
    rows = [row_of(one, number, dataset, gold=gold) for number, one in enumerate(table.to_list())]
    require_unique(rows, dataset)
    return rows


def open_table(
    dataset: str, split: str | None, needed: Sequence[str], besides: Sequence[str] = ("proof",)
) -> "Dataset":
    """The columns of a row, and those of `besides` that are there, not read yet; raises what `read_rows` raises."""
    table = load_table(dataset, split)
    lacking = [name for name in needed if name not in table.column_names]
    if lacking:
        raise UsageError(
            f"{dataset} has no column {', '.join(lacking)}; it has {', '.join(table.column_names)}. "
            f"Wanted is a dataset of nescio, or one of your own with {', '.join(needed)} (docs/eval.md)."
        )
    return table.select_columns([name for name in (*DataRow.model_fields, *besides) if name in table.column_names])


def row_of(values: Mapping[str, object], number: int, dataset: str, *, gold: bool = True) -> DataRow:
    """The row with these values; raises UsageError naming its place where they do not fit.

    With `gold`, a row to answer must have answers.
    """
    try:
        row = DataRow.model_validate(values)
    except ValidationError as error:
        raise UsageError(f"row {number} of {dataset}: {'; '.join(faults(error))}") from error
    if gold and not row.graded:
        raise UsageError(f"row {number} of {dataset}: {_ANSWERS}")
    return row


def require_unique(rows: Iterable[Starred], dataset: str) -> None:
    """Raises UsageError where two rows share an id."""
    seen: dict[str, int] = {}
    for number, row in enumerate(rows):
        earlier = seen.setdefault(row.id, number)
        if earlier != number:
            raise UsageError(f"rows {earlier} and {number} of {dataset} have the same id {row.id}; make ids unique")


def require_targets(rows: Sequence[DataRow], dataset: str) -> None:
    """Raises UsageError where rows have nothing to learn from."""
    bare = [row.id for row in rows if not row.target.strip()]
    if bare:
        raise no_targets(bare, len(rows), dataset)


def no_targets(bare: Sequence[str], number: int, dataset: str) -> UsageError:
    """What to say of rows that have nothing to learn from."""
    return UsageError(
        f"{len(bare)} of {number} rows of {dataset} have no target to learn from, {bare[0]} first; fill the column "
        "`target`, or leave them out"
    )


def by_star(rows: Iterable[_Row]) -> dict[str, list[_Row]]:
    """The rows of each star, stars in the order of their hashes: a fixed order that is none of the dataset's."""
    stars: dict[str, list[_Row]] = {}
    for row in rows:
        stars.setdefault(row.star, []).append(row)
    return {star: stars[star] for star in sorted(stars, key=lambda one: (content_hash("star", one), one))}


def choose(rows: Sequence[DataRow], limit: int | None) -> list[DataRow]:
    """At most `limit` rows in whole stars, those with the smallest hashes, one star at least; null takes all.

    They come in the order in which they stood.
    """
    if limit is None:
        return list(rows)
    chosen: set[str] = set()
    taken = 0
    for star, members in by_star(rows).items():
        if chosen and taken + len(members) > limit:
            break
        chosen.add(star)
        taken += len(members)
    return [row for row in rows if row.star in chosen]
