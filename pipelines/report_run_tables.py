"""The sections of a run's report that are figures: cues, judges, nearness, cost, and what a repetition needs."""

from collections import Counter
from collections.abc import Iterable

from nescio.pipelines.card_figures import figure
from nescio.pipelines.display import told_cost
from nescio.pipelines.html import bullets, fold, interval, paragraph, shown, table, texts
from nescio.pipelines.html_charts import range_bar
from nescio.pipelines.portable import last_part, portable_recipe
from nescio.pipelines.report_folder import RunFolder
from nescio.pipelines.summary import RecipeRecord
from nescio.schemas.recipe import SurfaceSpec
from nescio.validation.calibration import Calibration
from nescio.validation.judged_rates import JudgedRate
from nescio.validation.leakage import SurfaceReport
from nescio.validation.proportions import Corrected, Estimate

_Range = tuple[float, float] | None


def cues(run: RunFolder) -> str:
    """How well probes tell the label, each figure against its gate."""
    gates = run.record.recipe.curate.surface
    if not isinstance(gates, SurfaceSpec):
        return paragraph("The audit was turned off for this run (curate.surface: false).")
    parts = [
        paragraph(
            "An AUC is the chance that a probe scores a row to abstain from above one to answer; .5 is chance, 1 a "
            "give-away. Lines go from .3 to 1, the interval thick, the gate dashed. A gate fails where the whole "
            "interval is above it (told as above); open means that the figure is above it and the interval is not. No "
            "gate is on the figures with clean rows."
        ),
        bullets(f"gate missed: {sentence}" for sentence in run.summary.gates_missed),
    ]
    named = [(name, one, True) for name, one in run.summary.surface.items()]
    named += [(f"{name}, with clean rows", one, False) for name, one in run.summary.surface_with_clean.items()]
    probes = (
        ("surface (words, length, counts)", gates.max_auc, _surface),
        ("length", gates.max_length_auc, _length),
        ("interaction (question and context)", gates.max_interaction_auc, _interaction),
    )
    for title, gate, read in probes:
        lines = [
            _auc(name, one, gate if gated else None, *read(one))
            for name, one, gated in named
            if read(one)[0] is not None
        ]
        if lines:
            head = ("rows", ".3 to 1, gate dashed", "AUC (95 % interval)", "rows read")
            parts.append(table(f"{title}, at most {gate:g}", head, lines, ("", "bar", "number", "number")))
    unmeasured = [name for name, one in run.summary.surface.items() if one.auc is None and one.interaction_auc is None]
    if unmeasured:
        parts.append(paragraph(f"Too few stars, or rows of one label alone: {', '.join(unmeasured)}.", "dim"))
    whole = run.summary.surface.get("all")
    if whole is not None and whole.cues:
        said = bullets(
            f"{one.probe}: {one.feature} (weight {one.weight:.3g}, AUC {figure(one.auc)})" for one in whole.cues
        )
        parts.append(fold("What the probes on all rows go by", said))
    return "\n".join(parts)


def _surface(one: SurfaceReport) -> tuple[float | None, _Range]:
    return one.auc, one.auc_ci


def _length(one: SurfaceReport) -> tuple[float | None, _Range]:
    return one.length_auc, one.length_auc_ci


def _interaction(one: SurfaceReport) -> tuple[float | None, _Range]:
    return one.interaction_auc, one.interaction_ci


def _auc(name: str, one: SurfaceReport, gate: float | None, value: float | None, ends: _Range) -> list[str]:
    """A line of a probe's table; `gate` is null for rows that no gate is on."""
    if value is None:
        return [shown(name), "", "-", f"{one.probed:,}"]
    low, high = ends or (value, value)
    kind = "dim" if gate is None else "fails" if low > gate else "doubtful" if value > gate else "passes"
    bar = range_bar((value, low, high), (0.3, 1.0), gate=gate, chance=0.5)
    told = {"fails": " above", "doubtful": " open"}.get(kind, "")
    cell = interval(f"{figure(value)}{told}", f"{low:.3f} to {high:.3f}")
    return [shown(name), f'<span class="{kind}">{bar}</span>', cell, f"{one.probed:,}"]


def judges(run: RunFolder) -> str:
    """What each judge was measured to be worth, how far they agree, and what they say of the rows."""
    checks = run.summary.checks
    measured = ("judge", "scenario", "labels", "items", "unread", "sensitivity", "specificity", "Youden's J", "vote")
    parts = []
    if lines := [line for one in checks.calibrations for line in _calibrated(one)]:
        parts.append(table("Judges, measured on labelled items, with 95 % intervals", measured, lines))
    agreed = [
        (panel, figure(one.alpha, _both(one.low, one.high)), f"{one.rows:,}") for panel, one in checks.agreement.items()
    ]
    if agreed:
        parts.append(table("Agreement of panels", ("panel", "Krippendorff's alpha", "rows"), texts(agreed)))
    head = ("panel", "judge", "scenario", "label", "rows", "called positive", "corrected for its errors", "note")
    if lines := [_rate(panel, one) for panel, found in checks.rates.items() for one in found]:
        parts.append(table("What judges say of the rows, with 95 % intervals", head, lines))
    faults = [
        (check, who, kind, f"{count:,}")
        for check, asked in checks.faults.items()
        for who, kinds in asked.items()
        for kind, count in kinds.items()
    ]
    if faults:
        parts.append(table("Replies that were none", ("check", "asked", "fault", "replies"), texts(faults)))
    return "\n".join(parts) or paragraph("No model judged the rows of this run.")


