"""The licence of a published dataset follows from its seeds'."""

from collections.abc import Iterable

from nescio.schemas.errors import UsageError

PERMISSIVE = ("mit", "bsd-3-clause", "apache-2.0", "cc-by-4.0")
"""In the order of what they demand: a mixture takes the last that occurs."""


def published_licence(wanted: str, licences: Iterable[str]) -> str:
    """The Hub's name of the licence: the strictest of the seeds' `licences` for `auto`, else what was asked for.

    Raises UsageError where they cannot be combined, or demand more than what was asked for.
    """
    found = sorted({name.lower() for name in licences})
    foreign = [name for name in found if name not in PERMISSIVE]
    if wanted != "auto":
        asked = wanted.lower()
        stricter = [name for name in found if name != asked and (name in foreign or not _at_least(asked, name))]
        if stricter:
            raise UsageError(
                f"publish.license is {wanted}, but seeds come under {', '.join(stricter)}; use auto or drop those seeds"
            )
        return asked
    if len(foreign) > 1 or (foreign and len(found) > 1):
        raise UsageError(
            f"seeds come under {', '.join(found)}, which nescio cannot combine; publish them as separate datasets"
        )
    return foreign[0] if foreign else max(found, key=PERMISSIVE.index, default="apache-2.0")


def _at_least(asked: str, other: str) -> bool:
    return asked in PERMISSIVE and PERMISSIVE.index(asked) >= PERMISSIVE.index(other)
