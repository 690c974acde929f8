"""Making stars and checking them: every candidate enters the ledger here, and falls or stands by its verdicts."""

from collections.abc import Sequence

from nescio.gen.engines.models import TextTooLong
from nescio.pipelines.ledger import Entry, Ledger, passing
from nescio.pipelines.observers import Observers
from nescio.pipelines.progress import Progress
from nescio.pipelines.quarantine import Quarantine, denying
from nescio.pipelines.resolve import Plan
from nescio.pipelines.seeding import Dealt, Seeding, propose
from nescio.schemas.protocols import StarChecker
from nescio.schemas.recipe import FluencySpec
from nescio.schemas.seed import Seed
from nescio.schemas.verdict import Failure
from nescio.validation.checkers.fluency import Fluency

MAX_MESSAGE = 2_000


def verify(
    plan: Plan,
    dealt: Sequence[Dealt],
    seeding: Seeding,
    ledger: Ledger,
    observers: Observers,
    said: Progress,
    quarantine: Quarantine,
) -> list[Entry]:
    """The stars that passed every check, in the order of their seeds' ids; `ledger` has what became of the others.

    What is denied goes to `quarantine`, also where its label does not hold: its text stands nowhere else.

    `seeding` is left with the seeds of `dealt` that gave a candidate, and told of the others.
    """
    with said.stage("stars", len(dealt)) as step:
        usable: list[Seed] = []
        entries: list[Entry] = []
        for seed, spec, perturbation in dealt:
            step()
            try:
                stars = propose(seed, spec, perturbation, plan.recipe.seed)
            except Exception as error:  # noqa: BLE001  the per-row boundary: any part may come from a user
                ledger.fail_seed(seed.id, perturbation.name, _failure("propose", error))
                usable.append(seed)
                continue
            if stars:
                usable.append(seed)
            else:
                seeding.skip(seed.source.record_id, f"no star by {perturbation.name}")
            checker = plan.checker(perturbation)
            entries += [entry for star in stars if _checked(entry := ledger.open(star), checker, ledger)]
    seeding.seeds = usable
    entries = quarantine.screen(entries, ledger, denying(plan.recipe, plan.domain.value))
    entries = passing(entries, ledger)
    fluency = plan.recipe.verify.fluency
    if isinstance(fluency, FluencySpec) and entries:
        reader = Fluency(observers.loss_model(), fluency.max_ratio)
        entries = passing(_measured(entries, reader, ledger), ledger)
    return entries


def _checked(entry: Entry, checker: StarChecker, ledger: Ledger) -> bool:
    """Whether the checker that proves could run on a star; its verdicts are noted."""
    try:
        entry.prove(checker)
    except Exception as error:  # noqa: BLE001  the per-row boundary
        ledger.fail(entry, _failure(checker.name, error))
        return False
    return True


def _measured(entries: list[Entry], checker: Fluency, ledger: Ledger) -> list[Entry]:
    """The entries that the model could read, with its verdicts; a text too long for it fails its own star only."""
    try:
        found = checker.check_all([entry.star for entry in entries])
    except TextTooLong as error:
        if len(entries) == 1:
            ledger.fail(entries[0], _failure("fluency", error))
            return []
        middle = len(entries) // 2
        return _measured(entries[:middle], checker, ledger) + _measured(entries[middle:], checker, ledger)
    for entry, verdicts in zip(entries, found, strict=True):
        entry.add(verdicts)
    return entries


def _failure(stage: str, error: Exception) -> Failure:
    return Failure(stage=stage, error=type(error).__name__, message=str(error)[:MAX_MESSAGE])
