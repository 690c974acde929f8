"""Loading a published dataset, with the filters that its columns ask for."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Union

from nescio.schemas.errors import UsageError
from nescio.schemas.taxonomy import Grade, Kind, Role

if TYPE_CHECKING:
    from datasets import Dataset, DatasetDict


def load(
    path: str | Path,
    config: str | None = None,
    *,
    split: str | None = None,
    kind: str | None = None,
    roles: Sequence[str] | None = None,
    grades: Sequence[str] | None = None,
    revision: str | None = None,
) -> "Union[Dataset, DatasetDict]":
    """A dataset of nescio, from the Hub or a folder, as `datasets.load_dataset` gives it.

    `kind`, `roles` and `grades` keep the rows so marked, and so may divide stars. Raises
    UsageError for a value that is none of the taxonomy's.
    """
    from datasets import load_dataset

    kinds = _known("kind", [kind] if kind else None, Kind)
    wanted = _known("role", roles, Role), _known("grade", grades, Grade)
    data = load_dataset(str(path), config, split=split, revision=revision)
    if kinds:
        data = data.filter(lambda row: row["kind"] in kinds)
    if wanted[0] is not None:
        data = data.filter(lambda row: row["role"] in wanted[0])
    if wanted[1] is not None:
        data = data.filter(lambda row: row["proof"]["grade"] in wanted[1])
    return data


def _known(what: str, names: Sequence[str] | None, known: type[Kind] | type[Role] | type[Grade]) -> set[str] | None:
    values = [one.value for one in known]
    for name in names or ():
        if name not in values:
            raise UsageError(f"there is no {what} {name!r}; there are {', '.join(values)}")
    return None if names is None else set(names)
