"""Publishing to a Hub that fails: one commit and one tag come of it, or none and a reason."""

from pathlib import Path
from typing import Any

import pytest

from tests.hub.publisher import Publisher
from tests.hub.server import HubServer

REPO = "tester/math"
COMMIT, TAG, CREATE, LFS, READ = "POST .*/commit/", "POST .*/tag/", "POST .*/create", "PUT /lfs/", "GET .*/resolve/"
FAULTS: tuple[tuple[str, dict[str, Any]], ...] = (
    (COMMIT, {"error": 500}),
    (COMMIT, {"error": 500, "after": True}),
    (COMMIT, {"error": 503, "times": 3}),
    (COMMIT, {"error": 429, "headers": {"Retry-After": "0"}}),
    (COMMIT, {"cut": True}),
    (COMMIT, {"cut": True, "after": True}),
    (COMMIT, {"slow": 0.5}),
    (TAG, {"error": 500, "after": True}),
    (TAG, {"cut": True}),
    (CREATE, {"error": 500, "after": True}),
    (CREATE, {"cut": True}),
    (LFS, {"cut": True}),
    (LFS, {"cut": True, "after": True}),
    ("POST .*/preupload/", {"error": 500}),
    ("POST .*/validate-yaml", {"error": 502}),
    ("POST .*/validate-yaml", {"garbled": True}),
    (READ, {"flip": True, "nth": 4}),
    ("GET .*/refs", {"error": 502, "nth": 2}),
)


def named(value: object) -> str:
    """The parameters of a test in a few words."""
    return str(value).strip("{}").replace("'", "") if isinstance(value, dict) else str(value)


@pytest.mark.slow
@pytest.mark.parametrize(("fits", "what"), FAULTS, ids=named)
def test_an_error_on_the_way_leaves_one_commit_and_one_tag(
    fits: str, what: dict[str, Any], finished: Path, hub: HubServer, publisher: Publisher
) -> None:
    """Whether the request that failed had been carried out or not."""
    fault = hub.meet(fits, **what)
    result = publisher.run(finished, REPO)
    assert not result.error
    assert fault.seen >= fault.nth
    made = hub.hub.repositories[REPO]
    assert len(made.commits) == 2
    assert made.tags == {"v0.1.0": made.head.oid}
    assert made.private


def test_a_hub_that_stays_down_is_told_and_the_same_command_goes_on(
    finished: Path, hub: HubServer, publisher: Publisher
) -> None:
    """Five times it fails, then it is told; nothing has been published, and later it is."""
    hub.meet(COMMIT, error=500, times=5)
    assert publisher.run(finished, REPO).error.startswith("HubError: the Hub answers 500 to the commit")
    assert len(hub.hub.repositories[REPO].commits) == 1
    assert not publisher.run(finished, REPO).error
    assert len(hub.hub.repositories[REPO].commits) == 2


def test_a_commit_of_somebody_else_in_between_stops_it(finished: Path, hub: HubServer, publisher: Publisher) -> None:
    """The Hub answers 412; nothing is forced, and the next call builds on what is there."""
    made = hub.hub.add(REPO, private=True)
    hub.meet(COMMIT, call=lambda: made.write("notes.txt", "mine"))
    assert "somebody else committed" in publisher.run(finished, REPO).error
    assert sorted(made.head.files) == [".gitattributes", "notes.txt"]
    assert not made.tags
    assert not publisher.run(finished, REPO).error
    assert made.read("notes.txt") == "mine"
    assert len(made.commits) == 3


def test_bytes_that_read_back_otherwise_are_not_tagged(finished: Path, hub: HubServer, publisher: Publisher) -> None:
    """A file that stays wrong is named, and no version points to it."""
    hub.meet(f"{READ}.*train", flip=True, times=2)
    error = publisher.run(finished, REPO).error
    assert "train-00000-of-00001.parquet reads back" in error
    assert "not tagged" in error
    made = hub.hub.repositories[REPO]
    assert not made.tags
    assert not (finished / "publish.json").exists()
    assert not publisher.run(finished, REPO).error
    assert (len(made.commits), made.tags) == (2, {"v0.1.0": made.head.oid})


def test_a_repository_that_stays_private_is_not_called_public(
    finished: Path, hub: HubServer, publisher: Publisher
) -> None:
    """Where the visibility cannot be changed there is no receipt; the same command ends it later."""
    hub.meet("PUT .*/settings", error=500, times=5)
    assert publisher.run(finished, REPO, public=True).error
    assert not (finished / "publish.json").exists()
    assert publisher.run(finished, REPO, public=True).receipt["visibility"] == "public"
    assert not hub.hub.repositories[REPO].private


def test_an_edit_on_top_of_a_commit_that_was_called_failed_is_built_on(
    finished: Path, hub: HubServer, publisher: Publisher
) -> None:
    """The commit was made, its answer was 500, and somebody edited the card: no second commit, and the edit stays."""
    made = hub.hub.add(REPO, private=True)

    def edit() -> None:
        made.write("README.md", made.read("README.md") + "\n## Mine\n\nHello.\n")

    hub.meet(COMMIT, error=500, after=True, call=edit)
    assert "somebody else committed" in publisher.run(finished, REPO).error
    receipt = publisher.run(finished, REPO).receipt
    assert [commit.title for commit in made.commits] == ["initial commit", made.commits[1].title, "edit README.md"]
    assert made.tags == {"v0.1.0": made.head.oid}
    assert receipt["kept"] == ["section 'Mine'"]
