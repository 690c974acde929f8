"""Recipes as text: reading YAML with nothing executed and nothing expanded, overrides, and faults that name the key."""

import json
from collections.abc import Sequence
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from nescio.pipelines.hub_recipe import fetch_recipe, is_hub_recipe, refuse_reach
from nescio.schemas.errors import RecipeError, UnknownName, UsageError
from nescio.schemas.recipe import Recipe

MAX_RECIPE = 1_000_000
"""Largest recipe file that is read, in bytes."""
MAX_DEPTH = 20
"""Levels of nesting; the scanner takes the square of their number in time."""

_OPENS = (
    yaml.FlowSequenceStartToken,
    yaml.FlowMappingStartToken,
    yaml.BlockSequenceStartToken,
    yaml.BlockMappingStartToken,
)
_CLOSES = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken, yaml.BlockEndToken)


def packaged_recipes() -> dict[str, str]:
    """The text of every packaged recipe, by name."""
    folder = files("nescio.pipelines.recipes")
    sheets = [sheet for sheet in folder.iterdir() if sheet.name.endswith(".yaml")]
    return {
        sheet.name.removesuffix(".yaml"): sheet.read_text("utf-8") for sheet in sorted(sheets, key=lambda s: s.name)
    }


def read_recipe(recipe: str | Path) -> tuple[dict[str, Any], str]:
    """The data of a recipe by packaged name, YAML file or `hf://OWNER/NAME`, and where it is from, in words.

    Raises UnknownName where it is neither and RecipeError where the file cannot be read as a mapping.
    """
    packaged = packaged_recipes()
    path = Path(recipe)
    if is_hub_recipe(recipe):
        return _read_hub_recipe(str(recipe))
    if str(recipe) in packaged:
        text, origin = packaged[str(recipe)], f"the packaged recipe {recipe}"
    elif path.suffix in (".yaml", ".yml", ".json") or is_file(path):
        text, origin = _text_of(path), str(path)
    else:
        raise UnknownName("recipe", str(recipe), packaged)
    return _mapping(text, origin), origin


def _read_hub_recipe(name: str) -> tuple[dict[str, Any], str]:
    """A recipe that was published with a dataset; raises RecipeError where it says what a stranger may not."""
    found = fetch_recipe(name)
    data = _mapping(_text_of(found.file), found.origin)
    refuse_reach(data, found.origin)
    return data, found.origin


def _mapping(text: str, origin: str) -> dict[str, Any]:
    data = parse_yaml(text, origin)
    if not isinstance(data, dict):
        raise RecipeError(
            f"{origin} holds a {type(data).__name__}; a mapping with name, seeds and perturb was expected"
        )
    return data


def is_file(path: Path) -> bool:
    """Whether there is such a file; a name that no file can have is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def parse_yaml(text: str, origin: str) -> Any:
    """The value of a YAML text. Raises RecipeError for what is no YAML, tags of Python objects, and aliases.

    An alias repeats a node; a few nested levels of them fill any memory, and no recipe needs one.
    """
    depth = 0
    try:
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            depth += isinstance(token, _OPENS) - isinstance(token, _CLOSES)
            if depth > MAX_DEPTH:
                raise RecipeError(f"{origin} is nested more than {MAX_DEPTH} levels deep; no recipe key is")
            if isinstance(token, yaml.AliasToken):
                raise RecipeError(f"{origin} uses a YAML alias (*name); write the value out")
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise RecipeError(f"{origin} is not YAML: {error}") from error
    except ValueError as error:
        raise RecipeError(f"{origin} cannot be read: {error}") from error


def _text_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_RECIPE + 1)
    except (OSError, ValueError) as error:
        why = f"cannot read the recipe {path}: {error}; see `nescio recipes` for the packaged ones"
        raise RecipeError(why) from error
    if len(data) > MAX_RECIPE:
        raise RecipeError(f"{path} has more than {MAX_RECIPE:,} bytes, which is the most a recipe may have")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RecipeError(f"{path} is not UTF-8 at byte {error.start}; save it as UTF-8") from error


def override(data: dict[str, Any], text: str) -> None:
    """Put `a.b.0=value` into nested mappings and lists, in place; the value parses as YAML.

    Raises UsageError where there is no such place, and RecipeError where the value is no YAML.
    """
    key, equals, value = text.partition("=")
    if not equals or not all(key.split(".")):
        raise UsageError(f"--set takes key=value, it was given {text!r}; for example --set curate.dedup=false")
    *path, last = key.split(".")
    place: Any = data
    for step in path:
        place = _below(place, step, key)
    parsed = parse_yaml(value, f"the value of --set {key}")
    if isinstance(place, list):
        place[_position(place, last, key)] = parsed
    elif isinstance(place, dict):
        place[last] = parsed
    else:
        raise UsageError(
            f"--set {key}: {'.'.join(path)} is {json.dumps(place)}, which has no {last!r}; "
            f"set it whole, for example --set {'.'.join(path)}='{{{last}: {value}}}'"
        )


def _below(place: Any, step: str, key: str) -> Any:
    if isinstance(place, list):
        return place[_position(place, step, key)]
    if isinstance(place, dict):
        return place.setdefault(step, {})
    raise UsageError(f"--set {key}: there is nothing to set below {json.dumps(place)}")


def _position(place: Sequence[Any], step: str, key: str) -> int:
    if not (step.isascii() and step.isdigit()) or int(step[:9]) >= len(place):
        raise UsageError(f"--set {key}: {step!r} is no position in a list of {len(place)}; the first is 0")
    return int(step)


def validated(data: dict[str, Any], origin: str) -> Recipe:
    """The recipe that the data describes. Raises RecipeError that names each wrong key, and what was expected there."""
    try:
        return Recipe.model_validate(data)
    except ValidationError as error:
        # A stage that may be `false` is a union: its other half complains too, and says nothing more.
        details = [one for one in error.errors() if "literal[False]" not in one["loc"]]
        faults = "\n".join(f"  {_fault(one)}" for one in details or error.errors())
        raise RecipeError(f"{origin} does not validate:\n{faults}") from error


def _fault(error: ErrorDetails) -> str:
    """`curate.dedup: ...` in the words of recipes."""
    model: type[BaseModel] = Recipe
    shown: list[str] = []
    may_be_false = False
    for step in error["loc"]:
        field = model.model_fields.get(step) if isinstance(step, str) else None
        may_be_false = step == model.__name__
        if not may_be_false:
            shown.append(str(step))
        model = (field and _model_in(field.annotation)) or model
    known = ", ".join(model.model_fields)
    message = error["msg"]
    if error["type"] == "extra_forbidden":
        near = get_close_matches(shown[-1], model.model_fields, n=1)
        message = f"there is no such key.{f' Did you mean {near[0]!r}?' if near else ''} There are: {known}"
    elif error["type"] == "model_type":
        message = f"a mapping with {known}{' (or false)' if may_be_false else ''} was expected"
    return f"{'.'.join(shown) or 'recipe'}: {message}"


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that a field holds, alone, in a list or beside `false`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for one in get_args(annotation) if (found := _model_in(one))), None)
