"""The dataset card says what the run found, is read by the Hub's tools, and lets no row act."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from huggingface_hub import DatasetCard
from markdown_it import MarkdownIt

from nescio.pipelines.card import CardFacts, render_card
from nescio.pipelines.card_figures import figure
from nescio.pipelines.card_header import parquet_file
from nescio.pipelines.card_models import authorship
from nescio.pipelines.curate import Curated
from nescio.pipelines.ledger import Counts
from nescio.pipelines.resolve import load_recipe
from nescio.pipelines.run import run
from nescio.pipelines.seeding import SeedCounts
from nescio.pipelines.summary import Funnel, Met, ModelRecord, RunSummary
from nescio.pipelines.tables import write_parquet
from nescio.schemas.example import Example, Proof, Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Domain, Figure, Grade
from nescio.validation.leakage import SurfaceReport

HOSTILE = (
    " \x1b[2J \u202egnp.exe [/foo] `````` | --- <script>alert(1)</script> ![x](http://evil.example/p.png)\n---\n# head"
)


def rows_of(star: Star, context: str = "") -> list[Example]:
    """The rows of a star as published ones, with something added to their texts."""
    proof = Proof(grade=Grade.PROVED, method="m", checker="dataflow", checker_version="1", evidence="e")
    texts = ("prompt", "context", "target")
    return [
        Example(**{name: value + context if name in texts else value for name, value in dict(row).items()}, proof=proof)
        for row in star.rows
    ]


def card(
    place: Path,
    star: Star,
    context: str = "",
    name: str = "math",
    references: dict[str, Met] | None = None,
    **changes: object,
) -> str:
    """The card of a dataset that holds one star."""
    rows = rows_of(star, context)
    write_parquet(rows, Example, parquet_file(place, "math", "train"))
    counts = Counts(candidates=17, accepted=8, rejected={f"dataflow: {name}": 8}, failed={name: 1})
    report = SurfaceReport(rows=8, positives=2, groups=1, auc=0.5, auc_ci=(0.4, 0.6))
    curated = Curated([], {}, {"all": report}, {"all": report}, [f"all: {name}"], {}, references or {})
    facts = {
        "recipe": load_recipe("math").model_copy(update={"about": f"About {name}."}),
        "limit": 9, "domain": "math", "splits": {"train": rows}, "curated": curated,
        "funnel": Funnel(**dict(counts), by_perturbation={"premise_removal": counts}),
        "seeds": SeedCounts(read=3, usable=2, skipped={f"odd {name}": 1}), "models": (),
    }  # fmt: skip
    return render_card(CardFacts(**(facts | changes)), place)  # type: ignore[arg-type]


def body_html(text: str) -> str:
    """What a reader of the card sees, as HTML."""
    return str(MarkdownIt("commonmark", {"html": True}).enable("table").render(text.split("\n---\n", 1)[1]))


def test_hostile_rows_and_reasons_do_not_act(tmp_path: Path, stars: tuple[Star, ...]) -> None:
    """Rows, reasons and errors with escapes, tags, images, fences and rules stand there as text."""
    text = card(tmp_path, stars[0], HOSTILE, HOSTILE)
    html = body_html(text)
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e]", text)
    assert re.findall("<(script|img|h1|hr)", html) == ["h1"]
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 4
    assert len(re.findall("<h2>", html)) == len(re.findall("^## ", text, re.MULTILINE)) == 11
    fences = re.findall("^(`{3,})", text, re.MULTILINE)
    assert max(map(len, fences)) > 6


def test_the_header_reads_back(tmp_path: Path, stars: tuple[Star, ...]) -> None:
    """The YAML header parses to what was meant, whatever stands in the rows, and the Hub's own reader takes it."""
    text = card(tmp_path, stars[0], HOSTILE)
    header = yaml.safe_load(text.split("\n---\n", 1)[0].removeprefix("---\n"))
    assert header["license"] == "apache-2.0"
    assert header["configs"][0]["data_files"] == [{"split": "train", "path": "data/math/train-*.parquet"}]
    assert header["size_categories"] == ["n<1K"]
    [info] = header["dataset_info"]
    assert info["splits"][0]["num_examples"] == 8
    assert [one["name"] for one in info["features"]] == list(Example.model_fields)
    assert info["download_size"] == parquet_file(tmp_path, "math", "train").stat().st_size
    assert DatasetCard(text).data.to_dict()["license"] == "apache-2.0"


