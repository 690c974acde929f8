"""Resolving a recipe: files, overrides and names become a plan whose parts all exist. The only place that knows names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol, TypeVar

import yaml
from pydantic import ValidationError

from nescio.gen.perturbations import PERTURBATIONS
from nescio.gen.sources import SOURCES
from nescio.schemas.errors import RecipeError, UnknownName, UsageError
from nescio.schemas.protocols import Perturbation, SeedSource
from nescio.schemas.recipe import PerturbSpec, Recipe, SeedSpec

MAX_RECIPE = 1_000_000
"""Largest recipe file that is read, in bytes."""


class _Named(Protocol):
    @property
    def name(self) -> str: ...


_Part = TypeVar("_Part", bound=_Named)


@dataclass(frozen=True)
class Plan:
    """A recipe and the parts it names."""

    recipe: Recipe
    sources: tuple[tuple[SeedSpec, SeedSource], ...]
    perturbations: tuple[tuple[PerturbSpec, Perturbation], ...]


def packaged_recipes() -> dict[str, str]:
    """The text of every packaged recipe, by name."""
    folder = files("nescio.pipelines.recipes")
    sheets = [sheet for sheet in folder.iterdir() if sheet.name.endswith(".yaml")]
    return {
        sheet.name.removesuffix(".yaml"): sheet.read_text("utf-8") for sheet in sorted(sheets, key=lambda s: s.name)
    }


def load_recipe(recipe: str | Path | Recipe, overrides: Sequence[str] = (), seeds: Sequence[str] = ()) -> Recipe:
    """A recipe by packaged name, YAML file or model, with `key=value` overrides and other seeds put in.

    Raises UnknownName or RecipeError; the message says which key is wrong and what was expected there.
    """
    if isinstance(recipe, Recipe):
        data, origin = recipe.model_dump(mode="json"), "the recipe"
    else:
        data, origin = _read(recipe)
    if seeds:
        data["seeds"] = [seed_spec(text).model_dump(mode="json") for text in seeds]
    for override in overrides:
        _override(data, override)
    try:
        return Recipe.model_validate(data)
    except ValidationError as error:
        faults = "\n".join(f"  {'.'.join(map(str, one['loc'])) or 'recipe'}: {one['msg']}" for one in error.errors())
        raise RecipeError(f"{origin} does not validate:\n{faults}") from error


def seed_spec(text: str) -> SeedSpec:
    """`templates`, `jsonl:PATH`, or the path of a JSON Lines file."""
    name, colon, path = text.partition(":")
    if name in {source.name for source in SOURCES}:
        return SeedSpec(source=name, path=path if colon else None)
    if Path(text).suffix in (".jsonl", ".json") or Path(text).exists():
        return SeedSpec(source="jsonl", path=text)
    raise UnknownName("seed source", name, [source.name for source in SOURCES])


def plan(
    recipe: Recipe, perturbations: Sequence[Perturbation] = PERTURBATIONS, sources: Sequence[SeedSource] = SOURCES
) -> Plan:
    """Find the parts that a recipe names; third-party parts come in through the two sequences."""
    names = [spec.name for spec in recipe.perturb]
    if len(set(names)) < len(names):
        raise RecipeError(
            f"perturb names {sorted({n for n in names if names.count(n) > 1})} more than once; name each once"
        )
    return Plan(
        recipe=recipe,
        sources=tuple((spec, find("seed source", spec.source, sources)) for spec in recipe.seeds),
        perturbations=tuple((spec, find("perturbation", spec.name, perturbations)) for spec in recipe.perturb),
    )


def find(what: str, name: str, parts: Sequence[_Part]) -> _Part:
    """The part of that name; raises UnknownName with suggestions."""
    for part in parts:
        if part.name == name:
            return part
    raise UnknownName(what, name, [part.name for part in parts])


def _read(recipe: str | Path) -> tuple[dict[str, Any], str]:
    packaged = packaged_recipes()
    path = Path(recipe)
    if str(recipe) in packaged:
        text, origin = packaged[str(recipe)], f"the packaged recipe {recipe}"
    elif path.suffix in (".yaml", ".yml", ".json") or path.is_file():
        text, origin = _read_file(path), str(path)
    else:
        raise UnknownName("recipe", str(recipe), packaged)
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise RecipeError(f"{origin} is not YAML: {error}") from error
    if not isinstance(data, dict):
        raise RecipeError(
            f"{origin} holds a {type(data).__name__}; a mapping with name, seeds and perturb was expected"
        )
    return data, origin


def _read_file(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RecipeError(
            f"cannot read the recipe {path}: {error.strerror}; see `nescio recipes` for the packaged ones"
        ) from error
    if len(data) > MAX_RECIPE:
        raise RecipeError(f"{path} has {len(data):,} bytes; a recipe has at most {MAX_RECIPE:,}")
    text = data.decode("utf-8", "replace")
    # An alias repeats a node; a few nested levels of them fill any memory, and no recipe needs one.
    if any(isinstance(token, yaml.AliasToken) for token in _tokens(text, path)):
        raise RecipeError(f"{path} uses a YAML alias (*name); write the value out")
    return text


def _tokens(text: str, path: Path) -> list[yaml.Token]:
    try:
        return list(yaml.scan(text, Loader=yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise RecipeError(f"{path} is not YAML: {error}") from error


def _override(data: dict[str, Any], override: str) -> None:
    """Put `a.b.0=value` into nested mappings and lists; the value parses as YAML."""
    key, equals, value = override.partition("=")
    if not equals:
        raise UsageError(f"--set takes key=value, it was given {override!r}; for example --set curate.dedup=false")
    *path, last = key.split(".")
    place: Any = data
    for step in path:
        if isinstance(place, list):
            place = place[int(step)] if step.isdigit() and int(step) < len(place) else None
        elif isinstance(place, Mapping):
            place = place.setdefault(step, {})  # type: ignore[attr-defined]
        if not isinstance(place, dict | list):
            raise UsageError(f"--set {key}: there is nothing to set below {step!r}")
    parsed = yaml.safe_load(value)
    if isinstance(place, list):
        if not last.isdigit() or int(last) >= len(place):
            raise UsageError(f"--set {key}: {last!r} is no position in a list of {len(place)}")
        place[int(last)] = parsed
    else:
        place[last] = parsed
