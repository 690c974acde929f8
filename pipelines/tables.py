"""Pydantic models as Arrow tables, and Parquet whose bytes depend on nothing but the rows."""

import types
from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

if TYPE_CHECKING:
    import pyarrow as pa

ROW_GROUP = 10_000


def arrow_schema(model: type[BaseModel]) -> "pa.Schema":
    """The Arrow schema of a model: strings, integers, floats, booleans, lists and structs."""
    import pyarrow as pa

    return pa.schema([pa.field(name, _arrow_type(field.annotation)) for name, field in model.model_fields.items()])


def _arrow_type(annotation: Any) -> "pa.DataType":
    import pyarrow as pa

    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _arrow_type(arguments[0])
    if origin in (Union, types.UnionType):
        [inner] = [argument for argument in arguments if argument is not type(None)]
        return _arrow_type(inner)
    if origin in (tuple, list):
        return pa.list_(_arrow_type(arguments[0]))
    if issubclass(annotation, BaseModel):
        return pa.struct([pa.field(n, _arrow_type(f.annotation)) for n, f in annotation.model_fields.items()])
    if issubclass(annotation, Enum | str):
        return pa.string()
    return {bool: pa.bool_(), int: pa.int64(), float: pa.float64()}[annotation]


def to_table(rows: Sequence[BaseModel], model: type[BaseModel]) -> "pa.Table":
    """The rows as a table with the model's schema, also where there are none."""
    import pyarrow as pa

    return pa.Table.from_pylist([row.model_dump(mode="json") for row in rows], schema=arrow_schema(model))


def write_parquet(rows: Sequence[BaseModel], model: type[BaseModel], path: Path) -> None:
    """Write rows in the order given. The writer's options are fixed, so equal rows give equal bytes."""
    import pyarrow.parquet as pq

    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(to_table(rows, model), path, compression="zstd", row_group_size=ROW_GROUP, store_schema=False)


def read_parquet(path: Path) -> list[dict[str, Any]]:
    """The rows of a file."""
    import pyarrow.parquet as pq

    rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return rows
