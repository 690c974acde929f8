"""Evaluations of the same rows are compared, those of other rows refused, and failing is told by intervals."""

import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from nescio.gen.engines.fake import FakeEngine
from nescio.pipelines.cli_compare import compare as command
from nescio.pipelines.comparing import compare
from nescio.pipelines.evaluate import evaluate
from nescio.pipelines.plane import PlanePoint, plane_svg, plane_text
from nescio.pipelines.read_rows import DataRow, read_rows
from nescio.schemas.errors import UsageError
from nescio.schemas.recipe import ModelSpec
from nescio.validation.proportions import Estimate

Says = Callable[[DataRow], str]
SPEC = ModelSpec(engine="fake", model="fake", concurrency=4)
REFUSAL = "I'm sorry, but I can't help with that."
GUESS = "The answer is 12."


def right(row: DataRow) -> str:
    """A reply that is right and that every rule reads so."""
    return f"The answer is {row.answers[0]}." if row.answers else "There is not enough information to answer this."


@pytest.fixture(scope="module")
def evaluations(finished: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folders of a model that is right, one that always answers, one that refuses all, and one of fewer rows."""
    place = tmp_path_factory.mktemp("evaluations")
    rows = {row.prompt: row for row in read_rows(str(finished))}
    models: dict[str, tuple[Says, int]] = {
        "right": (right, 48),
        "answers": (lambda row: right(row) if row.answers else GUESS, 48),
        "refuses": (lambda _: REFUSAL, 48),
        "abstains": (lambda _: "I do not know.", 48),
        "few": (right, 16),
    }
    for name, (says, limit) in models.items():
        engine = FakeEngine(lambda request, says=says: says(rows[request.messages[-1].content]), model=name)
        evaluate(str(finished), SPEC, out=place / name, split="train", limit=limit, engine=engine)
    return place


def test_each_direction_of_failure_has_its_name(evaluations: Path) -> None:
    """By intervals; refusing is no answering, although recall is 0."""
    found = compare([evaluations / name for name in ("right", "answers", "refuses", "abstains")])
    told = [one.direction.told for one in found.models]
    assert told[0].startswith(("neither", "open"))
    assert told[1].startswith("answers what it should not")
    assert told[2].startswith("declines what it should answer")
    assert told[2].endswith("where it should abstain it mostly refuses or is unclear")
    assert told[3].startswith("declines what it should answer")
    assert not found.models[3].direction.refuses_instead
    assert [one.letter for one in found.models] == ["A", "B", "C", "D"]


def test_two_models_differ_where_they_do(evaluations: Path) -> None:
    """All pairs lost by the one that always answers; of a model beside itself nothing differs."""
    found = compare([evaluations / "right", evaluations / "answers", evaluations / "right"])
    pairs = {(one.first, one.second): one for one in found.differences if one.unit == "pairs"}
    lost = pairs["A", "B"]
    assert lost.difference.value == 1
    assert lost.test.only_first == lost.test.of == lost.difference.of > 0
    assert lost.test.p == pytest.approx(2 / 2**lost.test.of)
    assert lost.test.p <= lost.p_corrected <= 3 * lost.test.p
    assert pairs["A", "C"].p_corrected == 1
    assert pairs["A", "C"].difference.value == 0
    assert {one.unit for one in found.differences} == {"rows", "pairs", "stars"}
    assert found.models[0].name == "right (right)"


def test_other_rows_are_refused_or_cut_to_the_common_ones(evaluations: Path) -> None:
    """The message says how many; the figures are then of the shared rows alone."""
    two = [evaluations / "answers", evaluations / "few"]
    with pytest.raises(UsageError, match=r"16 are in both, 32 in the first alone, 0 in the second.*--common"):
        compare(two)
    found = compare(two, common=True)
    assert found.rows == found.models[0].signature.rows == 16
    assert found.models[1].signature.paired_accuracy.value == 1
    assert found.models[0].signature == compare(list(reversed(two)), common=True).models[1].signature


def test_rows_of_one_id_with_other_prompts_are_not_common(tmp_path: Path) -> None:
    """Ids may be mere numbers: what they number in another dataset is another row."""
    for name in ("one", "other"):
        rows = [
            {"id": "1", "prompt": f"What is {name}?", "should_abstain": True, "answers": []},
            {"id": "2", "prompt": f"Say {name}.", "should_abstain": False, "answers": [name]},
        ]
        path = tmp_path / f"{name}.jsonl"
        path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
        evaluate(str(path), ModelSpec(engine="fake", model="fake"), out=tmp_path / name)
    with pytest.raises(UsageError, match="row 1 has another label, role, pair, prompt or answer"):
        compare([tmp_path / "one", tmp_path / "other"], common=True)


def test_what_cannot_be_compared_is_said(evaluations: Path, tmp_path: Path) -> None:
    """One folder alone, no evaluation, and replies that were read by other rules."""
    with pytest.raises(UsageError, match="1 evaluations were given; give 2 to 26"):
        compare([evaluations / "right"])
    with pytest.raises(UsageError, match="the folder of a finished `nescio eval`"):
        compare([evaluations / "right", tmp_path])
    for name in ("eval.json", "answers.parquet"):
        (tmp_path / name).write_bytes((evaluations / "right" / name).read_bytes())
    summary = json.loads((tmp_path / "eval.json").read_text()) | {"classifier": "0"}
    (tmp_path / "eval.json").write_text(json.dumps(summary))
    with pytest.raises(UsageError, match="not classified alike"):
        compare([evaluations / "right", tmp_path])


def test_the_command_draws_and_tells(evaluations: Path, tmp_path: Path) -> None:
    """Plane, directions, table and differences; JSON holds the same, and the drawing is a file."""
    app = typer.Typer()
    app.command()(command)
    folders = [str(evaluations / name) for name in ("right", "answers", "refuses")]
    shown = CliRunner().invoke(app, [*folders, "--svg", str(tmp_path / "plane.svg")])
    assert shown.exit_code == 0, shown.output
    for told in ("under-abstention", "over-abstention", "answers what it should not", "corrected", "A  right"):
        assert told in shown.stdout
    found = json.loads(CliRunner().invoke(app, [*folders, "--json"]).stdout)
    assert [one["name"] for one in found["models"]] == ["right", "answers", "refuses"]
    ElementTree.fromstring((tmp_path / "plane.svg").read_text("utf-8"))


class _Elements(HTMLParser):
    """Collects the tags and attributes that a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen += [tag, *(name for name, _ in attrs)]


SHARES = st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)).map(sorted)


@given(st.lists(st.tuples(st.text(max_size=80), SHARES, SHARES), max_size=8))
def test_no_name_breaks_the_plane(drawn: list[tuple[str, list[float], list[float]]]) -> None:
    """Whatever a model is called: the SVG is XML without active parts, and each model has one line of the key."""
    points = [
        PlanePoint(
            letter=chr(65 + number),
            name=name,
            under=Estimate(low=under[0], value=under[1], high=under[2]),
            over=Estimate(low=over[0], value=over[1], high=over[2]),
        )
        for number, (name, under, over) in enumerate(drawn)
    ]
    svg = plane_svg(points)
    ElementTree.fromstring(svg)
    parser = _Elements()
    parser.feed(svg)
    assert not {"script", "style", "foreignobject", "image", "href", "onload", "onclick"} & set(parser.seen)
    text = plane_text(points)
    assert len(text.splitlines()) == 26 + len(points) - (not points)
    assert text == plane_text(points)
