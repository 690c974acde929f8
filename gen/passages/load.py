"""Reading passage sheets and fillers: the YAML files of gen/seeds/passages."""

from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from nescio.gen.passages.model import Filler, Sheet
from nescio.gen.passages.pair_model import Pair
from nescio.schemas.base import faults
from nescio.schemas.errors import SeedFileError

FOLDER, SHEETS, PAIRS, FILLERS = "passages", "passages", "pairs", "fillers"
"""The folder, and how the names of its files begin."""
_S = TypeVar("_S", Sheet, Pair)
_SHEETS = TypeAdapter(tuple[Sheet, ...])
_PAIRS = TypeAdapter(tuple[Pair, ...])
_FILLERS = TypeAdapter(tuple[Filler, ...])


@lru_cache(maxsize=1)
def packaged_sheets() -> tuple[Sheet, ...]:
    """The sheets in the package, by id. Raises SeedFileError for a broken file and for an id that stands twice."""
    return unique(one for name, text in _texts(SHEETS) for one in parse_sheets(text, name))


@lru_cache(maxsize=1)
def packaged_pairs() -> tuple[Pair, ...]:
    """The pair sheets in the package, by id. Raises SeedFileError for a broken file and for an id that stands twice."""
    return unique(one for name, text in _texts(PAIRS) for one in parse_pairs(text, name))


@lru_cache(maxsize=1)
def packaged_fillers() -> tuple[Filler, ...]:
    """The paragraphs in the package that longer contexts are filled with."""
    return tuple(one for name, text in _texts(FILLERS) for one in parse_fillers(text, name))


def unique(sheets: Iterable[_S]) -> tuple[_S, ...]:
    """Sheets by id; raises SeedFileError for an id that stands twice."""
    found: dict[str, _S] = {}
    for sheet in sheets:
        if sheet.id in found:
            raise SeedFileError(f"two passages have the id {sheet.id!r}; give one of them another")
        found[sheet.id] = sheet
    return tuple(found[name] for name in sorted(found))


def parse_sheets(text: str, file: str) -> tuple[Sheet, ...]:
    """The sheets of a YAML file; raises SeedFileError naming file and key."""
    try:
        return _SHEETS.validate_python(yaml.safe_load(text) or ())
    except (ValidationError, yaml.YAMLError) as error:
        raise _broken(file, error) from error


def parse_pairs(text: str, file: str) -> tuple[Pair, ...]:
    """The pair sheets of a YAML file; raises SeedFileError naming file and key."""
    try:
        return _PAIRS.validate_python(yaml.safe_load(text) or ())
    except (ValidationError, yaml.YAMLError) as error:
        raise _broken(file, error) from error


def parse_fillers(text: str, file: str) -> tuple[Filler, ...]:
    """The fillers of a YAML file; raises SeedFileError naming file and key."""
    try:
        return _FILLERS.validate_python(yaml.safe_load(text) or ())
    except (ValidationError, yaml.YAMLError) as error:
        raise _broken(file, error) from error


def _broken(file: str, error: ValidationError | yaml.YAMLError) -> SeedFileError:
    said = "; ".join(faults(error)) if isinstance(error, ValidationError) else str(error)
    return SeedFileError(f"{file}: {said}")


def _texts(prefix: str) -> list[tuple[str, str]]:
    """Name and text of each file whose name begins so, by name."""
    found = (one for one in files("nescio.gen.seeds").joinpath(FOLDER).iterdir() if one.name.endswith(".yaml"))
    return sorted((one.name, one.read_text("utf-8")) for one in found if one.name.startswith(prefix))
