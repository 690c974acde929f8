"""The recipe lookalike, end to end: loaded and plain wordings go through the whole run together."""

import os
import re
import stat
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from datasets import load_dataset

from nescio.gen.sources.senses import Senses
from nescio.pipelines.quarantine import quarantined_ids, read_quarantine
from nescio.pipelines.resolve import load_recipe
from nescio.pipelines.reviewing import decide
from nescio.pipelines.run import run
from nescio.pipelines.summary import RunSummary
from nescio.pipelines.tables import read_parquet
from nescio.schemas.example import Example
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import Domain, Figure, Grade, Kind, Role

WITHOUT_MODELS = ("verify.fluency=false", "curate.dedup=false")
SEEDS = 200


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run of which a person withheld one star that rules had passed."""
    folder = tmp_path_factory.mktemp("lookalike") / "run"
    go(folder, "curate.surface=false")
    first = min((row for row in rows_of(folder) if row.kind is Kind.REFUSAL_PRONE), key=lambda row: row.id)
    decide(folder, [], [first.id], "A. Reader", "to be talked over")
    return folder


def go(folder: Path, *overrides: str) -> RunSummary:
    """The run, without models."""
    return run(load_recipe("lookalike", (*WITHOUT_MODELS, *overrides)), out=folder, limit=SEEDS)


def rows_of(folder: Path) -> list[Example]:
    """What is published."""
    paths = sorted((folder / "dataset").rglob("*.parquet"))
    return [Example.model_validate(row) for path in paths for row in read_parquet(path)]


@pytest.fixture(scope="module")
def finished(out: Path) -> RunSummary:
    """The run that heeded it."""
    return go(out)


@pytest.fixture(scope="module")
def rows(out: Path, finished: RunSummary) -> list[Example]:
    """Its rows."""
    assert finished.splits
    return rows_of(out)


def test_every_candidate_is_accounted_for(out: Path, finished: RunSummary, rows: list[Example]) -> None:
    """What was proposed is published, rejected with a reason, or failed, in all and for each perturbation."""
    funnel = finished.funnel
    assert funnel.balanced()
    assert all(one.balanced() for one in funnel.by_perturbation.values())
    assert funnel.accepted == len(rows) == sum(finished.splits.values())
    assert sum(funnel.rejected.values()) == len(read_parquet(out / "rejected.parquet"))
    assert not funnel.failed
    ids = [row.id for row in rows]
    assert len(ids) == len(set(ids))
    assert {row.proof.grade for row in rows} == {Grade.REGISTRY}
    assert {row.domain for row in rows} == {Domain.LOOKALIKE}


def test_every_star_is_published_whole_and_with_both_wordings(rows: list[Example]) -> None:
    """As many perturbed rows as twins in each star, and in one split with all of its template."""
    stars = defaultdict(list)
    for row in rows:
        stars[row.cross_id].append(row)
    for members in stars.values():
        roles = Counter(row.role for row in members)
        assert roles[Role.PERTURBED] == roles[Role.TWIN] > 0
        assert len({row.template_id for row in members}) == 1


def test_a_trigger_word_tells_nothing_of_the_label(rows: list[Example]) -> None:
    """Of what cannot be answered half has the loaded wording, and so has half of what it is compared with."""
    loaded = loaded_prompts()
    crossed = [row for row in rows if row.figure is not Figure.PAIR]
    assert crossed
    for abstains in (True, False):
        told = [row.question in loaded for row in crossed if row.should_abstain is abstains]
        assert 2 * sum(told) == len(told) > 0
    pairs = [row for row in rows if row.figure is Figure.PAIR and row.perturbation != "role_prefix"]
    assert not any(row.should_abstain for row in pairs)
    assert {(row.role, row.question in loaded) for row in pairs} == {(Role.PERTURBED, True), (Role.TWIN, False)}


def test_no_sense_gives_more_than_eight_rows_with_its_trigger(rows: list[Example]) -> None:
    """A model is not to learn a word: at most eight rows of a sense have its loaded wording."""
    loaded = loaded_prompts()
    counts = Counter(row.template_id for row in rows if row.question in loaded)
    assert max(counts.values()) <= 8


def test_the_gates_are_measured_and_the_card_tells_them(out: Path, finished: RunSummary) -> None:
    """Where clauses change places shallow probes do not tell the label; what misses a gate is on the card as it is."""
    card = (out / "dataset" / "README.md").read_text()
    for name in ("all", "unknowable_lookalike"):
        found = finished.surface[name]
        assert found.auc is not None
        assert f"| {name} | {found.auc:.3f}" in card
    assert not [told for told in finished.gates_missed if told.startswith("unknowable_lookalike:")]
    assert ("Gates missed:" in card) == bool(finished.gates_missed)
    assert card.count("at most 0.60 is wanted") == len(finished.gates_missed)


def test_what_a_person_withheld_stands_in_quarantine_alone(out: Path, rows: list[Example]) -> None:
    """Its star's rows are in the private file, by id in rejected.parquet, and in no other file."""
    held = read_quarantine(out)
    assert "human review" in {row.gate for row in held} <= {"human review", "safety"}
    assert quarantined_ids(out) == {row.id for row in held}
    assert not quarantined_ids(out) & {row.id for row in rows}
    for name in ("quarantine.parquet", "rejected.parquet", "failed.parquet"):
        assert stat.S_IMODE((out / name).stat().st_mode) == 0o600
    rejected = {str(row["id"]): str(row["prompt"]) for row in read_parquet(out / "rejected.parquet")}
    assert {rejected[row.id] for row in held} == {""}
    assert not {row.prompt for row in held} & {row.prompt for row in rows}


