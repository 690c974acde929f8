"""An audit on a terminal, and as the JSON of `nescio audit --json`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from nescio.pipelines.audit_balance import BalanceReport
from nescio.pipelines.auditing import Audit
from nescio.pipelines.card_figures import figure
from nescio.pipelines.display import plain, show_table
from nescio.validation.audit_probes import ORDER, ProbeFigure

if TYPE_CHECKING:
    from rich.console import Console

STYLES = {
    "passes": "green",
    "doubtful": "yellow",
    "fails": "bold red",
    "given away": "bold red",
    "unmeasured": "yellow",
}
MARKS = {"fails": "!", "doubtful": "?", "passes": "", "told": ""}
EXAMPLE_CHARACTERS = 160


def show_whole_audit(screen: "Console", audit: Audit, missed: Sequence[str]) -> None:
    """The verdict first, then every probe, the groups, what gives the label away, and what to do."""
    screen.print(plain(f"{audit.dataset}: {audit.grade}", STYLES[audit.grade]))
    for line in (audit.summary, *told_rows(audit)):
        screen.print(plain(line))
    if audit.probes["all"]:
        screen.print()
        rows = [
            [one.probe, one.reads, figure(one.auc, (one.low, one.high)), _wanted(one), _grade(one)]
            for one in audit.probes["all"]
        ]
        show_table(screen, ["probe", "reads", "AUC (95 % interval)", "at most", ""], rows)
    if len(audit.probes) > 1:
        screen.print()
        show_table(screen, *group_table(audit))
        screen.print(plain("! surely above the gate, ? above it but not surely, - too few rows or one label"))
    for one in audit.findings:
        screen.print()
        screen.print(plain(one.sentence, "bold"))
        for row in one.examples:
            text = " ".join(row.text.split())[:EXAMPLE_CHARACTERS]
            where = f", {row.split}" if row.split else ""
            screen.print(plain(f"  row {row.row} ({'abstain' if row.abstain else 'answer'}{where}): {text}"))
    screen.print()
    for sentence in audit.advice:
        screen.print(plain(f"to do: {sentence}"))
    for sentence in missed:
        screen.print(plain(f"gate missed: {sentence}", "bold red"))


def show_balance(screen: "Console", told: BalanceReport) -> None:
    """What balancing kept and removed, and each probe before and after."""
    screen.print()
    total = told.kept + told.removed
    screen.print(
        plain(f"balanced: {told.kept:,} of {total:,} rows kept in {told.rounds} rounds: {told.written}", "bold")
    )
    if told.removed_to:
        screen.print(plain(f"the {told.removed:,} others, each with its reason: {told.removed_to}"))
    show_table(
        screen,
        ["probe", "AUC before", "after"],
        [[name, f"{area:.3f}", f"{told.after[name]:.3f}"] for name, area in told.before.items()],
    )
    rows = [
        [name, str(before), str(after), f"{100 * before / total:.1f} %", f"{100 * after / told.kept:.1f} %"]
        for name, (before, after) in told.mix.items()
    ]
    show_table(screen, ["mix", "rows before", "after", "share before", "after"], rows)
    listed = ", ".join(f"{name} {count}" for name, count in sorted(told.reasons.items(), key=lambda two: -two[1]))
    if listed:
        screen.print(plain(f"removed rows by the probe that told their label best: {listed}"))


def told_rows(audit: Audit) -> list[str]:
    """What was read, and what was not."""
    lines = [f"{audit.rows:,} rows, {audit.abstain:,} to abstain on, {audit.rows - audit.abstain:,} to answer."]
    if audit.probed < audit.rows:
        lines.append(
            f"The probes read {audit.probed:,} of {audit.rows:,} rows, whole groups drawn by hash; --rows 0 reads all. "
            "Words, counts and repeats are counted in all rows."
        )
    if audit.left_out:
        lines.append(f"{audit.left_out:,} clean rows are left out; --clean counts them in.")
    if audit.repeats.without_text:
        lines.append(f"{audit.repeats.without_text:,} rows have no text; they are counted as no repeats.")
    if audit.repeats.near is None:
        lines.append(
            "Repeats are exact ones, but for case, marks and spaces; --encoder packaged:minilm finds near ones."
        )
    found = audit.repeats.thresholds
    if found is not None:
        more = "" if found.short == found.long else f", {found.long:.4g} on long texts and arithmetic"
        lines.append(f"Texts are near from a cosine of {found.short:.4g} on{more}.")
    return lines


def _wanted(one: ProbeFigure) -> str:
    return "-" if one.wanted is None else f"{one.wanted:.2f}"


def _grade(one: ProbeFigure) -> str:
    return "" if one.wanted is None else one.grade


def group_table(audit: Audit) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of the figures by group: a probe a column, marked where it is above its gate."""
    used = [name for name in ORDER if any(one.probe == name for part in audit.probes.values() for one in part)]
    rows = []
    for group, part in audit.probes.items():
        known = {one.probe: one for one in part}
        cells = [f"{known[name].auc:.2f}{MARKS[known[name].grade]}" if name in known else "-" for name in used]
        report = audit.surface[group]
        rows.append([group, str(report.rows), str(report.positives), *cells, figure(report.pair_accuracy)])
    return ["group", "rows", "abstain", *used, "in pairs"], rows


def as_json(audit: Audit, missed: Sequence[str]) -> dict[str, Any]:
    """The design's keys for all rows, `by_group`, `gates_missed`, and what else the audit knows under `audit`."""
    figures = {name: report.model_dump(mode="json") for name, report in audit.surface.items()}
    whole = audit.model_dump(mode="json", exclude={"surface"})
    return {**figures.pop("all"), "by_group": figures, "gates_missed": list(missed), "audit": whole}
