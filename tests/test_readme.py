"""The README says what is true: its commands exist, its options too, and its Python compiles."""

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.S)
COMMANDS = re.findall(r"nescio ([\w-]+)([^`\n#]*)", "\n".join(code for kind, code in BLOCKS if kind == "bash"))


@cache
def help_of(command: str) -> str:
    """The help of a command, as a user sees it."""
    done = subprocess.run(
        [sys.executable, "-m", "nescio", command, "--help"], capture_output=True, text=True, cwd=ROOT.parent
    )
    assert done.returncode == 0, f"nescio {command}: {done.stderr}"
    return done.stdout


def test_the_first_screen_names_both_make_targets_and_they_exist() -> None:
    """`make run` and `make test` stand where a newcomer looks, and the Makefile has them."""
    first = "\n".join(README.splitlines()[:25])
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in ("run", "test"):
        assert f"make {target}" in first
        assert re.search(rf"^{target}:", makefile, re.M)


def test_ci_runs_the_test_command() -> None:
    """What CI runs is what the README tells users to run."""
    assert "make test" in (ROOT / ".ci" / "run").read_text("utf-8")


@pytest.mark.parametrize(("command", "rest"), COMMANDS)
def test_every_command_and_option_exists(command: str, rest: str) -> None:
    """A command line of the README names a real command and its real options."""
    shown = help_of(command)
    for option in re.findall(r"(?<!\w)--?[a-z][a-z-]*", rest):
        assert option in shown, f"nescio {command} has no {option}"


@pytest.mark.parametrize("code", [code for kind, code in BLOCKS if kind == "python"])
def test_every_python_block_compiles(code: str) -> None:
    """No README code has a syntax error."""
    compile(code, "README.md", "exec")
