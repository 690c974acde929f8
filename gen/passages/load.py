"""Reading passage sheets and fillers: the YAML files of gen/seeds/passages."""

from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

import yaml
from pydantic import TypeAdapter, ValidationError

from nescio.gen.passages.model import Filler, Sheet
from nescio.schemas.base import faults
from nescio.schemas.errors import SeedFileError

FOLDER, FILLERS = "passages", "fillers"
_SHEETS = TypeAdapter(tuple[Sheet, ...])
_FILLERS = TypeAdapter(tuple[Filler, ...])


@lru_cache(maxsize=1)
def packaged_sheets() -> tuple[Sheet, ...]:
    """The sheets in the package, by id. Raises SeedFileError for a broken file and for an id that stands twice."""
    return unique(one for name, text in _texts() if not name.startswith(FILLERS) for one in parse_sheets(text, name))


@lru_cache(maxsize=1)
def packaged_fillers() -> tuple[Filler, ...]:
    """The paragraphs in the package that longer contexts are filled with."""
    return tuple(one for name, text in _texts() if name.startswith(FILLERS) for one in parse_fillers(text, name))


def unique(sheets: Iterable[Sheet]) -> tuple[Sheet, ...]:
    """Sheets by id; raises SeedFileError for an id that stands twice."""
    found: dict[str, Sheet] = {}
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


def parse_fillers(text: str, file: str) -> tuple[Filler, ...]:
    """The fillers of a YAML file; raises SeedFileError naming file and key."""
    try:
        return _FILLERS.validate_python(yaml.safe_load(text) or ())
    except (ValidationError, yaml.YAMLError) as error:
        raise _broken(file, error) from error


def _broken(file: str, error: ValidationError | yaml.YAMLError) -> SeedFileError:
    said = "; ".join(faults(error)) if isinstance(error, ValidationError) else str(error)
    return SeedFileError(f"{file}: {said}")


def _texts() -> list[tuple[str, str]]:
    """Name and text of each file, by name."""
    folder = files("nescio.gen.seeds").joinpath(FOLDER)
    return sorted((one.name, one.read_text("utf-8")) for one in folder.iterdir() if one.name.endswith(".yaml"))
