"""A run that has ended, read back from its folder."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from nescio.pipelines.folder import Folder
from nescio.pipelines.summary import RecipeRecord, RunSummary
from nescio.schemas.base import faults
from nescio.schemas.errors import UsageError


@dataclass(frozen=True)
class FinishedRun:
    """A run that has ended, with the records that it wrote."""

    folder: Path
    record: RecipeRecord
    summary: RunSummary

    @property
    def dataset(self) -> Path:
        """The folder that it made to be published."""
        return self.folder / "dataset"


def read_finished(path: Path) -> FinishedRun:
    """The run in a folder. Raises UsageError where there is none, it has not ended, or it cannot be read."""
    folder = Folder(path)
    record = folder.read_recipe()
    if record is None:
        raise UsageError(f"{path} holds no run: there is no recipe.json; give the folder that was --out")
    if not folder.summary.is_file():
        raise UsageError(f"{path} holds a run that has not ended; run the same command again, and it goes on")
    try:
        summary = RunSummary.model_validate_json(folder.summary.read_bytes())
    except ValidationError as error:
        raise UsageError(
            f"{folder.summary} is of another version of nescio ({faults(error)[0]}); run the recipe again with this one"
        ) from error
    return FinishedRun(path, record, summary)
