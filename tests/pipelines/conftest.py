"""What the tests of the pipelines share: seeds of nescio's own templates, files of them, and one finished run."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random

import pytest
from typer.testing import CliRunner, Result

from nescio.gen.sources.templates import Templates
from nescio.pipelines.cli import app
from nescio.pipelines.run import run
from nescio.schemas.example import Star
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from tests.hiding import HIDING

QUICK = (
    "verify.fluency=false",
    "curate.dedup=false",
    "curate.surface=false",
    "perturb=[premise_removal, hedged_quantity]",
)

SeedFile = Callable[..., Path]
Command = Callable[..., Result]
Shell = Callable[..., "subprocess.CompletedProcess[str]"]


class Shelf(tuple[object, ...]):
    """A tuple that Hypothesis shows in a few words when an example fails."""

    def __repr__(self) -> str:
        """How many things stand there."""
        return f"<{len(self)} {type(self[0]).__name__}s>"


@pytest.fixture(scope="session")
def quick() -> tuple[str, ...]:
    """Overrides that turn off every stage that takes longer than a moment."""
    return QUICK


@pytest.fixture(scope="session")
def seeds() -> tuple[Seed, ...]:
    """Sixteen seeds, each of another template."""
    return Shelf(one for one in Templates().read(SeedSpec(source="templates", limit=16), 0) if isinstance(one, Seed))


@pytest.fixture(scope="session")
def stars(seeds: tuple[Seed, ...]) -> tuple[Star, ...]:
    """One star of each seed, the perturbations in turn."""
    return Shelf(next(HIDING[number % 2].propose(seed, Random("stars"))) for number, seed in enumerate(seeds))


@pytest.fixture
def seed_file(tmp_path: Path) -> SeedFile:
    """Writes seeds, or lines as they are, to a JSON Lines file."""

    def write(records: Iterable[Seed | str | bytes], name: str = "seeds.jsonl") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = (one.model_dump_json() if isinstance(one, Seed) else one for one in records)
        path.write_bytes(b"\n".join(one if isinstance(one, bytes) else one.encode() for one in lines))
        return path

    return write


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory, seeds: tuple[Seed, ...]) -> Path:
    """The folder of a finished run without models; not to be changed."""
    place = tmp_path_factory.mktemp("finished")
    wrong = seeds[0].questions[0].model_copy(update={"answer": "7777"})
    spoilt = seeds[0].model_copy(update={"questions": (wrong, *seeds[0].questions[1:])})
    lines = [one.model_dump_json() for one in (spoilt, *seeds[1:])]
    (place / "seeds.jsonl").write_text("\n".join([*lines, "not JSON"]))
    run("math", out=place / "run", seeds=f"jsonl:{place / 'seeds.jsonl'}", overrides=QUICK)
    return place / "run"


@pytest.fixture
def command() -> Command:
    """Runs a command line in this process; the result has exit_code, stdout and stderr."""

    def invoke(*arguments: object) -> Result:
        result = CliRunner().invoke(app, [str(one) for one in arguments])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return invoke


@pytest.fixture
def shell() -> Shell:
    """Runs a command line in a process of its own."""

    def invoke(*arguments: object) -> "subprocess.CompletedProcess[str]":
        words = [sys.executable, "-m", "nescio", *map(str, arguments)]
        return subprocess.run(words, capture_output=True, text=True, check=False, env={**os.environ, **QUIET})

    return invoke


QUIET = {"OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"}
