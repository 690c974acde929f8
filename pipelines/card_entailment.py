"""What a card says of labels that rest on an answer's absence from a text that people wrote."""

from collections.abc import Sequence

from nescio.pipelines.card_models import calibration_table
from nescio.pipelines.entailing import UNVERIFIED, measured_entailment
from nescio.pipelines.safe_text import inline
from nescio.pipelines.summary import Funnel, ModelChecks
from nescio.schemas.example import Example
from nescio.schemas.recipe import Recipe
from nescio.schemas.taxonomy import Domain, Grade
from nescio.validation.calibration import Calibration
from nescio.validation.checkers.entailment import NAME

UNTRIED = (
    "Unverified on a real model: nescio's own tests run this check with small cross-encoders that they make "
    "themselves. What this model is worth its calibration says, and nothing else."
)


def entailment_section(
    recipe: Recipe, funnel: Funnel, checks: ModelChecks, rows: Sequence[Example], shown: str
) -> str | None:
    """The section; null where no row could rest on absence. `shown` is the model's name without folders."""
    if not any(row.domain is Domain.READING for row in rows) and UNVERIFIED not in funnel.rejected:
        return None
    resting = [row for row in rows if row.domain is Domain.READING and row.proof.grade is not Grade.PROVED]
    unread = [row for row in resting if row.should_abstain and not _read(row)]
    out = sum(count for reason, count in funnel.rejected.items() if reason.endswith(UNVERIFIED))
    if not (resting or out or measured_entailment(recipe)):
        return None
    parts = [
        "## Entailment\n\nOf a passage that people wrote, a whole sentence is taken out, and its answer stands nowhere "
        "else by any word, number, date or acronym of it. That is no proof: the text may tell it in other words."
    ]
    if out:
        parts.append(f"{out:,} rows were left out as `{UNVERIFIED}`; rejected.parquet has them.")
    if unread:
        parts.append(
            f"**{len(unread):,} rows that should not be answered are in this dataset without an admitted model having "
            "read them** (`verify.entailment.required: false`): treat their labels as unverified."
        )
    if measured_entailment(recipe):
        parts.append(f"Read by {inline(shown)}. {UNTRIED}")
        parts.append(_measured([one for one in checks.calibrations if one.judge == _reader(recipe)], shown))
    return "\n\n".join(parts)


def _reader(recipe: Recipe) -> str | None:
    spec = measured_entailment(recipe)
    return spec.model if spec else None


def _measured(found: Sequence[Calibration], shown: str) -> str:
    if not any(one.scenarios for one in found):
        return "No labelled item with a text and an answer was given, so that it has no vote."
    return calibration_table([one.model_copy(update={"judge": shown}) for one in found])


def _read(row: Example) -> bool:
    return any(one.check == NAME and one.calibrated and one.passed for one in row.verdicts)
