"""A process that has everything imported and forks for each publication, so that a real SIGKILL costs no second import.

    python tests/hub/publisher.py

reads jobs as lines of JSON and prints the process id of each.
"""

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import sleep
from types import TracebackType
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))


@dataclass(frozen=True)
class Result:
    """How a publication ended."""

    receipt: dict[str, Any]
    """Empty where there is none."""
    error: str
    """The name of the exception and its message; empty where there is none."""


@dataclass(frozen=True)
class Job:
    """A publication under way."""

    process: int
    out: Path

    @property
    def running(self) -> bool:
        """Whether its process is there."""
        return Path(f"/proc/{self.process}").exists()

    def kill(self) -> None:
        """End it as a power cut would."""
        os.kill(self.process, signal.SIGKILL)
        while self.running:
            sleep(0.002)

    def result(self) -> Result:
        """Wait for its end."""
        while self.running:
            sleep(0.005)
        return Result(**json.loads(self.out.read_text()))


class Publisher:
    """The process, while its `with` block lasts."""

    def __init__(self, place: Path, environment: dict[str, str]):
        """Results go to `place`; `environment` is what the process sees beside ours, without HF_HUB_OFFLINE."""
        self._place = place
        own = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "TRANSFORMERS_"))}
        self.log = place / "publisher.log"
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, __file__],
                env={**own, **environment},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        self._jobs = 0

    def __enter__(self) -> "Publisher":
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()

    def start(self, folder: Path, repo: str, **options: Any) -> Job:
        """Begin a publication."""
        assert self._process.stdin
        assert self._process.stdout
        self._jobs += 1
        out = self._place / f"result-{self._jobs}.json"
        job = {"folder": str(folder), "repo": repo, "options": {"pause": 0.02, **options}, "out": str(out)}
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        return Job(int(self._process.stdout.readline()), out)

    def run(self, folder: Path, repo: str, **options: Any) -> Result:
        """A publication from beginning to end."""
        return self.start(folder, repo, **options).result()


def _publish(job: dict[str, Any]) -> Result:
    from nescio.pipelines.publish import publish
    from nescio.schemas.errors import NescioError

    try:
        return Result(publish(job["folder"], job["repo"], **job["options"]).model_dump(mode="json"), "")
    except NescioError as error:
        return Result({}, f"{type(error).__name__}: {error}")


def _serve() -> None:
    import datasets
    import huggingface_hub

    import nescio.pipelines.publish

    # Imported before the first fork: names that are only looked up later would be imported in every child.
    assert datasets.load_dataset
    assert huggingface_hub.HfApi
    assert nescio.pipelines.publish.publish
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            job = json.loads(line)
            result = _publish(job)
            out = Path(job["out"])
            out.with_suffix(".part").write_text(json.dumps({"receipt": result.receipt, "error": result.error}))
            out.with_suffix(".part").rename(out)
            os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve()
