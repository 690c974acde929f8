"""One server over aiohttp: what is posted comes back as an answer, or as the fault of the way there and back."""

from typing import TYPE_CHECKING

from nescio.gen.engines.endpoint import Endpoint
from nescio.gen.engines.http_faults import Answered
from nescio.schemas.chat import Fault, FaultKind
from nescio.schemas.errors import EngineMisused

if TYPE_CHECKING:
    import aiohttp
    from yarl import URL

LARGEST_REPLY = 32 * 2**20
"""Bytes of a reply that are read; a larger one is left where it is."""
CONNECTING = 15.0
"""Seconds that a server may take to accept a connection."""


class HttpClient:
    """Sends to one endpoint. Redirects are not followed, certificates are checked, and replies have a largest size."""

    def __init__(self, endpoint: Endpoint, timeout: float):
        """`timeout`: seconds for one request, from connecting to the last byte."""
        self._endpoint, self._timeout = endpoint, timeout
        self._session: aiohttp.ClientSession | None = None
        self._urls: dict[str, URL] = {}
        self._reached = False

    async def post(self, path: str, body: bytes) -> Answered | Fault:
        """Post JSON. Raises EngineMisused for a host that does not exist and a certificate that is not accepted."""
        return await self._request("POST", path, body)

    async def get(self, path: str) -> Answered | Fault:
        """Get a resource; raises as `post` does."""
        return await self._request("GET", path, None)

    async def close(self) -> None:
        """Close the connections. Closing twice is harmless, and using it again opens new ones."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def _request(self, method: str, path: str, body: bytes | None) -> Answered | Fault:
        import aiohttp

        session = self._session or self._open()
        url = self._urls.get(path) or self._urls.setdefault(path, self._endpoint.url(path))
        try:
            async with session.request(
                method, url, data=body, allow_redirects=False, proxy=self._endpoint.proxy
            ) as response:
                self._reached = True
                data = await _read(response)
                if data is None:
                    found = f"a reply above {LARGEST_REPLY / 2**20:g} MiB, which was not read"
                    return Fault(FaultKind.TOO_LARGE, found, response.status)
                headers = response.headers
                text = data.decode("utf-8", "replace")
                return Answered(response.status, text, headers.get("Location"), headers.get("Retry-After"))
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return self._fault(error)

    def _open(self) -> "aiohttp.ClientSession":
        import aiohttp

        self._session = aiohttp.ClientSession(
            # How many requests are under way is the gate's to say; a second limit could only hold some back unseen.
            connector=aiohttp.TCPConnector(limit=0),
            timeout=aiohttp.ClientTimeout(total=self._timeout, sock_connect=min(self._timeout, CONNECTING)),
            headers=self._endpoint.headers,
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
        )
        return self._session

    def _fault(self, error: Exception) -> Fault:
        import aiohttp

        said = self._endpoint.scrubbed(str(error)) or type(error).__name__
        if isinstance(error, aiohttp.ClientConnectorDNSError) and not self._reached:
            # `from None`: aiohttp's errors carry the request with its headers, the key among them.
            raise EngineMisused(
                f"The host of base_url {self._endpoint.shown} cannot be found ({said}). Check its name and the network."
            ) from None
        if isinstance(error, aiohttp.ClientConnectorCertificateError):
            raise EngineMisused(
                f"The certificate of {self._endpoint.shown} is not accepted ({said}). Use the host's name as the "
                "certificate has it, or add its authority to the system's."
            ) from None
        if isinstance(error, TimeoutError) and not isinstance(error, aiohttp.ConnectionTimeoutError):
            return Fault(FaultKind.TIMEOUT, f"no whole reply within {self._timeout:g} s")
        return Fault(FaultKind.CONNECTION, f"{type(error).__name__}: {said}")


async def _read(response: "aiohttp.ClientResponse") -> bytes | None:
    """The body; null where it is larger than LARGEST_REPLY, and the connection is then closed."""
    chunks: list[bytes] = []
    size = response.content_length or 0
    if size <= LARGEST_REPLY:
        size = 0
        while chunk := await response.content.readany():
            size += len(chunk)
            if size > LARGEST_REPLY:
                break
            chunks.append(chunk)
        else:
            return chunks[0] if len(chunks) == 1 else b"".join(chunks)
    response.close()
    return None
