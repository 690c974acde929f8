"""Turning a dataset into what trainers and benchmarks read: `nescio export`.

The rows are read once to be checked and chosen from, and once more as they are written: memory holds a few thousand.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from nescio.pipelines.export_chat import Abstention, SftRow, sft
from nescio.pipelines.export_failures import Failures, read_failures
from nescio.pipelines.export_preference import LabelledRow, PairRow, Preferences
from nescio.pipelines.export_prompts import BenchRow, PromptRow, bench, prompts
from nescio.pipelines.export_rejected import Author, tempting
from nescio.pipelines.export_selection import check_share, chosen
from nescio.pipelines.quarantine import refuse_withheld
from nescio.pipelines.read_rows import NEEDED, DataRow, by_star
from nescio.pipelines.row_files import free, free_path, write_rows
from nescio.pipelines.stream_rows import Line, Rows
from nescio.schemas.base import Frozen
from nescio.schemas.errors import UnknownName, UsageError
from nescio.schemas.taxonomy import Kind

TRAINING = ("sft", "dpo", "kto", "grpo")
TASKS = ("lm-eval", "inspect")
"""Folders with a task and its data."""
FORMATS = (*TRAINING, "abstention-bench", *TASKS)
PREFERENCE = ("dpo", "kto")
AUTO = "auto"
"""The split that a format is for: train to train on, else test."""
_NO_GUESS = "nothing tempts to an answer"


class ExportSummary(Frozen):
    """What was written, and what was left out."""

    path: str
    format: str
    split: str | None
    rows: int
    """Lines of the file; of kto two for each pair."""
    abstain: int
    """Rows that abstain among those of the dataset that went in."""
    stars: int
    left_out: dict[str, int]
    """Rows left out to reach the share of abstaining ones, by role."""
    refusal_prone: int = 0
    """Rows that teach to comply: to train on beside a safety set only."""
    files: tuple[str, ...] = ()
    """Of a task, its files."""
    rejected: dict[str, int] | None = None
    """Of preferences: pairs by the source of their rejected reply."""
    without_rejected: dict[str, int] | None = None
    """Of preferences: rows without a rejected reply, by what the model did there."""
    length_auc: float | None = None
    """Of preferences: how well length alone tells chosen from rejected replies; .5 is not at all."""
    rejected_longer: float | None = None
    """Of preferences: share of the pairs whose rejected reply is the longer one."""
    commonest_opening: float | None = None
    """Of preferences: share of the rejected replies that begin with the commonest three words."""


@dataclass(frozen=True)
class Options:
    """What is asked for beside the dataset."""

    format: str
    form: Abstention
    system: str | None
    from_eval: str | None
    authored: bool


def export(
    dataset: str,
    *,
    out: str | Path,
    format: str = "sft",
    split: str | None = AUTO,
    abstain_share: float | None = None,
    abstention: str = "prose",
    system: str | None = None,
    from_eval: str | Path | None = None,
    authored: bool = False,
) -> ExportSummary:
    """Write a split for TRL (sft, dpo, kto, grpo: a .jsonl or .parquet file) or for a benchmark.

    `split` is by default train for training and test for the rest; null takes every one. The rows of a star stand
    together. `abstain_share` is the wanted share of abstaining rows: to reach it, answerable rows are left out (clean
    ones first, then decoys, then twins), or else the abstaining rows of whole stars; which ones, their hashes decide.
    `from_eval` is the folder of an evaluation on these rows, whose failures dpo and kto reject; with `authored`, rows
    that have none get a written one. Raises UsageError where that cannot be done.
    """
    if format not in FORMATS:
        raise UnknownName("export format", format, FORMATS)
    how = Options(format, Abstention.named(abstention), system, str(from_eval) if from_eval else None, authored)
    _check(how)
    check_share(abstain_share)
    path = free(Path(out)) if format in TASKS else free_path(Path(out))
    split = ("train" if format in TRAINING else "test") if split == AUTO else split
    rows = Rows(dataset, split, (*NEEDED, "target") if format in ("sft", *PREFERENCE) else NEEDED)
    if format in ("sft", *PREFERENCE):
        rows.require_targets()
    refuse_withheld(dataset, (line.id for line in rows.lines))
    failures = read_failures(how.from_eval, rows.lines) if how.from_eval else Failures({}, {})
    without = _without_rejected(rows.lines, failures, how) if format in PREFERENCE else {}
    fit = [line for line in rows.lines if line.id not in without]
    if not fit:
        told = ", ".join(f"{count} {why}" for why, count in Counter(without.values()).items())
        raise UsageError(f"no row of {dataset} has a reply to reject ({told}); add --authored to have them written")
    kept = chosen(fit, abstain_share)
    if not kept:
        raise UsageError(f"no row of {dataset} is left at an --abstain-share of {abstain_share:g}")
    ids = {line.id for line in kept}
    return _written(rows, ids, path, failures, how).model_copy(
        update={
            "split": split,
            "abstain": sum(line.should_abstain for line in kept),
            "stars": len({line.star for line in kept}),
            "left_out": _counted(line.role.value for line in fit if line.id not in ids),
            "refusal_prone": sum(line.kind == Kind.REFUSAL_PRONE for line in kept),
            "without_rejected": _counted(without.values()) if format in PREFERENCE else None,
        }
    )


def _check(how: Options) -> None:
    """Raises UsageError for options that do not go together."""
    if how.format not in PREFERENCE and (how.from_eval or how.authored):
        raise UsageError(f"--from-eval and --authored are for {' and '.join(PREFERENCE)}, not for {how.format}")
    if how.format in PREFERENCE and not (how.from_eval or how.authored):
        raise UsageError(
            f"{how.format} needs replies to reject: name a `nescio eval` of your model on these rows (--from-eval DIR),"
            " or have them written (--authored); both together write only where the model did not fail"
        )
    if how.format not in ("sft", *PREFERENCE) and how.form is not Abstention.PROSE:
        raise UsageError(f"--abstention is the form of a reply; {how.format} has none, ask for it by --system")
    if how.format in TASKS and how.system:
        raise UsageError(f"--system is no part of a task; give it to {how.format} itself")


def _without_rejected(lines: Sequence[Line], failures: Failures, how: Options) -> dict[str, str]:
    """The rows for which there is no rejected reply, by id: why."""
    lacking = failures.others if how.from_eval else {line.id: _NO_GUESS for line in lines}
    if not how.authored:
        return dict(lacking)
    return {
        line.id: _NO_GUESS if not how.from_eval else f"{lacking[line.id]}; {_NO_GUESS}"
        for star in by_star(lines).values()
        for line in star
        if line.id in lacking and line.should_abstain and tempting(line, star) is None
    }


def _written(rows: Rows, ids: set[str], path: Path, failures: Failures, how: Options) -> ExportSummary:
    """Write the rows of these ids; what the format itself has to tell of them."""
    found = ExportSummary(path=str(path), format=how.format, split=None, rows=0, abstain=0, stars=0, left_out={})
    if how.format in PREFERENCE:
        return _preferences(rows, ids, path, failures, how, found)
    if how.format in TASKS:
        kept = list(_rows(rows, ids))
        files = _write_task(kept, path, how.format)
        return found.model_copy(update={"rows": len(kept), "files": tuple(map(str, files))})
    if how.format == "sft":
        count = write_rows(sft(_rows(rows, ids), how.form, how.system), SftRow, path)
    elif how.format == "grpo":
        count = write_rows(prompts(rows.stars(ids), ids, how.system), PromptRow, path)
    else:
        count = write_rows(bench(_rows(rows, ids)), BenchRow, path)
    return found.model_copy(update={"rows": count})


def _preferences(
    rows: Rows, ids: set[str], path: Path, failures: Failures, how: Options, found: ExportSummary
) -> ExportSummary:
    author = Author(how.form, Random("rejected replies")) if how.authored else None
    made = Preferences(failures.replies, author, how.form, how.system)
    if how.format == "dpo":
        count = write_rows(made.pairs(rows.stars(ids), ids), PairRow, path)
    else:
        count = write_rows(made.labelled(rows.stars(ids), ids), LabelledRow, path)
    return found.model_copy(
        update={
            "rows": count,
            "rejected": dict(sorted(made.sources.items())),
            "length_auc": made.length_auc,
            "rejected_longer": made.longer,
            "commonest_opening": made.commonest,
        }
    )


def _write_task(rows: Sequence[DataRow], path: Path, format: str) -> list[Path]:
    if format == "inspect":
        from nescio.pipelines.export_inspect import write as write_inspect

        return write_inspect(rows, path, name=path.name)
    from nescio.pipelines.export_lm_eval import write as write_lm_eval

    return write_lm_eval(rows, path, name=path.name)


def _rows(rows: Rows, ids: set[str]) -> Iterator[DataRow]:
    """The rows of these ids, star after star."""
    return (row for star in rows.stars(ids) for row in star if row.id in ids)


def _counted(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))
