"""nescio: datasets that teach and test language models when not to answer and when not to refuse."""

from importlib import import_module
from importlib.metadata import version as _version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nescio.pipelines.conformance import conformance as conformance
    from nescio.pipelines.load import load as load
    from nescio.pipelines.publish import publish as publish
    from nescio.pipelines.run import run as run
    from nescio.pipelines.stars import sample_stars as sample_stars
    from nescio.pipelines.stars import shuffle_stars as shuffle_stars
    from nescio.pipelines.stars import split_stars as split_stars

__all__ = ["__version__", "conformance", "load", "publish", "run", "sample_stars", "shuffle_stars", "split_stars"]

__version__ = _version("nescio")

_PLACES = {
    "conformance": "nescio.pipelines.conformance",
    "load": "nescio.pipelines.load",
    "publish": "nescio.pipelines.publish",
    "run": "nescio.pipelines.run",
    "sample_stars": "nescio.pipelines.stars",
    "shuffle_stars": "nescio.pipelines.stars",
    "split_stars": "nescio.pipelines.stars",
}


def __getattr__(name: str) -> Any:
    """Import the functions when they are first asked for: they pull in the heavy libraries."""
    if name not in _PLACES:
        raise AttributeError(f"module 'nescio' has no attribute {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(_PLACES[name]), name)
