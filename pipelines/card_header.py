"""The YAML header of the dataset card: what the Hub and `datasets` read."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from nescio.pipelines.licences import published_licence
from nescio.pipelines.tables import arrow_schema
from nescio.schemas.example import Example
from nescio.schemas.recipe import Recipe
from nescio.schemas.seed import Source

_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))


def parquet_file(place: Path, domain: str, split: str) -> Path:
    """Where the rows of a split stand in the published folder."""
    return place / "data" / domain / f"{split}-00000-of-00001.parquet"


def card_header(recipe: Recipe, domain: str, splits: Mapping[str, Sequence[Example]], place: Path) -> str:
    """The header as YAML, from the rows and the Parquet files of `place`."""
    rows = [row for found in splits.values() for row in found]
    files = [{"split": name, "path": f"data/{domain}/{name}-*.parquet"} for name in splits]
    data = {
        "pretty_name": f"nescio {recipe.name}",
        "license": published_licence(recipe.publish.license, {row.source.licence for row in rows}),
        "language": ["en"],
        "task_categories": ["question-answering", "text-generation"],
        "tags": ["synthetic", "abstention", "unanswerable", "over-refusal", "library:nescio"],
        "size_categories": [next((label for bound, label in _SIZES if len(rows) < bound), "n>1M")],
        "annotations_creators": ["machine-generated"],
        "language_creators": ["machine-generated"],
        "multilinguality": ["monolingual"],
        "source_datasets": sorted({_origin(row.source) for row in rows}),
        "configs": [{"config_name": domain, "default": True, "data_files": files}],
        "dataset_info": [_dataset_info(domain, splits, place)],
    }
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=1_000)


def _origin(source: Source) -> str:
    """Where seeds come from, in the Hub's words."""
    return "original" if source.ours else f"extended|{source.dataset}"


def _dataset_info(domain: str, splits: Mapping[str, Sequence[Example]], place: Path) -> dict[str, Any]:
    import pyarrow.parquet as pq
    from datasets import Features

    files = {name: parquet_file(place, domain, name) for name in splits}
    sizes = {name: int(pq.read_table(file).nbytes) for name, file in files.items()}
    return {
        "config_name": domain,
        "features": Features.from_arrow_schema(arrow_schema(Example))._to_yaml_list(),
        "splits": [
            {"name": name, "num_bytes": sizes[name], "num_examples": len(rows)} for name, rows in splits.items()
        ],
        "download_size": sum(file.stat().st_size for file in files.values()),
        "dataset_size": sum(sizes.values()),
    }
