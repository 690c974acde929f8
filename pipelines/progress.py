"""Progress on the error stream: a live bar on a terminal, plain lines elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from time import monotonic
from types import TracebackType
from typing import Protocol, Self

from nescio.pipelines.safe_text import harmless

LINES_APART = 10.0
"""Seconds between plain lines of one stage."""


class Advance(Protocol):
    """Advance a stage by some items."""

    def __call__(self, items: int = 1) -> None:
        """Say that so many more are done."""
        ...


class Progress(Protocol):
    """Tells a person how far a run is."""

    def stage(self, name: str, total: int | None = None) -> AbstractContextManager[Advance]:
        """A context whose value is called as items get done."""
        ...

    def note(self, message: str) -> None:
        """A line of its own."""
        ...


def _ignore(items: int = 1) -> None:
    del items


class Quiet:
    """Says nothing."""

    @contextmanager
    def stage(self, name: str, total: int | None = None) -> Iterator[Advance]:
        """A stage that nobody watches."""
        del name, total
        yield _ignore

    def note(self, message: str) -> None:
        """Nothing."""


class Lines:
    """Plain lines: when a stage begins, at most every ten seconds within it, and when it ends."""

    @contextmanager
    def stage(self, name: str, total: int | None = None) -> Iterator[Advance]:
        """A stage as lines."""
        began = last = monotonic()
        done = 0

        def advance(items: int = 1) -> None:
            nonlocal done, last
            done += items
            if monotonic() - last >= LINES_APART:
                last = monotonic()
                self.note(f"{name}: {done}" + (f" of {total}" if total else ""))

        yield advance
        self.note(f"{name}: done in {monotonic() - began:.1f} s")

    def note(self, message: str) -> None:
        """One line on the error stream."""
        sys.stderr.write(harmless(message) + "\n")
        sys.stderr.flush()


class Bars:
    """A live bar for each stage, by rich."""

    @contextmanager
    def stage(self, name: str, total: int | None = None) -> Iterator[Advance]:
        """A stage as a bar."""
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=Console(stderr=True)) as bar:
            task = bar.add_task(name, total=total)
            yield partial(bar.advance, task)
            if total is None:
                bar.update(task, total=1, completed=1)

    def note(self, message: str) -> None:
        """One line on the error stream, above the bar."""
        sys.stderr.write(harmless(message) + "\n")


def quiet() -> Progress:
    """No progress, for use from Python."""
    return Quiet()


def for_terminal() -> Progress:
    """Bars where the error stream is a terminal, else lines."""
    return Bars() if sys.stderr.isatty() else Lines()


class Counting:
    """Stages told of as (done, total): shown from the first item that is to do until the last is done.

    A stage that an error cuts short is not said to be done.
    """

    def __init__(self, said: Progress):
        """`said` shows them."""
        self._said, self._open = said, ExitStack()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the stage that is shown."""
        self._open.__exit__(kind, error, trace)

    def __call__(self, name: str) -> Callable[[int, int], None]:
        """A function that takes how many items of that stage are done, and how many there are."""
        shown = 0
        advance: Advance | None = None

        def tell(done: int, total: int) -> None:
            nonlocal shown, advance
            if advance is None and done < total:
                advance = self._open.enter_context(self._said.stage(name, total))
            if advance is not None:
                advance(done - shown)
                shown = done
                if done >= total:
                    self._open.close()
                    advance = None

        return tell
