"""`nescio dedup`: a dataset without its duplicates, and two tables beside it that say what went and what to look at."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, process_time
from typing import TYPE_CHECKING, TypedDict

from nescio.pipelines.deduping_columns import Columns, dataset_rows, found_columns
from nescio.pipelines.deduping_files import Rows, read_splits
from nescio.pipelines.deduping_models import StoredEncoder, prefilter_of, stored_encoder
from nescio.pipelines.deduping_output import Places, write
from nescio.pipelines.progress import Progress, Quiet
from nescio.schemas.base import Frozen
from nescio.schemas.errors import UsageError
from nescio.validation.duplication import deduplicate
from nescio.validation.duplication_records import Kind, Outcome, Row, Rule, Rules, units_of
from nescio.validation.duplication_search import Found, Prefilter, PrefilterLoss, distinct, search
from nescio.validation.profiles import Thresholds, dedup_thresholds

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Encode = Callable[[Sequence[str]], NDArray[np.float32]]

NO_MODEL = "none"
FLOOR = 0.5
"""The lowest cosine to which `--to-size` goes."""
STEP = 0.05
EXACTLY = 1e-4


@dataclass(frozen=True)
class Settings:
    """How to look for duplicates."""

    encoder: str = "packaged:minilm"
    """`none` for equal texts only."""
    threshold: float | None = None
    """In place of the thresholds of the model's profile."""
    prefilter: str | None = None
    """A cheap sentence-transformers model, or `char-ngrams`."""
    prefilter_threshold: float | None = None
    to_size: int | None = None
    """At most so many rows stay: the threshold is lowered until they do."""
    prefer: str = "first"
    """first, longest, shortest, or a column of which more is better."""
    rules: Rules = field(default_factory=Rules)
    vectors: Path | None = None
    """Where vectors are kept; by default in the user's cache."""


class DedupReport(Frozen):
    """What was done."""

    path: str
    removals: str
    conflicts: str
    columns: dict[str, str]
    """What each column is taken for."""
    rows: int
    kept: int
    units: int
    untold: int
    """Rows of which no star, pair or seed is told."""
    without_text: int
    """Rows without text; they are left alone."""
    removed: dict[str, int]
    """Rows by rule."""
    kept_by_split: dict[str, int]
    largest_cluster: int
    conflicting: int
    """Pairs of rows that are near and have different labels, as many as are listed."""
    partial: int
    encoder: str | None
    thresholds: dict[str, float] | None
    """Null where no model was used."""
    texts: int
    """Distinct texts."""
    needed: int
    """Texts that the model had to know."""
    embedded: int
    """Pieces of texts that it embedded now; the others were in the store."""
    loss: dict[str, float] | None
    """What the prefilter saved and lost, in texts and pairs."""
    seconds: float
    cpu_seconds: float


def dedup(
    dataset: str, out: str | Path, columns: Columns, settings: Settings, said: Progress | None = None
) -> DedupReport:
    """Write the rows of `dataset` that stay to `out`, a .jsonl or .parquet file or a folder, and say what went.

    Raises UsageError for what cannot be read or written, a missing column, a model without thresholds, and a size
    that no threshold reaches.
    """
    began, used = monotonic(), process_time()
    said = said or Quiet()
    splits = read_splits(dataset)
    places = Places.of(Path(out), list(splits))
    columns = found_columns(splits, columns, dataset)
    rows = dataset_rows(splits, columns, settings.prefer, dataset)
    texts = distinct([row.text for row in rows], units_of(rows))
    with _models(settings, said) as models:
        thresholds = models.thresholds
        found = search(texts, models.encode, thresholds.lowest, models.prefilter)
        outcome = deduplicate(rows, found.near(thresholds), settings.rules)
        if settings.to_size is not None and len(outcome.kept) > settings.to_size:
            found, thresholds, outcome = _to_size(rows, found, models, settings)
    write(splits, rows, outcome, places)
    return DedupReport(
        path=str(places.out),
        removals=str(places.removals),
        conflicts=str(places.conflicts),
        columns=columns.named(),
        kept_by_split=_by_split(splits, outcome),
        encoder=models.encoder.name if models.encoder else None,
        thresholds=thresholds.model_dump() if models.encoder else None,
        embedded=models.encoder.embedded if models.encoder else 0,
        seconds=round(monotonic() - began, 2),
        cpu_seconds=round(process_time() - used, 2),
        **_counts(rows, found, outcome),
    )


