"""The how-to pages say what is true: recipes validate, commands and options exist, Python runs."""

import re
from pathlib import Path

import pytest
import yaml

from nescio.pipelines.recipe_file import validated
from nescio.pipelines.resolve import plan
from tests.test_readme import help_of

DOCS = Path(__file__).parent.parent / "docs"
BLOCKS = [
    (page.name, kind, code)
    for page in sorted(DOCS.glob("*.md"))
    for kind, code in re.findall(r"```(\w+)\n(.*?)```", page.read_text("utf-8"), re.S)
]
COMMANDS = [
    (page, *found)
    for page, kind, code in BLOCKS
    if kind == "bash"
    for found in re.findall(r"^nescio (\w+)([^`\n#]*)", code, re.M)
]


@pytest.mark.parametrize(("page", "code"), [(page, code) for page, kind, code in BLOCKS if kind == "yaml"])
def test_every_recipe_on_a_page_can_be_planned(page: str, code: str) -> None:
    """A reader who copies a whole recipe has one that nescio takes."""
    data = yaml.safe_load(code)
    if "perturb" not in data:
        pytest.skip(f"{page}: a part of a file, no recipe")
    assert plan(validated(data, page)).recipe.name == data["name"]


@pytest.mark.parametrize(("page", "command", "rest"), COMMANDS)
def test_every_command_on_a_page_exists(page: str, command: str, rest: str) -> None:
    """A command line of a page names a real command and its real options."""
    shown = help_of(command)
    for option in re.findall(r"(?<!\w)--?[a-z][a-z-]*", rest):
        assert option in shown, f"{page}: nescio {command} has no {option}"


@pytest.mark.slow
@pytest.mark.parametrize(("page", "code"), [(page, code) for page, kind, code in BLOCKS if kind == "python"])
def test_every_python_block_runs(page: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Code on a page runs as it stands."""
    monkeypatch.chdir(tmp_path)
    exec(compile(code, page, "exec"), {"__name__": page})
