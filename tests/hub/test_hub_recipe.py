"""`hf://OWNER/NAME` is the recipe that was published: it repeats the dataset, and may not reach for keys."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from nescio.pipelines.hub_recipe import fetch_recipe, refuse_reach
from nescio.schemas.errors import RecipeError
from tests.hub.publisher import Publisher
from tests.hub.server import TOKEN, HubServer

REPO = "tester/math"


def nescio(hub: HubServer, home: Path, folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """The command line, with this Hub and an empty cache."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("HF_")}
    more = {"HF_ENDPOINT": hub.url, "HF_TOKEN": TOKEN, "HF_HOME": str(home), "HF_HUB_DISABLE_XET": "1"}
    return subprocess.run(
        [sys.executable, "-m", "nescio", *words],
        cwd=folder,
        env={**own, **more, "HF_HUB_DISABLE_TELEMETRY": "1", "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_recipe_on_the_hub_repeats_the_dataset(
    run_once: Path, smaller: Path, hub: HubServer, publisher: Publisher, tmp_path: Path
) -> None:
    """With the seed file beside it, it gives the same bytes; the limit of the run, which no recipe has, comes along."""
    assert not publisher.run(smaller, REPO).error
    words = ("run", f"hf://{REPO}@v0.1.0", "--out", str(tmp_path / "again"))
    done = nescio(hub, tmp_path / "home", run_once.parent, *words)
    assert done.returncode == 0, done.stderr
    files = [path for path in sorted((smaller / "dataset").rglob("*")) if path.is_file()]
    for path in files:
        assert (tmp_path / "again" / path.relative_to(smaller)).read_bytes() == path.read_bytes(), path
    assert json.loads((tmp_path / "again" / "recipe.json").read_text())["limit"] == 12


def test_the_published_recipe_names_no_folder_and_no_server(
    smaller: Path, hub: HubServer, publisher: Publisher
) -> None:
    """It is headed by the command and the hashes of the files that it reads."""
    assert not publisher.run(smaller, REPO).error
    text = hub.hub.repositories[REPO].read("recipe.yaml")
    assert text.startswith(f"# nescio {json.loads((smaller / 'recipe.json').read_text())['nescio']}: nescio run hf://")
    assert "--limit 12" in text
    assert "SHA-256" in text
    assert str(smaller.parent) not in text
    assert yaml.safe_load(text)["seeds"][0]["path"] == "seeds.jsonl"


def test_a_repository_without_a_recipe_is_told(hub: HubServer, tmp_path: Path) -> None:
    """An error of two lines and no trace."""
    hub.hub.add(REPO, private=False)
    done = nescio(hub, tmp_path / "home", tmp_path, "run", f"hf://{REPO}", "--out", "again")
    assert done.returncode == 2
    assert "cannot get recipe.yaml" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"models": {"writer": {"base_url": "http://evil.example/v1"}}}, "gives the model writer base_url"),
        ({"models": {"writer": {"key_env": "OPENAI_API_KEY"}}}, "key_env"),
        ({"models": {"writer": {"options": {"dtype": "bfloat16", "trust_remote_code": True}}}}, "trust_remote_code"),
        ({"seeds": [{"source": "jsonl", "path": "/etc/passwd"}]}, "/etc/passwd"),
        ({"seeds": [{"source": "jsonl", "path": "a/../../b"}]}, "outside"),
        ({"curate": {"decontaminate": ["public", "/home/me/diary.txt"]}}, "diary"),
        ({"curate": {"decontaminate": [{"public": "~/sets"}]}}, "~/sets"),
        ({"curate": {"extend": "../other/run"}}, "outside"),
        ({"curate": {"dedup": {"encoder": "/models/encoder"}}}, "outside"),
        ({"verify": {"judges": {"calibration": ["/home/me/labels.jsonl"]}}}, "labels"),
        ({"models": {"writer": {"engine": "transformers", "model": "~/weights"}}}, "weights"),
    ],
)
def test_what_a_stranger_may_not_decide_is_refused(data: dict[str, object], told: str) -> None:
    """Where a key is sent, how an engine starts, and which file is read."""
    with pytest.raises(RecipeError, match=told):
        refuse_reach(data, "hf://a/b")
    refuse_reach({"models": {"writer": {"engine": "openai", "model": "m"}}, "seeds": [{"path": "openai/gsm8k"}]}, "it")
    refuse_reach({"models": {"writer": {"options": {"dtype": "bfloat16", "max_model_len": 2048}}}}, "it")


@pytest.mark.parametrize("name", ["hf://", "hf://math", "hf://a/b/c", "hf://a/b@", "hf://a/b@c@d"])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    """Without asking anybody."""
    with pytest.raises(RecipeError, match="names no dataset"):
        fetch_recipe(name)