def test_the_card_tells_the_funnel_and_the_figures(tmp_path: Path, stars: tuple[Star, ...]) -> None:
    """Counts, splits, grades, cues with intervals, missed gates and skipped seeds are printed."""
    text = card(tmp_path, stars[0])
    for said in (
        "| candidates | 17 |", "| accepted | 8 |", "| rejected: dataflow: math | 8 |", "| failed: math | 1 |",
        "3 read, 2 used (1 odd math)", "| train | 8 | 1 | 1 |", "| proved | 8 |", "0.500 (0.400 to 0.600)",
        "Gates missed:\n\n- all: math", "--limit 9", "No model was used", "| perturbed | 2 |", "no file: rows were not",
    ):  # fmt: skip
        assert said in text, said


def test_models_and_files_stand_without_their_folders(tmp_path: Path, stars: tuple[Star, ...]) -> None:
    """The card names models with revision, hash and licence, and no folder of the machine it was made on."""
    held = tmp_path / "private" / "held_out.txt"
    held.parent.mkdir()
    held.write_text("x")
    local = ModelRecord(role="fluency", name=str(held.parent), revision=None, weights="a" * 64, licence=None)
    hub = ModelRecord(role="dedup", name="org/model", revision="abc", weights="b" * 64, licence="mit")
    recipe = load_recipe("math", [f"curate.decontaminate=['{held}']", f"verify.fluency.model='{held.parent}'"])
    text = card(tmp_path, stars[0], models=(local, hub), recipe=recipe, references={str(held): Met(texts=2, met=1)})
    assert str(tmp_path) not in text
    assert "Decontaminated against held\\_out.txt (a candidate came near 1 of its 2 texts and was dropped)." in text
    assert "| dedup | org/model | abc | `bbbbbbbbbbbbbbbb` | mit |" in text
    assert "| fluency | private | - | `aaaaaaaaaaaaaaaa` | unknown |" in text


def test_the_example_is_a_pair(tmp_path: Path, stars: tuple[Star, ...]) -> None:
    """The card shows a perturbed row and the twin of that very row."""
    text = card(tmp_path, stars[0])
    shown = text.split("## Examples", 1)[1].split("## Limits", 1)[0]
    prompts = re.findall("^prompt: (.*)$", shown, re.MULTILINE)
    pair = [row for row in stars[0].rows if row.prompt in prompts]
    assert len(pair) == 2
    assert len({row.pair_id for row in pair}) == 1
    assert re.findall("^behaviour: (.*)$", shown, re.MULTILINE)[1] == "answer"
    assert prompts[0] == next(row.prompt for row in pair if row.should_abstain)


