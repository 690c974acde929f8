"""Turning a dataset into what trainers read: `nescio export`. Chat messages for supervised fine-tuning so far."""

import json
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from nescio.pipelines.folder import whole, write_text
from nescio.pipelines.quarantine import refuse_withheld
from nescio.pipelines.read_rows import NEEDED, DataRow, by_star, read_rows
from nescio.pipelines.tables import write_parquet
from nescio.schemas.base import Frozen
from nescio.schemas.errors import UnknownName, UsageError
from nescio.schemas.taxonomy import Kind, Role

FORMATS = ("sft",)
LATER = ("dpo", "kto", "grpo", "lm-eval", "inspect")
_SPARED_LAST = (Role.CLEAN, Role.DECOY, Role.TWIN, Role.PERTURBED)
"""The order in which answerable rows are left out: what the crosses need goes last."""


class Abstention(StrEnum):
    """The form of a target: how it abstains, and accordingly how it answers."""

    PROSE = "prose"
    """As the dataset has it."""
    BOXED = "boxed"
    """The same, and a last line with \\boxed{} around the answer or around I don't know."""
    JSON = "json"
    """An object with `reasoning`, `answer` (null to abstain) and `question` (null to answer)."""


class Turn(Frozen):
    """One message."""

    role: str
    content: str


class SftRow(Frozen):
    """A conversation to learn from; trainers read `messages`, the rest says where it comes from."""

    messages: tuple[Turn, ...]
    id: str
    star: str
    """Shared by the rows of a star: split by it, never by row."""
    should_abstain: bool


class ExportSummary(Frozen):
    """What was written, and what was left out."""

    path: str
    format: str
    rows: int
    abstain: int
    """Rows that abstain among them."""
    stars: int
    left_out: dict[str, int]
    """Rows left out to reach the share of abstaining ones, by role."""
    refusal_prone: int = 0
    """Rows that teach to comply: to train on beside a safety set only."""


def export(
    dataset: str,
    *,
    out: str | Path,
    format: str = "sft",
    split: str | None = "train",
    abstain_share: float | None = None,
    abstention: str = "prose",
    system: str | None = None,
) -> ExportSummary:
    """Write a split as conversations: a .jsonl or .parquet file for `datasets.load_dataset` and TRL's SFTTrainer.

    The rows of a star stand together. `abstain_share` is the wanted share of abstaining rows: to reach it, answerable
    rows are left out (clean ones first, then decoys, then twins), or else the abstaining rows of whole stars; which
    ones, their hashes decide. Raises UsageError where that cannot be done.
    """
    if format not in FORMATS:
        if format in LATER:
            raise UsageError(
                f"the format {format} is planned and not there yet; this version writes {', '.join(FORMATS)}"
            )
        raise UnknownName("export format", format, (*FORMATS, *LATER))
    forms = [one.value for one in Abstention]
    if abstention not in forms:
        raise UnknownName("form of abstention", abstention, forms)
    if abstain_share is not None and not 0 <= abstain_share <= 1:
        raise UsageError(f"--abstain-share is {abstain_share:g}; a share between 0 and 1 is wanted")
    path = free_path(Path(out))
    rows = read_rows(dataset, split, (*NEEDED, "target"))
    require_targets(rows, dataset)
    refuse_withheld(dataset, (row.id for row in rows))
    kept = rows if abstain_share is None else _with_share(rows, abstain_share)
    if not kept:
        raise UsageError(f"no row of {dataset} is left at an --abstain-share of {abstain_share:g}")
    written = [_conversation(row, Abstention(abstention), system) for star in by_star(kept).values() for row in star]
    _write(written, path)
    ids = {row.id for row in kept}
    return ExportSummary(
        path=str(path),
        format=format,
        rows=len(written),
        abstain=sum(row.should_abstain for row in kept),
        stars=len({row.star for row in kept}),
        left_out=dict(sorted(Counter(row.role.value for row in rows if row.id not in ids).items())),
        refusal_prone=sum(row.kind == Kind.REFUSAL_PRONE for row in kept),
    )


def target(row: DataRow, form: Abstention) -> str:
    """What the model is to learn to say."""
    if form is Abstention.BOXED:
        last = "I don't know" if row.should_abstain else row.answers[0]
        return f"{row.target}\n\n\\boxed{{{last}}}"
    if form is Abstention.JSON:
        answer = None if row.should_abstain else row.answers[0]
        question = row.clarifying_question if row.should_abstain else None
        return json.dumps({"reasoning": row.target, "answer": answer, "question": question}, ensure_ascii=False)
    return row.target


def free_path(path: Path) -> Path:
    """The path, if a new file may be written there; raises UsageError."""
    if path.suffix not in (".jsonl", ".parquet"):
        raise UsageError(f"--out is {path}; a file that ends in .jsonl or .parquet is wanted")
    if path.exists():
        raise UsageError(f"{path} is there already; delete it or choose another --out")
    return path


def require_targets(rows: Sequence[DataRow], dataset: str) -> None:
    """Raises UsageError where rows have nothing to learn from."""
    bare = [row.id for row in rows if not row.target.strip()]
    if bare:
        raise UsageError(
            f"{len(bare)} of {len(rows)} rows of {dataset} have no target to learn from, {bare[0]} first; fill the "
            "column `target`, or leave them out"
        )


def _with_share(rows: Sequence[DataRow], share: float) -> list[DataRow]:
    """As many rows as can be kept with that share of abstaining ones."""
    abstaining = [row for row in rows if row.should_abstain]
    answerable = [row for row in rows if not row.should_abstain]
    wanted = len(rows) if share == 0 else int(len(abstaining) * (1 - share) / share + 1e-9)
    if wanted <= len(answerable):
        out = _first(answerable, len(answerable) - wanted)
    else:
        most = int(len(answerable) * share / (1 - share) + 1e-9) if share < 1 else len(abstaining)
        out = _whole_stars(abstaining, len(abstaining) - most)
    return [row for row in rows if row.id not in out]


def _first(rows: Sequence[DataRow], number: int) -> set[str]:
    """So many answerable rows, role by role, star by star."""
    order = [row for star in by_star(rows).values() for row in star]
    return {row.id for row in sorted(order, key=lambda row: _SPARED_LAST.index(row.role))[:number]}


def _whole_stars(rows: Sequence[DataRow], number: int) -> set[str]:
    """The abstaining rows of so many stars that at least `number` rows go."""
    out: set[str] = set()
    for star in by_star(rows).values():
        if len(out) < number:
            out |= {row.id for row in star}
    return out


def _conversation(row: DataRow, form: Abstention, system: str | None) -> SftRow:
    before = (Turn(role="system", content=system),) if system else ()
    turns = (*before, Turn(role="user", content=row.prompt), Turn(role="assistant", content=target(row, form)))
    return SftRow(messages=turns, id=row.id, star=row.star, should_abstain=row.should_abstain)


def _write(rows: Sequence[SftRow], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".parquet":
        with whole(path) as place:
            write_parquet(rows, SftRow, place)
    else:
        write_text(path, "".join(json.dumps(row.model_dump(mode="json"), ensure_ascii=False) + "\n" for row in rows))
