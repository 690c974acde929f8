"""A publication that is killed at any step and run again is one commit and one tag, with the same bytes."""

from pathlib import Path
from time import sleep

import pytest

from tests.hub.publisher import Publisher
from tests.hub.server import HubServer

REPO = "tester/math"
STEPS = (
    ("before the head is read", "GET /api/datasets/tester/math$", False),
    ("before the repository is made", "POST .*/create", False),
    ("once the repository is made", "POST .*/create", True),
    ("at the preupload", "POST .*/preupload/", False),
    ("at the first large file", "PUT /lfs/", False),
    ("once a large file is there", "PUT /lfs/", True),
    ("before the commit", "POST .*/commit/", False),
    ("once the commit is made", "POST .*/commit/", True),
    ("while it is read back", "GET .*/resolve/", False),
    ("before the tag", "POST .*/tag/", False),
    ("once the tag is there", "POST .*/tag/", True),
    ("before it is made public", "PUT .*/settings", False),
    ("once it is public", "PUT .*/settings", True),
)


@pytest.mark.slow
@pytest.mark.parametrize(("fits", "after"), [step[1:] for step in STEPS], ids=[step[0] for step in STEPS])
def test_killed_and_run_again_it_is_one_commit_and_one_tag(
    fits: str, after: bool, finished: Path, hub: HubServer, publisher: Publisher
) -> None:
    """SIGKILL, at a moment that the Hub holds fast."""
    held = hub.meet(fits, hold=True, after=after)
    job = publisher.start(finished, REPO, public=True)
    assert held.reached.wait(60), job.result().error
    job.kill()
    held.released.set()
    assert not (finished / "publish.json").exists()
    receipt = publisher.run(finished, REPO, public=True).receipt
    made = hub.hub.repositories[REPO]
    assert len(made.commits) == 2
    assert made.tags == {"v0.1.0": made.head.oid}
    assert not made.private
    assert receipt["commit"] == made.head.oid
    assert receipt["files"] == {path: file.sha256 for path, file in made.head.files.items() if path != ".gitattributes"}


def test_killed_while_it_is_staged_it_has_sent_nothing(finished: Path, hub: HubServer, publisher: Publisher) -> None:
    """Half a staged folder is in nobody's way."""
    job = publisher.start(finished, REPO)
    while not (finished / "publish.part").exists() and job.running:
        sleep(0.001)
    job.kill()
    assert not hub.requests
    assert not publisher.run(finished, REPO).error
    assert len(hub.hub.repositories[REPO].commits) == 2
    assert not (finished / "publish.part").exists()


def test_two_at_a_time_are_refused(finished: Path, hub: HubServer, publisher: Publisher) -> None:
    """The second is told who publishes the run, and the first one ends undisturbed."""
    held = hub.meet("POST .*/commit/", call=lambda: None, hold=True)
    first = publisher.start(finished, REPO)
    assert held.reached.wait(60)
    assert "FolderBusy" in publisher.run(finished, REPO).error
    held.released.set()
    assert not first.result().error
    assert len(hub.hub.repositories[REPO].commits) == 2
