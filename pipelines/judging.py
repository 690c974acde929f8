"""The model-based checks of a run: moderators, judges, solvers, each only with the vote that it has earned (rule 7)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from nescio.gen.prompting import load_prompt
from nescio.pipelines.asking import Asker
from nescio.pipelines.entailing import (
    KEY,
    check_entailment,
    entailment_items,
    measure_entailment,
    told_of,
)
from nescio.pipelines.labelled import packaged_items, read_labelled
from nescio.pipelines.ledger import Entry, Ledger, passing
from nescio.pipelines.observers import Observers
from nescio.pipelines.progress import Progress
from nescio.pipelines.quarantine import MODERATION, Quarantine
from nescio.pipelines.summary import UNASKED, ModelChecks
from nescio.pipelines.unjudged import drop_unjudged
from nescio.schemas.chat import FaultKind
from nescio.schemas.example import Candidate
from nescio.schemas.labelled import LabelledItem
from nescio.schemas.recipe import ConsensusSpec, JudgesSpec, ModerationSpec, Recipe
from nescio.schemas.taxonomy import Scenario
from nescio.schemas.verdict import Failure, Verdict
from nescio.validation.agreement import Agreement
from nescio.validation.calibration import calibrate, choose
from nescio.validation.checkers.consensus import Consensus
from nescio.validation.checkers.judge import Judge
from nescio.validation.checkers.moderation import ModerationPanel, Moderator
from nescio.validation.checkers.panel import Panel, PanelResult, Seat
from nescio.validation.checkers.refusal import PROBE, RefusalProbe
from nescio.validation.judged_rates import JudgedRate


class Found(Protocol):
    """What a check says of rows, in their order."""

    @property
    def verdicts(self) -> Sequence[Sequence[Verdict]]:
        """On each row."""
        ...

    @property
    def failures(self) -> Sequence[Sequence[Failure]]:
        """On each row, where the check could not run."""
        ...

    @property
    def faults(self) -> dict[str, dict[str, int]]:
        """Replies that were none, by who was asked and their kind."""
        ...


class _Check(Protocol):
    def check_all(self, rows: Sequence[Candidate]) -> Found: ...


_Judge = Judge | Moderator | Consensus


@dataclass(frozen=True)
class Labels:
    """The labelled items that the panels of a recipe are measured on, and the records that gave none."""

    items: dict[str, tuple[LabelledItem, ...]]
    """By the recipe key of the panel."""
    skipped: dict[str, int]
    """By reason, over all files."""


def read_labels(recipe: Recipe) -> Labels:
    """The items of the files that a recipe names, and our own. Raises UsageError for what cannot be read."""
    items: dict[str, tuple[LabelledItem, ...]] = {}
    skipped: Counter[str] = Counter()
    for key, spec in measured(recipe):
        read = read_labelled(spec.calibration)
        items[key] = (*read.items, *packaged_items())
        skipped.update(read.reasons)
    items[KEY], reasons = entailment_items(recipe)
    skipped.update(reasons)
    return Labels(items, dict(sorted(skipped.items())))


def measured(recipe: Recipe) -> list[tuple[str, JudgesSpec | ModerationSpec | ConsensusSpec]]:
    """The checks of a recipe that have to earn their vote, in the order in which they read."""
    verify = recipe.verify
    every = (("moderation", verify.moderation), ("judges", verify.judges), ("consensus", verify.consensus))
    return [(key, spec) for key, spec in every if spec]


def measure(recipe: Recipe, labels: Labels, observers: Observers) -> dict[str, tuple[Seat, ...]]:
    """Who sits in each check, and what each was found to be worth: the calibration stage of a run."""
    return {
        key: tuple(_seat(*judge, spec, labels.items[key]) for judge in _judges(key, spec, observers))
        for key, spec in measured(recipe)
    }


def _seat(
    judge: _Judge, asked: Asker, spec: JudgesSpec | ModerationSpec | ConsensusSpec, items: Sequence[LabelledItem]
) -> Seat:
    # A judge that was measured on half of its items is not measured: a limit that is reached here ends the run.
    strict = replace(judge, asks=asked.strict())
    return Seat(judge, calibrate(strict, choose(items, judge.task, spec.items), spec.min_youden))


def _judges(
    key: str, spec: JudgesSpec | ModerationSpec | ConsensusSpec, observers: Observers
) -> list[tuple[_Judge, Asker]]:
    """The judges of a check, each with the model that it asks."""
    asks = observers.chat.asks
    if isinstance(spec, ConsensusSpec):
        asked = asks(spec.model)
        warm = asked.spec.sampling.model_copy(update={"temperature": spec.temperature})
        return [(Consensus(asked, load_prompt("solve"), warm, spec.samples, spec.min_agreement), asked)]
    if key == "judges":
        return [(Judge(asks(name), load_prompt("judge_answerable"), name), asks(name)) for name in spec.panel]
    return [(Moderator(asks(name), load_prompt("moderate"), name), asks(name)) for name in spec.panel]


def check_by_models(
    recipe: Recipe,
    entries: list[Entry],
    labels: Labels,
    ledger: Ledger,
    observers: Observers,
    said: Progress,
    quarantine: Quarantine,
) -> tuple[list[Entry], ModelChecks]:
    """The stars that pass what models say of them, as far as these have a vote, and what that was worth.

    What moderators withhold goes to `quarantine`.
    """
    reading = measure_entailment(recipe, labels.items[KEY], observers)
    if reading is not None:
        said.note(told_of(reading))
    found = measure(recipe, labels, observers)
    for key, sitting in found.items():
        for sentence in _told(key, sitting):
            said.note(sentence)
    agreement: dict[str, Agreement] = {}
    rates: dict[str, tuple[JudgedRate, ...]] = {}
    # First what costs nothing but time: no token is spent on a star that falls here.
    entries, silent = check_entailment(recipe, entries, reading, ledger)
    faults: dict[str, dict[str, dict[str, int]]] = {KEY: silent} if reading is not None else {}
    for key, check in _checks(recipe, found, observers):
        rows = [row for entry in entries for row in entry.star.rows]
        told = check.check_all(rows)
        faults[key] = told.faults
        if isinstance(told, PanelResult):
            agreement[key], rates[key] = told.agreement, told.rates
        entries = passing(_settle(entries, told, ledger, quarantine), ledger)
    entries = drop_unjudged(entries, ledger)
    calibrations = tuple(seat.calibration for sitting in found.values() for seat in sitting if seat.calibration)
    if reading is not None and reading.calibration is not None:
        calibrations = (*calibrations, reading.calibration)
    return entries, ModelChecks(
        calibrations=calibrations,
        labels_skipped=labels.skipped,
        agreement=agreement,
        rates=rates,
        faults=faults,
    )


def _checks(recipe: Recipe, found: Mapping[str, tuple[Seat, ...]], observers: Observers) -> list[tuple[str, _Check]]:
    """The checks in their order; a refusal probe comes last, since only what stays is worth probing."""
    checks: list[tuple[str, _Check]] = []
    if "moderation" in found:
        spec = recipe.verify.moderation
        keep = spec is not False and spec.controversial == "keep"
        checks.append((MODERATION, ModerationPanel(found["moderation"], keep_split=keep)))
    if "judges" in found:
        checks.append(("judges", Panel(found["judges"])))
    for seat in found.get("consensus", ()):
        if isinstance(seat.judge, Consensus):
            admitted = frozenset(scenario for scenario in Scenario if seat.has_vote(scenario))
            checks.append(("consensus", replace(seat.judge, gates=admitted)))
    probe = recipe.verify.refusal_probe
    if probe:
        for name in probe.panel:
            asks = observers.chat.asks(name)
            warm = asks.spec.sampling.model_copy(update={"temperature": probe.temperature})
            checks.append((f"{PROBE}.{name}", RefusalProbe(asks, warm, probe.samples, f"{PROBE}.{name}")))
    return checks


def _settle(entries: Sequence[Entry], found: Found, ledger: Ledger, quarantine: Quarantine) -> list[Entry]:
    """Note what a check says, withhold what moderators caught, and drop the stars that it could not read."""
    at, missed = 0, {}
    for entry in entries:
        end = at + len(entry.star.rows)
        missed[entry.star.id] = [one for row in found.failures[at:end] for one in row]
        entry.add_all(found.verdicts[at:end])
        at = end
    read = []
    # First what is withheld: what failed is written down with its text, also where another row of its star was caught.
    for entry in quarantine.hold(entries, MODERATION, ledger):
        failures = missed[entry.star.id]
        if any(one.error == FaultKind.UNASKED.value for one in failures):
            ledger.reject_all(entry, UNASKED, failures[0].message)
        elif failures:
            ledger.fail(entry, failures[0])
        else:
            read.append(entry)
    return read


def _told(key: str, sitting: Sequence[Seat]) -> list[str]:
    """Who has a vote, and why the others have none."""
    sentences = []
    for seat in sitting:
        measured = seat.calibration.scenarios if seat.calibration else ()
        admitted = [one.scenario.value for one in measured if one.admitted]
        reasons = sorted({one.reason for one in measured if not one.admitted})
        vote = f"has a vote on {', '.join(admitted)}" if admitted else f"has no vote ({'; '.join(reasons)})"
        sentences.append(f"{key}: {seat.judge.name} {vote}")
    return sentences
