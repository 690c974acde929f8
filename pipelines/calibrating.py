"""`nescio calibrate`: a run's calibration stage alone; the run that follows in the folder asks nothing twice."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from nescio.pipelines.entailing import KEY, measure_entailment, measured_entailment
from nescio.pipelines.folder import Folder, write_json
from nescio.pipelines.judging import measure, measured, read_labels
from nescio.pipelines.observers import Observers
from nescio.pipelines.progress import Progress, quiet
from nescio.pipelines.resolve import load_recipe
from nescio.pipelines.spend import NO_LIMITS, Limits
from nescio.schemas.base import Frozen
from nescio.schemas.errors import RecipeError
from nescio.schemas.protocols import ChatEngine
from nescio.schemas.recipe import Recipe
from nescio.validation.calibration import Calibration


class CalibrationReport(Frozen):
    """calibration.json: what each judge of a recipe is worth."""

    calibrations: tuple[Calibration, ...]
    skipped: dict[str, int]
    """Labelled records that gave no item, by reason."""
    tokens: int
    cost: float | None


def calibrate_recipe(
    recipe: str | Path | Recipe,
    *,
    out: str | Path,
    overrides: Sequence[str] = (),
    limits: Limits = NO_LIMITS,
    engines: Mapping[str, ChatEngine] | None = None,
    progress: Progress | None = None,
) -> CalibrationReport:
    """Measure every judge of a recipe, and write calibration.json into `out`.

    Raises RecipeError where the recipe has no panel, and what a run raises.
    """
    said = progress or quiet()
    made = load_recipe(recipe, overrides)
    if not measured(made) and measured_entailment(made) is None:
        raise RecipeError(
            f"the recipe {made.name} has no judges, moderation, consensus or entailment model under verify: "
            "nobody to measure"
        )
    labels = read_labels(made)
    folder = Folder(Path(out))
    observers = Observers(made, folder, said, limits, engines)
    folder.check_name(made.name)
    with observers:
        found = measure(made, labels, observers)
        reading = measure_entailment(made, labels.items[KEY], observers)
        worth = [seat.calibration for seats in found.values() for seat in seats if seat.calibration]
        report = CalibrationReport(
            calibrations=(*worth, *([reading.calibration] if reading and reading.calibration else [])),
            skipped=labels.skipped,
            tokens=observers.chat.tokens,
            cost=observers.chat.cost,
        )
        write_json(folder.path / "calibration.json", report)
    return report
