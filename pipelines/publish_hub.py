"""A dataset repository on the Hub: what stands there, one commit, reading back, tags. No step is taken twice.

After any error the repository is read again before anything is repeated: a server that answers 500, or cuts the
connection, may have done what it was asked to do. Never `upload_folder`, which makes several commits.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar

from nescio.pipelines.folder import file_hash
from nescio.pipelines.publish_patience import PAUSE, HubError, patiently
from nescio.pipelines.publish_state import Entry, State, holds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from huggingface_hub import HfApi

KIND = "dataset"
_Result = TypeVar("_Result")


class HubRepository:
    """A dataset repository. The token is that of the environment or of `hf auth login`, and is never shown."""

    def __init__(self, repo: str, api: "HfApi", pause: float = PAUSE):
        """`pause` is in seconds."""
        self.repo = repo
        self._api = api
        self._pause = pause

    @property
    def url(self) -> str:
        """Where people see it."""
        return f"{self._api.endpoint}/datasets/{self.repo}"

    @property
    def endpoint(self) -> str:
        """The Hub that it is on."""
        return str(self._api.endpoint)

    def state(self) -> State | None:
        """What stands there; None where there is no such repository, or none that this token may see."""
        return self._patiently("reading the repository", self._look)

    def _look(self) -> State | None:
        from huggingface_hub.errors import RepositoryNotFoundError

        try:
            return self._read()
        except RepositoryNotFoundError:
            return None

    def _read(self) -> State:
        from huggingface_hub.hf_api import RepoFile

        info = self._api.dataset_info(self.repo)
        found = self._api.list_repo_tree(self.repo, recursive=True, revision=info.sha, repo_type=KIND)
        files = {
            one.path: Entry(one.blob_id, one.lfs.sha256 if one.lfs else None)
            for one in found
            if isinstance(one, RepoFile)
        }
        refs = self._api.list_repo_refs(self.repo, repo_type=KIND)
        return State(str(info.sha), bool(info.private), files, {one.name: one.target_commit for one in refs.tags})

    def create(self) -> State:
        """Make the repository, private; raises HubError where that fails, or it turns out to be public."""

        def make() -> State:
            # After an error it may be there all the same, made by this very request.
            there = self._look()
            if there is None:
                self._api.create_repo(self.repo, repo_type=KIND, private=True)
                there = self._look()
            if there is None or not there.private:
                raise HubError(f"{self.repo} was made and is not a private repository; look at {self.url}")
            return there

        return self._patiently("making the repository", make)

    def read_file(self, path: str, revision: str) -> bytes:
        """A file as it stands at a commit, asked for anew."""
        with self._downloaded(path, revision) as place:
            return place.read_bytes()

    def commit(
        self, folder: Path, names: Sequence[str], gone: Sequence[str], parent: str, message: str, description: str
    ) -> State:
        """One commit on top of `parent` with these files and without those that are `gone`; the state after it.

        Raises HubError where somebody else committed in the meantime, or it fails again and again.
        """
        from huggingface_hub import CommitOperationAdd, CommitOperationDelete

        def send() -> State:
            now = self._look()
            if now is None:
                raise HubError(f"{self.repo} is gone; run the same command again to make it anew")
            if holds(now, folder, names, gone):
                return now
            if now.head != parent:
                raise self._overtaken(parent, now.head)
            added = [CommitOperationAdd(name, str(folder / name)) for name in names]
            self._api.preupload_lfs_files(self.repo, added, repo_type=KIND, revision="main")
            removed = [CommitOperationDelete(name) for name in gone]
            self._api.create_commit(
                self.repo,
                [*added, *removed],
                commit_message=message,
                commit_description=description,
                repo_type=KIND,
                revision="main",
                parent_commit=parent,
            )
            after = self._look()
            if after is None or not holds(after, folder, names, gone):
                raise HubError(f"{self.repo} does not hold what was committed; look at {self.url}/commits/main")
            return after

        return self._patiently("the commit", send)

    def _overtaken(self, parent: str, head: str) -> HubError:
        return HubError(
            f"somebody else committed to {self.repo} in the meantime ({parent[:8]} is now {head[:8]}), and nothing is "
            f"forced or tagged; look at {self.url}/commits/main, and run the same command again"
        )

    def read_back(self, hashes: Mapping[str, str], commit: str) -> None:
        """Download every file at the commit into an empty cache and compare; raises HubError where one differs."""
        for name, wanted in hashes.items():
            for attempt in range(2):
                with self._downloaded(name, commit) as place:
                    found = file_hash(place)
                if found == wanted:
                    break
                if attempt:
                    raise HubError(
                        f"{name} reads back from {self.repo}@{commit[:8]} with SHA-256 {found[:16]}, and was sent with "
                        f"{wanted[:16]}: not tagged. Run the same command again; if it stays so, report it to the Hub"
                    )

    def tag(self, name: str, commit: str, message: str) -> None:
        """Put a tag on a commit; one that is there already must be on it. Raises HubError where it is not."""

        def put() -> None:
            if name not in self._read().tags:
                self._api.create_tag(self.repo, tag=name, revision=commit, tag_message=message, repo_type=KIND)
            found = self._api.dataset_info(self.repo, revision=name).sha
            if found != commit:
                raise HubError(
                    f"the tag {name} of {self.repo} is on {str(found)[:8]}, and {commit[:8]} was to have it; tags are "
                    "never moved, so choose another with --tag"
                )

        self._patiently("the tag", put)

    def make_public(self) -> None:
        """Let everybody see the repository."""

        def show() -> None:
            if self._read().private:
                self._api.update_repo_settings(self.repo, private=False, repo_type=KIND)
            if self._read().private:
                raise HubError(f"{self.repo} stays private; make it public at {self.url}/settings")

        self._patiently("making it public", show)

    @contextmanager
    def _downloaded(self, path: str, revision: str) -> "Iterator[Path]":
        """A file as it is downloaded into an empty cache, which is gone afterwards."""
        from huggingface_hub import hf_hub_download

        with TemporaryDirectory(prefix="nescio-read-back-") as cache:

            def get() -> str:
                return hf_hub_download(
                    self.repo, path, repo_type=KIND, revision=revision, cache_dir=cache, endpoint=self.endpoint
                )

            yield Path(self._patiently(f"reading {path} back", get))

    def _patiently(self, what: str, act: Callable[[], _Result]) -> _Result:
        return patiently(f"{what} ({self.repo})", act, self._pause)
