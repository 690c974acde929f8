"""The files of an evaluation: one scored answer for each row, and eval.json."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from nescio.pipelines.folder import whole
from nescio.pipelines.read_rows import DataRow
from nescio.pipelines.spend import StageSpend
from nescio.pipelines.tables import ROW_GROUP, to_table
from nescio.schemas.base import Frozen, Text, faults
from nescio.schemas.chat import Fault, FaultKind, Finish, Reply, Sampling
from nescio.schemas.errors import UsageError
from nescio.validation.answer_match import same_answer
from nescio.validation.metrics import ScoredRow, Signature
from nescio.validation.responses import ABSTENTIONS, REFUSALS, Response, ResponseClass


class Scores(Frozen):
    """What a reply is worth."""

    right: bool
    """Whether it does what the row wants: a gold answer, or an abstention."""
    abstained: bool
    refused: bool
    """Whether it refuses, in whole or in part; the class tells which."""
    hedged: bool
    """Whether it answers and doubts its answer."""


class Answer(Frozen):
    """A row of answers.parquet, where `kind` is the column `class`; what there is no reply for is null."""

    id: str
    cross_id: str | None
    pair_id: str | None
    role: str
    scenario: str
    perturbation: str
    should_abstain: bool
    reply: Text | None = None
    thinking: Text | None = None
    kind: str | None = None
    """A ResponseClass."""
    value: Text | None = None
    """The answer of an answered reply, as it stands there."""
    correct: bool | None = None
    """Of an answerable row: whether it is answered with a gold answer."""
    scores: Scores | None = None
    rule: str | None = None
    """What the classifier went by."""
    fault: str | None = None
    """Why there is no reply."""


class EvalSummary(Frozen):
    """eval.json, written last."""

    nescio: str
    dataset: str
    dataset_hash: str
    """Of the rows that were asked: ids, prompts, labels and gold answers."""
    split: str | None
    limit: int | None
    model: str
    model_hash: str
    engine: str
    system: str | None
    sampling: Sampling
    classifier: str
    """Version of the rules by which replies were classified."""
    response_model: str | None
    """Hash of the fitted model that had a say in which replies refuse; null for rules alone."""
    faults: dict[str, int]
    """Rows without a reply by kind of fault: no abstentions, and in no figure."""
    signature: Signature
    tokens: int
    cost: float | None
    """US dollars, null where unknown."""
    spend: tuple[StageSpend, ...]

    @property
    def unasked(self) -> int:
        """Rows that a limit left unasked."""
        return self.faults.get(FaultKind.UNASKED.value, 0)


def fault_of(outcome: Reply | Fault) -> FaultKind | None:
    """Why an outcome is no reply of the model; null where it is one."""
    if isinstance(outcome, Fault):
        return outcome.kind
    return FaultKind.FILTERED if outcome.finish is Finish.FILTER else None


def score(row: DataRow, outcome: Reply | Fault, found: Response | None) -> Answer:
    """What became of a row, its reply classified as `found`; null where there is none.

    A reply that the provider's filter cut off is not the model's, and counts as a fault.
    """
    about = {name: getattr(row, name) for name in ("id", "cross_id", "pair_id", "scenario", "perturbation")}
    fault = fault_of(outcome)
    reply = outcome if isinstance(outcome, Reply) else None
    answer = Answer(
        **about,
        role=row.role.value,
        should_abstain=row.should_abstain,
        reply=reply.text or reply.refusal if reply else None,
        thinking=reply.thinking if reply else None,
        fault=fault.value if fault else None,
    )
    if found is None or fault is not None:
        return answer
    correct = found.value is not None and same_answer(found.value, row.answers, row.choices)
    scores = Scores(
        right=found.kind in ABSTENTIONS if row.should_abstain else correct,
        abstained=found.kind in ABSTENTIONS,
        refused=found.kind in REFUSALS,
        hedged=found.hedged,
    )
    return answer.model_copy(
        update={
            "kind": found.kind.value,
            "value": found.value,
            "correct": None if row.should_abstain else correct,
            "scores": scores,
            "rule": found.rule,
        }
    )


def scored(row: DataRow, answer: Answer) -> ScoredRow:
    """The row as the signature takes it."""
    return ScoredRow(
        id=row.id,
        star=row.star,
        pair=row.pair_id,
        role=row.role,
        scenario=row.scenario,
        perturbation=row.perturbation,
        should_abstain=row.should_abstain,
        kind=ResponseClass(answer.kind) if answer.kind else None,
        correct=bool(answer.correct),
    )


def write_answers(answers: Sequence[Answer], path: Path) -> None:
    """Write answers.parquet, whole or not at all; equal answers give equal bytes."""
    import pyarrow.parquet as pq

    table = to_table(answers, Answer)
    # `class` is no name that a Python attribute may have.
    table = table.rename_columns(["class" if name == "kind" else name for name in table.column_names])
    with whole(path) as place:
        pq.write_table(table, place, compression="zstd", row_group_size=ROW_GROUP, store_schema=False)


def read_eval(folder: str | Path) -> tuple[EvalSummary, list[Answer]]:
    """The summary and the answers of a finished evaluation, answers in the order of the rows that were asked.

    Raises UsageError where the folder holds none, or one of another version of nescio.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder = Path(folder)
    paths = folder / "eval.json", folder / "answers.parquet"
    lacking = [path.name for path in paths if not path.is_file()]
    if lacking:
        raise UsageError(
            f"{folder} has no {' and no '.join(lacking)}; wanted is the folder of a finished `nescio eval`"
        )
    try:
        summary = EvalSummary.model_validate_json(paths[0].read_bytes())
        table = pq.read_table(paths[1])
        renamed = table.rename_columns(["kind" if name == "class" else name for name in table.column_names])
        return summary, [Answer.model_validate(row) for row in renamed.to_pylist()]
    except pa.ArrowInvalid as error:
        raise UsageError(f"{paths[1]} cannot be read ({error}); run the same `nescio eval` again") from error
    except ValidationError as error:
        raise UsageError(
            f"{folder} is an evaluation of another version of nescio ({faults(error)[0]}); "
            "run `nescio eval` again into another --out"
        ) from error
