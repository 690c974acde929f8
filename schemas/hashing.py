"""Ids: short, stable hashes of content."""

import hashlib
from collections.abc import Iterable


def content_hash(*parts: str | None) -> str:
    """16 hexadecimal digits of SHA-256 over the parts, each length-prefixed so that no two lists collide by joining.

    `None` and the empty string differ.
    """
    digest = hashlib.sha256()
    for part in parts:
        data = b"" if part is None else part.encode("utf-8", "surrogatepass")
        digest.update(f"{-1 if part is None else len(data)}:".encode() + data)
    return digest.hexdigest()[:16]


def group_hash(ids: Iterable[str]) -> str:
    """The id of a pair or a star: the hash of its sorted member ids."""
    return content_hash(*sorted(ids))
