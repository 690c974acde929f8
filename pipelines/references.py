"""The texts that rows must not come near: files, folders, datasets of the Hub, and the public sets that are at hand."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from pathlib import Path

import yaml

from nescio.pipelines.load import published
from nescio.pipelines.reference_files import SUFFIXES, Found, read_texts
from nescio.schemas.base import Frozen
from nescio.schemas.curate_spec import PUBLIC
from nescio.schemas.errors import UsageError
from nescio.schemas.hashing import content_hash

HUB = re.compile(r"(?P<name>[\w.-]+/[\w.-]+)(@(?P<revision>[\w./-]+))?")
"""A dataset of the Hub, at a revision or not."""


FEW = 3
"""So many absent sets are named in a note; the card names all."""


class PublicSet(Frozen):
    """A public set that measures abstention or over-refusal, and where people have it."""

    name: str
    title: str
    hub: tuple[str, ...] = ()
    """Ids on the Hub, the official one first."""
    folders: tuple[str, ...] = ()
    """Names of its folder below `public: DIR`; by default its name."""
    measures: str
    licence: str
    paper: str | None = None


@dataclass(frozen=True)
class Reference:
    """Texts under one name, each once, with where each stands first."""

    name: str
    texts: tuple[str, ...]
    places: tuple[str, ...]
    """`row 3, column question`, and in a folder the file; rows count from 0."""
    allowed: bool = False
    """Whether rows may come near it: it is counted only."""
    unread: tuple[str, ...] = ()
    """Files of a folder that could not be read."""
    licence: str | None = None
    """Of a public set, as its owners state it."""
    public: bool = False


@dataclass(frozen=True)
class References:
    """Everything to stay away from."""

    read: tuple[Reference, ...] = ()
    absent: tuple[str, ...] = ()
    """Public sets that were asked for and are not at hand."""
    broken: Mapping[str, str] = field(default_factory=dict)
    """Public sets that are at hand and cannot be read, with the reason."""

    def hashes(self) -> dict[str, str]:
        """What was read of the public sets, by name: it depends on the machine, and the rows depend on it."""
        return {one.name: content_hash(*one.texts) for one in self.read if one.public}

    @property
    def missing(self) -> tuple[str, ...]:
        """Every public set that rows are not compared with, those that cannot be read with the reason."""
        return (*self.absent, *(f"{title} (unreadable, because {why})" for title, why in self.broken.items()))

    def told(self) -> list[str]:
        """What a person should know before the run begins."""
        told = [f"{one.name}: {name} was not read" for one in self.read for name in one.unread]
        here = [f"{one.name} ({len(one.texts):,} texts)" for one in self.read if one.public]
        told += [f"compared with the public sets at hand: {', '.join(here)}"] if here else []
        told += [f"{title} is at hand and unreadable, because {why}" for title, why in self.broken.items()]
        if self.absent:
            named = len(self.absent) <= FEW
            which = f": {', '.join(self.absent)}" if named else f" ({len(self.absent)} of {len(public_sets())})"
            where = "" if named else "; the card names them (docs/curation.md)"
            told.append(f"public sets not at hand, and so not compared with{which}{where}")
        return told

    def named(self, name: str) -> Reference:
        """The one of that name."""
        return next(one for one in self.read if one.name == name)


@cache
def public_sets() -> tuple[PublicSet, ...]:
    """The packaged list; of the sets themselves nothing is packaged."""
    text = (files("nescio.pipelines.items") / "public_sets.yaml").read_text("utf-8")
    return tuple(map(PublicSet.model_validate, yaml.safe_load(text)))


def read_references(entries: Sequence[str], allow: Sequence[str] = ()) -> References:
    """The texts of every entry of `curate.decontaminate`.

    Raises UsageError for what cannot be read, and where `allow` names none of them.
    """
    found: list[Reference] = []
    absent: list[str] = []
    broken: dict[str, str] = {}
    folders = [entry.removeprefix(f"{PUBLIC}:") for entry in entries if entry.startswith(f"{PUBLIC}:")]
    for folder in folders:
        if not Path(folder).is_dir():
            raise UsageError(f"curate.decontaminate: `{PUBLIC}` names the folder {folder}, and there is none")
    # A set is read once, though `public` may be named with several folders and without one.
    for entry in dict.fromkeys(PUBLIC if one.startswith(f"{PUBLIC}:") else one for one in entries):
        if entry == PUBLIC:
            for one in public_sets():
                read = _public(one, folders)
                if isinstance(read, Found):
                    found.append(replace(_made(one.name, read, allow), licence=one.licence, public=True))
                elif read is None:
                    absent.append(one.title)
                else:
                    broken[one.title] = read
        else:
            found.append(_made(entry, _named(entry), allow))
    names = [one.name for one in found]
    twice = [name for number, name in enumerate(names) if name in names[:number]]
    if twice:
        raise UsageError(f"curate.decontaminate: {twice[0]} is a public set too; name yours ./{twice[0]}")
    packaged = [one.name for one in public_sets()]
    unknown = [name for name in allow if name not in {*names, *packaged}]
    if unknown:
        raise UsageError(
            f"curate.allow names {', '.join(unknown)}; it can name what curate.decontaminate does "
            f"({', '.join(names) or 'nothing so far'}) and the public sets: {', '.join(packaged)}"
        )
    return References(tuple(found), tuple(absent), broken)


def _made(name: str, found: Found, allow: Sequence[str]) -> Reference:
    return Reference(name, found.texts, found.places, name in allow, found.unread)


def _named(entry: str) -> Found:
    """A file, a folder or a Hub id, with or without `:COLUMN`."""
    name, column = entry, None
    if not _exists(entry) and ":" in entry:
        name, _, column = entry.rpartition(":")
    path = Path(name)
    hub = HUB.fullmatch(name)
    if _exists(name):
        inside = Path(published(path)) if path.is_dir() else path
    elif hub and Path(hub["name"]).suffix not in SUFFIXES:
        inside = downloaded(hub["name"], hub["revision"])
    else:
        raise UsageError(
            f"cannot read the decontamination file {name}: there is none of that name. Wanted is a file "
            f"({', '.join(SUFFIXES)}), a folder, or a Hub id as ORG/NAME or ORG/NAME@REVISION, and :COLUMN behind it "
            "where only one column counts"
        )
    return read_texts(inside, column, shown=name)


def _exists(name: str) -> bool:
    try:
        return Path(name).exists()
    except (OSError, ValueError):
        return False


def _public(one: PublicSet, folders: Sequence[str]) -> Found | str | None:
    """A public set from a folder, else from the cache of the Hub, never downloaded.

    None where neither has it, and the reason where one has it and it cannot be read.
    """
    why = None
    for place in _places(one, folders):
        try:
            return read_texts(place, None, shown=one.title)
        except UsageError as error:
            why = why or str(error)
    return why


def _places(one: PublicSet, folders: Sequence[str]) -> Iterator[Path]:
    for folder in folders:
        for name in (*(one.folders or (one.name,)), one.title):
            if (Path(folder) / name).is_dir():
                yield Path(folder) / name
    for name in one.hub:
        try:
            yield downloaded(name, None, cached=True)
        except UsageError:
            continue


def downloaded(name: str, revision: str | None, *, cached: bool = False) -> Path:
    """The folder of a Hub dataset's files; with `cached` only where it lies there already. Raises UsageError."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    wanted = [f"*{suffix}" for suffix in SUFFIXES]
    try:
        place = snapshot_download(
            name, repo_type="dataset", revision=revision, allow_patterns=wanted, local_files_only=cached
        )
    except (HfHubHTTPError, HFValidationError, LocalEntryNotFoundError, OSError) as error:
        cause = str(error).strip().split("\n")[0]
        raise UsageError(f"cannot read {name} from the Hub: {cause}") from error
    return Path(place)
