"""What goes wrong in a run is one row's, is listed with its reason, and never takes the others with it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from nescio.gen.perturbations import PERTURBATIONS
from nescio.gen.perturbations.hiding import hide_facts
from nescio.gen.sources import SOURCES
from nescio.gen.sources.jsonl import JsonLines
from nescio.pipelines.journal import Journal
from nescio.pipelines.progress import Quiet
from nescio.pipelines.run import run
from nescio.pipelines.storage import FolderBusy
from nescio.pipelines.summary import Met, RunSummary
from nescio.pipelines.tables import read_parquet
from nescio.schemas.errors import RunConflict, SeedFileError, UsageError
from nescio.schemas.evidence import HidingForm
from nescio.schemas.example import Star
from nescio.schemas.protocols import Skipped
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import Behaviour, Kind, Scenario

SeedFile = Callable[..., Path]


@dataclass(frozen=True)
class Mine:
    """A third-party perturbation by nescio's own helper, which breaks on some seeds."""

    name: str = "mine"
    about: str = "For a test."
    papers: tuple[str, ...] = ()
    evidence: str = "derivation"
    crossing: str = "hidden fact x question"
    kind: Kind = Kind.UNANSWERABLE
    scenario: Scenario = Scenario.UNDERSPECIFIED_CONTEXT
    behaviour: Behaviour = Behaviour.ABSTAIN
    checker: str = "dataflow"
    breaks: frozenset[str] = frozenset()
    times: int = 1

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """The seed's star with a fact taken out, some times over."""
        if seed.id in self.breaks:
            raise RuntimeError(f"no luck with {seed.context} " + "x" * 1_000_000)
        for star in hide_facts(self, HidingForm.ABSENT, seed, random):
            yield from [star] * self.times


@dataclass
class Noting(Quiet):
    """Progress that keeps what it is told."""

    notes: list[str] = field(default_factory=list)

    def note(self, message: str) -> None:
        """Keep it."""
        self.notes.append(message)


def balanced(summary: RunSummary) -> bool:
    """Whether the funnel adds up, of each perturbation and in all."""
    return all(counts.balanced() for counts in (summary.funnel, *summary.funnel.by_perturbation.values()))


def only(name: str, quick: tuple[str, ...]) -> list[str]:
    """Overrides for a run of one perturbation."""
    return [*quick, f"perturb=[{name}]"]


def test_a_third_party_perturbation_that_breaks_fails_its_rows_only(
    tmp_path: Path, seeds: tuple[Seed, ...], seed_file: SeedFile, quick: tuple[str, ...]
) -> None:
    """Seeds on which it raises are failed candidates with the error, the others are published, and the run says so."""
    breaks = frozenset(one.id for one in seeds[:3])
    parts = (*PERTURBATIONS, Mine(breaks=breaks))
    summary = run(
        "math", out=tmp_path / "run", seeds=str(seed_file(seeds)), overrides=only("mine", quick), perturbations=parts
    )
    failed = read_parquet(tmp_path / "run" / "failed.parquet")
    assert {row["seed_id"] for row in failed} == breaks
    assert {(row["id"], row["stage"], row["error"]) for row in failed} == {(None, "propose", "RuntimeError")}
    assert all(row["message"].startswith("no luck with") and len(row["message"]) < 10_000 for row in failed)
    assert summary.funnel.failed == {"RuntimeError": 3}
    assert summary.funnel.by_perturbation.keys() == {"mine"}
    assert summary.funnel.accepted >= 8 * 10
    assert summary.seeds.read == summary.seeds.usable == 16
    assert balanced(summary)
    assert not summary.complete


