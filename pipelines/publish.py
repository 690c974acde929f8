"""`nescio publish`: a run's dataset to the Hub, in one commit that is read back before it is tagged."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from fnmatch import fnmatchcase
from importlib.metadata import version
from pathlib import Path

from nescio.pipelines.folder import write_json
from nescio.pipelines.progress import Progress, quiet
from nescio.pipelines.publish_card import Card, merge, read_card
from nescio.pipelines.publish_hub import HubRepository
from nescio.pipelines.publish_patience import PAUSE
from nescio.pipelines.publish_patterns import secrets_of
from nescio.pipelines.publish_receipt import (
    BEGUN,
    CARD,
    MANIFEST,
    RECEIPT,
    Begun,
    Manifest,
    Receipt,
    read_begun,
    read_manifest,
)
from nescio.pipelines.publish_run import allowances, read_run
from nescio.pipelines.publish_stage import Staged, stage
from nescio.pipelines.publish_state import State, holds, version_of
from nescio.pipelines.publish_tag import chosen_tag
from nescio.pipelines.publish_verify import patterns
from nescio.pipelines.storage import WriterLock
from nescio.schemas.errors import UsageError

LOCK = "publish.lock"


def publish(
    folder: str | Path,
    repo: str,
    *,
    public: bool = False,
    tag: str | None = None,
    allow: Sequence[str] = (),
    new_schema: bool = False,
    pause: float = PAUSE,
    progress: Progress | None = None,
) -> Receipt:
    """Publish the dataset of the run in `folder` as the dataset repository `repo` ("owner/name").

    Staged and verified before anything is sent; one commit with data, card, recipe and manifest; read back over HTTP;
    tagged; then the receipt. The same call after any interruption ends in one commit and one tag. `public` lets
    everybody see a repository that this call makes, once it has been read back; without it an existing public one is
    refused, and with it an existing private one. `allow` names what is published in spite of a check, each
    "kind:reason". `new_schema` lets columns differ from those published, under a new major version.
    `pause` is how many seconds pass before what failed is tried again; they double each time.

    Raises UsageError where the run or the repository forbid it, HubError where the Hub fails, and FolderBusy where
    another process publishes the same run.
    """
    said = progress or quiet()
    path = Path(folder)
    if tag is not None:
        version_of(tag)
    hub = _repository(repo, pause)
    with _staging(path, repo, allow, said) as staged, said.stage("hub"):
        return _send(path, hub, staged, tag=tag, public=public, new_schema=new_schema, said=said)


def prepare(folder: str | Path, repo: str, *, allow: Sequence[str] = (), progress: Progress | None = None) -> Staged:
    """Stage and check what `publish` would send, and send nothing; raises what `publish` raises until then.

    The folder is `publish` in that of the run. What people edited in a card on the Hub is not in it yet.
    """
    _check_name(repo)
    with _staging(Path(folder), repo, allow, progress or quiet()) as staged:
        return staged


@contextmanager
def _staging(path: Path, repo: str, allow: Sequence[str], said: Progress) -> Iterator[Staged]:
    """The staged folder, which no other process touches in the meantime."""
    allowed = allowances(allow)
    run = read_run(path)
    lock = WriterLock(path / LOCK)
    try:
        with said.stage("stage, scan, verify"):
            staged = stage(run, repo, allowed, _secrets())
            idle = sorted(set(allowed) - set(staged.manifest.allowed))
            if idle:
                said.note(f"nothing speaks against it, so the card is silent of --allow {', '.join(idle)}")
        yield staged
    finally:
        lock.release()


def _check_name(repo: str) -> None:
    """Raises UsageError for what is no whole name of a repository."""
    from huggingface_hub.errors import HFValidationError
    from huggingface_hub.utils import validate_repo_id  # type: ignore[attr-defined]

    try:
        validate_repo_id(repo)
    except HFValidationError as error:
        raise UsageError(f"{repo!r} is no name of a repository: {error}") from error
    if repo.count("/") != 1:
        raise UsageError(f"{repo!r} is no whole name of a repository: write OWNER/NAME")


def _repository(repo: str, pause: float) -> HubRepository:
    """The repository; raises UsageError for what is no name of one, without a token, and offline."""
    from huggingface_hub import HfApi, constants

    _check_name(repo)
    if constants.HF_HUB_OFFLINE:
        raise UsageError("HF_HUB_OFFLINE is set, and publishing needs the Hub; unset it for this command")
    if not _token():
        raise UsageError("there is no token of the Hub: set HF_TOKEN, or log in with `hf auth login`")
    return HubRepository(repo, HfApi(), pause)


def _secrets() -> dict[str, str]:
    """What is never published, however it looks: the values of secret variables, and the token."""
    token = _token()
    return {**secrets_of(os.environ), **({"the token of the Hub": token} if token else {})}


def _token() -> str:
    """The token of the environment or of a login; empty where there is none."""
    from huggingface_hub import get_token

    return get_token() or ""


def _send(
    folder: Path,
    hub: HubRepository,
    staged: Staged,
    *,
    tag: str | None,
    public: bool,
    new_schema: bool,
    said: Progress,
) -> Receipt:
    """The protocol, from reading the head to the receipt."""
    state = hub.state()
    _check_visibility(folder, hub, state, public)
    if state is None:
        if public:
            write_json(folder / BEGUN, Begun(repo=hub.repo, endpoint=hub.endpoint))
        state = hub.create()
    published = _published(hub, state)
    kept = _keep_edits(hub, state, staged, published)
    names = staged.files()
    gone = _gone(state, staged, published, names, hub.repo)
    unchanged = holds(state, staged.folder, names, gone)
    name = chosen_tag(state, tag, unchanged, published, staged.manifest, new_schema)
    if unchanged:
        said.note(f"{hub.repo} holds these very files already: no new commit")
    else:
        message = f"{staged.manifest.recipe} {name}: {sum(staged.manifest.rows.values()):,} rows"
        description = f"Published by nescio {version('nescio')}."
        state = hub.commit(staged.folder, names, gone, state.head, message, description)
    hashes = staged.hashes()
    hub.read_back(hashes, state.head)
    hub.tag(name, state.head, f"nescio {version('nescio')}")
    if public:
        hub.make_public()
    receipt = Receipt(
        repo=hub.repo,
        url=hub.url,
        commit=state.head,
        tag=name,
        visibility="public" if public else "private",
        committed=not unchanged,
        files=hashes,
        canary=staged.manifest.canary,
        kept=tuple(kept),
        allowed=staged.manifest.allowed,
        nescio=version("nescio"),
    )
    write_json(folder / RECEIPT, receipt)
    (folder / BEGUN).unlink(missing_ok=True)
    return receipt


def _check_visibility(folder: Path, hub: HubRepository, state: State | None, public: bool) -> None:
    """Raises UsageError where the repository is there and is seen by others than was asked for."""
    if state is None:
        return
    if not state.private and not public:
        raise UsageError(
            f"{hub.repo} is public, and everybody would see what is published: add --public, or choose another name"
        )
    own = read_begun(folder) == Begun(repo=hub.repo, endpoint=hub.endpoint)
    if state.private and public and not own:
        raise UsageError(
            f"{hub.repo} is private, and --public would show its whole history: publish without --public, or make it "
            f"public yourself first, at {hub.url}/settings"
        )


def _published(hub: HubRepository, state: State) -> Manifest | None:
    """The manifest at the head; None where nescio published nothing there."""
    if MANIFEST not in state.files:
        return None
    return read_manifest(hub.read_file(MANIFEST, state.head), f"{MANIFEST} of {hub.repo}")


def _keep_edits(hub: HubRepository, state: State, staged: Staged, published: Manifest | None) -> list[str]:
    """Put what people edited in the card on the Hub into the staged one; the names of that."""
    if CARD not in state.files:
        return []
    theirs = read_card(hub.read_file(CARD, state.head).decode("utf-8", "replace"), f"{CARD} of {hub.repo}")
    printed: tuple[Mapping[str, str], Mapping[str, str]] = ({}, {})
    if published is not None:
        printed = published.header, published.sections
    card: Card
    card, kept = merge(staged.card, theirs, printed, staged.licences)
    if kept:
        staged.write_card(card)
    return kept


def _gone(state: State, staged: Staged, published: Manifest | None, names: Sequence[str], repo: str) -> list[str]:
    """Files of the last publication that this one no longer has.

    Raises UsageError where the repository has another configuration, or files that the card would load beside ours.
    """
    earlier = set(published.files) if published else set()
    if published is not None and published.config != staged.manifest.config:
        raise UsageError(
            f"{repo} holds the configuration {published.config!r}, and this run is {staged.manifest.config!r}: each "
            "has a repository of its own, so choose another name"
        )
    foreign = [
        name
        for name in sorted(set(state.files) - earlier - set(names))
        if any(fnmatchcase(name, pattern) for _, pattern in patterns(staged.card)) or name.startswith("data/")
    ]
    if foreign:
        raise UsageError(
            f"{repo} holds data that nescio did not publish ({', '.join(foreign[:3])}), which would be loaded with it "
            "or hidden by its card: remove it on the Hub, or choose another name"
        )
    return sorted(name for name in earlier - set(names) if name in state.files)
