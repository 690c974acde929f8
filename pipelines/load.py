"""Loading a published dataset, with the filters that its columns ask for."""

from collections.abc import Sequence
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
    UnknownName for a value that is none of the taxonomy's.
    """
    from datasets import load_dataset

    kinds = _known("kind", [kind] if kind else None, Kind)
    known_roles, known_grades = _known("role", roles, Role), _known("grade", grades, Grade)
    known_figures = _known("figure", figures, Figure)

    def wanted(row: dict[str, Any]) -> bool:
        kept = row["kind"] in kinds and row["role"] in known_roles and row["proof"]["grade"] in known_grades
        return kept and (figures is None or row["figure"] in known_figures)

    data = load_dataset(published(path), config, split=split, revision=revision)
    return data if kind is roles is grades is figures is None else data.filter(wanted)


def load_any(dataset: str, split: str | None) -> list[dict[str, Any]]:
    """The rows of a folder, a file, the folder of a run, or a Hub id: of one split, or of all in their order.

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
        rows: list[dict[str, Any]] = concatenate_datasets(chosen).to_list()
    except StopIteration as error:  # what `datasets` raises for a file without a line
        raise UsageError(f"{dataset} has no rows") from error
    except (OSError, ValueError, TypeError, DatasetsError) as error:
        cause = f"{error.__cause__ or error}".strip().split("\n")[0]
        raise UsageError(
            f"cannot load {dataset!r}: {cause}. Give a folder or Hub id that `datasets.load_dataset` takes, or a file "
            f"({', '.join(FORMATS)})"
        ) from error
    if not rows:
        raise UsageError(f"{dataset} has no rows")
    return rows


def published(path: str | Path) -> str:
    """What `datasets` is to load: of the folder of a run, the dataset in it."""
    inside = Path(path) / "dataset"
    return str(inside if (Path(path) / "recipe.json").is_file() and inside.is_dir() else path)


def _known(what: str, names: Sequence[str] | None, known: type[StrEnum]) -> set[str]:
    """The values asked for, or all; raises UsageError for one that is none."""
    values = [one.value for one in known]
    for name in names or ():
        if name not in values:
            raise UnknownName(what, name, values)
    return set(values if names is None else names)
