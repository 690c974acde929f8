"""The folder of a run: who may write into it, and how its files come to be whole."""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from pydantic import ValidationError

from nescio.gen.prompting import load_prompt, prompt_names
from nescio.pipelines.recipe_file import is_file
from nescio.pipelines.storage import make_private
from nescio.pipelines.summary import ModelRecord, RecipeRecord, SeedRecord
from nescio.schemas.base import Frozen
from nescio.schemas.errors import RunConflict
from nescio.schemas.recipe import Recipe

LIBRARIES = ("datasets", "numpy", "pyarrow", "scikit-learn", "sentence-transformers", "torch", "transformers")
_STAGES = ("models", "perturb", "rewrite", "verify", "curate", "publish")
_BEGUN = re.compile(r"journal\..*|recipe\.json\.part|calibration\.json|reviews\.jsonl|lost\+found")
"""What a run that was stopped at its very beginning leaves, or a calibration; what people decided about an earlier run
of the recipe, to be heeded by the first in this folder; and what a fresh file system holds."""


@dataclass(frozen=True)
class Folder:
    """The output folder of a run."""

    path: Path

    @property
    def dataset(self) -> Path:
        """What is published."""
        return self.path / "dataset"

    @property
    def summary(self) -> Path:
        """What a finished run says of itself; written last."""
        return self.path / "run.json"

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

    def check(self, record: RecipeRecord) -> list[str]:
        """What changed against an earlier run in the folder; writes nothing.

        Raises RunConflict where the folder holds another run, by name, seeds or seed number, or files that are no run.
        """
        earlier = self._earlier()
        if earlier is None:
            return []
        differing = _differences(earlier, record)
        if differing:
            raise RunConflict(
                f"{self.path} holds another run: {'; '.join(differing)}. Choose another --out, or delete the folder."
            )
        return _changes(earlier, record)

    def check_name(self, name: str) -> None:
        """Raises RunConflict where the folder holds a run of another recipe, or files that are no run."""
        earlier = self._earlier()
        if earlier is not None and earlier.recipe.name != name:
            raise RunConflict(
                f"{self.path} holds a run of the recipe {earlier.recipe.name!r}, not of {name!r}; choose another --out"
            )

    def _earlier(self) -> RecipeRecord | None:
        """The run that is there; raises RunConflict for a file, and for files that are no run."""
        if self.path.exists() and not self.path.is_dir():
            raise RunConflict(f"{self.path} is a file; choose an empty or new folder for --out")
        earlier = self.read_recipe()
        if earlier is None:
            there = self.path.iterdir() if self.path.exists() else ()
            foreign = sorted(one.name for one in there if not _BEGUN.fullmatch(one.name))
            if foreign:
                raise RunConflict(
                    f"{self.path} holds files that are no nescio run ({', '.join(foreign[:3])}); "
                    "choose an empty or new folder for --out"
                )
        return earlier

    def claim(self, record: RecipeRecord) -> list[str]:
        """Make the folder this run's, and say what changed.

        recipe.json is written first, and run.json and the report are gone until the end. Only the process that
        holds the folder's journal may do so. Raises what `check` raises.
        """
        changed = self.check(record)
        write_json(self.path / "recipe.json", record)
        for stale in (self.summary, self.path / "report.html"):
            stale.unlink(missing_ok=True)
        return changed


def recipe_record(
    recipe: Recipe, limit: int | None, models: tuple[ModelRecord, ...], public: Mapping[str, str] | None = None
) -> RecipeRecord:
    """recipe.json of a run, with the hashes of the files that it reads and of the `public` sets that are at hand."""
    return RecipeRecord(
        nescio=version("nescio"),
        recipe=recipe,
        limit=limit,
        seeds=tuple(SeedRecord(source=one.source, path=one.path, sha256=_hash_of(one.path)) for one in recipe.seeds),
        references={name: _hash_of(name) or "" for name in recipe.curate.decontaminate} | dict(public or {}),
        models=models,
        prompts={name: load_prompt(name).version for name in prompt_names()} if recipe.model_uses() else {},
        versions={name: version(name) for name in LIBRARIES},
    )


