"""A recipe comes in by name, file, model and overrides; what is wrong with it is said in its own words."""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from string import ascii_letters

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nescio.gen.perturbations import PERTURBATIONS
from nescio.gen.sources import SOURCES
from nescio.gen.sources.jsonl import JsonLines
from nescio.pipelines.recipe_file import MAX_RECIPE, parse_yaml
from nescio.pipelines.resolve import load_recipe, packaged_recipes, plan, seed_spec
from nescio.schemas.errors import RecipeError, UnknownName, UsageError
from nescio.schemas.recipe import CurateSpec, DedupSpec, PerturbSpec, Recipe
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import Domain

MINIMAL = "name: mine\nseeds: [{source: templates}]\nperturb: [premise_removal, {hedged_quantity: {share: 2}}]\n"


def test_every_packaged_recipe_makes_a_plan() -> None:
    """Each packaged recipe validates, is named as its file, and names parts that exist."""
    assert "math" in packaged_recipes()
    for name in packaged_recipes():
        made = plan(load_recipe(name))
        assert made.recipe.name == name
        assert [spec.name for spec, _ in made.perturbations] == [part.name for _, part in made.perturbations]


def test_yaml_and_python_give_the_same_recipe(tmp_path: Path) -> None:
    """A file and the model it describes are one recipe, shorthands included."""
    file = tmp_path / "mine.yaml"
    file.write_text("\ufeff" + MINIMAL, encoding="utf-8")
    perturb = (PerturbSpec(name="premise_removal"), PerturbSpec(name="hedged_quantity", share=2))
    written = Recipe(name="mine", seeds=(SeedSpec(source="templates"),), perturb=perturb)
    assert load_recipe(file) == load_recipe(str(file)) == load_recipe(written) == written


@given(
    seed=st.integers(),
    about=st.text(),
    rows=st.none() | st.integers(1, 10**6),
    dedup=st.just(False) | st.floats(0.01, 1).map(lambda value: DedupSpec(threshold=value)),
    share=st.floats(0.001, 1e6),
)
@settings(max_examples=30, deadline=None)
def test_a_recipe_survives_yaml(
    tmp_path_factory: pytest.TempPathFactory, seed: int, about: str, rows: int | None, dedup: DedupSpec, share: float
) -> None:
    """A recipe written out as YAML is read back as the same recipe."""
    recipe = Recipe(
        name="mine",
        about=about,
        seeds=(SeedSpec(source="templates"),),
        perturb=(PerturbSpec(name="premise_removal", share=share),),
        curate=CurateSpec(dedup=dedup, rows=rows),
        seed=seed,
    )
    file = tmp_path_factory.mktemp("recipe") / "mine.yaml"
    file.write_text(yaml.safe_dump(recipe.model_dump(mode="json"), allow_unicode=True), encoding="utf-8")
    assert load_recipe(file) == recipe


@pytest.mark.parametrize(
    ("override", "wanted"),
    [
        ("curate.dedup=false", lambda one: one.curate.dedup is False),
        ("curate.dedup.threshold=0.5", lambda one: one.curate.dedup.threshold == 0.5),
        ("curate.dedup={threshold: 0.5}", lambda one: one.curate.dedup.threshold == 0.5),
        ("curate.decontaminate=[a.txt, b.txt]", lambda one: one.curate.decontaminate == ("a.txt", "b.txt")),
        ("perturb=[hedged_quantity]", lambda one: [spec.name for spec in one.perturb] == ["hedged_quantity"]),
        ("perturb.1.share=3", lambda one: one.perturb[1].share == 3),
        ("seeds.0.limit=5", lambda one: one.seeds[0].limit == 5),
        ("about=a=b", lambda one: one.about == "a=b"),
        ("seed=7", lambda one: one.seed == 7),
    ],
)
def test_an_override_reaches_any_key(override: str, wanted: Callable[[Recipe], bool]) -> None:
    """`--set` reaches nested keys and list positions, also below a shorthand, and parses its value as YAML."""
    assert wanted(load_recipe("math", [override]))


