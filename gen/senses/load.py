"""Reading the sense lexicon."""

from functools import lru_cache
from importlib.resources import files

import yaml
from pydantic import ValidationError

from nescio.gen.senses.model import Sheet
from nescio.schemas.base import faults
from nescio.schemas.errors import SeedFileError


def parse(text: str, file: str) -> list[Sheet]:
    """The sheets of a YAML file; raises SeedFileError naming file, sheet and key."""
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise SeedFileError(f"{file}: is no YAML: {error}") from error
    if not isinstance(data, list):
        raise SeedFileError(f"{file}: found a {type(data).__name__}, wanted a list of sheets (docs/senses.md)")
    sheets = []
    for number, one in enumerate(data, 1):
        try:
            sheets.append(Sheet.model_validate(one))
        except ValidationError as error:
            name = one.get("id", number) if isinstance(one, dict) else number
            raise SeedFileError(f"{file}, sheet {name}: {'; '.join(faults(error))}") from error
    return sheets


@lru_cache(maxsize=1)
def packaged_sheets() -> tuple[Sheet, ...]:
    """Every sheet in the package, by id. Raises SeedFileError for a broken file, and where two have one id."""
    folder = files("nescio.gen.seeds").joinpath("senses")
    found: dict[str, Sheet] = {}
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".yaml"):
            for sheet in parse(file.read_text("utf-8"), file.name):
                if found.setdefault(sheet.id, sheet) is not sheet:
                    raise SeedFileError(f"{file.name}: a second sheet {sheet.id}; give it another id")
    return tuple(found[name] for name in sorted(found))