def _differences(earlier: RecipeRecord, now: RecipeRecord) -> list[str]:
    """What makes it another run."""
    found = []
    if earlier.recipe.name != now.recipe.name:
        found.append(f"its recipe is {earlier.recipe.name!r}, this one is {now.recipe.name!r}")
    if earlier.recipe.seed != now.recipe.seed:
        found.append(f"its seed number is {earlier.recipe.seed}, this one is {now.recipe.seed}")
    if _seeds(earlier) != _seeds(now):
        found.append(f"its seeds are {_shown(earlier)}, these are {_shown(now)}")
    return found


def _seeds(record: RecipeRecord) -> list[tuple[str, str | None, int | None]]:
    """The sources, a file by its content: it may have moved."""
    pairs = zip(record.recipe.seeds, record.seeds, strict=True)
    return [(seed.source, seed.sha256 or seed.path, spec.limit) for spec, seed in pairs]


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
    """The stages whose settings changed, and what else the rows may depend on."""
    found = [stage for stage in _STAGES if getattr(earlier.recipe, stage) != getattr(now.recipe, stage)]
    if earlier.limit != now.limit:
        found.append(f"limit ({earlier.limit} before, {now.limit} now)")
    if earlier.references != now.references and "curate" not in found:
        found.append("the texts to stay away from")
    before = {one.role: one.weights for one in earlier.models}
    found += [
        f"the {one.role} model's weights" for one in now.models if before.get(one.role, one.weights) != one.weights
    ]
    if earlier.prompts and now.prompts:
        found += [f"the prompt {name}" for name, one in now.prompts.items() if earlier.prompts.get(name) != one]
    versions = {"nescio": earlier.nescio, **earlier.versions}
    for name, current in {"nescio": now.nescio, **now.versions}.items():
        if versions.get(name) != current:
            found.append(f"{name} ({versions.get(name)} before, {current} now)")
    return found


def _hash_of(path: str | None) -> str | None:
    return file_hash(Path(path)) if path is not None and is_file(Path(path)) else None


def file_hash(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_json(path: Path, model: Frozen) -> None:
    """Write a model as JSON, whole or not at all."""
    # Escaped to ASCII, since a path of this machine may hold bytes that are no text.
    write_text(path, json.dumps(model.model_dump(mode="json"), indent=2) + "\n")


def write_text(path: Path, text: str) -> None:
    """Write a text whole or not at all, and make it durable."""
    with whole(path) as beside, beside.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def whole(path: Path, *, private: bool = False) -> Iterator[Path]:
    """A place beside `path` to write to: it takes that name once the block has ended without an error, else it goes.

    Where it is `private` only its owner may read it, from its first byte on.
    """
    beside = _beside(path)
    try:
        if private:
            beside.unlink(missing_ok=True)
            make_private(beside)
        yield beside
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def built_beside(path: Path) -> Iterator[Path]:
    """A fresh folder that takes the place of `path` once the block has ended without an error, else it goes.

    A full disk is freed again, and what stood at `path` before is untouched.
    """
    beside, old = _beside(path), path.with_name(path.name + ".old")
    _restore(path, old)
    remove_folder(beside)
    beside.mkdir(parents=True)
    try:
        yield beside
        if path.exists():
            path.rename(old)
        beside.rename(path)
    finally:
        remove_folder(beside)
        _restore(path, old)


def _restore(path: Path, old: Path) -> None:
    """Between two renames the earlier folder has another name: give it back its own if nothing took its place."""
    if old.exists() and not path.exists():
        old.rename(path)
    remove_folder(old)


def remove_folder(path: Path) -> None:
    """Delete a folder where there is one."""
    shutil.rmtree(path, ignore_errors=True)


def _beside(path: Path) -> Path:
    return path.with_name(path.name + ".part")
