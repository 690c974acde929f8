"""What a reply to a row is worth: from row, reply and class to a row of answers.parquet, and to its figures."""

from collections.abc import Iterable

from nescio.pipelines.eval_files import Answer, LengthUnit, Scores
from nescio.pipelines.read_rows import DataRow
from nescio.schemas.chat import Fault, FaultKind, Finish, Reply
from nescio.schemas.hashing import content_hash
from nescio.schemas.taxonomy import Role
from nescio.validation.answer_match import same_answer
from nescio.validation.clarified import nameable, names_missing, names_premise
from nescio.validation.premise_denied import read_premise
from nescio.validation.responses import ABSTENTIONS, REFUSALS, Response, ResponseClass
from nescio.validation.scored_row import ScoredRow


def fault_of(outcome: Reply | Fault) -> FaultKind | None:
    """Why an outcome is no reply of the model; null where it is one."""
    if isinstance(outcome, Fault):
        return outcome.kind
    return FaultKind.FILTERED if outcome.finish is Finish.FILTER else None


def score(
    row: DataRow,
    outcome: Reply | Fault,
    found: Response | None,
    said: str | None = None,
    confidence: float | None = None,
) -> Answer:
    """What became of a row, its reply classified as `found`; null where there is none.

    `said` is the reply without its stated `confidence`. A reply that denies the row's own false premise corrects it,
    also where the rules, which see no row, take it for an answer (`premise_denied`). A reply that the provider's filter
    cut off is not the model's, and counts as a fault.
    """
    fault = fault_of(outcome)
    answer = _unscored(row, outcome, fault)
    if found is None or fault is not None:
        return answer
    text = said if said is not None else answer.reply or ""
    if row.should_abstain:
        found = read_premise(found, text, behaviour=row.behaviour, premise=row.false_premise, correction=row.correction)
    correct = found.value is not None and same_answer(found.value, row.answers, row.choices)
    abstained = found.kind in ABSTENTIONS
    scores = Scores(
        right=(abstained if row.should_abstain else correct) if row.graded else None,
        abstained=abstained,
        refused=found.kind in REFUSALS,
        hedged=found.hedged,
    )
    return answer.model_copy(
        update={
            "kind": found.kind.value,
            "value": found.value,
            "correct": correct if row.answers else None,
            "scores": scores,
            "rule": found.rule,
            "named": _named(row, text) if row.should_abstain and abstained else None,
            "confidence": confidence,
        }
    )


def _named(row: DataRow, said: str) -> bool | None:
    """Whether an abstaining reply names what is missing, or what is wrong; null where the row has nothing to name."""
    if row.missing_fact is not None and nameable(row.missing_fact):
        asks = row.clarifying_question
        return names_missing(said, row.missing_fact, clarifying_question=asks, question=row.question, prompt=row.prompt)
    if row.false_premise:
        return names_premise(said, row.false_premise, correction=row.correction, question=row.question)
    return None


_COPIED = ("id", "cross_id", "pair_id", "scenario", "perturbation", "domain", "complexity", "grade", "should_abstain")


def _unscored(row: DataRow, outcome: Reply | Fault, fault: FaultKind | None) -> Answer:
    about = {name: getattr(row, name) for name in _COPIED}
    about["row_hash"] = content_hash(row.prompt, str(row.should_abstain), "\0".join(row.answers))
    if isinstance(outcome, Fault):
        return Answer(**about, role=row.role.value, fault=fault.value if fault else None)
    return Answer(
        **about,
        role=row.role.value,
        reply=outcome.text or outcome.refusal,
        thinking=outcome.thinking,
        tokens=outcome.usage.tokens_out,
        words=len(f"{outcome.thinking or ''} {outcome.text or outcome.refusal or ''}".split()),
        finish=outcome.finish.value,
        fault=fault.value if fault else None,
    )


def length_unit(answers: Iterable[Answer]) -> LengthUnit:
    """Tokens where the engine counted them for every reply, else words."""
    return "tokens" if all(one.tokens is not None for one in answers if one.kind) else "words"


def scored(answer: Answer, unit: LengthUnit) -> ScoredRow:
    """The row as the signature takes it."""
    return ScoredRow(
        id=answer.id,
        star=answer.star,
        pair=answer.pair_id,
        role=Role(answer.role),
        scenario=answer.scenario,
        perturbation=answer.perturbation,
        domain=answer.domain,
        complexity=answer.complexity,
        grade=answer.grade,
        should_abstain=answer.should_abstain,
        kind=ResponseClass(answer.kind) if answer.kind else None,
        correct=bool(answer.correct),
        graded=answer.should_abstain or answer.correct is not None,
        named=answer.named,
        confidence=answer.confidence,
        length=answer.tokens if unit == "tokens" else answer.words,
        cut_off=answer.finish == Finish.LENGTH.value,
    )
