"""Models become Arrow tables and Parquet files, and come back as they were."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.pipelines.ledger import FailedRow, RejectedRow
from nescio.pipelines.tables import arrow_schema, read_parquet, to_table, write_parquet
from nescio.schemas.evidence import Span
from nescio.schemas.example import Edit, Example, Proof, Star
from nescio.schemas.taxonomy import Grade
from nescio.schemas.verdict import Verdict

HOSTILE = st.text(st.characters(codec=None, categories=None), max_size=20) | st.sampled_from(
    ["\x00", "\ud800", "\u202e"]
)


def published(star: Star) -> list[Example]:
    """The rows of a star with a proof and a verdict each."""
    proof = Proof(grade=Grade.PROVED, method="m", checker="dataflow", checker_version="1", evidence="e")
    verdict = Verdict(check="dataflow", passed=True, checker_version="1")
    return [Example(**dict(row), proof=proof, verdicts=(verdict,)) for row in star.rows]


def test_the_schema_has_the_columns_of_the_model() -> None:
    """Each field is a column of its plain type: text, number, flag, list or struct."""
    schema = arrow_schema(Example)
    assert schema.names == list(Example.model_fields)
    assert schema.field("role").type == pa.string()
    assert schema.field("should_abstain").type == pa.bool_()
    assert schema.field("difficulty").type == pa.int64()
    assert schema.field("answers").type == pa.list_(pa.string())
    assert schema.field("verdicts").type.value_type.field("score").type == pa.float64()
    assert schema.field("edits").type.value_type.field("span_after").type.field("end").type == pa.int64()


def test_rows_come_back_as_they_were(tmp_path: Path, stars: tuple[Star, ...]) -> None:
    """Every published row is the same model after a trip through Parquet."""
    rows = [row for star in stars[:4] for row in published(star)]
    write_parquet(rows, Example, tmp_path / "a" / "rows.parquet")
    assert [Example.model_validate(row) for row in read_parquet(tmp_path / "a" / "rows.parquet")] == rows


@given(prompt=HOSTILE, message=HOSTILE, before=HOSTILE, after=HOSTILE)
def test_hostile_text_is_stored(
    tmp_path_factory: pytest.TempPathFactory,
    stars: tuple[Star, ...],
    prompt: str,
    message: str,
    before: str,
    after: str,
) -> None:
    """Any text that a model takes, repaired or as it is, is stored and read back unchanged."""
    place = tmp_path_factory.mktemp("hostile")
    failed = FailedRow(
        id=None, seed_id="s", perturbation="p", prompt=prompt, stage="propose", error="E", message=message
    )
    edit = Edit(kind="k", before=before, after=after, span_before=Span(start=0, end=1), span_after=Span(start=0, end=0))
    row = dict(stars[0].rows[0]) | {"edits": (edit,)}
    rejected = RejectedRow(**row, reason="r", detail=message)
    write_parquet([failed], FailedRow, place / "failed.parquet")
    write_parquet([rejected], RejectedRow, place / "rejected.parquet")
    assert FailedRow.model_validate(read_parquet(place / "failed.parquet")[0]) == failed
    assert RejectedRow.model_validate(read_parquet(place / "rejected.parquet")[0]) == rejected


def test_equal_rows_give_equal_bytes(tmp_path: Path, stars: tuple[Star, ...]) -> None:
    """Two files of the same rows do not differ in a byte, and files of other rows do."""
    rows = published(stars[0])
    for name, some in (("a", rows), ("b", rows), ("c", rows[:-1])):
        write_parquet(some, Example, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes() != (tmp_path / "c").read_bytes()


def test_no_rows_keep_their_columns(tmp_path: Path) -> None:
    """A table of nothing has the schema of the rows it might have had."""
    write_parquet([], Example, tmp_path / "none.parquet")
    assert to_table([], Example).num_rows == 0
    assert pq.read_schema(tmp_path / "none.parquet").equals(arrow_schema(Example))
