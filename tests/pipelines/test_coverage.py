"""What the perturbations cover of the field's benchmarks."""

from pathlib import Path

import pytest

from nescio.gen.perturbations import PERTURBATIONS
from nescio.pipelines.coverage import ENOUGH_FRAMES, ENOUGH_ROWS, Count, Counts, count_rows, counted, coverage
from nescio.schemas.errors import UsageError


def rows(number: int, frames: int, **changes: object) -> list[dict[str, object]]:
    """Rows of one perturbation, spread over so many frames."""
    row = {"perturbation": "stale", "should_abstain": True, "seed_id": "s", "figure": "square"}
    return [{**row, "template_id": f"frame {one % frames}", **changes} for one in range(number)]


@pytest.mark.parametrize(
    ("number", "frames", "enough"),
    [
        (ENOUGH_ROWS, ENOUGH_FRAMES, True),
        (ENOUGH_ROWS - 1, ENOUGH_FRAMES, False),
        (ENOUGH_ROWS, ENOUGH_FRAMES - 1, False),
    ],
)
def test_a_cell_is_covered_from_enough_rows_of_enough_frames_on(number: int, frames: int, enough: bool) -> None:
    """Below 200 rows or 20 frames it is not covered."""
    found = coverage(Counts(runs=("run",), perturbations=count_rows(rows(number, frames))))
    [cell] = [one for one in found if one.perturbations == ("stale",)]
    assert (cell.rows, cell.frames, cell.covered) == (number, frames, enough)


def test_a_cell_that_nothing_fills_is_not_covered() -> None:
    """It is listed with no rows."""
    found = coverage(Counts(runs=(), perturbations={}))
    assert found
    assert not any(one.covered or one.rows for one in found)


def test_a_text_without_a_template_is_a_frame_of_its_own() -> None:
    """Its seed stands for it."""
    made = [one | {"template_id": None, "seed_id": f"seed {n % 7}"} for n, one in enumerate(rows(21, 1))]
    assert count_rows(made)["stale"] == Count(rows=21, abstaining=21, frames=7, crossed=21)


def test_rows_of_no_crossing_figure_are_told_apart() -> None:
    """Crossed is what has another figure than plain."""
    made = [*rows(4, 2), *rows(3, 2, figure="plain")]
    assert count_rows(made)["stale"].crossed == 4


def test_every_cell_names_perturbations_that_there_are() -> None:
    """A cell cannot be covered by a name that nothing has."""
    named = {name for one in coverage(Counts(runs=(), perturbations={})) for name in one.perturbations}
    assert named <= {one.name for one in PERTURBATIONS}


def test_a_folder_without_a_dataset_is_refused(tmp_path: Path) -> None:
    """The message says what to name instead."""
    with pytest.raises(UsageError, match="holds no dataset"):
        counted([tmp_path])
