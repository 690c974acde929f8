"""Where a server is and how it is let in: the URL and the key of a recipe's entry, checked before anything is sent."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.request import getproxies, proxy_bypass

from pydantic import SecretStr

from nescio.schemas.errors import EngineMisused
from nescio.schemas.recipe import ModelSpec

if TYPE_CHECKING:
    from yarl import URL

CHAT = "/chat/completions"
_SHORTEST_SECRET = 12
"""Keys below this length ("EMPTY", "dummy") are words that a reply may hold by chance."""
_USERINFO = re.compile(r"(?<=://)[^/\s?#]*@")


@dataclass(frozen=True)
class Endpoint:
    """A server that speaks OpenAI's chat completions. Its `repr` and its messages hold no key."""

    base: "URL" = field(repr=False)
    shown: str
    """Scheme, host, port and path: what messages say."""
    key: SecretStr | None = None
    proxy: str | None = field(default=None, repr=False)

    @classmethod
    def of(cls, spec: ModelSpec, environment: Mapping[str, str] | None = None) -> "Endpoint":
        """The endpoint of a recipe's entry. Raises EngineMisused for a bad URL and a missing or unusable key."""
        base = _url(spec)
        shown = f"{base.scheme}://{base.host_port_subcomponent}{base.path.rstrip('/')}"
        key = None if spec.key_env is None else _key(spec.key_env, os.environ if environment is None else environment)
        return cls(base, shown, key, _proxy(base))

    def url(self, path: str) -> "URL":
        """The URL of a resource below the base; a query of the base (`?api-version=`) stays."""
        return self.base.with_path(self.base.path.rstrip("/") + path, keep_query=True)

    @property
    def headers(self) -> dict[str, str]:
        """What every request carries."""
        # Compressed replies are not asked for: they are small, and a small one can be made to fill the memory.
        fixed = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
        return fixed if self.key is None else {**fixed, "Authorization": f"Bearer {self.key.get_secret_value()}"}

    def scrubbed(self, message: str) -> str:
        """A message for people, without the key and without the user information of URLs."""
        if self.key is not None:
            message = message.replace(self.key.get_secret_value(), "***")
        return _USERINFO.sub("***@", message)

    def safe(self, body: str) -> str:
        """A reply for the journal: where a server echoes the key, it is taken out."""
        if self.key is not None and len(secret := self.key.get_secret_value()) >= _SHORTEST_SECRET:
            return body.replace(secret, "***")
        return body


def _url(spec: ModelSpec) -> "URL":
    from yarl import URL

    found = spec.base_url
    if found is None:
        raise EngineMisused(
            f"The model {spec.model!r} has no base_url. Name the server: base_url: http://127.0.0.1:8000/v1"
        )
    shown = _USERINFO.sub("***@", found.partition("?")[0])
    try:
        base = URL(found.strip())
        usable = base.scheme in ("http", "https") and bool(base.host) and base.port is not None
    except (ValueError, UnicodeError):
        usable = False
    if not usable:
        raise EngineMisused(f"base_url {shown!r} is no http or https URL. Wanted is one like http://127.0.0.1:8000/v1")
    if base.user is not None or base.password is not None:
        raise EngineMisused(
            f"base_url {shown!r} holds a user name or a password, and recipes are published. "
            "Put the secret into an environment variable and name it with key_env."
        )
    if base.path.rstrip("/").endswith(CHAT):
        raise EngineMisused(f"base_url {shown!r} is to be the part before {CHAT}. Leave that out.")
    return base


def _key(name: str, environment: Mapping[str, str]) -> SecretStr:
    key = environment.get(name, "").strip()
    if not key:
        state = "is empty" if name in environment else "is not set"
        raise EngineMisused(
            f"key_env names the environment variable {name}, which {state}. "
            f"Set it to the server's key (export {name}=...), or leave key_env out where the server wants none."
        )
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise EngineMisused(
            f"The environment variable {name} holds characters that no key has (blanks, control characters or others "
            "beyond ASCII). Set it to the server's key alone."
        )
    return SecretStr(key)


def _proxy(base: "URL") -> str | None:
    """The proxy that the environment names for the host; never one for this machine itself."""
    host = base.host or ""
    if _is_loopback(host):
        return None
    return None if proxy_bypass(host) else getproxies().get(base.scheme)


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
