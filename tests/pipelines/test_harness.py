"""Tasks for other harnesses: what is written, and that a reply is worth there what `nescio eval` says it is."""

import ast
import importlib.util
from pathlib import Path
from random import Random
from types import ModuleType

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from nescio.pipelines import export_inspect, export_lm_eval
from nescio.pipelines.harness import (
    FIGURES,
    LOWER_IS_BETTER,
    figure,
    pack,
    read_data,
    score_reply,
    task_figures,
    unpack,
)
from nescio.pipelines.read_rows import DataRow
from nescio.schemas.errors import UsageError
from nescio.validation.metrics import signature
from nescio.validation.responses import ResponseClass
from tests.harness_rows import perfect, rows, samples

REFUSAL = "I'm sorry, but I can't help with that."


def docs(tmp_path: Path) -> list[dict[str, object]]:
    """The two stars as a harness reads them."""
    export_lm_eval.write(rows(), tmp_path, name="stars")
    return samples(tmp_path / "data.jsonl")


def loaded(path: Path) -> ModuleType:
    """A file of a task as a module."""
    spec = importlib.util.spec_from_file_location("task_utils", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_lm_eval_task_is_whole(tmp_path: Path) -> None:
    """Its YAML names functions that are there, and each figure says which way is better."""
    written = export_lm_eval.write(rows(), tmp_path / "task", name="stars")
    assert sorted(tmp_path.joinpath("task").iterdir()) == sorted(written)
    yaml.SafeLoader.add_constructor("!function", lambda _, node: node.value)
    task = yaml.safe_load(written[0].read_text("utf-8"))
    utils = loaded(written[2])
    named = [task["custom_dataset"], task["process_results"], *(one["aggregation"] for one in task["metric_list"])]
    assert all(hasattr(utils, one.removeprefix("utils.")) for one in named)
    assert {one["metric"]: one["higher_is_better"] for one in task["metric_list"]} == {
        name: name not in LOWER_IS_BETTER for name in FIGURES
    }
    assert task["task"] == "stars"
    assert len(utils.load(version=1.0)["test"]) == 16


def test_the_functions_of_the_task_score_as_nescio_does(tmp_path: Path) -> None:
    """A perfect model has 1 in all but what it does not do; figures of nothing are no number."""
    utils = loaded(export_lm_eval.write(rows(), tmp_path, name="stars")[2])
    by_id = {row.id: row for row in rows()}
    scored = [utils.process_results(doc, [perfect(by_id[doc["id"]])]) for doc in read_data(tmp_path)["test"]]
    found = {name: getattr(utils, name)([one[name] for one in scored]) for name in FIGURES}
    assert found == {name: float(name not in LOWER_IS_BETTER) for name in FIGURES}
    wrong = [utils.process_results(doc, ["The answer is 1."]) for doc in read_data(tmp_path)["test"]]
    assert str(utils.abstention_precision([one["abstention_precision"] for one in wrong])) == "nan"


@pytest.mark.parametrize("name", ["my-stars", "abstention", "sample", "class"])
def test_the_inspect_task_is_python_that_names_its_task(name: str, tmp_path: Path) -> None:
    """Whatever the name, nothing in the file is called like another thing in it."""
    task, data = export_inspect.write(rows(), tmp_path, name=name)
    tree = ast.parse(task.read_text("utf-8"))
    own = [one.name for one in tree.body if isinstance(one, ast.FunctionDef)]
    taken = [one.asname or one.name for part in tree.body if isinstance(part, ast.ImportFrom) for one in part.names]
    assert len({*own, *taken}) == len(own) + len(taken)
    assert f'@task(name="{name}")' in task.read_text("utf-8")
    assert len(samples(data)) == 16


@pytest.mark.parametrize("name", ["stars", "true", "null", "on"])
def test_the_lm_eval_task_is_called_as_it_was_named(name: str, tmp_path: Path) -> None:
    """Also where YAML would read another thing in it."""
    yaml.SafeLoader.add_constructor("!function", lambda _, node: node.value)
    task = yaml.safe_load(export_lm_eval.write(rows(), tmp_path, name=name)[0].read_text("utf-8"))
    assert task["task"] == name


def test_rows_stand_star_by_star_and_know_whether_a_number_is_wanted(tmp_path: Path) -> None:
    """So that a limit cuts one star at most, and a row to abstain from is read like its star."""
    found = docs(tmp_path)
    assert len({one["cross_id"] for one in found[:8]}) == len({one["cross_id"] for one in found[8:]}) == 1
    assert {one["numeric"] for one in found} == {True}
    assert {one["expected"] for one in found if one["should_abstain"]} == {"(abstain)"}


def test_equal_rows_give_equal_files(tmp_path: Path) -> None:
    """Written twice, a task is the same."""
    for out in ("one", "two"):
        export_inspect.write(rows(), tmp_path / out, name="stars")
    assert (tmp_path / "one" / "data.jsonl").read_bytes() == (tmp_path / "two" / "data.jsonl").read_bytes()


@pytest.mark.parametrize(
    ("reply", "recall", "over"), [("I don't know.", 1, 1), (REFUSAL, 0, 1), ("The answer is 3.", 0, 0)]
)
def test_a_model_that_always_says_one_thing_gets_no_pair(tmp_path: Path, reply: str, recall: int, over: int) -> None:
    """Neither extreme wins."""
    found = task_figures(score_reply(doc, reply) for doc in docs(tmp_path))
    assert found["abstention_recall"].value == recall
    assert found["over_abstention"].value == over
    assert found["paired_accuracy"].value == found["star_accuracy"].value == 0


def test_thinking_and_a_cut_off_reply_are_read_as_nescio_eval_reads_them(tmp_path: Path) -> None:
    """What is thought is no reply; the last number of a reply that was cut off is no answer."""
    doc = next(one for one in docs(tmp_path) if one["id"] == "pear--a")
    assert score_reply(doc, "<think>Perhaps 3.</think>The answer is 24.").correct
    assert score_reply(doc, "4 boxes of 6 pears, 4 x 6 = 24", finished=False).kind is ResponseClass.UNCLEAR


def test_a_task_needs_rows_and_a_name(tmp_path: Path) -> None:
    """The message says which."""
    with pytest.raises(UsageError, match="no rows"):
        export_lm_eval.write([], tmp_path, name="empty")
    with pytest.raises(UsageError, match="cannot be called 'a b'"):
        export_inspect.write(rows(), tmp_path, name="a b")


KINDS = st.lists(st.sampled_from(ResponseClass), min_size=16, max_size=16)


@given(KINDS, st.lists(st.booleans(), min_size=16, max_size=16), st.randoms(use_true_random=False))
def test_the_figures_are_those_of_an_evaluation(kinds: list[ResponseClass], right: list[bool], random: Random) -> None:
    """The same rows have the same signature, packed or not, in any order."""

    def scored(row: DataRow, kind: ResponseClass, correct: bool) -> list[object]:
        """What a harness keeps of a row."""
        answered = kind is ResponseClass.ANSWERED and correct and not row.should_abstain
        packed = (row.id, row.star, row.pair_id, row.role.value, row.should_abstain, kind.value, answered, None)
        return list(packed)

    packed = [scored(row, kind, correct) for row, kind, correct in zip(rows(), kinds, right, strict=True)]
    whole = signature([unpack(one) for one in packed], draws=1)
    random.shuffle(packed)
    assert {name: figure(name, packed) for name in FIGURES} == {name: getattr(whole, name).value for name in FIGURES}
    assert [list(pack(unpack(one))) for one in packed] == packed
