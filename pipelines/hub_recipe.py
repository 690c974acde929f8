"""`hf://OWNER/NAME[@REVISION]`: the recipe that was published with a dataset, and the limit of its run."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from pydantic import BaseModel

from nescio.schemas.errors import RecipeError

SCHEME = "hf://"
RECIPE = "recipe.yaml"
MANIFEST = "manifest.json"
_NAME = re.compile(r"hf://(?:datasets/)?([^/@]+/[^/@]+)(?:@([^@]+))?")
_KEYS = ("base_url", "key_env")
_HARMLESS = frozenset(
    "batch_size dtype enforce_eager gpu_memory_utilization max_model_len max_num_seqs min_p n_ctx n_threads "
    "repetition_penalty seed tensor_parallel_size top_k".split()
)
"""Options of engines that neither run code, nor read a file, nor spend more than was asked for."""


class _Ran(BaseModel):
    """What of a manifest a run needs."""

    limit: int | None = None


@dataclass(frozen=True)
class HubRecipe:
    """A published recipe."""

    file: Path
    """Where it was downloaded to."""
    origin: str
    """Repository and commit, in words."""
    limit: int | None
    """`--limit` of the run that was published."""


def is_hub_recipe(recipe: object) -> bool:
    """Whether a recipe is named by its place on the Hub."""
    return isinstance(recipe, str) and recipe.startswith(SCHEME)


def fetch_recipe(name: str) -> HubRecipe:
    """Download a published recipe, of one commit; raises RecipeError where it cannot be had."""
    from huggingface_hub import HfApi, hf_hub_download
    from huggingface_hub.errors import EntryNotFoundError, HTTPError  # type: ignore[attr-defined]

    match = _NAME.fullmatch(name)
    if not match:
        raise RecipeError(f"{name!r} names no dataset: write hf://OWNER/NAME or hf://OWNER/NAME@REVISION")
    repo, revision = match[1], match[2] or "main"
    try:
        commit = HfApi().dataset_info(repo, revision=revision).sha
        file = hf_hub_download(repo, RECIPE, repo_type="dataset", revision=commit)
        try:
            text = Path(hf_hub_download(repo, MANIFEST, repo_type="dataset", revision=commit)).read_bytes()
            limit = _Ran.model_validate_json(text).limit
        except EntryNotFoundError:
            limit = None
    except (HTTPError, OSError, ValueError) as error:
        told = " ".join(str(error).split())[:200]
        raise RecipeError(f"cannot get {RECIPE} of {name} from the Hub: {told}") from error
    return HubRecipe(Path(file), f"{name} ({str(commit)[:8]})", limit)


def published_limit(recipe: object, limit: int | None) -> int | None:
    """`limit`, or where none is asked for and the recipe is on the Hub, that of the run that was published."""
    if limit is not None or not isinstance(recipe, str) or not is_hub_recipe(recipe):
        return limit
    return fetch_recipe(recipe).limit


def refuse_reach(data: dict[str, Any], origin: str) -> None:
    """Raises RecipeError where a stranger decides where a key is sent, how an engine starts, or which file is read."""
    models = data.get("models")
    for name, model in models.items() if isinstance(models, dict) else ():
        given = _reaching(model) if isinstance(model, dict) else []
        if given:
            raise RecipeError(
                f"{origin} gives the model {name} {', '.join(given)}, which a recipe of the Hub may not decide: "
                f"download {RECIPE}, read it, and run the file; or leave that out of what you publish, and say it with "
                f"--set models.{name}.{given[0]}=..."
            )
    for name in _texts([data.get(one) for one in ("seeds", "models", "verify", "curate")]):
        if name.startswith(("/", "~", "file:")) or ".." in PurePath(name.replace("\\", "/")).parts:
            raise RecipeError(
                f"{origin} reads {name!r}, outside of where you are: download {RECIPE}, read it, and run the file"
            )


def _reaching(model: Mapping[str, object]) -> list[str]:
    """What of a model's description a stranger may not decide."""
    options = model.get("options") or {}
    found = [key for key in _KEYS if model.get(key)]
    if not isinstance(options, Mapping):
        return [*found, "options"]
    return [*found, *(f"options.{name}" for name in options if name not in _HARMLESS)]


def _texts(data: object) -> Iterator[str]:
    """Every text in a recipe, however deep it stands."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        yield from _texts(list(data.values()))
    elif isinstance(data, Sequence):
        for one in data:
            yield from _texts(one)
