"""What a recipe says of safety: the deny list, and what becomes of split votes."""

from typing import Literal

from nescio.schemas.base import Frozen

Controversial = Literal["withhold", "keep"]
"""What becomes of a row on which moderators do not agree, or which they call neither harmless nor harmful."""


class SafetySpec(Frozen):
    """The deny list: it reads look-alikes, politics, and every run in which a model wrote (docs/safety.md)."""

    always: bool = False
    """Whether it reads the rows of every other run too."""
