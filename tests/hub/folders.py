"""Changing the folder of a run for a test, so that it still looks as if nescio had written it."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from nescio.pipelines.tables import write_parquet
from nescio.schemas.example import Example


def summary(folder: Path, **changes: Any) -> None:
    """Change what run.json says."""
    path = folder / "run.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def rows(folder: Path, split: str) -> list[dict[str, Any]]:
    """The rows of a split."""
    found: list[dict[str, Any]] = pq.read_table(parquet(folder, split)).to_pylist()
    return found


def parquet(folder: Path, split: str) -> Path:
    """The file of a split."""
    return folder / "dataset" / "data" / "math" / f"{split}-00000-of-00001.parquet"


def change_row(folder: Path, split: str, change: Callable[[dict[str, Any]], dict[str, Any]]) -> str:
    """Change the first row of a split, with the hashes that speak of it; the row's id."""
    first, *others = rows(folder, split)
    changed = [Example.model_validate(change(first)), *(Example.model_validate(row) for row in others)]
    write_parquet(changed, Example, parquet(folder, split))
    rehash(folder)
    return str(first["id"])


def rehash(folder: Path) -> None:
    """Have run.json name the files as they are."""
    files = [path for path in sorted((folder / "dataset").rglob("*")) if path.is_file()]
    found = {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    summary(folder, files=found)
