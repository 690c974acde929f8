"""What engines in this process have in common: the files of their model, its identity and a request's own seed."""

from pathlib import Path

from nescio.gen.engines.models import PACKAGED, ModelFiles, resolve
from nescio.schemas.chat import ChatRequest
from nescio.schemas.errors import EngineMisused
from nescio.schemas.hashing import content_hash
from nescio.schemas.recipe import ModelSpec


def files_of(spec: ModelSpec) -> ModelFiles:
    """The model of a recipe on this machine. Raises what `resolve` raises, and EngineMisused for an idle revision."""
    if spec.revision is None:
        return resolve(spec.model)
    if spec.model.startswith(PACKAGED) or Path(spec.model).expanduser().exists():
        raise EngineMisused(
            f"The model {spec.model} has no revisions, but {spec.revision!r} was named. Only models of the Hub have "
            "them: leave `revision` out."
        )
    return resolve(f"{spec.model}@{spec.revision}")


def identity_of(files: ModelFiles) -> str:
    """Hash of the weights and the revision, whatever engine runs them and wherever they lie."""
    return content_hash("weights", files.weights, files.revision or "")


def seed_of(request: ChatRequest) -> int:
    """The seed of a request's draws, from its key: requests and replicas draw independently of each other."""
    return int(request.key[:15], 16)
