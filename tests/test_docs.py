"""The how-to pages say what is true: recipes validate, commands and options exist, Python runs."""

import re
import shlex
import sys
import types
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from nescio.pipelines.cli import app
from nescio.pipelines.recipe_file import validated
from nescio.pipelines.resolve import plan
from tests.test_readme import help_of

DOCS = Path(__file__).parent.parent / "docs"
BLOCKS = [
    (page.name, kind, code)
    for page in sorted(DOCS.glob("*.md"))
    for kind, code in re.findall(r"```(\w+)\n(.*?)```", page.read_text("utf-8"), re.S)
]
FOLLOWED = ("perturbations.md", "tutorial.md")
"""Pages that a reader follows command by command."""
COMMANDS = [
    (page, *found)
    for page, kind, code in BLOCKS
    if kind == "bash"
    for found in re.findall(r"^nescio ([\w-]+)([^`\n#]*)", code, re.M)
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
@pytest.mark.parametrize("page", sorted({page for page, kind, _ in BLOCKS if kind == "python"}))
def test_what_a_page_shows_runs_from_top_to_bottom(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python runs as it stands, each block after those before it; on the pages to follow, commands and files too."""
    monkeypatch.chdir(tmp_path)
    module = types.ModuleType("page")
    monkeypatch.setitem(sys.modules, "page", module)
    for _, kind, code in (block for block in BLOCKS if block[0] == page):
        if kind == "python":
            exec(compile(code, page, "exec"), module.__dict__)
        elif page in FOLLOWED and kind == "bash":
            for line in code.splitlines():
                words = shlex.split(line, comments=True)
                assert words[0] == "nescio"
                result = CliRunner().invoke(app, words[1:])
                assert result.exit_code == 0, f"{line}: {result.output}"
        elif page in FOLLOWED and kind == "yaml":
            (tmp_path / code.splitlines()[0].strip("# ")).write_text(code, "utf-8")


def test_the_pages_to_follow_are_there_and_linked() -> None:
    """README leads to the tutorial and to the page on perturbations, and both have commands that are executed."""
    readme = (DOCS.parent / "README.md").read_text("utf-8")
    for page in FOLLOWED:
        assert f"docs/{page}" in readme
        assert {"python", "bash"} <= {kind for name, kind, _ in BLOCKS if name == page}
