"""The run that is to be published: whether it is finished and whole, and what speaks against publishing it."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from nescio.pipelines.finished import FinishedRun, read_finished
from nescio.pipelines.folder import file_hash
from nescio.pipelines.publish_patterns import ENVIRONMENT, KINDS
from nescio.schemas.errors import UsageError

PARTIAL, FAILURES, GATES, SHORTFALL, SILENT, TEST_SPLIT = (
    "partial",
    "failures",
    "gates",
    "shortfall",
    "silent_writer",
    "test_split",
)
FAULTS = (PARTIAL, FAILURES, GATES, SHORTFALL, SILENT, TEST_SPLIT)
_ALLOWANCE = re.compile(r"([a-z_]+)\s*:\s*(\S.*)", re.S)


def read_run(path: Path) -> FinishedRun:
    """The run in a folder; raises UsageError where none is there, none is finished, or its files were changed since."""
    run = read_finished(path)
    check_files(run)
    return run


def check_files(run: FinishedRun) -> None:
    """Raises UsageError unless the dataset holds the very files that the run wrote, and no others."""
    wanted = {name: digest for name, digest in run.summary.files.items() if name.startswith("dataset/")}
    if not wanted:
        raise UsageError(f"the run in {run.folder} accepted no row, so that there is nothing to publish")
    there = {str(one.relative_to(run.folder)): one for one in sorted(run.dataset.rglob("*")) if not one.is_dir()}
    links = [name for name, one in there.items() if one.is_symlink()]
    changed = [name for name, one in there.items() if name in wanted and file_hash(one) != wanted[name]]
    for what, names in (
        ("are missing", sorted(set(wanted) - set(there))),
        ("are not the run's", sorted(set(there) - set(wanted))),
        ("are links", links),
        ("were changed after the run", changed),
    ):
        if names:
            raise UsageError(
                f"{', '.join(names[:3])} in {run.folder} {what}; run the recipe again, which writes the folder anew. "
                "Edit a card on the Hub: sections that people wrote there are kept"
            )


def faults(run: FinishedRun, from_test: Sequence[str]) -> dict[str, str]:
    """What speaks against publishing a run, by kind. `from_test` are the datasets whose test splits gave seeds."""
    summary = run.summary
    found = {}
    if summary.unasked:
        found[PARTIAL] = f"{summary.unasked:,} rows or seeds were left unasked by a limit"
    if summary.funnel.failed:
        found[FAILURES] = f"{sum(summary.funnel.failed.values()):,} rows failed"
    if summary.gates_missed:
        found[GATES] = f"gates were missed: {', '.join(summary.gates_missed)}"
    if summary.shortfall:
        lacking = ", ".join(f"{count:,} of {name}" for name, count in sorted(summary.shortfall.items()))
        found[SHORTFALL] = f"stars are lacking: {lacking}"
    silent = sorted(stage for stage, one in summary.writing.items() if any("no reply" in told for told in one.seeds))
    if silent:
        found[SILENT] = f"a model gave no reply where it was to write ({', '.join(silent)})"
    if from_test:
        found[TEST_SPLIT] = (
            f"rows were made from the test split of {', '.join(from_test)}, which publishing would spend"
        )
    return found


def allowances(given: Sequence[str]) -> dict[str, str]:
    """`KIND:REASON` by kind. Raises UsageError for a kind that there is not, and where the reason lacks."""
    found = {}
    for text in given:
        match = _ALLOWANCE.fullmatch(text.strip())
        if not match:
            raise UsageError(
                f"--allow takes KIND:REASON, it was given {text!r}; for example --allow 'phone:a shop window'"
            )
        kind, reason = match[1], match[2].strip()
        if kind == ENVIRONMENT:
            raise UsageError(
                "the value of a secret variable is never published; where it is no secret, unset it for this command"
            )
        if kind not in (*FAULTS, *KINDS):
            raise UsageError(f"--allow knows no {kind!r}; there are: {', '.join((*FAULTS, *KINDS))}")
        found[kind] = reason
    return found


def refuse_faults(found: Mapping[str, str], allowed: Mapping[str, str]) -> None:
    """Raises UsageError where something speaks against publishing that nobody allowed by name."""
    open_ = {kind: told for kind, told in found.items() if kind not in allowed}
    if open_:
        told = "; ".join(one.rstrip(".") for one in open_.values())
        ways = " ".join(f"--allow '{kind}:REASON'" for kind in open_)
        raise UsageError(f"this run is not fit to be published: {told}. Mend it, or say why it is to be: {ways}")
