"""What runs inside vLLM's own processes. vLLM loads it there by its name (`worker_extension_cls`)."""

import os
import select
import signal
import threading


class EndsWithStarter:
    """Methods that vLLM adds to its worker."""

    def end_with(self, starter: int) -> bool:
        """End the engine as soon as the process `starter` is gone; False where the system cannot tell (not Linux).

        vLLM's engine is a process of its own, and its workers are processes of that one. Where whoever started it is
        killed, it stays (version 0.32 did for ten minutes, until it was ended), and with it the accelerator's memory.
        """
        if not hasattr(os, "pidfd_open"):
            return False
        try:
            gone = os.pidfd_open(starter)
        except OSError:  # another machine, or another container
            return False
        threading.Thread(target=_end_when, args=(gone, starter, os.getppid()), daemon=True).start()
        return True


def _end_when(gone: int, starter: int, parent: int) -> None:
    """End this process, and the engine above it where this is one of several workers, once `gone` is readable."""
    select.select([gone], [], [])
    if parent != starter:
        os.kill(parent, signal.SIGKILL)
    os._exit(1)