def test_the_recipe_on_the_card_makes_the_same_dataset(
    tmp_path: Path,
    seeds: tuple[Seed, ...],
    seed_file: Callable[..., Path],
    quick: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The recipe that the card prints, with the seed file beside it, gives the same bytes."""
    first = run("math", out=tmp_path / "a", seeds=f"jsonl:{seed_file(seeds)}", overrides=quick)
    text = (tmp_path / "a" / "dataset" / "README.md").read_text()
    recipe = text.split("```yaml\n", 1)[1].split("\n```", 1)[0]
    (tmp_path / "recipe.yaml").write_text(recipe)
    monkeypatch.chdir(tmp_path)
    second = run("recipe.yaml", out="b")
    assert isinstance(second, RunSummary)
    assert second.files == first.files


def test_a_figure_has_its_interval() -> None:
    """Figures have three decimals and, where there is one, the interval; too few rows give a dash."""
    assert figure(0.5, (0.25, 1.0)) == "0.500 (0.250 to 1.000)"
    assert figure(0.5) == "0.500"
    assert figure(None) == "-"


def test_weaker_figures_and_joined_texts_are_told(tmp_path: Path, stars: tuple[Star, ...]) -> None:
    """A card of stars alone says nothing of figures; one with a mirror of joined texts names and counts it."""
    assert "`mirror`" not in card(tmp_path, stars[0])
    changed = {"figure": Figure.MIRROR, "context_seed_ids": ("one", "two")}
    rows = tuple(row.model_copy(update=changed) for row in stars[0].rows)
    text = card(tmp_path, stars[0].model_copy(update={"rows": rows}))
    assert f"| `{stars[0].perturbation}` | mirror |" in text
    assert f"The texts of {len(rows)} rows join two stories" in text


def test_seeds_of_a_test_split_are_warned_of(tmp_path: Path, stars: tuple[Star, ...]) -> None:
    """What was made from a test split says that it is not to be published or trained on, and from which dataset."""
    source = stars[0].seed.source.model_copy(update={"split": "test", "dataset": "some/benchmark"})
    rows = tuple(row.model_copy(update={"source": source}) for row in stars[0].rows)
    text = card(tmp_path, stars[0].model_copy(update={"rows": rows}))
    assert "Made from a test split** (of some/benchmark)" in text
    assert "extended|some/benchmark" in text
    assert "test split" not in card(tmp_path, stars[0])


def test_the_card_says_only_of_what_was_done_that_it_was(tmp_path: Path, stars: tuple[Star, ...]) -> None:
    """Fluency, audit and gates that were turned off or could not be measured are said to be so."""
    text = card(tmp_path, stars[0])
    assert "The fluency check compares" in text
    off = load_recipe("math", ["verify.fluency=false", "curate.surface=false"])
    text = card(tmp_path, stars[0], recipe=off)
    assert "fluency check compares" not in text
    assert "No model checked whether the texts read well" in text
    assert "The audit was turned off" in text
    nothing = SurfaceReport(rows=8, positives=2, groups=1)
    unmeasured = Curated([], {}, {"all": nothing}, {"all": nothing}, [], {}, {})
    text = card(tmp_path, stars[0], curated=unmeasured)
    assert "**No gate was measured**" in text
    assert "No gate was missed" not in text
    some = Curated([], {}, {"all": nothing.model_copy(update={"auc": 0.5})}, {}, [], {}, {})
    assert "a dash stands where there was too little to measure" in card(tmp_path, stars[0], curated=some)
    assert "held-out templates of `test`" not in card(tmp_path, stars[0])


def test_every_column_is_named(tmp_path: Path, stars: tuple[Star, ...]) -> None:
    """A stranger finds each of them in the list of columns."""
    told = card(tmp_path, stars[0]).split("## Columns", 1)[1].split("\n## ", 1)[0]
    assert [name for name in Example.model_fields if f"`{name}`" not in told] == []


def test_rows_in_which_no_fact_is_hidden_are_not_said_to_hide_one(tmp_path: Path, stars: tuple[Star, ...]) -> None:
    """Pairs and squares of clauses are told as what they are, beside no word of facts, mirrors or decoys."""
    figures = Figure.PAIR, Figure.SQUARE
    rows = tuple(
        row.model_copy(update={"domain": Domain.LOOKALIKE, "figure": figures[number % 2]})
        for number, row in enumerate(stars[0].rows)
    )
    told = card(tmp_path, stars[0].model_copy(update={"rows": rows})).split("## What a row is", 1)[1]
    told = told.split("\n## ", 1)[0]
    assert "In a *pair* both rows are to be answered" in told
    assert "In a *square* a text holds two clauses" in told
    assert not re.search("fact|mirror|hide", told)


def test_what_a_model_wrote_is_called_by_its_name() -> None:
    """Requests that a model wrote hide no fact."""
    models = "models={w: {engine: fake, model: w}}"
    lookalike = load_recipe("lookalike", [models, "perturb=[{safe_rewrite: {writer: w}}]"])
    assert "`w` wrote the requests of `safe_rewrite`" in authorship(lookalike)
    math = load_recipe("math", [models, "perturb=[{premise_removal: {writer: w}}]"])
    assert "`w` wrote the sentences with which `premise_removal` hides a fact" in authorship(math)
