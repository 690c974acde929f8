"""Reading registry files: tables become one Registry, and their frames questions that can be asked of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import yaml
from pydantic import ValidationError

from nescio.gen.registry.model import Cell, Dated, Frame, Table
from nescio.schemas.base import faults
from nescio.schemas.errors import SeedFileError
from nescio.schemas.hashing import content_hash
from nescio.schemas.registry import Entity, Registry, Relation, Triple

LITERAL = ("year", "number")
"""Types whose values are written in digits and are no entities."""


@dataclass(frozen=True)
class Framed:
    """A frame and the type of entity that it is asked of."""

    frame: Frame
    type: str


@dataclass(frozen=True)
class Book:
    """A registry, the frames that ask of it, and the day up to which it knows."""

    registry: Registry
    frames: tuple[Framed, ...]
    checked: date


@lru_cache(maxsize=1)
def packaged_book() -> Book:
    """The registry in the package. Raises SeedFileError for a broken file."""
    folder = files("nescio.gen.seeds").joinpath("registry")
    sheets = sorted((one for one in folder.iterdir() if one.name.endswith(".yaml")), key=lambda one: one.name)
    return bind(parse(sheet.read_text("utf-8"), sheet.name) for sheet in sheets)


def book_at(path: str) -> Book:
    """The registry in a YAML file or in all of a folder. Raises SeedFileError naming file and key."""
    place = Path(path)
    sheets = sorted(place.glob("*.yaml")) if place.is_dir() else [place]
    if not sheets or not all(one.is_file() for one in sheets):
        raise SeedFileError(f"{path}: no registry file is there; name a YAML file or a folder that holds some")
    return bind(parse(sheet.read_text("utf-8"), sheet.name) for sheet in sheets)


def parse(text: str, file: str) -> Table:
    """The table of a YAML file; raises SeedFileError naming file and key."""
    try:
        return Table.model_validate(yaml.safe_load(text))
    except yaml.YAMLError as error:
        raise SeedFileError(f"{file}: is no YAML: {error}") from error
    except ValidationError as error:
        raise SeedFileError(f"{file}: {'; '.join(faults(error))}") from error


def bind(tables: Iterable[Table]) -> Book:
    """Tables as one registry. Raises SeedFileError where a relation or a frame is named twice."""
    every = sorted(tables, key=lambda table: table.type)
    relations = [
        Relation(name=name, subject=table.type, **column.model_dump())
        for table in every
        for name, column in table.relations.items()
    ]
    framed = tuple(Framed(frame, table.type) for table in every for frame in table.frames)
    _once("relation", [one.name for one in relations])
    _once("frame", [one.frame.id for one in framed])
    triples = [
        triple
        for table in every
        for row in table.rows
        for column, cell in row.cells.items()
        for triple in _triples(row.name, column, cell)
    ]
    entities = _entities(every, {one.name: one.value for one in relations}, triples)
    content = [one.model_dump_json() for part in (entities, relations, triples) for one in part]
    registry = Registry(
        key=content_hash(*content), entities=tuple(entities), relations=tuple(relations), triples=tuple(triples)
    )
    return Book(registry, framed, min(table.checked for table in every))


def _triples(subject: str, relation: str, cell: Cell) -> list[Triple]:
    several = cell if isinstance(cell, list) else [cell]
    found = []
    for one in several:
        dated = one if isinstance(one, Dated) else Dated(value=one)
        told = dated.model_dump()
        told["value"] = None if dated.value is None else str(dated.value)
        found.append(Triple(subject=subject, relation=relation, **told))
    return found


def _entities(tables: Sequence[Table], types: dict[str, str], triples: Sequence[Triple]) -> list[Entity]:
    """The rows of the tables, and whatever stands as a value and is not written in digits."""
    found = {(table.type, row.name): row.aliases for table in tables for row in table.rows}
    for table in tables:
        for kind, names in table.names.items():
            for name, aliases in names.items():
                found[kind, name] = tuple(dict.fromkeys((*found.get((kind, name), ()), *aliases)))
    for triple in triples:
        kind = types[triple.relation]
        if triple.value is not None and kind not in LITERAL:
            found.setdefault((kind, triple.value), ())
    return [Entity(name=name, type=kind, aliases=aliases) for (kind, name), aliases in sorted(found.items())]


def _once(what: str, names: Sequence[str]) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise SeedFileError(f"the registry names the {what} {', '.join(twice)} twice; give each its own name")
