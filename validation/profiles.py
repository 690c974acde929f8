"""What a cosine is worth: thresholds that belong to a model's weights, never to a bare number."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from pydantic import Field

from nescio.schemas.base import Frozen
from nescio.schemas.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Profile(Frozen):
    """The thresholds of one embedding model; null where none was measured."""

    name: str
    weights: str
    """SHA-256 of the weights file, or the version of an encoder without one."""
    dedup_short: float | None = Field(None, gt=0, le=1)
    dedup_long: float | None = Field(None, gt=0, le=1)
    """For texts of more than 25 words or with two numbers: a small change moves their vectors less."""
    leak: float | None = Field(None, gt=0, le=1)
    """From here on two texts must not stand in two splits."""
    candidate: float | None = Field(None, gt=0, le=1)
    """From here on a prefilter has the dear model look."""


class Thresholds(Frozen):
    """From which cosine on two texts are duplicates."""

    short: float = Field(gt=0, le=1)
    long: float = Field(gt=0, le=1)

    @property
    def lowest(self) -> float:
        """What has to be searched for."""
        return min(self.short, self.long)

    def wanted(self, one: NDArray[np.bool_], other: NDArray[np.bool_]) -> NDArray[np.float64]:
        """The cosine that each pair has to reach, by whether one and the other of its texts are long."""
        import numpy as np

        return np.where(one | other, self.long, self.short)


@cache
def profiles() -> dict[str, Profile]:
    """The profiles by weights."""
    text = Path(__file__).with_name("profiles.yaml").read_text("utf-8")
    return {one.weights: one for one in map(Profile.model_validate, yaml.safe_load(text))}


def profile_of(weights: str) -> Profile | None:
    """The profile of a model by the hash of its weights; None where nobody measured it."""
    return profiles().get(weights)


def dedup_thresholds(
    model: str, weights: str, threshold: float | None = None, option: str = "--threshold"
) -> Thresholds:
    """The thresholds to use: `threshold` for every text where it is given, else those of the model's profile.

    `model` is its name and `option` where a threshold is given, for the message. Raises UsageError for a model without
    a profile, and for a bad threshold.
    """
    if threshold is not None:
        if not 0 < threshold <= 1:
            raise UsageError(f"{option} is {threshold:g}; a cosine above 0 and up to 1 is wanted")
        return Thresholds(short=threshold, long=threshold)
    found = profile_of(weights)
    if found is None or found.dedup_short is None or found.dedup_long is None:
        known = ", ".join(one.name for one in profiles().values() if one.dedup_short)
        raise UsageError(
            f"nobody measured from which cosine on {model} means the same; only {known} has thresholds. Give one with "
            f"{option}; `nescio dedup --calibrate pairs.csv --encoder MODEL` finds it on pairs of yours"
        )
    return Thresholds(short=found.dedup_short, long=found.dedup_long)
