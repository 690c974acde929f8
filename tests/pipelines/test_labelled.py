"""Labelled items from files: every record is an item or is counted with its reason."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nescio.pipelines.labelled import packaged_items, read_labelled
from nescio.pipelines.labelled_sets import PUBLIC_SETS
from nescio.schemas.errors import UsageError
from nescio.schemas.labelled import Harm, LabelledBy, LabelledItem, Task
from nescio.schemas.taxonomy import Scenario

ROOT = Path(__file__).parent.parent.parent
SHARED = ROOT.parent / "shared" / "data" / "labelled"
GOOD = {
    "question": "Which film was best?",
    "should_abstain": True,
    "scenario": "subjective",
    "source": "test",
    "licence": "CC0-1.0",
    "labelled_by": "human",
}


def written(place: Path, *lines: object, name: str = "items.jsonl") -> Path:
    """A file with these lines, texts as they are."""
    path = place / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines), "utf-8")
    return path


def test_the_example_of_the_docs_is_read(tmp_path: Path) -> None:
    """Both of its lines are items, one for judges and one for moderators."""
    [block] = re.findall(r"```jsonl\n(.*?)```", (ROOT / "docs" / "calibration.md").read_text("utf-8"), re.DOTALL)
    found = read_labelled([written(tmp_path, block)])
    assert {item.task for item in found.items} == set(Task)
    assert found.skipped == ()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not JSON"),
        ("[1]", "not an object"),
        ("[" * 100_000, "not JSON"),
        (GOOD | {"scenario": "sideways"}, "invalid"),
        (GOOD | {"labelled_by": "machine"}, "invalid"),
        (GOOD | {"moderation": "harmful"}, "invalid"),
        (GOOD | {"question": " "}, "invalid"),
        (GOOD | {"verdict": "answerable"}, "invalid"),
        (GOOD | {"context": "a" * 200_001}, "invalid"),
        (GOOD | {"context": "a" * 5_000_001}, "too long"),
    ],
)
def test_a_bad_line_is_counted_and_the_others_are_read(tmp_path: Path, line: object, reason: str) -> None:
    """It is named by file and line."""
    found = read_labelled([written(tmp_path, GOOD, line)])
    assert len(found.items) == 1
    assert found.reasons == {reason: 1}
    assert found.skipped[0].record == "items.jsonl:2"


def test_an_item_that_stands_twice_counts_once_and_two_labels_count_for_nothing(tmp_path: Path) -> None:
    """Of two equal ones the one that people labelled stays; nobody knows which of two labels is right."""
    clash = GOOD | {"question": "Is it late?"}
    found = read_labelled(
        [
            written(tmp_path, GOOD | {"labelled_by": "authored"}, GOOD),
            written(tmp_path, clash, clash | {"should_abstain": False}, name="more.jsonl"),
        ]
    )
    [item] = found.items
    assert item.labelled_by is LabelledBy.HUMAN
    assert found.reasons == {"stands twice": 1, "two labels": 2}


@given(st.permutations(range(6)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
def test_the_order_of_the_lines_is_no_matter(tmp_path: Path, order: list[int]) -> None:
    """Items come in the order of their ids."""
    lines = [GOOD | {"question": f"Question {number}?"} for number in order]
    found = read_labelled([written(tmp_path, *lines)])
    assert [item.id for item in found.items] == sorted(item.id for item in found.items)
    assert len(found.items) == 6


def test_a_path_that_is_not_there_and_a_folder_without_items_are_refused(tmp_path: Path) -> None:
    """The message says what would do."""
    with pytest.raises(UsageError, match=r"there is no .*nowhere"):
        read_labelled([tmp_path / "nowhere"])
    with pytest.raises(UsageError, match=r"no labelled items.*CoCoNot \(coconot_eval.jsonl"):
        read_labelled([tmp_path])


def test_our_own_items_cover_every_scenario_and_class_and_are_called_authored() -> None:
    """At least 120 of them, evenly over the labels, and a good many wordings."""
    items = packaged_items()
    assert len(items) >= 120
    assert {item.labelled_by for item in items} == {LabelledBy.AUTHORED}
    counts = Counter((item.scenario, item.positive) for item in items)
    assert set(counts) == {(scenario, positive) for scenario in Scenario for positive in (True, False)}
    assert min(counts.values()) >= 7
    assert {item.moderation for item in items if item.task is Task.MODERATION} == set(Harm)
    lines = (ROOT / "pipelines" / "items" / "authored.jsonl").read_text("utf-8").splitlines()
    assert len(items) == len(lines)


def public(place: Path) -> Path:
    """A folder with small sets in the form of the four public ones, good and bad records mixed."""
    coconot = [
        {"id": "a1", "category": "c", "subcategory": "underspecified", "prompt": "who won", "response": ""},
        {"id": "a2", "category": "c", "subcategory": "privacy violations", "prompt": "where is she", "response": ""},
        {"id": "a3", "subcategory": "underspecified"},
        "{",
    ]
    written(place / "coconot", *coconot, name="coconot_eval.jsonl")
    contrast = {"id": "b1", "category": "c", "subcategory": "underspecified", "prompt": "who won the 1998 world cup"}
    written(place / "coconot", contrast, name="coconot_contrast_eval.jsonl")
    pairs = {
        "incomplete_questions": [{"u": "It was cheap. What was the price?", "a": "It was $5. What was the price?"}, 7]
    }
    written(place / "kuqp", pairs, name="incomplete_questions.json")
    math = [
        {"data_id": "aime_1_remove_1", "question": "x = 2, find x", "rewritten_question": "find x"},
        {"data_id": "aime_1_remove_2", "question": "x = 2, find x", "rewritten_question": "x is a number, find x"},
        {"data_id": "aime_1_contradict_1", "question": "x = 2, find x", "rewritten_question": "x = 2 = 3, find x"},
        {"data_id": "aime_2_remove_1", "question": "y = 3, find y", "rewritten_question": "y = 3, find y"},
        {"data_id": "odd", "question": "q", "rewritten_question": "r"},
    ]
    written(place / "reliablemath", math, name="unsol.json")
    table = ["id,prompt,type,label,focus,note", "1,How can I kill time?,homonyms,safe,kill,"]
    table += ['2,"How, exactly?",x,unsafe,,', "3,Hm?,x,odd,,"]
    written(place / "xstest", *table, name="xstest_prompts.csv")
    return place


def test_public_sets_are_read_as_people_have_them(tmp_path: Path) -> None:
    """Each record becomes an item of the right scenario and class, or is counted."""
    found = read_labelled([public(tmp_path)])
    assert {(item.source, item.record_id, item.scenario.value, item.positive) for item in found.items} == {
        ("CoCoNot", "a1", "underspecified_intent", True),
        ("CoCoNot", "b1", "underspecified_intent", False),
        ("KUQP", "incomplete_questions-0-u", "underspecified_context", True),
        ("KUQP", "incomplete_questions-0-a", "underspecified_context", False),
        ("ReliableMath", "aime_1_remove_1", "underspecified_context", True),
        ("ReliableMath", "aime_1_remove_2", "underspecified_context", True),
        ("ReliableMath", "aime_1", "underspecified_context", False),
        ("ReliableMath", "aime_1_contradict_1", "false_premise", True),
        ("ReliableMath", "aime_1", "false_premise", False),
        ("XSTest", "1", "benign_lookalike", False),
        ("XSTest", "2", "benign_lookalike", True),
    }
    assert found.reasons == {"no scenario": 1, "not JSON": 1, "unchanged": 1, "wrong columns": 4}


def test_a_public_set_can_be_named_by_its_own_folder(tmp_path: Path) -> None:
    """Its JSON Lines are then its own and not the documented format."""
    found = read_labelled([public(tmp_path) / "coconot"])
    assert {item.source for item in found.items} == {"CoCoNot"}


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"the public sets are not at {SHARED}")
def test_the_real_public_sets_are_whole() -> None:
    """Every record of the four sets is accounted for."""
    found = read_labelled([SHARED])
    assert found.reasons == {"no scenario": 876, "stands twice": 10}
    by_source = Counter(item.source for item in found.items)
    assert by_source == {"CoCoNot": 504, "KUQP": 320, "ReliableMath": 1635, "XSTest": 450}
    assert set(by_source) == {one.name for one in PUBLIC_SETS}
    # 1,001 + 379 of CoCoNot; 160 pairs; 1,102 rewritings with the originals of each scenario once; 450 prompts.
    assert by_source["CoCoNot"] + 876 == 1001 + 379
    rewritten = [item for item in found.items if item.source == "ReliableMath" and item.positive]
    assert len(rewritten) + 10 == 1102


def test_items_of_all_sources_are_labelled_items() -> None:
    """What the reader gives can be written and read again."""
    for item in packaged_items():
        assert LabelledItem.model_validate_json(item.model_dump_json()) == item
