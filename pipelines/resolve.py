"""Resolving a recipe: names become a plan whose parts all exist. The only place that knows names."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from nescio.gen.perturbations import PERTURBATIONS
from nescio.gen.sources import SOURCES
from nescio.pipelines.recipe_file import is_file, override, packaged_recipes, read_recipe, validated
from nescio.schemas.errors import RecipeError, UnknownName
from nescio.schemas.protocols import FactHiding, ModelWritten, Perturbation, SeedSource, StarChecker
from nescio.schemas.recipe import PerturbSpec, Recipe
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import Domain
from nescio.validation.checkers import CHECKERS

__all__ = ["Plan", "find", "load_recipe", "packaged_recipes", "plan", "seed_spec"]


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
    checkers: Sequence[StarChecker] = CHECKERS

    def checker(self, perturbation: Perturbation) -> StarChecker:
        """The checker that proves the perturbation's stars; raises UnknownName where there is none of that name,
        and RecipeError where the perturbation names none."""
        if not isinstance(getattr(perturbation, "checker", None), str):
            raise RecipeError(
                f"the perturbation {perturbation.name} has no `checker`; give it the name of the one that proves its "
                f"stars: {', '.join(one.name for one in self.checkers)}"
            )
        return find("checker", perturbation.checker, self.checkers)

    @property
    def domain(self) -> Domain:
        """The domain of every seed, and so of the dataset."""
        return self.sources[0][1].domain


def load_recipe(
    recipe: str | Path | Recipe,
    overrides: Sequence[str] = (),
    seeds: Sequence[str] = (),
    sources: Sequence[SeedSource] = SOURCES,
) -> Recipe:
    """A recipe by packaged name, YAML file or model, with other seeds and then `key=value` overrides put in.

    Overrides see the recipe with every key written out. Raises UnknownName, UsageError or RecipeError; the message says
    which key is wrong and what was expected there.
    """
    if isinstance(recipe, Recipe):
        data, origin = recipe.model_dump(mode="json"), "the recipe"
    else:
        data, origin = read_recipe(recipe)
    if seeds:
        data["seeds"] = [seed_spec(text, sources).model_dump(mode="json") for text in seeds]
    made = validated(data, origin)
    if not overrides:
        return made
    data = made.model_dump(mode="json")
    for one in overrides:
        override(data, one)
    return validated(data, f"{origin} with {', '.join(f'--set {one}' for one in overrides)}")


def seed_spec(text: str, sources: Sequence[SeedSource] = SOURCES) -> SeedSpec:
    """`templates`, `jsonl:PATH`, or the path of a JSON Lines file. Raises UnknownName for anything else."""
    name, colon, path = text.partition(":")
    names = [source.name for source in sources]
    if name in names:
        return SeedSpec(source=name, path=path if colon and path else None)
    if is_file(Path(text)) or (not colon and Path(text).suffix in (".jsonl", ".json")):
        return SeedSpec(source="jsonl", path=text)
    raise UnknownName("seed source or file", name, names)


def plan(
    recipe: Recipe,
    perturbations: Sequence[Perturbation] = PERTURBATIONS,
    sources: Sequence[SeedSource] = SOURCES,
    checkers: Sequence[StarChecker] = CHECKERS,
) -> Plan:
    """Find the parts that a recipe names; third-party parts come in through the sequences.

    Raises UnknownName, and RecipeError where a perturbation is named twice or sources belong to several domains.
    """
    names = [spec.name for spec in recipe.perturb]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise RecipeError(f"perturb names {', '.join(twice)} more than once; name each once")
    made = Plan(
        recipe=recipe,
        sources=tuple((spec, find("seed source", spec.source, sources)) for spec in recipe.seeds),
        perturbations=tuple((spec, find("perturbation", spec.name, perturbations)) for spec in recipe.perturb),
        checkers=checkers,
    )
    for spec, perturbation in made.perturbations:
        made.checker(perturbation)
        if isinstance(perturbation, ModelWritten) and not spec.writer:
            raise RecipeError(
                f"{spec.name} is written by a model and names none; give it one of `models`: "
                f"{{{spec.name}: {{writer: NAME}}}}"
            )
        if spec.writer and not isinstance(perturbation, FactHiding | ModelWritten):
            raise RecipeError(f"{spec.name} has no variant that a model writes; leave its `writer` out")
    domains = {source.name: source.domain for _, source in made.sources}
    if len(set(domains.values())) > 1:
        found = ", ".join(f"{name} ({domain.value})" for name, domain in domains.items())
        raise RecipeError(f"the seeds belong to several domains: {found}; a run makes one, so use a recipe for each")
    return made


def find(what: str, name: str, parts: Sequence[_Part]) -> _Part:
    """The part of that name; raises UnknownName with suggestions."""
    for part in parts:
        if part.name == name:
            return part
    raise UnknownName(what, name, [part.name for part in parts])
