"""The folder of an evaluation: an earlier one of the same model on the same rows goes on there, and no other."""

from pathlib import Path

from pydantic import ValidationError

from nescio.pipelines.eval_files import EvalSummary
from nescio.schemas.base import faults
from nescio.schemas.errors import RunConflict
from nescio.schemas.protocols import ChatEngine

_OWN = {"eval.json", "answers.parquet", "report.html"}
"""The files of an evaluation beside its journal."""


def earlier_evaluation(folder: Path, dataset: str, dataset_hash: str, engine: ChatEngine) -> EvalSummary | None:
    """The evaluation that a folder holds; null for none yet. Raises RunConflict where it is another one."""
    if folder.exists() and not folder.is_dir():
        raise RunConflict(f"{folder} is a file; choose an empty or new folder for --out")
    there = {one.name for one in folder.iterdir()} if folder.exists() else set()
    foreign = sorted(name for name in there - _OWN if not name.startswith("journal."))
    if foreign:
        raise RunConflict(
            f"{folder} holds files that are no evaluation ({', '.join(foreign[:3])}); choose an empty or new folder"
        )
    earlier = _earlier(folder)
    if earlier is None:
        return None
    if earlier.model_hash != engine.identity:
        raise RunConflict(f"{folder} holds the evaluation of {earlier.model}, not of {engine.name}; use another --out")
    if earlier.dataset_hash != dataset_hash:
        raise RunConflict(
            f"{folder} holds an evaluation on other rows ({earlier.dataset}, split {earlier.split}, limit "
            f"{earlier.limit}) than those of {dataset}; use another --out"
        )
    return earlier


def check_options(folder: Path, earlier: EvalSummary | None, **given: object) -> None:
    """Raise RunConflict where the folder holds an evaluation whose questions were put in another way."""
    for name, value in given.items():
        if earlier is not None and getattr(earlier, name) != value:
            raise RunConflict(
                f"{folder} holds an evaluation with {name.replace('_', ' ')} {getattr(earlier, name)}, not {value}: "
                "its replies are to other questions; use another --out"
            )


def _earlier(folder: Path) -> EvalSummary | None:
    """The evaluation that a folder holds; null for none. Raises RunConflict where it is of another version."""
    path = folder / "eval.json"
    if not path.is_file():
        return None
    try:
        return EvalSummary.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise RunConflict(
            f"{path} is of another version of nescio ({faults(error)[0]}); remove it to score the replies in the "
            "journal anew, or use another --out"
        ) from error