@pytest.mark.parametrize(
    ("override", "said"),
    [
        ("curat.dedup=false", "curat: there is no such key. Did you mean 'curate'?"),
        ("curate.dedupe=false", "curate.dedupe: there is no such key. Did you mean 'dedup'?"),
        ("curate.dedup.treshold=1", "curate.dedup.treshold: there is no such key. Did you mean 'threshold'?"),
        ("seeds.0.sorce=x", "seeds.0.sorce: there is no such key. Did you mean 'source'?"),
        ("perturb.0.shares=1", "perturb.0.shares: there is no such key. Did you mean 'share'?"),
        ("verify.fluency=true", "verify.fluency: a mapping with model, max_ratio (or false) was expected"),
        ("perturb=[{hedged_quantity: 2}]", "perturb.0.hedged_quantity: there is no such key"),
        ("seeds=[]", "seeds: "),
        ("name=../etc", "name: "),
        ("curate.split.train=0.5", "the shares of the splits sum to 0.7"),
        ("curate.dedup.threshold=abc", "curate.dedup.threshold: "),
        ("curate.rows=0", "curate.rows: "),
        ("dedup", "--set takes key=value"),
        ("=1", "--set takes key=value"),
        ("curate..dedup=1", "--set takes key=value"),
        ("seeds.7.limit=1", "'7' is no position in a list of 3"),
        ("seeds.x=1", "'x' is no position in a list of 3"),
        ("seeds.²=1", "is no position in a list of 3"),
        ("name.x=1", "set it whole"),
        ("name.x.y=1", 'there is nothing to set below "math"'),
        ("about=[1", "the value of --set about is not YAML"),
        ("about=*x", "YAML alias"),
        ("about=!!python/name:os.system", "not YAML"),
        (f"about={'[' * 5000}", "the value of --set about is nested"),
    ],
)
def test_a_bad_override_is_named(override: str, said: str) -> None:
    """A wrong key or value is a usage error that says where it is and what was expected there."""
    with pytest.raises(UsageError) as caught:
        load_recipe("math", [override])
    assert said in str(caught.value)


def test_a_stage_that_is_off_says_how_to_set_it() -> None:
    """What lies below `false` cannot be set alone; the message has a line that works."""
    off = load_recipe("math", ["curate.dedup=false"])
    with pytest.raises(UsageError) as caught:
        load_recipe(off, ["curate.dedup.threshold=0.5"])
    _, _, advice = str(caught.value).partition("--set curate.dedup='")
    assert load_recipe(off, [f"curate.dedup={advice.rstrip(chr(39))}"]).curate.dedup == DedupSpec(threshold=0.5)


@given(key=st.text(ascii_letters + ".0123456789", max_size=30), value=st.text(max_size=30))
@settings(max_examples=200, deadline=None)
def test_no_override_breaks_out(key: str, value: str) -> None:
    """Whatever is set, the answer is a recipe or a UsageError."""
    with suppress(UsageError):
        assert isinstance(load_recipe("math", [f"{key}={value}"]), Recipe)


@given(st.text() | st.recursive(st.text(max_size=3), lambda inner: inner.map("[{}, &a *a]".format), max_leaves=5))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_text_breaks_the_yaml_reader(text: str) -> None:
    """Any text is plain data of YAML or a RecipeError."""
    with suppress(RecipeError):
        json.dumps(parse_yaml(text, "a test"), default=str)


