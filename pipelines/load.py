"""Loading a published dataset, with the filters that its columns ask for."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nescio.schemas.errors import UnknownName, UsageError
from nescio.schemas.taxonomy import Figure, Grade, Kind, Role

if TYPE_CHECKING:
    from datasets import Dataset, DatasetDict

FORMATS = {".parquet": "parquet", ".jsonl": "json", ".json": "json", ".csv": "csv"}


def load(
    path: str | Path,
    config: str | None = None,
    *,
    split: str | None = None,
    kind: str | None = None,
    roles: Sequence[str] | None = None,
    grades: Sequence[str] | None = None,
    figures: Sequence[str] | None = None,
    revision: str | None = None,
) -> "Dataset | DatasetDict":
    """A dataset of nescio, from the Hub, a folder or the folder of a run, as `datasets.load_dataset` gives it.

    `kind`, `roles`, `grades` and `figures` keep the rows so marked; the first two may divide stars. Raises
    UnknownName for a value that is none of the taxonomy's, and UsageError where the column that it filters is missing.
    """
    from datasets import DatasetDict, load_dataset

    asked = (
        ("kind", _known("kind", None if kind is None else [kind], Kind)),
        ("role", _known("role", roles, Role)),
        ("proof", _known("grade", grades, Grade)),
        ("figure", _known("figure", figures, Figure)),
    )
    data = load_dataset(published(path), config, split=split, revision=revision)
    wanted = {name: values for name, values in asked if values is not None}
    if not wanted:
        return data
    if isinstance(data, DatasetDict):
        return DatasetDict({name: _kept(one, wanted) for name, one in data.items()})
    return _kept(data, wanted)


def _kept(data: "Dataset", wanted: Mapping[str, Sequence[str]]) -> "Dataset":
    """The rows with one of the values in every column; of `proof`, its grade counts. Only those columns are read."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    lacking = [name for name in wanted if name not in data.column_names]
    if lacking:
        raise UsageError(
            f"the data has no column {', '.join(lacking)} to filter by; it has {', '.join(data.column_names)}"
        )
    table = data.select_columns(list(wanted)).with_format("arrow")[:]
    kept = np.ones(len(data), dtype=bool)
    for name, values in wanted.items():
        column = pc.struct_field(table[name], "grade") if name == "proof" else table[name]
        kept &= pc.is_in(column, value_set=pa.array(values)).to_numpy()
    return data.select(np.flatnonzero(kept))


def load_any(dataset: str, split: str | None) -> list[dict[str, Any]]:
    """The rows of what `load_table` loads."""
    rows: list[dict[str, Any]] = load_table(dataset, split).to_list()
    return rows


def load_table(dataset: str, split: str | None) -> "Dataset":
    """A folder, a file, the folder of a run, or a Hub id as one table: one split, or all in their order.

    A single file has the one split that `datasets` calls train, whatever its rows are for, and is read whole. Raises
    UsageError where it cannot be read, has no such split, or no rows.
    """
    from datasets import concatenate_datasets, load_dataset
    from datasets.exceptions import DatasetsError
    from datasets.utils.logging import disable_progress_bar

    disable_progress_bar()
    path = Path(dataset)
    known = path.suffix in FORMATS
    if known and not path.is_file():
        raise UsageError(f"there is no file {path}")
    try:
        loaded = load_dataset(FORMATS[path.suffix], data_files=str(path)) if known else load_dataset(published(path))
        if split is not None and not known and split not in loaded:
            raise UsageError(f"{dataset} has no split {split!r}; it has {', '.join(map(str, loaded))}")
        chosen = list(loaded.values()) if split is None or known else [loaded[split]]
        table = concatenate_datasets(chosen)
        table.data.validate(full=True)  # else bytes that are no text would be found out wherever a row is read
    except StopIteration as error:  # what `datasets` raises for a file without a line
        raise UsageError(f"{dataset} has no rows") from error
    except (OSError, ValueError, TypeError, DatasetsError) as error:
        cause = f"{error.__cause__ or error}".strip().split("\n")[0]
        raise UsageError(
            f"cannot load {dataset!r}: {cause}. Give a folder or Hub id that `datasets.load_dataset` takes, or a file "
            f"({', '.join(FORMATS)})"
        ) from error
    if not len(table):
        raise UsageError(f"{dataset} has no rows")
    return table


def published(path: str | Path) -> str:
    """What `datasets` is to load: of the folder of a run, the dataset in it."""
    inside = Path(path) / "dataset"
    return str(inside if (Path(path) / "recipe.json").is_file() and inside.is_dir() else path)


def _known(what: str, names: Sequence[str] | None, known: type[StrEnum]) -> list[str] | None:
    """The values asked for; raises UnknownName for one that is none."""
    values = [one.value for one in known]
    for name in names or ():
        if name not in values:
            raise UnknownName(what, name, values)
    return None if names is None else list(names)
