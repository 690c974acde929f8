"""Thresholds belong to a model's weights; a model that nobody measured has none."""

import pytest

from nescio.schemas.errors import UsageError
from nescio.validation.profiles import Thresholds, dedup_thresholds, profile_of, profiles

MINILM = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def test_a_known_model_has_its_own_thresholds() -> None:
    """MiniLM is known by its weights, whatever its name; long texts need more."""
    found = dedup_thresholds("some/copy", MINILM)
    assert 0 < found.lowest == found.short < found.long < 1
    profile = profile_of(MINILM)
    assert profile is not None
    assert profile.leak is not None
    assert profile.leak < found.lowest


def test_an_unknown_model_needs_a_threshold() -> None:
    """The message says which models are known, and how to find one."""
    with pytest.raises(UsageError, match=r"my/model.*all-MiniLM-L6-v2.*--threshold.*--calibrate"):
        dedup_thresholds("my/model", "f" * 64)
    with pytest.raises(UsageError, match=r"Give one with curate\.dedup\.threshold;"):
        dedup_thresholds("my/model", "f" * 64, option="curate.dedup.threshold")
    assert dedup_thresholds("my/model", "f" * 64, 0.8) == Thresholds(short=0.8, long=0.8)


@pytest.mark.parametrize("threshold", [0.0, -0.5, 1.01, float("nan")])
def test_a_threshold_is_a_cosine(threshold: float) -> None:
    """Nothing else is taken."""
    with pytest.raises(UsageError, match="above 0 and up to 1"):
        dedup_thresholds("m", MINILM, threshold)


def test_every_profile_has_something_to_say() -> None:
    """A profile without a threshold would be of no use, and its weights are its key."""
    for weights, one in profiles().items():
        assert weights == one.weights
        assert one.candidate or (one.dedup_short and one.dedup_long and one.leak)
