"""The listings of what there is are read on a terminal of a hundred columns."""

from collections.abc import Callable

from typer.testing import Result

from nescio.pipelines.cli_lists import WIDTH
from nescio.pipelines.resolve import load_recipe, packaged_recipes


def test_the_recipes_are_told_in_a_hundred_columns(command: Callable[..., Result]) -> None:
    """Each with what it is about, all its seeds and all its perturbations, and no name broken in two."""
    shown = command("recipes").stdout
    assert max(map(len, shown.splitlines())) <= WIDTH == 100
    names = [line.split()[0] for line in shown.splitlines() if line and not line.startswith(" ")]
    assert [one for one in names if one != "run"] == sorted(packaged_recipes())
    blocks = dict(zip(names, shown.split("\n\n"), strict=True))
    for name in packaged_recipes():
        recipe, words = load_recipe(name), " ".join(blocks[name].split())
        for told in (
            recipe.about,
            ", ".join(s.source for s in recipe.seeds),
            ", ".join(s.name for s in recipe.perturb),
        ):
            assert told in words, told
