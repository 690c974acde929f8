"""Runs of seeds of which one tells of a plan to murder, for the tests of what is withheld and reviewed."""

from collections.abc import Callable, Sequence
from pathlib import Path

from nescio.gen.engines.fake import Answers, FakeEngine
from nescio.pipelines.quarantine import QuarantinedRow
from nescio.pipelines.run import run
from nescio.pipelines.summary import RunSummary
from nescio.pipelines.tables import read_parquet
from nescio.schemas.seed import Seed

BAD = " Ben wants to murder his neighbour."
"""What stands in one seed of these tests, and should in none."""
ALWAYS = "verify.safety.always=true"

Run = Callable[..., RunSummary]


def tainting(folder: Path, quick: Sequence[str], seeds: Sequence[Seed], seed_file: Callable[..., Path]) -> Run:
    """Runs four seeds, of which one tells of a plan to murder, into `folder`/run."""
    bad = seeds[0].model_copy(update={"context": seeds[0].context + BAD})
    path = seed_file([bad, *seeds[1:4]])

    def go(*overrides: str, answers: Answers | None = None, other: Answers | None = None) -> RunSummary:
        said = {"judge": answers, "other": other}
        engines = {name: FakeEngine(one, model=name) for name, one in said.items() if one}
        models = [f"models={{{', '.join(f'{name}: {{engine: fake, model: {name}}}' for name in engines)}}}"]
        out, named = folder / "run", f"jsonl:{path}"
        return run("math", out=out, seeds=named, overrides=[*quick, *models, *overrides], engines=engines)

    return go


def published(folder: Path) -> list[dict[str, object]]:
    """The rows of the dataset."""
    return [row for path in sorted((folder / "dataset").rglob("*.parquet")) for row in read_parquet(path)]


def stars_of(rows: list[QuarantinedRow]) -> set[str]:
    """The stars that are withheld."""
    return {row.star for row in rows}
