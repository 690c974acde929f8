"""The errors nescio raises.

NescioError
+-- UsageError            the request cannot be carried out as written (exit code 2)
|   +-- RecipeError       a recipe does not validate
|   +-- UnknownName       a name that no part of nescio has; suggests the nearest ones
|   +-- RunConflict       the output folder holds another run
|   |-- SeedFileError     a seed file cannot be read at all
|   `-- EngineMisused     an engine was named wrongly: its URL, its model, its key
+-- EngineDown            an engine stopped answering; what it said before is kept
+-- BudgetReached         a limit of tokens or cost was reached (exit code 3)
+-- MissingPackage        an optional package or packaged model is not installed
`-- BrokenPromise         an internal check failed: a defect of nescio, please report it
"""

from collections.abc import Iterable
from difflib import get_close_matches


class NescioError(Exception):
    """Anything nescio raises on purpose. The message says what was found, what was wanted and what to do."""


class UsageError(NescioError):
    """The request cannot be carried out as written."""


class RecipeError(UsageError):
    """A recipe does not validate."""


class UnknownName(UsageError):
    """A name that no part of nescio has."""

    def __init__(self, what: str, name: str, known: Iterable[str]):
        """`what` is the kind of thing ("recipe"), `name` what was asked for, `known` what there is."""
        names = sorted(known)
        near = get_close_matches(name, names, n=2, cutoff=0.6)
        hint = f" Did you mean {' or '.join(map(repr, near))}?" if near else ""
        super().__init__(f"There is no {what} called {name!r}.{hint} There are: {', '.join(names)}.")


class RunConflict(UsageError):
    """The output folder holds another run."""


class SeedFileError(UsageError):
    """A seed file cannot be read at all; single bad records are skipped and counted instead."""


class EngineMisused(UsageError):
    """An engine was named wrongly, so that every request would fail: its URL, its model, its key."""


class EngineDown(NescioError):
    """An engine stopped answering. What it said before is recorded; the message tells what was seen."""


class BudgetReached(NescioError):
    """A limit of tokens or cost was reached. What was paid for is recorded."""


class MissingPackage(NescioError):
    """An optional package or packaged model is not installed."""

    def __init__(self, package: str, needed_for: str, install: str):
        """`needed_for` names the part that cannot work without it, `install` the command that brings it."""
        super().__init__(f"{needed_for} needs {package}, which is not installed. Install it with: {install}")


class BrokenPromise(NescioError):
    """An internal check failed."""