@pytest.mark.slow
def test_the_same_run_again_gives_the_same_bytes(out: Path, finished: RunSummary, tmp_path: Path) -> None:
    """In the same folder, and in another with the same reviews."""
    other = tmp_path / "again"
    assert go(out).files == finished.files
    other.mkdir()
    (other / "reviews.jsonl").write_bytes((out / "reviews.jsonl").read_bytes())
    assert go(other).files == finished.files
    assert os.listdir(out / "dataset") == os.listdir(other / "dataset")


def test_the_card_says_what_this_run_was(out: Path, rows: list[Example]) -> None:
    """Use, harm, the person's decision, and nothing of fluency, hidden facts or probed models."""
    card = (out / "dataset" / "README.md").read_text()
    open_rows = sum(row.should_abstain for row in rows)
    for said in (
        "**Beside a safety set only.**",
        f"Questions that nobody can answer as they stand ({open_rows:,} rows)",
        "Every prompt and every target was read by a deny list",
        "No moderation model read them. That is no proof",
        "Rows withheld, with their stars: ",
        "`human review` ",
        "No model was probed",
        "(null: no model was probed)",
        "In a *pair* both rows are to be answered",
        "No model checked whether the texts read well",
        "seeds and the same public sets at hand with the run's `reviews.jsonl` in DIR give the same bytes",
        "The grade `registry` means that a closed list says so.",
    ):
        assert said in card, said
    for untrue in ("fluency check compares", "one context with facts", "A `mirror` is weaker", "No row was withheld"):
        assert untrue not in card, untrue


def test_it_loads_as_any_dataset_does(out: Path, finished: RunSummary) -> None:
    """The Hub's library reads the three splits."""
    data = load_dataset(str(out / "dataset"), "lookalike")
    assert {name: len(split) for name, split in data.items()} == finished.splits
    assert set(data) == {"train", "validation", "test"}


def loaded_prompts() -> frozenset[str]:
    """Every question of the source in its loaded wording, whatever is asked or set aside in it."""
    seeds = [one for one in Senses().read(SeedSpec(source="senses"), 0) if isinstance(one, Seed)]
    return frozenset(text for seed in seeds for text in _loaded(seed))


def _loaded(seed: Seed) -> list[str]:
    """The frame with the loaded request and, where there is one, the other loaded question, either way round."""
    evidence = seed.lookalike
    other = evidence.gap or getattr(evidence, "aside", None)
    texts = evidence.loaded, other.loaded if other else ""
    filled = [evidence.form.replace("{asked}", one).replace("{aside}", two) for one, two in (texts, texts[::-1])]
    return [re.sub(r"^(\W*\w)", lambda found: found.group().upper(), one) for one in filled]
