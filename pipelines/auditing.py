"""The whole audit of a dataset: every probe, what gives the label away, repeats, leaks, and a verdict."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nescio.pipelines.audit import Columns, Loaded, by_group, read_dataset
from nescio.pipelines.audit_verdict import Finding, Verdict, verdict
from nescio.pipelines.deduping_models import stored_encoder
from nescio.pipelines.progress import Progress, Quiet
from nescio.schemas.base import Frozen
from nescio.validation.audit_probes import Placed, ProbeFigure, figures
from nescio.validation.audit_repeats import RepeatRow, Repeats, repeats
from nescio.validation.audit_words import TellingCount, TellingWord, telling_counts, telling_words
from nescio.validation.leakage import ProbeRow, SurfaceReport, drawn_rows, surface_report
from nescio.validation.profiles import dedup_thresholds

MOST = 10_000
"""Rows that the fitted probes read by default, in whole groups drawn by hash; what is counted is counted in all."""


@dataclass(frozen=True)
class AuditOptions:
    """How an audit is made."""

    columns: Columns = field(default_factory=Columns)
    split: str | None = None
    clean: bool = False
    rows: int = MOST
    """Rows that the fitted probes read at most; 0 reads all."""
    encoder: str | None = None
    """The model that embeds texts for near duplicates; none looks for exact ones only."""
    near: float | None = None
    """The cosine from which on two texts are near; null takes the thresholds of the model's profile."""
    vectors: Path | None = None
    """Where vectors are kept; by default in the user's cache."""


class Audit(Frozen):
    """What an audit found. `probes` and `surface` are by group, with `all` first."""

    dataset: str
    rows: int
    abstain: int
    left_out: int
    probed: int
    surface: dict[str, SurfaceReport]
    probes: dict[str, tuple[ProbeFigure, ...]]
    words: tuple[TellingWord, ...]
    words_by_group: dict[str, tuple[TellingWord, ...]]
    counts: tuple[TellingCount, ...]
    repeats: Repeats
    splits: tuple[str, ...]
    grade: str
    summary: str
    findings: tuple[Finding, ...]
    advice: tuple[str, ...]


Say = Callable[[str], None]


def audit_all(
    dataset: str, options: AuditOptions, say: Say = lambda _: None, said: Progress | None = None
) -> tuple[Audit, Loaded]:
    """The audit, and the rows it has read. `say` hears what is being done, `said` how far the embedding is.

    Raises what `read_dataset` raises, ModelNotFound where the encoder is none, and UsageError where nobody measured it
    and `near` is not given.
    """
    loaded = read_dataset(dataset, options.columns, options.split, options.clean)
    twice = _repeats(loaded, options, say, said or Quiet())
    most = options.rows or len(loaded.probes)
    parts = {"all": list(range(len(loaded.probes))), **by_group(loaded)}
    surface: dict[str, SurfaceReport] = {}
    probes: dict[str, tuple[ProbeFigure, ...]] = {}
    words: dict[str, tuple[TellingWord, ...]] = {}
    for name, numbers in parts.items():
        say(f"probing {name}: {len(numbers):,} rows")
        part = [loaded.probes[number] for number in numbers]
        surface[name] = surface_report(part, most=most)
        probes[name] = tuple(figures(_placed(part, numbers, most), surface[name]))
        found = telling_words(part, shown=12 if name == "all" else 4)
        words[name] = tuple(
            one.model_copy(update={"examples": tuple(numbers[i] for i in one.examples)}) for one in found
        )
    counts = tuple(telling_counts(loaded.probes))
    told: Verdict = verdict(loaded, surface, probes, words["all"], counts, twice)
    audit = Audit(
        dataset=dataset,
        rows=len(loaded.rows),
        abstain=surface["all"].positives,
        left_out=loaded.left_out,
        probed=surface["all"].probed,
        surface=surface,
        probes=probes,
        words=words.pop("all"),
        words_by_group=words,
        counts=counts,
        repeats=twice,
        splits=tuple(dict.fromkeys(one for one in loaded.splits if one is not None)),
        grade=told.grade,
        summary=told.summary,
        findings=told.findings,
        advice=told.advice,
    )
    return audit, loaded


def _repeats(loaded: Loaded, options: AuditOptions, say: Say, said: Progress) -> Repeats:
    """The repeats; near ones by an encoder behind the store of vectors, so that a second audit embeds nothing."""
    say("looking for repeats")
    rows = _repeat_rows(loaded)
    if options.encoder is None:
        return repeats(rows)
    with stored_encoder(options.encoder, options.vectors, said) as encoder:
        thresholds = dedup_thresholds(options.encoder, encoder.weights, options.near, "--near")
        return repeats(rows, encoder.encode, thresholds)


def _placed(part: Sequence[ProbeRow], numbers: Sequence[int], most: int) -> list[Placed]:
    """The rows that the surface report has read, each with its place in the file."""
    kept = {row.group for row in drawn_rows(part, 0, most)}
    return [Placed(row, number) for row, number in zip(part, numbers, strict=True) if row.group in kept]


def _repeat_rows(loaded: Loaded) -> list[RepeatRow]:
    grouped = loaded.columns.pair is not None
    return [
        RepeatRow(
            text=row.text,
            label=row.label,
            group=row.group if grouped else None,
            split=loaded.splits[number],
            keys=loaded.keys(number),
        )
        for number, row in enumerate(loaded.probes)
    ]
