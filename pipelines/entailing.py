"""The entailment stage of a run: who reads, what that was found to be worth, and which rows stay without it.

The labels of `Passage` seeds that people wrote rest on words that are no longer there. That proves little: the answer
may be told in other words. So these stars are kept only where an admitted model has read every perturbed row, or where
the recipe says `required: false`.
"""

from collections.abc import Sequence
from dataclasses import replace

from nescio.gen.prompting import load_prompt
from nescio.pipelines.labelled import read_labelled
from nescio.pipelines.ledger import Entry, Ledger, passing
from nescio.pipelines.observers import Observers
from nescio.pipelines.summary import UNASKED
from nescio.schemas.chat import FaultKind
from nescio.schemas.labelled import LabelledItem
from nescio.schemas.recipe import EntailmentSpec, Recipe
from nescio.validation.calibration import Calibration, calibrate, choose
from nescio.validation.checkers.entailment import (
    NAME,
    ChatReader,
    Entailment,
    PairReader,
    Reader,
    readable,
    rests_on_absence,
)

KEY = "entailment"
UNVERIFIED = "unverified: no admitted entailment model"
WHY = {
    False: "nothing but missing words speaks for the label; name a model under verify.entailment "
    "(docs/calibration.md), or keep such rows unread: --set verify.entailment='{required: false}'",
    True: "the model of verify.entailment has no vote on this scenario: see its calibration on the card",
}


def measured_entailment(recipe: Recipe) -> EntailmentSpec | None:
    """The spec of the entailment check, where it has a reader to measure."""
    spec = recipe.verify.entailment
    return spec if spec and spec.model is not None else None


def entailment_items(recipe: Recipe) -> tuple[tuple[LabelledItem, ...], dict[str, int]]:
    """The items of the files that the recipe names for it, and why records gave none. Raises UsageError."""
    spec = measured_entailment(recipe)
    read = read_labelled(spec.calibration) if spec else None
    return (read.items, read.reasons) if read else ((), {})


def measure_entailment(recipe: Recipe, items: Sequence[LabelledItem], observers: Observers) -> Entailment | None:
    """The reader of a recipe and what it was found to be worth; null where it names none."""
    spec = measured_entailment(recipe)
    if spec is None or spec.model is None:
        return None
    if spec.model in recipe.models:
        asked = observers.chat.asks(spec.model)
        chat = ChatReader(asked, load_prompt("judge_told"), spec.model)
        # A reader that was measured on half of its items is not measured: a limit that is reached here ends the run.
        return Entailment(chat, _worth(replace(chat, asks=asked.strict()), spec, items))
    pairs = PairReader(observers.pair_scorer(), spec.max_score, spec.model)
    return Entailment(pairs, _worth(pairs, spec, items))


def _worth(reader: Reader, spec: EntailmentSpec, items: Sequence[LabelledItem]) -> Calibration:
    return calibrate(reader, choose(readable(reader, items), reader.task, spec.items), spec.min_youden)


def check_entailment(
    recipe: Recipe, entries: Sequence[Entry], check: Entailment | None, ledger: Ledger
) -> tuple[list[Entry], dict[str, dict[str, int]]]:
    """The stars that the check leaves, and the replies that were none. Every other star is rejected or failed."""
    faults: dict[str, dict[str, int]] = {}
    kept = list(entries)
    if check is not None:
        found = check.check_all([entry.star for entry in kept])
        faults, at, read = found.faults, 0, []
        for entry in kept:
            end = at + len(entry.star.rows)
            failures = [one for row in found.failures[at:end] for one in row]
            entry.add_all(found.verdicts[at:end])
            at = end
            if any(one.error == FaultKind.UNASKED.value for one in failures):
                ledger.reject_all(entry, UNASKED, failures[0].message)
            elif failures:
                ledger.fail(entry, failures[0])
            else:
                read.append(entry)
        kept = passing(read, ledger)
    spec = recipe.verify.entailment
    if spec and not spec.required:
        return kept, faults
    return [entry for entry in kept if _verified(entry, ledger, WHY[check is not None])], faults


def _verified(entry: Entry, ledger: Ledger, why: str) -> bool:
    """Whether a star needs no reader, or an admitted one passed every row of it; else it is rejected."""
    if not rests_on_absence(entry.star):
        return True
    causes = {
        row.id: (UNVERIFIED, why)
        for row, verdicts in zip(entry.star.rows, entry.verdicts, strict=True)
        if row.should_abstain and not any(one.check == NAME and one.passed and one.calibrated for one in verdicts)
    }
    if causes:
        ledger.reject(entry, causes)
    return not causes


def told_of(check: Entailment) -> str:
    """Who reads, and on which scenarios it has a vote or why it has none."""
    found = check.calibration.scenarios if check.calibration else ()
    admitted = [one.scenario.value for one in found if one.admitted]
    reasons = sorted({one.reason for one in found if not one.admitted}) or [
        "no labelled item with a text and an answer"
    ]
    vote = f"has a vote on {', '.join(admitted)}" if admitted else f"has no vote ({'; '.join(reasons)})"
    return f"{KEY}: {check.reader.name} {vote}"
