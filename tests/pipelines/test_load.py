"""A published folder loads as a Hugging Face dataset, whole or by its columns."""

import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from datasets import Dataset, DatasetDict, Features, load_dataset
from huggingface_hub import DatasetCard

import nescio
from nescio.pipelines.load import load
from nescio.schemas.errors import UnknownName, UsageError
from nescio.schemas.example import Example


def test_the_card_states_the_features_of_the_files(finished: Path) -> None:
    """The features in the card's `dataset_info` are those that the Parquet files have by themselves."""
    header = DatasetCard.load(finished / "dataset" / "README.md").data.to_dict()
    [info] = header["dataset_info"]
    stated = Features._from_yaml_list(info["features"])
    files = sorted((finished / "dataset" / "data" / "math").iterdir())
    assert [file.name.split("-")[0] for file in files] == sorted(one["name"] for one in info["splits"])
    for file in files:
        assert Features.from_arrow_schema(pq.read_schema(file)) == stated


def test_the_folder_of_a_run_loads_with_datasets_alone(finished: Path) -> None:
    """`datasets` reads every split with the columns of a row; `load` adds nothing to that."""
    plain = load_dataset(str(finished / "dataset"), "math")
    assert isinstance(plain, DatasetDict)
    assert plain.shape == load(finished / "dataset").shape == nescio.load(finished, "math").shape
    for split in plain.values():
        assert split.column_names == list(Example.model_fields)
        assert [Example.model_validate(row) for row in split]


@pytest.mark.parametrize(
    ("wanted", "holds"),
    [
        ({"kind": "underspecified"}, lambda row: row["kind"] == "underspecified"),
        ({"roles": ["twin", "clean"]}, lambda row: row["role"] in {"twin", "clean"}),
        ({"grades": ["proved"]}, lambda row: row["proof"]["grade"] == "proved"),
        ({"figures": ["star"]}, lambda row: row["figure"] == "star"),
        ({"figures": ["plain", "mirror"]}, lambda row: False),  # noqa: ARG005
        ({"kind": "answerable", "roles": ["decoy"], "grades": ["human"]}, lambda row: False),  # noqa: ARG005
    ],
)
def test_filters_keep_the_rows_that_were_asked_for(finished: Path, wanted: dict[str, object], holds: object) -> None:
    """`kind`, `roles`, `grades` and `figures` keep exactly the rows so marked."""
    assert callable(holds)
    everything = load(finished, split="train")
    found = load(finished, split="train", **wanted)  # type: ignore[arg-type]
    assert isinstance(everything, Dataset)
    assert isinstance(found, Dataset)
    assert found["id"][:] == [row["id"] for row in everything if holds(row)]


def test_an_unknown_value_is_named(finished: Path) -> None:
    """A value that no taxonomy has is refused before anything loads, with the nearest one."""
    with pytest.raises(UnknownName, match=r"no kind called 'unanswerabel'\. Did you mean 'unanswerable'"):
        load(finished, kind="unanswerabel")
    with pytest.raises(UnknownName, match="no role called 'p'"):
        load(finished, roles="perturbed")
    with pytest.raises(UnknownName, match=r"no grade called 'proven'\. Did you mean 'proved'"):
        load(finished, grades=["proven"])


def test_filters_reach_every_split_and_name_a_missing_column(finished: Path, tmp_path: Path) -> None:
    """Without a split all are filtered; data that lacks the column is told of."""
    found = load(finished, roles=["clean"])
    assert isinstance(found, DatasetDict)
    assert set(found) == set(load(finished))
    assert {role for one in found.values() for role in one["role"]} == {"clean"}
    (tmp_path / "rows.jsonl").write_text('{"prompt": "x", "role": "clean"}\n')
    with pytest.raises(UsageError, match="no column figure to filter by; it has prompt, role"):
        load(tmp_path, split="train", roles=["clean"], figures=["star"])


def test_a_script_in_the_folder_is_not_run(finished: Path, tmp_path: Path) -> None:
    """A loading script in the folder is refused, and never executed."""
    copy = tmp_path / "dataset"
    shutil.copytree(finished / "dataset", copy)
    (copy / "dataset.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    with pytest.raises(RuntimeError, match="scripts are no longer supported"):
        load(copy, "math")
    assert not (tmp_path / "ran").exists()
