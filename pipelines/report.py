"""report.html: one page for the folder of a run or of an evaluation, written whole, read by no network."""

from pathlib import Path
from typing import Literal

from nescio.pipelines.folder import Folder, whole
from nescio.pipelines.report_eval import eval_report
from nescio.pipelines.report_run import run_report
from nescio.schemas.base import Frozen
from nescio.schemas.errors import UsageError

__all__ = ["FILE", "Report", "eval_report", "run_report", "write_report"]

FILE = "report.html"


class Report(Frozen):
    """What was written."""

    kind: Literal["run", "eval"]
    file: str
    bytes: int


def write_report(folder: Path, out: Path | None = None) -> Report:
    """Write the page of a run or an evaluation, by default into its folder.

    Equal folders give equal bytes. Raises UsageError where the folder holds neither, or something that has not ended.
    """
    kind: Literal["run", "eval"] = _kind(folder)
    text = run_report(folder) if kind == "run" else eval_report(folder)
    target = folder / FILE if out is None else out
    with whole(target) as place:
        place.write_text(text, encoding="utf-8", newline="\n")
    return Report(kind=kind, file=str(target), bytes=len(text.encode()))


def _kind(folder: Path) -> Literal["run", "eval"]:
    if (folder / "recipe.json").is_file() or Folder(folder).summary.is_file():
        return "run"
    if (folder / "eval.json").is_file():
        return "eval"
    raise UsageError(
        f"{folder} holds no finished run and no evaluation: there is neither recipe.json nor eval.json. Give the "
        "folder that was --out of nescio run or nescio eval; where one has not ended, give its command again first"
    )
