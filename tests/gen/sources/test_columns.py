"""The source `table`: problems of one's own by their columns."""

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.gen.sources.columns import TableOfProblems
from nescio.pipelines.resolve import load_recipe, seed_spec
from nescio.schemas.errors import RecipeError, SeedFileError, UsageError
from nescio.schemas.protocols import Skipped
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec

CONTEXT = "A printer has 26 red caps and 17 blue ones. A clown takes 9 red caps."
QUESTION = "How many red caps are left?"
TRACED = (
    "A baker fills 12 trays with 8 rolls each. She sells 70 of the rolls. How many rolls does she still have?",
    "There were 12*8=<<12*8=96>>96 rolls.\nOf these 96-70=<<96-70=26>>26 rolls are left.",
)


def read(folder: Path, *rows: dict[str, object], **options: object) -> tuple[list[Seed], list[Skipped]]:
    """The seeds of the rows, and those that gave none."""
    file = folder / "mine.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    spec = SeedSpec.model_validate({"source": "table", "path": str(file), **options})
    found = list(TableOfProblems().read(spec, 0))
    return [one for one in found if isinstance(one, Seed)], [one for one in found if isinstance(one, Skipped)]


def test_context_question_answer_and_equation_make_a_seed(tmp_path: Path) -> None:
    """The plain names need no map; unused numbers are leaves as well."""
    row: dict[str, object] = {"context": CONTEXT, "question": QUESTION, "answer": 17, "equation": "26 - 9"}
    [seed], _ = read(tmp_path, row, licence="CC-BY-4.0")
    assert (seed.context, seed.questions[0].text, seed.questions[0].answer) == (CONTEXT, QUESTION, "17")
    assert [node.value for node in seed.derivation.nodes if node.spans] == ["26", "17", "9"]
    assert (seed.source.dataset, seed.source.licence) == ("mine", "CC-BY-4.0")


def test_a_map_names_other_columns_and_one_column_may_hold_the_whole_problem(tmp_path: Path) -> None:
    """The last sentence of a problem is its question."""
    row: dict[str, object] = {"body": f"{CONTEXT} {QUESTION}", "gold": "17.0", "how": "x = ( 26.0 - 9.0 )", "no": "a-7"}
    names = {"question": "body", "answer": "gold", "equation": "how", "id": "no"}
    [seed], _ = read(tmp_path, row, columns=names)
    assert (seed.context, seed.questions[0].text) == (CONTEXT, QUESTION)
    assert (seed.source.record_id, seed.source.licence) == ("a-7", "unknown")


@pytest.mark.parametrize("layout", ["one column", "own column", "answer apart"])
def test_a_trace_is_read_as_gsm8k_writes_it(tmp_path: Path, layout: str) -> None:
    """With the gold answer behind it or in a column of its own."""
    problem, trace = TRACED
    rows: dict[str, dict[str, object]] = {
        "one column": {"question": problem, "answer": f"{trace}\n#### 26"},
        "own column": {"question": problem, "answer": "26", "trace": f"{trace}\n#### 26"},
        "answer apart": {"question": problem, "answer": "26", "trace": trace},
    }
    [seed], _ = read(tmp_path, rows[layout])
    assert seed.questions[0].answer == "26"
    assert {"12", "8", "70"} <= {node.value for node in seed.derivation.nodes if node.spans}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"equation": ""}, "no derivation"),
        ({"equation": "26 - 8"}, "operand not in the text"),
        ({"equation": "26 minus 9"}, "no equation"),
        ({"equation": "26 / (17 - 17)", "answer": 1}, "division by zero"),
        ({"answer": 18}, "another answer"),
        ({"answer": "seventeen"}, "no number for an answer"),
        ({"question": None}, "wrong columns"),
        ({"context": "", "question": "Nine of 26 caps went."}, "question not at the end"),
    ],
)
def test_what_cannot_be_used_is_skipped_with_its_reason(tmp_path: Path, change: dict[str, object], reason: str) -> None:
    """One bad record costs one record."""
    good: dict[str, object] = {"context": CONTEXT, "question": QUESTION, "answer": 17, "equation": "26 - 9"}
    seeds, skipped = read(tmp_path, good | change, good | {"context": CONTEXT.replace("17", "18")})
    assert (len(seeds), [one.reason for one in skipped]) == (1, [reason])


def test_a_table_without_the_columns_is_one_clear_error(tmp_path: Path) -> None:
    """It says what is missing, what there is, and how to map it."""
    with pytest.raises(SeedFileError, match=r"no column answer; it has prompt, question\. Map its columns"):
        read(tmp_path, {"question": QUESTION, "prompt": ""})
    with pytest.raises(SeedFileError, match="no column solution"):
        read(tmp_path, {"question": QUESTION, "answer": "1"}, columns={"trace": "solution"})
    with pytest.raises(UsageError, match="write table:PATH"):
        list(TableOfProblems().read(SeedSpec(source="table"), 0))


def test_a_limit_keeps_the_smallest_ids_in_any_order_of_the_file(tmp_path: Path) -> None:
    """Which seeds a limit keeps does not hang on the order of records."""
    rows: list[dict[str, object]] = [
        {"context": CONTEXT.replace("17", str(blue)), "question": QUESTION, "answer": 17, "equation": "26 - 9"}
        for blue in (30, 31, 32)
    ]
    assert read(tmp_path, *rows, limit=2)[0] == read(tmp_path, *rows[::-1], limit=2)[0]


def test_the_columns_of_a_recipe_are_checked(tmp_path: Path) -> None:
    """An unknown key, and one column for two things, are mistakes that the message names."""
    recipe = "seeds=[{source: table, path: x.csv, columns: %s}]"
    with pytest.raises(RecipeError, match=r"columns.body: there is no such key"):
        load_recipe("math", [recipe % "{body: text}"])
    with pytest.raises(RecipeError, match="the column text is named for two things"):
        load_recipe("math", [recipe % "{question: text, answer: text}"])
    load_recipe("math", [recipe % "{answer: solution, trace: solution}"])
    assert seed_spec(f"table:{tmp_path}/x.csv") == SeedSpec(source="table", path=f"{tmp_path}/x.csv")


@given(
    question=st.text(max_size=60),
    answer=st.text(max_size=8),
    equation=st.text(alphabet="0123456789+-*/(). x", max_size=20),
)
def test_odd_texts_never_raise(
    tmp_path_factory: pytest.TempPathFactory, question: str, answer: str, equation: str
) -> None:
    """Whatever a table holds gives a seed or the reason why not."""
    file = tmp_path_factory.getbasetemp() / "odd.csv"
    with file.open("w", encoding="utf-8", errors="replace", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(["context", "question", "answer", "equation"])
        writer.writerow([CONTEXT, question.replace("\0", ""), answer.replace("\0", ""), equation])
    [found] = TableOfProblems().read(SeedSpec(source="table", path=str(file)), 0)
    assert isinstance(found, Seed | Skipped)
