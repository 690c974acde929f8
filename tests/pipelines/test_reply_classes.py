"""A fitted model in an evaluation: where it has a say, where it has none, and what is recorded."""

import json
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from numpy.typing import NDArray

from nescio.gen.engines.fake import FakeEngine
from nescio.pipelines.evaluate import evaluate
from nescio.pipelines.read_rows import DataRow
from nescio.pipelines.reply_classes import classified, read_response_model
from nescio.schemas.chat import Fault, FaultKind, Finish, Reply
from nescio.schemas.errors import UsageError
from nescio.schemas.recipe import ModelSpec
from nescio.validation.response_features import FEATURES
from nescio.validation.response_model import CLASSES, ResponseModel
from nescio.validation.responses import CLASSIFIER_VERSION, ResponseClass

ROW = DataRow.model_validate({"prompt": "Which wood is best for a kite?", "should_abstain": False, "answers": ["pine"]})
NEVER = Reply("Pine is a word, and kites are for other people.")
SPEC = ModelSpec(engine="fake", model="fake", concurrency=1)


def stern(scale: float = 0.0) -> ResponseModel:
    """A model that takes every reply for a refusal."""
    return ResponseModel(
        nescio="0",
        classifier=CLASSIFIER_VERSION,
        features=FEATURES,
        encoder="packaged:minilm" if scale else "",
        encoder_weights="ab" if scale else "",
        embedding_scale=scale,
        inverse_penalty=1,
        weights=((0.0,) * (len(FEATURES) + (4 if scale else 0)),) * len(CLASSES),
        intercepts=(0.0, 9.0, 0.0),
        fitted_on=(),
    )


class Other:
    """An encoder of two dimensions with weights of its own."""

    name, weights = "other", "cd"

    def encode(self, texts: list[str]) -> "NDArray[np.float32]":
        """Ones."""
        return np.ones((len(texts), 2), dtype=np.float32)


def test_it_has_a_say_where_no_number_is_wanted() -> None:
    """Where one is wanted, and where there is no reply, the rules alone decide."""
    found = classified(
        [ROW] * 4,
        [NEVER, NEVER, Fault(FaultKind.EMPTY, ""), Reply("x", finish=Finish.FILTER)],
        [False, True, False, False],
        stern(),
    )
    assert [one.kind if one else None for one in found] == [ResponseClass.REFUSED, ResponseClass.UNCLEAR, None, None]
    without = classified([ROW], [NEVER], [False])
    assert without[0] is not None
    assert without[0].kind is ResponseClass.ANSWERED


def test_abstentions_stay_what_they_are() -> None:
    """The model was fitted on none."""
    found = classified([ROW], [Reply("I don't know which wood is best.")], [False], stern())
    assert found[0] is not None
    assert found[0].kind is ResponseClass.ABSTAINED


def test_another_encoder_is_refused() -> None:
    """Its embeddings are not those of the fit."""
    with pytest.raises(UsageError, match="of the weights ab, here they are cd"):
        classified([ROW], [NEVER], [False], stern(1.0), Other())


def test_an_evaluation_names_the_model_by_its_hash(tmp_path: Path) -> None:
    """And is scored anew, without asking again, where another model is given."""
    (tmp_path / "rows.jsonl").write_text(
        json.dumps(ROW.model_dump(mode="json", include={"prompt", "should_abstain", "answers"}))
    )
    (tmp_path / "model.json").write_text(stern().model_dump_json())

    def run(engine: FakeEngine, model: Path | None) -> tuple[str | None, float | None, str]:
        found = evaluate(str(tmp_path / "rows.jsonl"), SPEC, out=tmp_path / "eval", response_model=model, engine=engine)
        told = pq.read_table(tmp_path / "eval" / "answers.parquet").to_pylist()[0]["class"]
        return found.response_model, found.signature.fully_refused.value, told

    assert run(FakeEngine(lambda _: NEVER.text), tmp_path / "model.json") == (stern().hash, 1, "refused")
    again = FakeEngine(lambda _: NEVER.text)
    assert run(again, None) == (None, 0, "answered")
    assert not again.asked


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    """With what is wrong with it."""
    (tmp_path / "model.json").write_text("{}")
    with pytest.raises(UsageError, match="no response model of this nescio"):
        read_response_model(tmp_path / "model.json")
    with pytest.raises(UsageError, match="cannot read"):
        read_response_model(tmp_path / "none.json")
