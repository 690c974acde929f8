"""A recipe as others can use it: without what belongs to one machine."""

from pathlib import Path
from typing import Any

import yaml

from nescio.pipelines.card_curation import shown_name
from nescio.schemas.recipe import Recipe


def portable_recipe(recipe: Recipe) -> str:
    """The recipe as YAML, with files by their last name only, and without the servers and keys of its chat models.

    Folders and addresses tell of a machine, and not of a dataset; what a model says does not depend on them.
    """
    data = recipe.model_dump(mode="json")
    for spec in data["seeds"]:
        spec["path"] = spec["path"] and last_part(spec["path"])
    for model in data["models"].values():
        del model["base_url"], model["key_env"]
        model["model"] = last_part(model["model"])
    _strip_curation(data["curate"])
    _strip_checks(data["verify"], data["curate"])
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True)


def _strip_curation(curation: dict[str, Any]) -> None:
    for key in ("decontaminate", "allow"):
        curation[key] = [shown_name(name) for name in curation[key]]
    curation["extend"] = curation["extend"] and shown_name(curation["extend"])


def _strip_checks(verify: dict[str, Any], curation: dict[str, Any]) -> None:
    stages = (verify["fluency"], "model"), (verify["entailment"], "model"), (curation["dedup"], "encoder")
    for stage, key in stages:
        if stage and stage[key]:
            stage[key] = last_part(stage[key])
    for stage in verify.values():
        if isinstance(stage, dict) and "calibration" in stage:
            stage["calibration"] = [last_part(name) for name in stage["calibration"]]


def last_part(name: str) -> str:
    """The last part of a local path; a Hub id or a packaged model as it is."""
    return Path(name).name if Path(name).expanduser().exists() else name
