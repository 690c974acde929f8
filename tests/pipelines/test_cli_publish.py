"""The command `nescio publish`: what it refuses without asking anybody, and how it says so."""

from pathlib import Path

import pytest
import typer
from huggingface_hub import constants
from typer.testing import CliRunner

from nescio.pipelines.cli_base import USAGE, reporting
from nescio.pipelines.cli_publish import publish


def command(*words: str) -> "tuple[int, str]":
    """The exit code and the message of the command by itself."""
    app = typer.Typer(add_completion=False)

    @app.command()
    def other() -> None:
        """Without a second command the first would have no name."""

    app.command("publish")(publish)
    result = CliRunner().invoke(app, ["publish", *words])
    assert result.exception is not None
    with pytest.raises(typer.Exit) as stopped, reporting():
        raise result.exception
    return stopped.value.exit_code, str(stopped.value.__cause__)


@pytest.fixture
def online(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the Hub could be asked; nothing here does."""
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setenv("HF_TOKEN", "hf_nobodysToken")


def test_offline_it_says_which_variable_keeps_it_from_the_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the folder is read."""
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    assert command(str(tmp_path), "a/b") == (
        USAGE,
        "HF_HUB_OFFLINE is set, and publishing needs the Hub; unset it for this command",
    )


@pytest.mark.usefixtures("online")
def test_without_a_token_it_says_where_one_comes_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the environment or a login, and never from the command line, which others see."""
    monkeypatch.delenv("HF_TOKEN")
    monkeypatch.setattr("huggingface_hub.get_token", lambda: None)
    code, message = command(str(tmp_path), "a/b")
    assert code == USAGE
    assert "HF_TOKEN" in message
    assert "--token" not in CliRunner().invoke(_single(), ["--help"]).output


@pytest.mark.usefixtures("online")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("a/b",), "holds no run"),
        (("b",), "OWNER/NAME"),
        (("a/b", "--tag", "1.0"), "vX.Y.Z"),
        (("a/b", "--allow", "all:please"), "knows no 'all'"),
    ],
)
def test_what_cannot_be_carried_out_is_exit_code_2(words: tuple[str, ...], told: str, tmp_path: Path) -> None:
    """Each message says what was found and what was wanted."""
    code, message = command(str(tmp_path), *words)
    assert code == USAGE
    assert told in message


def _single() -> typer.Typer:
    app = typer.Typer(add_completion=False)
    app.command()(publish)
    return app
