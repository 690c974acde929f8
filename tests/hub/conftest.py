"""What the tests of publishing share: a finished run, a Hub of their own, and a process that publishes there."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from nescio.gen.sources.templates import Templates
from nescio.pipelines.run import run
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from tests.hub.publisher import Publisher
from tests.hub.server import TOKEN, HubServer

QUICK = (
    "verify.fluency=false",
    "curate.dedup=false",
    "curate.surface=false",
    "perturb=[premise_removal, hedged_quantity]",
)
CANARY = "canary" + "Of1Environment" * 2
"""The value of a secret variable that nobody may ever show."""


@pytest.fixture(scope="session")
def run_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a finished run; not to be changed."""
    place = tmp_path_factory.mktemp("run")
    spec = SeedSpec(source="templates", limit=24)
    seeds = [one for one in Templates().read(spec, 0) if isinstance(one, Seed)]
    (place / "seeds.jsonl").write_text("\n".join(one.model_dump_json() for one in seeds))
    summary = run("math", seeds=f"jsonl:{place / 'seeds.jsonl'}", out=place / "run", overrides=QUICK)
    assert set(summary.splits) == {"train", "validation", "test"}
    return place / "run"


@pytest.fixture(scope="session")
def smaller_once(run_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same recipe with fewer seeds and without a validation split; not to be changed."""
    place = tmp_path_factory.mktemp("smaller") / "run"
    keys = (*QUICK, "curate.split={train: 0.8, validation: 0, test: 0.2}")
    summary = run("math", seeds=f"jsonl:{run_once.parent / 'seeds.jsonl'}", out=place, overrides=keys, limit=12)
    assert set(summary.splits) == {"train", "test"}
    return place


@pytest.fixture
def smaller(smaller_once: Path, tmp_path: Path) -> Path:
    """A copy of that run."""
    return Path(shutil.copytree(smaller_once, tmp_path / "smaller"))


@pytest.fixture
def finished(run_once: Path, tmp_path: Path) -> Path:
    """A copy of that run."""
    return Path(shutil.copytree(run_once, tmp_path / "run"))


@pytest.fixture(scope="session")
def server() -> Iterator[HubServer]:
    """One Hub for all tests; each has repositories of its own names, or clears it."""
    with HubServer() as started:
        yield started


@pytest.fixture
def hub(server: HubServer) -> Iterator[HubServer]:
    """The Hub without repositories and faults."""
    server.hub.repositories.clear()
    server.hub.objects.clear()
    server.faults.clear()
    server.requests.clear()
    yield server
    for fault in server.faults:
        fault.released.set()


@pytest.fixture(scope="session")
def publisher(server: HubServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Publisher]:
    """The process that publishes, with a token and a secret in its environment."""
    place = tmp_path_factory.mktemp("publisher")
    environment = {
        "HF_ENDPOINT": server.url,
        "HF_TOKEN": TOKEN,
        "HF_HOME": str(place / "home"),
        "HF_HUB_DISABLE_XET": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "OPENAI_API_KEY": CANARY,
        "OMP_NUM_THREADS": "1",
    }
    with Publisher(place, environment) as started:
        yield started