def test_a_star_that_is_proposed_twice_stands_once(
    tmp_path: Path, seeds: tuple[Seed, ...], seed_file: SeedFile, quick: tuple[str, ...]
) -> None:
    """Of stars with the same prompts the first stays, and each row of the other says where its prompt stands."""
    overrides = [*quick, "perturb=[{mine: {max_per_seed: 2}}]"]
    path = seed_file(seeds[:4])
    once = run("math", out=tmp_path / "1", seeds=str(path), overrides=overrides, perturbations=[Mine()])
    twice = run("math", out=tmp_path / "2", seeds=str(path), overrides=overrides, perturbations=[Mine(times=3)])
    assert twice.funnel.candidates == 2 * once.funnel.candidates
    assert twice.funnel.accepted == once.funnel.accepted
    assert twice.funnel.rejected["repeated prompt"] == once.funnel.accepted
    repeated = [row for row in read_parquet(tmp_path / "2" / "rejected.parquet") if row["reason"] == "repeated prompt"]
    assert all(row["detail"] == f"stands in star {row['cross_id']} too" for row in repeated)
    assert balanced(twice)


@dataclass(frozen=True)
class Shouts(JsonLines):
    """A third-party source: seeds that are given, and a record it cannot use."""

    name: str = "shouts"
    seeds: tuple[Seed, ...] = ()

    def read(self, spec: SeedSpec, seed: int) -> Iterator[Seed | Skipped]:
        """The seeds and a bad record."""
        del spec, seed
        yield Skipped("here", "hoarse", "cannot shout \x1b[2J")
        yield from self.seeds


def test_a_third_party_source_is_read(tmp_path: Path, seeds: tuple[Seed, ...], quick: tuple[str, ...]) -> None:
    """Seeds come from a source that Python gives, by its name, and what it skips is counted and told."""
    said = Noting()
    sources = (*SOURCES, Shouts(seeds=seeds[:6]))
    summary = run("math", out=tmp_path / "run", seeds="shouts", overrides=quick, sources=sources, progress=said)
    assert summary.seeds.skipped == {"hoarse": 1}
    assert summary.seeds.usable == 6
    assert any("hoarse: cannot shout" in note for note in said.notes)


def test_a_seed_that_gives_no_star_is_skipped(
    tmp_path: Path, seeds: tuple[Seed, ...], seed_file: SeedFile, quick: tuple[str, ...]
) -> None:
    """A seed without facts to hide is no candidate; it is counted as skipped, by perturbation."""
    bare = seeds[0].model_copy(update={"evidence": seeds[0].evidence.model_copy(update={"facts": ()})})
    path = seed_file([bare, *seeds[1:4]])
    summary = run("math", out=tmp_path / "run", seeds=str(path), overrides=only("premise_removal", quick))
    assert summary.seeds.skipped == {"no star by premise_removal": 1}
    assert (summary.seeds.read, summary.seeds.usable) == (4, 3)
    assert summary.funnel.candidates == 24


