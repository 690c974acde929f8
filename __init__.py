"""nescio: datasets that teach and test language models when not to answer and when not to refuse."""

from importlib.metadata import version as _version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nescio.pipelines.conformance import conformance as conformance
    from nescio.pipelines.load import load as load
    from nescio.pipelines.run import run as run
    from nescio.pipelines.stars import sample_stars as sample_stars
    from nescio.pipelines.stars import shuffle_stars as shuffle_stars
    from nescio.pipelines.stars import split_stars as split_stars

__all__ = ["__version__", "conformance", "load", "run", "sample_stars", "shuffle_stars", "split_stars"]

__version__ = _version("nescio")


def __getattr__(name: str) -> Any:
    """Import the functions when they are first asked for: they pull in the heavy libraries."""
    if name == "conformance":
        from nescio.pipelines.conformance import conformance

        return conformance
    if name == "run":
        from nescio.pipelines.run import run

        return run
    if name == "load":
        from nescio.pipelines.load import load

        return load
    if name in ("sample_stars", "shuffle_stars", "split_stars"):
        from nescio.pipelines import stars

        return getattr(stars, name)
    raise AttributeError(f"module 'nescio' has no attribute {name!r}; it has {', '.join(__all__)}")