BOMB = "a: &a [x, x]\n" + "".join(f"{new}: &{new} [*{old}, *{old}]\n" for old, new in zip("abcdefgh", "bcdefghi"))  # noqa: B905


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (BOMB.encode(), "uses a YAML alias"),
        (b"name: !!python/object/apply:os.system ['touch /tmp/nescio-was-here']", "is not YAML"),
        (b"name: [", "is not YAML"),
        (b"[" * 900_000, "is nested more than 20 levels"),
        (b"seed: " + b"1" * 5_000, "cannot be read"),
        (b"name: \xff", "is not UTF-8 at byte 6"),
        (b"- a\n- b\n", "holds a list"),
        (b"", "holds a NoneType"),
        (b"#" * (MAX_RECIPE + 1), "more than 1,000,000 bytes"),
    ],
)
def test_a_hostile_recipe_file_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    """Aliases, Python tags, deep nesting, wrong encodings and huge files are refused with a reason."""
    file = tmp_path / "mine.yaml"
    file.write_bytes(content)
    with pytest.raises(RecipeError) as caught:
        load_recipe(file)
    assert said in str(caught.value)
    assert not Path("/tmp/nescio-was-here").exists()


@pytest.mark.parametrize("name", ["mth", "no such\x00file", "x" * 5_000])
def test_an_unknown_recipe_is_no_file(name: str) -> None:
    """A name that is neither packaged nor a file is unknown, however odd."""
    with pytest.raises(UnknownName, match="There are: gsm8k, knowledge, lookalike, math, "):
        load_recipe(name)


def test_an_unreadable_recipe_file_says_why(tmp_path: Path) -> None:
    """A YAML path that is no file says why it could not be read."""
    with pytest.raises(RecipeError, match=r"cannot read the recipe .*No such file"):
        load_recipe(tmp_path / "none.yaml")


def test_unknown_parts_suggest_the_nearest() -> None:
    """A perturbation or source that does not exist is answered with the one that was probably meant."""
    with pytest.raises(UnknownName, match=r"no perturbation called 'premise_removel'\. Did you mean 'premise_removal'"):
        plan(load_recipe("math", ["perturb.0=premise_removel"]))
    with pytest.raises(UnknownName, match=r"no seed source called 'template'\. Did you mean 'templates'"):
        plan(load_recipe("math", ["seeds.0.source=template"]))


def test_seeds_are_named_in_short(tmp_path: Path) -> None:
    """A source, a source with a path, and a file are told apart; what is neither is unknown."""
    file = tmp_path / "odd:name"
    file.touch()
    assert seed_spec("templates") == SeedSpec(source="templates")
    assert seed_spec("jsonl:a:b.jsonl") == SeedSpec(source="jsonl", path="a:b.jsonl")
    assert seed_spec("none.jsonl") == SeedSpec(source="jsonl", path="none.jsonl")
    assert seed_spec(str(file)) == SeedSpec(source="jsonl", path=str(file))
    for name in ("templtes", "jsnol:seeds.jsonl", "no\x00such", ""):
        with pytest.raises(UnknownName):
            seed_spec(name)


def test_seeds_of_a_third_party_source_have_its_name() -> None:
    """A source that came from Python is named as packaged ones are."""
    mine = JsonLines(name="mine")
    recipe = load_recipe("math", seeds=["mine:a.txt"], sources=(*SOURCES, mine))
    assert recipe.seeds == (SeedSpec(source="mine", path="a.txt"),)
    assert plan(recipe, PERTURBATIONS, (*SOURCES, mine)).sources[0][1] is mine


def test_a_plan_has_one_domain_and_each_perturbation_once() -> None:
    """Sources of two domains, and a perturbation named twice, are refused before anything is read."""
    other = JsonLines(name="other", domain=Domain.READING)
    mixed = load_recipe("math", ["seeds=[{source: templates}, {source: other}]"])
    with pytest.raises(RecipeError, match=r"templates \(math\), other \(reading\)"):
        plan(mixed, PERTURBATIONS, (*SOURCES, other))
    with pytest.raises(RecipeError, match="hedged_quantity more than once"):
        plan(load_recipe("math", ["perturb=[hedged_quantity, hedged_quantity]"]))