def test_exactly_so_many_stars(
    tmp_path: Path, seeds: tuple[Seed, ...], seed_file: SeedFile, quick: tuple[str, ...]
) -> None:
    """`rows` rejects what is beyond as surplus, and reports what is lacking without padding."""
    path = str(seed_file(seeds))
    few = run("math", out=tmp_path / "few", seeds=path, overrides=[*quick, "curate.rows=2"])
    assert {name: counts.accepted for name, counts in few.funnel.by_perturbation.items()} == {
        "hedged_quantity": 16, "premise_removal": 16,
    }  # fmt: skip
    assert few.funnel.rejected["surplus"] == few.funnel.candidates - 32 - sum(
        count for reason, count in few.funnel.rejected.items() if reason != "surplus"
    )
    assert (few.shortfall, few.complete) == ({}, True)
    many = run(
        "math",
        out=tmp_path / "many",
        seeds=path,
        overrides=[*only("mine", quick), "curate.rows=50"],
        perturbations=[Mine()],
    )
    assert many.shortfall == {"mine": 50 - many.funnel.accepted // 8}
    assert not many.complete
    assert balanced(few)
    assert balanced(many)


def test_a_template_is_full_at_its_cap(
    tmp_path: Path, seeds: tuple[Seed, ...], seed_file: SeedFile, quick: tuple[str, ...]
) -> None:
    """Stars beyond `max_per_template` are rejected with the template; the same folder may then go on with more."""
    alike = [one.model_copy(update={"template_id": "the one"}) for one in seeds[:6]]
    path, said = str(seed_file(alike)), Noting()
    arguments = {"out": tmp_path / "run", "seeds": path, "progress": said}
    tight = run("math", overrides=[*quick, "curate.max_per_template=3"], **arguments)  # type: ignore[arg-type]
    assert tight.funnel.accepted == 24
    full = [row for row in read_parquet(tmp_path / "run" / "rejected.parquet") if row["reason"] == "template full"]
    assert {row["detail"] for row in full} == {"3 stars of template the one stand already"}
    assert tight.splits == {"train": 24}
    loose = run("math", overrides=quick, **arguments)  # type: ignore[arg-type]
    assert loose.funnel.accepted > 24
    assert any("changed: curate" in note for note in said.notes)
    assert balanced(tight)


def test_a_row_near_a_named_file_goes_with_its_star(
    tmp_path: Path, seeds: tuple[Seed, ...], seed_file: SeedFile, quick: tuple[str, ...]
) -> None:
    """Thirteen words in common with a file to stay away from drop the star, and the row says which words and file."""
    held = tmp_path / "held.txt"
    held.write_text("Something else entirely.\n" + seeds[2].context.upper())
    overrides = [*quick, f"curate.decontaminate=['{held}']"]
    summary = run("math", out=tmp_path / "run", seeds=str(seed_file(seeds[:6])), overrides=overrides)
    rejected = read_parquet(tmp_path / "run" / "rejected.parquet")
    near = [row for row in rejected if "contaminated" in row["reason"]]
    assert {row["seed_id"] for row in near} == {seeds[2].id}
    assert len(near) == 8
    assert all("shares the words" in row["detail"] and "held.txt" in row["detail"] for row in near)
    assert balanced(summary)
    assert summary.references == {str(held): Met(texts=2, met=1)}
    assert "Decontaminated against held.txt" in (tmp_path / "run" / "dataset" / "README.md").read_text()


def test_what_cannot_work_is_refused_before_anything_is_written(
    tmp_path: Path, seeds: tuple[Seed, ...], seed_file: SeedFile, quick: tuple[str, ...]
) -> None:
    """Unreadable files, licences that do not go together and a busy folder leave no trace of a run."""
    source = seeds[0].source.model_copy(update={"licence": "cc-by-nc-4.0"})
    mixed = seed_file([seeds[0].model_copy(update={"source": source}), seeds[1]])
    out = tmp_path / "run"
    with pytest.raises(UsageError, match="cannot combine"):
        run("math", out=out, seeds=str(mixed), overrides=quick)
    with pytest.raises(UsageError, match="cannot read the decontamination file"):
        run("math", out=out, overrides=[*quick, "curate.decontaminate=[none.txt]"])
    with pytest.raises(SeedFileError, match="No such file"):
        run("math", out=out, seeds="none.jsonl", overrides=quick)
    assert not out.exists()
    with Journal(out / "journal.sqlite"), pytest.raises(FolderBusy):
        run("math", out=out, seeds=str(seed_file(seeds[:2])), overrides=quick)
    assert not (out / "recipe.json").exists()
    run("math", out=out, seeds=str(seed_file(seeds[:2])), overrides=quick)
    with pytest.raises(RunConflict, match=r"its seeds are jsonl:.* these are templates"):
        run("math", out=out, overrides=quick)


def test_a_run_without_rows_has_no_dataset(
    tmp_path: Path, seeds: tuple[Seed, ...], seed_file: SeedFile, quick: tuple[str, ...]
) -> None:
    """Where nothing is accepted, or nothing could be read, no folder is left that cannot be loaded."""
    wrong = seeds[0].questions[0].model_copy(update={"answer": "7777"})
    spoilt = seeds[0].model_copy(update={"questions": (wrong, *seeds[0].questions[1:])})
    for name, records in (("spoilt", [spoilt]), ("unreadable", ["{", "[]"])):
        out = tmp_path / name
        summary = run("math", out=out, seeds=str(seed_file(records, f"{name}.jsonl")), overrides=quick)
        assert (summary.funnel.accepted, summary.splits, summary.complete) == (0, {}, False)
        assert not (out / "dataset").exists()
        assert (out / "run.json").exists()
        assert balanced(summary)
