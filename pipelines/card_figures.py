"""The sections of the dataset card that are tables of numbers: the funnel, the grades, the cues."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from nescio.pipelines.card_domains import proof_of
from nescio.pipelines.curate import Curated
from nescio.pipelines.safe_text import inline
from nescio.pipelines.seeding import SeedCounts
from nescio.pipelines.summary import Funnel
from nescio.schemas.example import Example
from nescio.schemas.recipe import SurfaceSpec
from nescio.schemas.taxonomy import Figure
from nescio.validation.leakage import SurfaceReport


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table. Cells are Markdown: what comes from outside goes through `inline` before."""
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, ["---"] * len(head), *rows))


def funnel_section(funnel: Funnel, seeds: SeedCounts, splits: Mapping[str, Sequence[Example]]) -> str:
    """What became of every seed and every candidate, and what the splits hold."""
    lines = [("candidates", str(funnel.candidates)), ("accepted", str(funnel.accepted))]
    lines += [(f"rejected: {inline(reason)}", str(count)) for reason, count in funnel.rejected.items()]
    lines += [(f"failed: {inline(error)}", str(count)) for error, count in funnel.failed.items()]
    skipped = ", ".join(f"{count} {inline(reason)}" for reason, count in seeds.skipped.items())
    sizes = [
        (name, len(rows), len({row.cross_id for row in rows}), len({row.template_id for row in rows} - {None}))
        for name, rows in splits.items()
    ]
    return (
        f"## Funnel\n\nSeeds: {seeds.read} read, {seeds.usable} used{f' ({skipped})' if skipped else ''}. "
        f"Every candidate row is accounted for:\n\n{table(('rows', 'count'), lines)}\n\n"
        f"{table(('split', 'rows', 'stars', 'templates'), [[str(cell) for cell in line] for line in sizes])}\n\n"
        "Templates are held out whole: no template stands in two splits."
    )


def grades_section(rows: Sequence[Example]) -> str:
    """How many rows have which grade, and what the checkers did."""
    grades = Counter(row.proof.grade.value for row in rows)
    proofs = Counter((row.proof.checker, row.proof.checker_version, row.proof.method) for row in rows)
    checkers = [(name, version, method, str(count)) for (name, version, method), count in sorted(proofs.items())]
    return (
        "## How far a label is to be trusted\n\n"
        f"{table(('grade', 'rows'), [(grade, str(count)) for grade, count in sorted(grades.items())])}\n\n"
        f"{table(('checker', 'version', 'method', 'rows'), checkers)}\n\n"
        f"{proof_of(rows)}"
    )


def cues_section(gates: SurfaceSpec | bool, curated: Curated) -> str:
    """How well shallow probes tell the label."""
    if not isinstance(gates, SurfaceSpec):
        return "## Surface cues\n\nThe audit was turned off for this run (`curate.surface: false`)."
    if not curated.surface:
        return "## Surface cues\n\nThere was nothing to audit."
    rows = [(name, *_figures(report)) for name, report in curated.surface.items()]
    rows += [(f"{name}, every row", *_figures(report)) for name, report in curated.surface_with_clean.items()]
    missed = "".join(f"\n- {inline(sentence)}" for sentence in curated.gates_missed)
    return (
        "## Surface cues\n\nHow well shallow probes tell the label from the prompt; .5 is perfect, 1 is a give-away. "
        "*surface*: word 1-2-grams, length and counts (within crosses .5 by construction); *interaction*: boosted "
        "trees on overlap, distance and count features of question and context. Folds keep stars whole; 95 % intervals "
        f"by bootstrap over stars (gates: {gates.max_auc}, {gates.max_length_auc}, {gates.max_interaction_auc}).\n\n"
        f"{table(('rows', 'surface AUC', 'length AUC', 'interaction AUC', 'pair accuracy'), rows)}\n\n"
        + _uncrossed(curated)
        + (f"Gates missed:\n{missed}" if missed else _none_missed(list(curated.surface.values())))
    )


def _none_missed(reports: Sequence[SurfaceReport]) -> str:
    """That no gate was missed, as far as any was measured."""
    told = [figure for one in reports for figure in (one.auc, one.length_auc, one.interaction_auc)]
    if all(one is None for one in told):
        return (
            "**No gate was measured**, which the dashes stand for: of the rows that gates are on there are too few "
            "stars, or too few of either label."
        )
    return "No gate was missed" + ("; a dash stands where there was too little to measure." if None in told else ".")


def _uncrossed(curated: Curated) -> str:
    """Which rows have a label that lies in the words, and which stand in the last line alone; empty where none do."""
    rows = [row for entry in curated.entries for row in entry.star.rows]
    plain = Counter(row.perturbation for row in rows if row.figure is Figure.PLAIN)
    names = ", ".join(f"`{name}` ({count / len(rows):.1%} of the rows)" for name, count in sorted(plain.items()))
    told = (
        f"The label of {names} is meant to lie in the words: a cap limits them, no gate is on them, and they are not "
        "in the first line. "
    )
    pairs = "Pairs of which both rows are answered, like clean rows, are in the last line only. "
    said = (told if plain else "") + (pairs if any(row.figure is Figure.PAIR for row in rows) else "")
    return f"{said.strip()}\n\n" if said else ""


def _figures(report: SurfaceReport) -> tuple[str, str, str, str]:
    return (
        figure(report.auc, report.auc_ci),
        figure(report.length_auc, report.length_auc_ci),
        figure(report.interaction_auc, report.interaction_ci),
        figure(report.pair_accuracy),
    )


def figure(value: float | None, bounds: tuple[float, float] | None = None) -> str:
    """A share or an AUC with its interval; a dash where there were too few rows."""
    if value is None:
        return "-"
    return f"{value:.3f}" + (f" ({bounds[0]:.3f} to {bounds[1]:.3f})" if bounds else "")
