"""Any dataset can be audited, and what the audit cannot read is said in the dataset's own words."""

import json
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from nescio.pipelines.audit import Columns, audit_dataset
from nescio.schemas.errors import UsageError

OWN = Columns(text="q", label="answerable", positive="no")


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., str]:
    """Writes 40 rows whose label their text gives away, as CSV with columns of its own, with some rows changed."""

    def write(name: str = "rows.csv", **changes: object) -> str:
        random = Random(0)
        lines = ["q,answerable,pair"]
        for number in range(40):
            words = " ".join(random.choices("how many apples has Tim on the big old table".split(), k=8))
            lines.append(
                f"{'some' if number % 2 else 'nine'} {words} {number},{'no' if number % 2 else 'yes'},{number // 2}"
            )
        path = tmp_path / name
        path.write_text("\n".join(str(changes.get(f"line{number}", line)) for number, line in enumerate(lines)))
        return str(path)

    return write


def test_a_run_is_audited_by_its_own_columns(finished: Path) -> None:
    """Stars are kept whole, clean rows counted only when asked for, and groups are the perturbations."""
    found = audit_dataset(str(finished / "dataset"), Columns())
    assert set(found) == {"all", "hedged_quantity", "premise_removal"}
    assert found["all"].rows == sum(report.rows for name, report in found.items() if name != "all")
    assert found["all"].rows == 6 * found["all"].groups
    assert found["all"].positives * 3 == found["all"].rows
    with_clean = audit_dataset(str(finished), Columns(), split="test", clean=True)
    assert with_clean["all"].rows == 8 * with_clean["all"].groups < found["all"].rows


def test_a_table_with_columns_of_its_own(table: Callable[..., str]) -> None:
    """A CSV with its own names and label values is audited, and a give-away word is found."""
    found = audit_dataset(table(), OWN)
    assert set(found) == {"all"}
    assert (found["all"].rows, found["all"].positives) == (40, 20)
    assert found["all"].auc is not None
    assert found["all"].auc > 0.85
    assert any("some" in cue.feature for cue in found["all"].cues)
    paired = audit_dataset(
        table(), Columns(text="q", label="answerable", positive="NO ", pair="pair", group="answerable")
    )
    assert paired["all"].groups == 20
    assert (paired["no"].rows, paired["no"].auc) == (20, None)


@pytest.mark.parametrize("values", [(True, False), (1, 0), (1.0, 0.0), ("Yes", "no")])
def test_json_lines_with_usual_labels(tmp_path: Path, values: tuple[object, object]) -> None:
    """True, 1, 1.0 and yes mean abstain without being told."""
    rows = [{"prompt": f"row {number}", "should_abstain": values[number % 2]} for number in range(6)]
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    assert audit_dataset(str(path), Columns())["all"].positives == 3


def test_what_is_missing_is_named(table: Callable[..., str], tmp_path: Path, finished: Path) -> None:
    """A missing column, split, file or folder is named beside what there is."""
    with pytest.raises(UsageError, match=r"no column prompt, should_abstain; it has q, answerable, pair"):
        audit_dataset(table(), Columns())
    with pytest.raises(UsageError, match=r"no split 'tset'; it has train, validation, test"):
        audit_dataset(str(finished), Columns(), split="tset")
    with pytest.raises(UsageError, match="there is no file"):
        audit_dataset(str(tmp_path / "none.csv"), Columns())
    with pytest.raises(UsageError, match="cannot load"):
        audit_dataset(str(tmp_path / "no folder"), Columns())


def test_labels_that_are_not_two_are_refused(table: Callable[..., str]) -> None:
    """Labels that do not say yes or no need a positive value, and one that never occurs leaves one label."""
    with pytest.raises(UsageError, match=r"holds 'maybe', 'no', 'yes': name the value that means abstain"):
        audit_dataset(table(line1="x,maybe,0"), Columns(text="q", label="answerable"))
    with pytest.raises(UsageError, match=r"all 40 rows of .* have one label \('no', 'yes'\)"):
        audit_dataset(table(), Columns(text="q", label="answerable", positive="abstain"))


def test_rows_without_a_label_are_refused(table: Callable[..., str]) -> None:
    """A row that says neither abstain nor answer is never counted as one to answer."""
    with pytest.raises(UsageError, match=r"1 of 40 rows of .* have nothing in the column answerable"):
        audit_dataset(table(line1="x,,0"), OWN)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rows.jsonl", b'{"prompt": "a", "should_abstain": true}\n{"prompt": '),
        ("rows.jsonl", b'{"prompt": "\xff\xfe", "should_abstain": true}'),
        ("rows.parquet", b"PAR1 but not really"),
        ("rows.csv", b""),
        ("rows.json", b"[" * 5_000),
        ("rows.csv", b"prompt,should_abstain\n"),
    ],
)
def test_a_broken_file_is_a_usage_error(tmp_path: Path, name: str, content: bytes) -> None:
    """Truncated, wrongly encoded, empty and nested files are said to be unreadable, without a traceback."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UsageError, match=r"cannot load|has no rows"):
        audit_dataset(str(path), Columns())
