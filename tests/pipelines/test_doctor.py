"""doctor tries what a run needs, and says what is wrong before it costs anything."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from nescio.pipelines.doctor import Check, examine
from tests.stub_server import Say, Seen, StubServer, completion, error

QUICK = ("verify.fluency=false", "curate.dedup=false")


def looked(*overrides: str) -> dict[str, Check]:
    """What doctor finds in the math recipe."""
    return {one.name: one for one in examine("math", (*QUICK, *overrides), ("templates",))}


def judged(model: str) -> tuple[str, str]:
    """Overrides that put one judge into a recipe."""
    return f"models={{judge: {model}}}", "verify.judges={panel: [judge]}"


def test_without_a_recipe_it_tells_of_the_environment() -> None:
    """Python, libraries, extras, device, and the packaged models; what is optional is never wrong."""
    found = {one.name: one for one in examine(None)}
    assert found["libraries"].passed
    assert found["packaged:minilm"].passed in (True, None)
    assert {"python", "extra vllm", "extra llamacpp", "device"} <= set(found)
    assert not [one for one in found.values() if one.passed is False]


def test_a_model_that_replies_is_tried_for_what_it_can_do() -> None:
    """Real tiny requests, and a few words for each ability."""
    with StubServer() as server:
        found = looked(*judged(f"{{engine: openai, model: stub, base_url: '{server.url}'}}"))
        assert 1 <= len(server.chats) <= 12
        assert all(seen.body["max_tokens"] <= 64 for seen in server.chats)
    check = found["model judge (openai)"]
    assert check.passed
    assert "stub replies; keeps to a JSON schema:" in check.found
    assert found["seeds templates"].found == "20 seeds looked at; published under apache-2.0"
    assert "no judge can earn a vote" in found["labels of judges"].found


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("{engine: openai, model: stub, base_url: 'http://127.0.0.1:9/v1', attempts: 1}", "127.0.0.1:9"),
        ("{engine: openai, model: stub, base_url: 'ftp://nowhere'}", "ftp"),
        ("{engine: openai, model: stub}", "base_url"),
        ("{engine: openai, model: m, base_url: 'http://127.0.0.1:9', key_env: NO_SUCH_KEY}", "NO_SUCH_KEY"),
        ("{engine: transformers, model: ./nowhere}", "nowhere"),
    ],
)
def test_a_model_that_cannot_be_asked_is_wrong_and_the_message_says_why(
    model: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dead server, a bad URL, a missing key, a missing folder: named, and nothing else is affected."""
    monkeypatch.setattr("nescio.pipelines.doctor.PATIENCE", 0.2)
    monkeypatch.delenv("NO_SUCH_KEY", raising=False)
    found = looked(*judged(model))
    [wrong] = [one for one in found.values() if one.passed is False]
    assert wrong.name.startswith("model judge")
    assert said in wrong.found


def test_an_unknown_model_name_is_told_with_what_there_is() -> None:
    """The server's own list is read, and the key is never shown."""

    def unknown(seen: Seen) -> Say:
        return error(404, f"The model `{seen.body['model']}` does not exist", code="model_not_found")

    with StubServer(unknown, models=("qwen3-8b",)) as server:
        found = looked(*judged(f"{{engine: openai, model: qwen3-8, base_url: '{server.url}'}}"))
    assert "qwen3-8b" in found["model judge (openai)"].found
    assert found["model judge (openai)"].passed is False


def test_the_command_exits_1_on_anything_wrong_and_prints_json(command: Callable[..., Result], tmp_path: Path) -> None:
    """Fit for a script: one JSON list, and an exit code."""
    result = command("doctor", tmp_path / "none.yaml", "--json")
    assert result.exit_code == 1
    assert any(one["passed"] is False for one in json.loads(result.stdout))
    assert command("doctor", "--json").exit_code == 0


def test_a_key_is_used_and_never_shown(
    command: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, quick: tuple[str, ...]
) -> None:
    """A canary in the environment reaches the server and no output, journal or file of a run."""
    monkeypatch.setenv("CANARY_KEY", "sk-canary-0123456789abcdef")

    def repeats(seen: Seen) -> Say:
        return Say(completion(f"You sent {seen.headers.get('Authorization')}"))

    with StubServer(repeats) as server:
        keys = judged(f"{{engine: openai, model: stub, base_url: '{server.url}', key_env: CANARY_KEY}}")
        words = [word for one in (*quick, *keys, "verify.judges.items=2") for word in ("--set", one)]
        result = command("run", "math", "--limit", "2", "--out", tmp_path / "run", *words)
        assert any("sk-canary" in seen.headers.get("Authorization", "") for seen in server.chats)
    assert "sk-canary" not in result.stdout + result.stderr
    for path in (tmp_path / "run").rglob("*"):
        assert not path.is_file() or b"sk-canary" not in path.read_bytes(), path
