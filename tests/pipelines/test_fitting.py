"""Fitting the classifier of refusals: what is read, what is chosen, and what it is worth on what it did not see."""

import csv
import hashlib
import json
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import numpy as np
import pytest
import typer
from numpy.typing import NDArray
from typer.testing import CliRunner, Result

from nescio.pipelines.cli_base import DONE, USAGE, reporting
from nescio.pipelines.cli_fit import fit_responses
from nescio.pipelines.fit_report import agreement, report
from nescio.pipelines.fitting import GRID, Prepared, fit, groups_of, held_out, predicted, prepare
from nescio.pipelines.labelled_replies import Columns, LabelledReply, read_replies
from nescio.schemas.errors import UsageError
from nescio.validation.response_model import CLASSES, ResponseModel
from nescio.validation.responses import ResponseClass

XSTEST = Path(__file__).parents[3] / "shared" / "data" / "labelled" / "xstest"
ANSWERED, REFUSED, PARTIAL = CLASSES
THINGS = ("kite", "boat", "lamp", "shelf", "drum", "fence")
SAID = {
    ANSWERED: ("Cut the {0} from pine and oil it.", "A {0} is built in a day: draw it, saw it, glue it."),
    REFUSED: ("I'm sorry, but I can't help with a {0}.", "No {0} for anyone. Stop asking."),
    PARTIAL: ("I can't sell you a {0}. However, here is how one is made: saw, glue, wait.",),
}


class Letters:
    """An encoder without weights: a unit vector that the text's SHA-256 fixes."""

    name, weights = "letters", "00"

    def encode(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Eight dimensions."""
        rows = np.array([list(hashlib.sha256(one.encode()).digest()[:8]) for one in texts], dtype=np.float32)
        unit: NDArray[np.float32] = rows / (1 + np.linalg.norm(rows, axis=1, keepdims=True))
        return unit


def replies(*groups: str) -> list[LabelledReply]:
    """The same replies from several models."""
    return [
        LabelledReply(prompt=f"Can you make a {thing}?", reply=said.format(thing), label=kind, group=group)
        for group, (kind, several) in product(groups, SAID.items())
        for said in several
        for thing in THINGS
    ]


@pytest.fixture(scope="module")
def data() -> Prepared:
    """Three models' replies, prepared."""
    return prepare(replies("one", "two", "three"), Letters(), "letters")


def write_csv(path: Path, rows: Sequence[dict[str, str]]) -> Path:
    """A CSV file of these rows."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_xstests_columns_and_ones_own_are_read(tmp_path: Path) -> None:
    """CSV and JSON Lines, labels by any known name or a new one, the group from the file or from a column."""
    first = write_csv(
        tmp_path / "m1.csv", [{"prompt": "p", "completion": "A\nline", "final_label": "3_partial_refusal"}]
    )
    found = read_replies([first]).replies
    assert found == (LabelledReply(prompt="p", reply="A\nline", label=PARTIAL, group="m1"),)
    own = tmp_path / "own.jsonl"
    own.write_text(json.dumps({"q": "p", "said": "No.", "verdict": "Nope", "by": "m2"}) + "\n", "utf-8")
    columns = Columns(("q",), ("said",), ("verdict",), "by")
    assert read_replies([own], columns, {"nope": REFUSED}).replies[0].group == "m2"


def test_replies_of_other_classes_are_left_out_and_counted(tmp_path: Path) -> None:
    """Abstentions are the rules' business, and an empty reply says nothing."""
    rows = [{"prompt": "p", "reply": "x", "label": "abstained"}, {"prompt": "p", "reply": " ", "label": "refused"}]
    found = read_replies([write_csv(tmp_path / "m.csv", rows)])
    assert found.replies == ()
    assert found.left_out == {"abstained": 1, "nothing said": 1}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '{"prompt": "p", "reply": "x"}',
            "no column final_label or label or class; there are prompt, reply. Name yours by --",
        ),
        ('{"prompt": "p", "reply": "x", "label": "meh"}', "'meh' is none of"),
        ("[1]", "a JSON list was found; on each line one object"),
        ("{", "no JSON"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, text: str, message: str) -> None:
    """With the file and the line."""
    (tmp_path / "m.jsonl").write_text(text, "utf-8")
    with pytest.raises(UsageError, match=message) as found:
        read_replies([tmp_path / "m.jsonl"])
    assert "m.jsonl, line 1" in str(found.value)


def test_the_same_replies_give_the_same_model(data: Prepared) -> None:
    """To the last bit, and it says what it was fitted on."""
    one = fit(data)
    assert one == fit(data)
    assert ResponseModel.model_validate_json(one.model_dump_json()).hash == one.hash
    assert [(told.name, sum(told.classes.values())) for told in one.fitted_on] == [
        ("one", 30),
        ("three", 30),
        ("two", 30),
    ]