class _Counts(TypedDict):
    """The figures of a report that follow from the rows and what was found."""

    rows: int
    kept: int
    units: int
    untold: int
    without_text: int
    removed: dict[str, int]
    largest_cluster: int
    conflicting: int
    partial: int
    texts: int
    needed: int
    loss: dict[str, float] | None


def _counts(rows: Sequence[Row], found: Found, outcome: Outcome) -> _Counts:
    return _Counts(
        rows=len(rows),
        kept=len(outcome.kept),
        units=len(units_of(rows)),
        untold=sum(not row.told for row in rows),
        without_text=sum(node is None for node in found.texts.node),
        removed={rule.value: count for rule, count in _by_rule(outcome).items()},
        largest_cluster=outcome.largest,
        conflicting=sum(one.kind is Kind.CONFLICT for one in outcome.likenesses),
        partial=sum(one.kind is Kind.PARTIAL for one in outcome.likenesses),
        texts=len(found.texts.first),
        needed=found.embedded,
        loss=_loss(found.loss),
    )


def _by_rule(outcome: Outcome) -> dict[Rule, int]:
    counts = Counter(one.rule for one in outcome.removals)
    return {rule: counts[rule] for rule in Rule if counts[rule]}


def _by_split(splits: dict[str, Rows], outcome: Outcome) -> dict[str, int]:
    kept, start, found = set(outcome.kept), 0, {}
    for name, rows in splits.items():
        found[name] = sum(number in kept for number in range(start, start + len(rows)))
        start += len(rows)
    return found


def _loss(loss: PrefilterLoss | None) -> dict[str, float] | None:
    if loss is None:
        return None
    told = {name: float(getattr(loss, name)) for name in loss.__dataclass_fields__}
    return {**told, "missed": round(loss.missed, 1), "missed_at_most": round(loss.at_most, 1)}


def _to_size(
    rows: Sequence[Row], found: Found, models: "_Models", settings: Settings
) -> tuple[Found, Thresholds, Outcome]:
    """The highest threshold at which at most that many rows stay, to four places."""
    start, size = models.thresholds, settings.to_size or 0
    if models.encoder is None:
        raise UsageError("--to-size needs an --encoder: equal texts alone give no order of likeness")

    def tried(lower: float) -> tuple[Thresholds, Outcome]:
        """With both thresholds so much lower."""
        now = Thresholds(short=start.short - lower, long=start.long - lower)
        return now, deduplicate(rows, found.near(now), settings.rules)

    enough, lacking = 0.0, 0.0
    while True:
        lacking, enough = enough, min(enough + STEP, start.lowest - FLOOR)
        if enough <= lacking:
            raise UsageError(
                f"--to-size {size} is out of reach: {len(tried(lacking)[1].kept)} rows stay at a cosine of {FLOOR:g}, "
                "the lowest that is tried; the others differ more, in label, or by the veto"
            )
        found = search(found.texts, models.encode, start.lowest - enough, models.prefilter)
        if len(tried(enough)[1].kept) <= size:
            break
    while enough - lacking > EXACTLY:
        middle = (enough + lacking) / 2
        if len(tried(middle)[1].kept) <= size:
            enough = middle
        else:
            lacking = middle
    return found, *tried(enough)


@dataclass(frozen=True)
class _Models:
    """The encoders of one call."""

    thresholds: Thresholds
    encoder: StoredEncoder | None = None
    prefilter: Prefilter | None = None

    @property
    def encode(self) -> "Encode | None":
        return self.encoder.encode if self.encoder else None


@contextmanager
def _models(settings: Settings, said: Progress) -> Iterator[_Models]:
    """Find the models and open their stores; none is loaded before something is asked."""
    if settings.encoder == NO_MODEL:
        yield _Models(Thresholds(short=1.0, long=1.0))
        return
    with ExitStack() as stack:
        encoder = stack.enter_context(stored_encoder(settings.encoder, settings.vectors, said))
        thresholds = dedup_thresholds(settings.encoder, encoder.weights, settings.threshold)
        prefilter = None
        if settings.prefilter:
            found = prefilter_of(settings.prefilter, settings.prefilter_threshold, settings.vectors, said)
            prefilter = stack.enter_context(found)
        yield _Models(thresholds, encoder, prefilter)
