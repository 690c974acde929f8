"""One event loop for a run's engines, in a thread of its own: it works in notebooks, and Ctrl-C stays the caller's."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError
from typing import Any, TypeVar

Value = TypeVar("Value")


class EventLoop:
    """Runs coroutines for a thread that waits for them."""

    def __init__(self) -> None:
        """Start the thread."""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="nescio-engines", daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, Value], drain: Callable[[], None] | None = None) -> Value:
        """The value of a coroutine.

        Ctrl-C calls `drain` once and waits until the work has ended by itself; a second one cancels it. Either way
        KeyboardInterrupt is raised in the end.
        """
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result()
        except KeyboardInterrupt:
            if drain is None:
                future.cancel()
            else:
                self._loop.call_soon_threadsafe(drain)
            try:
                future.exception()
            except (KeyboardInterrupt, CancelledError):
                future.cancel()
            raise

    def close(self) -> None:
        """Cancel what is left and end the thread. Closing twice is harmless."""
        if self._loop.is_closed():
            return
        asyncio.run_coroutine_threadsafe(self._cancel_all(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _cancel_all(self) -> None:
        left = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        await self._loop.shutdown_asyncgens()
        await self._loop.shutdown_default_executor()