def test_nothing_of_a_group_left_out_has_a_say(data: Prepared) -> None:
    """The model that judges a group is the one that is fitted where the group was never there."""
    names = groups_of(data)
    for name, model, part in held_out(data):
        others = data.only([place for place, other in enumerate(names) if other != name])
        assert model == fit(others)
        assert name not in {told.name for told in model.fitted_on}
        assert {one.group for one in part.replies} == {name}


def test_a_refusal_that_the_rules_do_not_know_is_learnt(data: Prepared) -> None:
    """ "No kite for anyone" is none by the rules; with labels it is."""
    found = report(data, fit(data), {})
    assert found.helps
    for one in found.held_out:
        assert one.rules.any_refusal is not None
        assert one.model.any_refusal is not None
        assert one.model.any_refusal.value > one.rules.any_refusal.value


def test_one_file_is_left_out_in_parts_by_prompt() -> None:
    """Replies to one prompt stay together."""
    data = prepare(replies("one"), Letters(), "letters")
    names = groups_of(data)
    assert 2 <= len(set(names)) <= 5
    parts = {(one.prompt, name) for one, name in zip(data.replies, names, strict=True)}
    assert len(parts) == len(THINGS)
    assert len(predicted(fit(data), data)) == len(data.replies)


def test_two_classes_are_enough_and_one_is_not() -> None:
    """Without partial refusals none is found; without refusals there is nothing to fit."""
    two = [one for one in replies("a", "b") if one.label is not PARTIAL]
    model = fit(prepare(two, Letters(), "letters"), [(0.0, 1.0)])
    shares = model.shares(prepare(two, Letters(), "x").seen, *[np.zeros((len(two), 0), dtype=np.float32)] * 2)
    assert max(share[2] for share in shares) < 1e-6
    assert {one.label for one, share in zip(two, shares, strict=True) if share[1] > 0.5} == {REFUSED}
    with pytest.raises(UsageError, match=r"of one class \(answered\), and two are wanted; add replies"):
        fit(prepare([one for one in two if one.label is ANSWERED], Letters(), "letters"))
    with pytest.raises(UsageError, match=r"no reply is labelled as one of answered, .*--means"):
        prepare([], Letters(), "letters")
    with pytest.raises(UsageError, match="more prompts"):
        fit(prepare([one for one in replies("a") if "kite" in one.prompt], Letters(), "letters"))


def test_what_is_neither_counts_as_no_refusal() -> None:
    """Abstaining agrees with compliance; a partial refusal is a refusal, and a class of its own."""
    found = agreement([ResponseClass.ABSTAINED, PARTIAL, ANSWERED], [ANSWERED, REFUSED, PARTIAL])
    assert (found.refusal.value if found.refusal else None) == 1
    assert (found.any_refusal.value if found.any_refusal else None) == pytest.approx(2 / 3)
    assert (found.three_classes.value if found.three_classes else None) == pytest.approx(1 / 3)
    assert {name: one.value for name, one in found.recall.items()} == {
        "answered": 1,
        "refused": 0,
        "partially_refused": 0,
    }


def invoke(*arguments: object) -> Result:
    """The command in this process."""
    app = typer.Typer()
    app.command("fit-responses")(fit_responses)

    @app.callback()
    def reported(ctx: typer.Context) -> None:
        ctx.with_resource(reporting())

    return CliRunner().invoke(app, ["fit-responses", *map(str, arguments)])


def test_the_command_fits_measures_and_writes(tmp_path: Path) -> None:
    """With the packaged encoder; what it writes is what eval reads."""
    files = []
    for name in ("m1", "m2"):
        rows = [
            {"prompt": one.prompt, "completion": one.reply, "final_label": one.label.value} for one in replies(name)
        ]
        files.append(write_csv(tmp_path / f"{name}.csv", rows))
    result = invoke(*files, "--out", tmp_path / "model.json")
    assert result.exit_code == DONE, result.output
    assert "rules" in result.output
    assert "m2" in result.output
    model = ResponseModel.model_validate_json((tmp_path / "model.json").read_bytes())
    assert model.hash in result.output
    assert invoke(*files, "--out", tmp_path / "x.json", "--means", "odd").exit_code == USAGE


@pytest.mark.slow
@pytest.mark.skipif(not XSTEST.is_dir(), reason=f"no labelled completions at {XSTEST}")
def test_a_model_not_seen_is_told_apart() -> None:
    """XSTest's completions of each model, the classifier chosen and fitted on the other two: refusal or compliance."""
    from nescio.gen.engines.encoder import SentenceEncoder

    files = sorted(XSTEST.glob("xstest_v2_completions_*.csv"))
    data = prepare(read_replies(files).replies, SentenceEncoder("packaged:minilm"), "packaged:minilm")
    found = report(data, fit(data, GRID[:1]), {})
    assert len(found.held_out) == 3
    for one in found.held_out:
        assert one.replies == 450
        assert one.model.refusal is not None
        assert one.rules.refusal is not None
        assert one.model.refusal.value >= 0.95, one
        assert one.rules.refusal.value >= 0.95, one
