"""What the tables of works and their makers say must agree."""

from importlib.resources import files

import pytest

from nescio.gen.registry.load import parse
from nescio.gen.registry.model import Table

WORKS = {
    "books": ("author", "published"),
    "plays": ("playwright", "staged"),
    "stage_works": ("composer", "premiered"),
    "films": ("director", "released"),
    "buildings": ("architect", "opened"),
    "characters": ("creator", "debut"),
}
"""For each table the columns of the maker and of the year."""


def table(name: str) -> Table:
    """A packaged table."""
    return parse(files("nescio.gen.seeds").joinpath("registry", f"{name}.yaml").read_text("utf-8"), name)


LIVES = {row.name: row.cells for row in table("persons").rows}


@pytest.mark.parametrize("name", sorted(WORKS))
def test_nobody_makes_a_work_as_a_child_or_long_after_death(name: str) -> None:
    """A work appears when its maker is at least twelve, and at most fifty years after the maker's death."""
    maker, year = WORKS[name]
    for row in table(name).rows:
        life = LIVES.get(str(row.cells[maker]), {})
        if year in row.cells and "born" in life:
            assert int(str(life["born"])) + 12 <= int(str(row.cells[year])) <= int(str(life["died"])) + 50, row.name


def test_lives_last_as_long_as_lives_do() -> None:
    """A life lasts between twenty and a hundred and five years."""
    for name, life in LIVES.items():
        if "born" in life:
            assert 20 <= int(str(life["died"])) - int(str(life["born"])) <= 105, name


@pytest.mark.parametrize("name", sorted(WORKS))
def test_every_work_has_a_maker(name: str) -> None:
    """Every work has a maker."""
    assert [row.name for row in table(name).rows if WORKS[name][0] not in row.cells] == []
