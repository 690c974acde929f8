"""Asking a model every row of a dataset and scoring what it says: `nescio eval`.

A pure function of (nescio version, dataset, model, options, journal): the same call resumes, and once every reply is in
the journal it asks nothing and writes the same bytes.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from nescio.pipelines.chat_models import ChatModels
from nescio.pipelines.eval_files import Answer, EvalSummary, write_answers
from nescio.pipelines.eval_folder import check_options, earlier_evaluation
from nescio.pipelines.eval_scoring import length_unit, score, scored
from nescio.pipelines.folder import write_json
from nescio.pipelines.journal import Journal
from nescio.pipelines.progress import Counting, Progress, quiet
from nescio.pipelines.read_rows import ASKED, DataRow, choose, read_rows
from nescio.pipelines.reply_classes import classified, read_classifier_errors, read_response_model
from nescio.pipelines.report import write_report
from nescio.pipelines.spend import NO_LIMITS, Limits
from nescio.schemas.asking import Question
from nescio.schemas.chat import Fault, Message, Reply
from nescio.schemas.hashing import content_hash
from nescio.schemas.protocols import ChatEngine
from nescio.schemas.recipe import ModelSpec
from nescio.validation.answer_match import numbers_wanted
from nescio.validation.classifier_errors import corrected_shares
from nescio.validation.metrics import signature
from nescio.validation.response_model import ResponseModel
from nescio.validation.responses import CLASSIFIER_VERSION
from nescio.validation.stated_confidence import ASK, read_confidence

STAGE = "eval"
"""What the tokens are booked under."""


def evaluate(
    dataset: str,
    spec: ModelSpec,
    *,
    out: str | Path,
    split: str | None = "test",
    limit: int | None = None,
    system: str | None = None,
    ask_confidence: bool = False,
    response_model: str | Path | None = None,
    classifier_errors: str | Path | None = None,
    limits: Limits = NO_LIMITS,
    engine: ChatEngine | None = None,
    progress: Progress | None = None,
) -> EvalSummary:
    """Ask the model every row and write answers.parquet and eval.json into the folder `out`. The same call resumes.

    `limit` asks at most so many rows, in whole stars. `response_model` is a file of `nescio fit-responses`, which then
    has a say in which replies refuse. `ask_confidence` asks in each prompt how sure the model is. `classifier_errors`
    is a file of counts, beside those that are packaged. `engine` takes the place of the one that `spec` names. Raises
    UsageError for a dataset that does not fit, RunConflict where `out` holds something else, FolderBusy where another
    process uses it, BudgetReached where a limit stops it, and what the engine raises.
    """
    said = progress or quiet()
    fitted = read_response_model(response_model) if response_model is not None else None
    errors = read_classifier_errors(classifier_errors, fitted)
    rows = choose(read_rows(dataset, split, ASKED), limit)
    if ungraded := sum(not row.graded for row in rows):
        said.note(
            f"{ungraded} of {len(rows)} rows should be answered and have no gold answer: they are only in the figures "
            "of abstaining and refusing"
        )
    folder, dataset_hash = Path(out), _hash_of(rows)
    with Counting(said) as counting:
        models = ChatModels({STAGE: spec}, limits, counting, said.note, {STAGE: engine} if engine else None)
        asked = models.engines[STAGE]
        earlier = earlier_evaluation(folder, dataset, dataset_hash, asked)
        check_options(folder, earlier, system=system, confidence_asked=ask_confidence, sampling=spec.sampling)
        folder.mkdir(parents=True, exist_ok=True)
        outcomes = _ask(models, folder, [_question(row, system, ask_confidence) for row in rows], said)
    answers = _scores(rows, outcomes, fitted, ask_confidence)
    write_answers(answers, folder / "answers.parquet")
    unit = length_unit(answers)
    judged = [scored(one, unit) for one in answers]
    summary = EvalSummary(
        nescio=version("nescio"),
        dataset=dataset,
        dataset_hash=dataset_hash,
        split=None if Path(dataset).is_file() else split,
        limit=limit,
        model=asked.name,
        model_hash=asked.identity,
        engine=spec.engine,
        system=system,
        sampling=spec.sampling,
        confidence_asked=ask_confidence,
        length_unit=unit,
        classifier=CLASSIFIER_VERSION,
        response_model=fitted.hash if fitted else None,
        faults=dict(sorted(Counter(one.fault for one in answers if one.fault).items())),
        signature=signature(judged, confidence=ask_confidence),
        corrected=corrected_shares(judged, errors),
        tokens=models.tokens,
        cost=models.cost,
        spend=models.stages,
    )
    write_json(folder / "eval.json", summary)
    write_report(folder)
    return summary


def _ask(models: ChatModels, folder: Path, questions: Sequence[Question], said: Progress) -> list[Reply | Fault]:
    """The outcomes in order, from the folder's journal and, for the rest, from the model."""
    with Journal(folder / "journal.sqlite") as journal:
        if journal.salvaged:
            said.note(f"the journal was damaged: {journal.salvaged}")
        models.open(journal)
        try:
            return models.asks(STAGE).text(STAGE, questions)
        finally:
            models.close()


def _scores(
    rows: Sequence[DataRow], outcomes: Sequence[Reply | Fault], fitted: ResponseModel | None, ask_confidence: bool
) -> list[Answer]:
    stated = [_stated(one) if ask_confidence else (one, None) for one in outcomes]
    wanted = numbers_wanted((row.star, row.domain, row.answers) for row in rows)
    found = classified(rows, [one for one, _ in stated], wanted, fitted)
    return [
        score(row, one, response, rest.text if isinstance(rest, Reply) else None, sure)
        for row, one, response, (rest, sure) in zip(rows, outcomes, found, stated, strict=True)
    ]


def _question(row: DataRow, system: str | None, ask_confidence: bool) -> Question:
    """A row's prompt as it is published, with a system message and an instruction below only where they are wanted."""
    before = (Message("system", system),) if system else ()
    return Question((*before, Message("user", f"{row.prompt}\n\n{ASK}" if ask_confidence else row.prompt)))


def _stated(outcome: Reply | Fault) -> tuple[Reply | Fault, float | None]:
    """An outcome without the confidence that it states, so that no classifier takes that for the answer; and that."""
    if isinstance(outcome, Fault):
        return outcome, None
    rest, sure = read_confidence(outcome.text)
    return replace(outcome, text=rest), sure


def _hash_of(rows: Sequence[DataRow]) -> str:
    parts = [part for row in rows for part in (row.id, row.prompt, str(row.should_abstain), "\0".join(row.answers))]
    return content_hash(*parts)
