"""The folder of a run: who may write into it, and how its files come to be whole."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from pydantic import ValidationError

from nescio.pipelines.summary import ModelRecord, RecipeRecord, SeedRecord
from nescio.schemas.base import Frozen
from nescio.schemas.errors import RunConflict
from nescio.schemas.recipe import Recipe

LIBRARIES = ("datasets", "numpy", "pyarrow", "scikit-learn", "sentence-transformers", "torch", "transformers")
_STAGES = ("perturb", "verify", "curate", "publish")


@dataclass(frozen=True)
class Folder:
    """The output folder of a run."""

    path: Path

    @property
    def dataset(self) -> Path:
        """What is published."""
        return self.path / "dataset"

    def read_recipe(self) -> RecipeRecord | None:
        """recipe.json; None where there is none. Raises RunConflict where it cannot be read."""
        file = self.path / "recipe.json"
        if not file.exists():
            return None
        try:
            return RecipeRecord.model_validate_json(file.read_bytes())
        except ValidationError as error:
            raise RunConflict(
                f"{file} is not the recipe of a run ({error.errors()[0]['msg']}); choose another --out"
            ) from error

    def claim(self, record: RecipeRecord) -> list[str]:
        """Make the folder this run's: write recipe.json first. Returns what changed against an earlier run in it.

        Raises RunConflict where the folder holds another run, by name, seeds or seed number, or files that are no run.
        """
        earlier = self.read_recipe()
        if earlier is None and self.path.exists() and any(self.path.iterdir()):
            raise RunConflict(
                f"{self.path} holds files that are no nescio run; choose an empty or new folder for --out"
            )
        if earlier is not None:
            differing = _differences(earlier, record)
            if differing:
                raise RunConflict(
                    f"{self.path} holds another run: {'; '.join(differing)}. Choose another --out, or delete the folder."
                )
        self.path.mkdir(parents=True, exist_ok=True)
        write_json(self.path / "recipe.json", record)
        return [] if earlier is None else _changes(earlier, record)


def seed_records(recipe: Recipe) -> tuple[SeedRecord, ...]:
    """The recipe's sources with the hashes of their files."""
    return tuple(
        SeedRecord(source=spec.source, path=spec.path, sha256=_hash_if_file(spec.path)) for spec in recipe.seeds
    )


def recipe_record(recipe: Recipe, limit: int | None, models: tuple[ModelRecord, ...]) -> RecipeRecord:
    """recipe.json of a run."""
    return RecipeRecord(
        nescio=version("nescio"),
        recipe=recipe,
        limit=limit,
        seeds=seed_records(recipe),
        models=models,
        versions={name: version(name) for name in LIBRARIES},
    )


def _differences(earlier: RecipeRecord, now: RecipeRecord) -> list[str]:
    """What makes it another run."""
    found = []
    if earlier.recipe.name != now.recipe.name:
        found.append(f"its recipe is {earlier.recipe.name!r}, this one is {now.recipe.name!r}")
    if earlier.recipe.seed != now.recipe.seed:
        found.append(f"its seed number is {earlier.recipe.seed}, this one is {now.recipe.seed}")
    if earlier.seeds != now.seeds or earlier.recipe.seeds != now.recipe.seeds:
        found.append(f"its seeds are {_shown(earlier)}, these are {_shown(now)}")
    return found


def _shown(record: RecipeRecord) -> str:
    pairs = zip(record.recipe.seeds, record.seeds, strict=True)
    return ", ".join(
        seed.source
        + (f":{seed.path}" if seed.path else "")
        + (f" limit {spec.limit}" if spec.limit else "")
        + (f" (sha256 {seed.sha256[:8]})" if seed.sha256 else "")
        for spec, seed in pairs
    )


def _changes(earlier: RecipeRecord, now: RecipeRecord) -> list[str]:
    """The stages whose settings changed."""
    found = [stage for stage in _STAGES if getattr(earlier.recipe, stage) != getattr(now.recipe, stage)]
    if earlier.limit != now.limit:
        found.append(f"limit ({earlier.limit} before, {now.limit} now)")
    if earlier.nescio != now.nescio:
        found.append(f"nescio ({earlier.nescio} before, {now.nescio} now)")
    return found


def _hash_if_file(path: str | None) -> str | None:
    return file_hash(Path(path)) if path is not None and Path(path).is_file() else None


def file_hash(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_json(path: Path, model: Frozen) -> None:
    """Write a model as JSON, whole or not at all."""
    text = json.dumps(model.model_dump(mode="json"), indent=2, ensure_ascii=False) + "\n"
    write_text(path, text)


def write_text(path: Path, text: str) -> None:
    """Write a text beside its place, make it durable, and put it there by one rename."""
    beside = path.with_name(path.name + ".part")
    with beside.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


@contextmanager
def built_beside(path: Path) -> Iterator[Path]:
    """A fresh folder that takes the place of `path` once the block has ended without an error."""
    beside, old = path.with_name(path.name + ".part"), path.with_name(path.name + ".old")
    for leftover in (beside, old):
        shutil.rmtree(leftover, ignore_errors=True)
    beside.mkdir(parents=True)
    yield beside
    if path.exists():
        path.rename(old)
    beside.rename(path)
    shutil.rmtree(old, ignore_errors=True)
