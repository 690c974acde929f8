"""A clock that tests turn."""


class Clock:
    """Seconds, as the test says."""

    def __init__(self) -> None:
        """At a thousand."""
        self.now = 1000.0

    def __call__(self) -> float:
        """Now."""
        return self.now