def _calibrated(one: Calibration) -> list[list[str]]:
    return [
        [
            *map(shown, (one.judge, scene.scenario.value, scene.labelled_by.value)),
            f"{scene.positives} + {scene.negatives}",
            f"{scene.faults}",
            *map(_estimate, (scene.sensitivity, scene.specificity, scene.youden)),
            "yes" if scene.admitted else f"no: {shown(scene.reason)}",
        ]
        for scene in one.scenarios
    ]


def _rate(panel: str, one: JudgedRate) -> list[str]:
    said = [panel, one.judge, one.scenario.value, "abstain" if one.should_abstain else "answer", f"{one.rows:,}"]
    right = one.corrected
    return [*map(shown, said), _estimate(one.observed), _estimate(right), shown(right.note if right else "")]


def decontamination(run: RunFolder) -> str:
    """The texts that rows were kept away from, and how splits were kept apart."""
    summary = run.summary
    lines = [
        (name, f"{one.texts:,}", f"{one.met:,}", "allowed by name" if one.allowed else "dropped", one.licence or "")
        for name, one in summary.references.items()
    ]
    head = ("texts to stay away from", "texts", "came near", "what came near was", "licence")
    parts = [table("Evaluation sets and other texts", head, texts(lines))] if lines else []
    rules = Counter((one.reference, one.rule, one.allowed) for one in summary.contacts)
    if rules:
        counted = [
            (name, rule, "allowed" if ok else "dropped", f"{n:,}") for (name, rule, ok), n in sorted(rules.items())
        ]
        parts.append(table("Rows that came near", ("texts", "by", "and were", "rows"), texts(counted)))
    if summary.absent_references:
        parts.append(
            fold(f"{len(summary.absent_references)} public sets were not at hand, and so not compared with",
                 bullets(summary.absent_references))
        )  # fmt: skip
    if summary.nearness is not None:
        near = summary.nearness
        by = (
            "No encoder looked for near ones"
            if near.threshold is None
            else f"{near.linked:,} pairs of stars stand together for nearness alone (cosine {near.threshold:g} up)"
        )
        parts.append(
            paragraph(
                f"Splits: {near.groups:,} groups of stars stand together, the largest with "
                f"{100 * near.largest:.1f} % of the rows. {by}."
            )
        )
    return "\n".join(parts) or paragraph("There were no texts to stay away from.")


def spent(run: RunFolder) -> str:
    """Tokens and cost by stage and model, and what became of texts that models wrote."""
    summary = run.summary
    lines = [
        (
            one.stage, one.model, f"{one.replies:,}", f"{one.tokens_in:,}", f"{one.tokens_out:,}", f"{one.uncounted:,}",
            told_cost(one.cost), ", ".join(f"{count:,} {name}" for name, count in one.outcomes.items()),
        )
        for one in summary.spend
    ]  # fmt: skip
    head = ("stage", "model", "replies", "tokens in", "tokens out", "uncounted", "cost", "this run's replies")
    parts = [table("Chat models, over all resumes", head, texts(lines))] if lines else []
    for stage, one in summary.writing.items():
        parts.append(paragraph(f"{stage}: {_listed(one.seeds.items())}."))
        if one.sentences_refused:
            parts.append(paragraph(f"Sentences refused: {_listed(one.sentences_refused.items())}."))
    return "\n".join(parts) or paragraph("No chat model was asked: nothing was spent.")


def reproduce(run: RunFolder) -> str:
    """The command, and hashes of everything that the run depends on and wrote."""
    record = run.record
    limit = f" --limit {record.limit}" if record.limit else ""
    decided = " and its reviews.jsonl in DIR" if (run.path / "reviews.jsonl").is_file() else ""
    told = (
        f"Saved as recipe.yaml, the recipe below gives the same bytes with nescio {record.nescio}, its seeds{decided}:"
    )
    made = [("nescio", record.nescio), *record.versions.items()]
    parts = [
        f"{paragraph(told)}<pre>nescio run recipe.yaml --out DIR{limit}</pre>",
        fold("The recipe as it was resolved", f"<pre>{shown(portable_recipe(record.recipe))}</pre>"),
        table("Models", ("role", "model", "revision", "licence", "weights (SHA-256)"), texts(_models(record)))
        if record.models
        else paragraph("No model was used."),
        table("Seeds", ("source", "path", "SHA-256 of the file"), texts(_seeds(record))),
        fold("Versions", table("Libraries that a result may depend on", ("package", "version"), texts(made))),
    ]
    if record.prompts:
        parts.append(fold("Prompts", table("nescio's prompts", ("prompt", "version"), texts(record.prompts.items()))))
    files = table("Files of the run", ("file", "SHA-256"), texts(run.summary.files.items()), ("", "long"))
    parts.append(fold("Files and their hashes", files))
    return "\n".join(parts)


def _models(record: RecipeRecord) -> list[tuple[str, ...]]:
    return [
        (one.role, last_part(one.name), one.revision or "-", one.licence or "-", one.weights) for one in record.models
    ]


def _seeds(record: RecipeRecord) -> list[tuple[str, ...]]:
    return [
        (one.source, "packaged" if one.path is None else last_part(one.path), one.sha256 or "-") for one in record.seeds
    ]


def _estimate(found: Estimate | Corrected | None) -> str:
    """A cell with a figure and its interval."""
    return "-" if found is None else interval(figure(found.value), f"{found.low:.3f} to {found.high:.3f}")


def _both(low: float | None, high: float | None) -> _Range:
    return None if low is None or high is None else (low, high)


def _listed(counts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in counts)
