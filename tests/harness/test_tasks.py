"""The exported tasks on the real lm-evaluation-harness and the real Inspect (.ci/make-harness-env).

Elsewhere they are not installed and these tests are skipped; NESCIO_NEEDS_HARNESS=1 makes that a failure.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from nescio.gen.engines.gguf_folder import hugging_face_folder
from nescio.gen.engines.models import resolve
from nescio.pipelines import export_inspect, export_lm_eval
from nescio.pipelines.harness import FIGURES, LOWER_IS_BETTER, score_reply, task_figures
from tests.harness_rows import perfect, rows, samples
from tests.stub_server import Say, Seen, StubServer, completion

HERE = all(find_spec(name) is not None for name in ("lm_eval", "inspect_ai"))
NEEDED = os.environ.get("NESCIO_NEEDS_HARNESS") == "1"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (HERE or NEEDED), reason="lm_eval and inspect_ai are not installed here: see .ci/make-harness-env"
    ),
]
PERFECT = {name: float(name not in LOWER_IS_BETTER) for name in FIGURES}
SHY = {"abstention_recall": 1, "over_abstention": 1, "paired_accuracy": 0, "accuracy": 0, "refused_answerable": 0}


def run(*words: str, cwd: Path, **env: str) -> None:
    """Run a command of this environment in a folder; what it says is shown where it fails."""
    quiet = {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false", "OMP_NUM_THREADS": "1", **env}
    command = [str(Path(sys.executable).parent / words[0]), *words[1:]]
    env = {**os.environ, **quiet}
    done = subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=env, timeout=400, check=False)
    assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"


def chat(says: dict[str, str]) -> Iterator[StubServer]:
    """A chat server that replies to each prompt as told."""

    def behave(seen: Seen) -> Say:
        body = json.loads(completion(says[seen.text]))
        body["usage"]["total_tokens"] = 5
        return Say(json.dumps({"id": "c", "object": "chat.completion", "created": 1, "model": "stub", **body}))

    with StubServer(behave) as server:
        yield server


@pytest.fixture
def knowing() -> Iterator[StubServer]:
    """A model that does everything right."""
    yield from chat({row.prompt: perfect(row) for row in rows()})


@pytest.fixture
def shy() -> Iterator[StubServer]:
    """A model that never knows."""
    yield from chat({row.prompt: "I don't know." for row in rows()})


@pytest.fixture(scope="module")
def smollm2() -> str:
    """The packaged SmolLM2 as a folder that other libraries load."""
    return str(hugging_face_folder(resolve("packaged:smollm2")))


def asked_by_lm_eval(out: Path, *model: str) -> tuple[dict[str, float], list[dict[str, Any]]]:
    """The figures and the samples of lm_eval on the two stars."""
    export_lm_eval.write(rows(), out / "task", name="stars")
    told = ("--tasks", "stars", "--include_path", str(out / "task"), "--apply_chat_template", "--log_samples")
    run("lm_eval", *told, "--output_path", str(out / "found"), *model, cwd=out)
    [results] = out.glob("found/**/results_*.json")
    [logged] = out.glob("found/**/samples_stars_*.jsonl")
    figures = json.loads(results.read_text("utf-8"))["results"]["stars"]
    return {name: figures[f"{name},none"] for name in FIGURES}, samples(logged)


def asked_by_inspect(out: Path, *model: str, **env: str) -> tuple[dict[str, float], list[dict[str, Any]]]:
    """The figures and the samples of inspect on the two stars; a figure of nothing is left out."""
    export_inspect.write(rows(), out / "task", name="stars")
    told = ("--log-dir", str(out / "found"), "--log-format", "json", "--display", "plain")
    # Python 3.11 does not search from an absolute path, and Inspect searches for its tasks.
    run("inspect", "eval", "task.py", *told, *model, cwd=out / "task", **env)
    [log] = out.glob("found/*.json")
    found = json.loads(log.read_text("utf-8"))
    assert found["status"] == "success"
    [scores] = found["results"]["scores"]
    return {name: one["value"] for name, one in scores["metrics"].items()}, found["samples"]


def served_to_lm_eval(server: StubServer) -> tuple[str, ...]:
    """How lm_eval is told of a chat server."""
    return "--model", "local-chat-completions", "--model_args", f"model=stub,base_url={server.url}/chat/completions"


def test_lm_eval_gives_a_model_that_knows_when_every_figure(tmp_path: Path, knowing: StubServer) -> None:
    """Pairs and stars are put together from the replies to their rows."""
    found, asked = asked_by_lm_eval(tmp_path, *served_to_lm_eval(knowing))
    assert found == PERFECT
    assert len(asked) == 16
    assert {seen.text for seen in knowing.seen} == {row.prompt for row in rows()}


def test_lm_eval_gives_a_model_that_never_knows_no_pair(tmp_path: Path, shy: StubServer) -> None:
    """Its recall is perfect, and so is its over-abstention."""
    found, _ = asked_by_lm_eval(tmp_path, *served_to_lm_eval(shy))
    assert {name: found[name] for name in SHY} == SHY


def test_lm_eval_scores_a_real_model_as_nescio_does(tmp_path: Path, smollm2: str) -> None:
    """SmolLM2's own replies, scored again here, come to the same figures."""
    model = ("--model", "hf", "--model_args", f"pretrained={smollm2},dtype=float32", "--device", "cpu")
    found, asked = asked_by_lm_eval(tmp_path, *model, "--limit", "8", "--gen_kwargs", "max_gen_toks=40")
    again = task_figures(score_reply(one["doc"], one["resps"][0][0]) for one in asked)
    assert len({one["resps"][0][0] for one in asked}) > 2
    for name, one in again.items():
        assert found[name] == pytest.approx(float("nan") if one.value is None else one.value, nan_ok=True)


def test_inspect_gives_a_model_that_knows_when_every_figure(tmp_path: Path, knowing: StubServer) -> None:
    """The same task through another harness and its OpenAI client, with intervals."""
    server = {"STUB_BASE_URL": knowing.url, "STUB_API_KEY": "none"}
    found, asked = asked_by_inspect(tmp_path, "--model", "openai-api/stub/stub", "--temperature", "0", **server)
    assert {name: found[name] for name in FIGURES} == PERFECT
    assert found["paired_accuracy_low"] < found["paired_accuracy_high"] == 1
    assert len(asked) == 16


def test_inspect_gives_a_model_that_never_knows_no_pair(tmp_path: Path, shy: StubServer) -> None:
    """Neither extreme wins there, either."""
    server = {"STUB_BASE_URL": shy.url, "STUB_API_KEY": "none"}
    found, _ = asked_by_inspect(tmp_path, "--model", "openai-api/stub/stub", **server)
    assert {name: found[name] for name in SHY} == SHY


def test_inspect_scores_a_real_model_as_nescio_does(tmp_path: Path, smollm2: str) -> None:
    """SmolLM2 in Inspect's own process; replies that were cut off count as such."""
    model = ("--model", "hf/local", "-M", f"model_path={smollm2}", "-M", "device=cpu", "-M", "do_sample=false")
    found, asked = asked_by_inspect(tmp_path, *model, "--limit", "8", "--max-tokens", "40")
    replies = [(one["metadata"], one["output"]["choices"][0]) for one in asked]
    again = task_figures(
        score_reply(doc, said["message"]["content"], finished=said["stop_reason"] != "max_tokens")
        for doc, said in replies
    )
    told = {name: one.value for name, one in again.items() if one.value is not None}
    assert {name: found[name] for name in told} == pytest.approx(told)
    assert set(found) == {name + end for name in told for end in ("", "_low", "_high")}
