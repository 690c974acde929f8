"""nescio: datasets that teach and test language models when not to answer and when not to refuse."""

from importlib.metadata import version as _version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nescio.pipelines.conformance import conformance as conformance
    from nescio.pipelines.load import load as load
    from nescio.pipelines.run import run as run

__all__ = ["__version__", "conformance", "load", "run"]

__version__ = _version("nescio")


def __getattr__(name: str) -> Any:
    """Import `run`, `load` and `conformance` when they are first asked for: they pull in the heavy libraries."""
    if name == "conformance":
        from nescio.pipelines.conformance import conformance

        return conformance
    if name == "run":
        from nescio.pipelines.run import run

        return run
    if name == "load":
        from nescio.pipelines.load import load

        return load
    raise AttributeError(f"module 'nescio' has no attribute {name!r}; it has {', '.join(__all__)}")
