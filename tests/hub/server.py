"""A Hub for tests, on the loopback: dataset repositories with commits, tags, LFS and visibility, and faults at will.

It answers what huggingface_hub and datasets ask when they publish and load, as the Hub does, and keeps every request.
"""

import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import sleep
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.hub.repository import Hub
from tests.hub.stored import Answer, Request

TOKEN = "hf_" + "loopbackTestToken" * 2


@dataclass
class Fault:
    """What happens to the nth request whose `METHOD path` fits, and to some after it.

    `error` answers with that status, `cut` closes the connection, `hold` answers nobody until it is released, `flip`
    changes the last byte of what is sent, `garbled` sends no JSON, `slow` waits a moment, and `call` does something
    first. With `after` the request has been carried out by then.
    """

    fits: str
    error: int = 0
    cut: bool = False
    hold: bool = False
    flip: bool = False
    slow: float = 0.0
    garbled: bool = False
    call: Callable[[], None] | None = None
    after: bool = False
    nth: int = 1
    times: int = 1
    headers: dict[str, str] = field(default_factory=dict)
    seen: int = 0
    reached: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)

    def meets(self, line: str) -> bool:
        """Whether this request is one of those."""
        if not re.search(self.fits, line):
            return False
        self.seen += 1
        return self.nth <= self.seen < self.nth + self.times


class HubServer:
    """Listens on 127.0.0.1 while its `with` block lasts."""

    def __init__(self) -> None:
        """No repositories, no faults."""
        self.faults: list[Fault] = []
        self.requests: list[Request] = []
        self._lock = threading.Lock()
        self._server = _Quiet(("127.0.0.1", 0), type("_Bound", (_Handler,), {"owner": self}))
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self.hub = Hub(self.url, TOKEN)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> "HubServer":
        """Start listening."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go whoever is held, and stop."""
        for fault in self.faults:
            fault.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def meet(self, fits: str, **what: Any) -> Fault:
        """Add a fault."""
        fault = Fault(fits, **what)
        self.faults.append(fault)
        return fault

    def lines(self, fits: str = "") -> list[str]:
        """The requests so far, as `METHOD path`, that fit."""
        return [one.line for one in self.requests if re.search(fits, one.line)]

    def fault(self, request: Request) -> Fault | None:
        """What this request meets; it is noted."""
        with self._lock:
            self.requests.append(request)
            return next((one for one in self.faults if one.meets(request.line)), None)

    def answer(self, request: Request) -> Answer:
        """One after another, as a Hub's database would."""
        with self._lock:
            return self.hub.answer(request)


class _Quiet(ThreadingHTTPServer):
    """Says nothing of clients that were killed."""

    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Their connections end as they like."""


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    owner: HubServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal."""

    def _do(self) -> None:
        url = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        request = Request(self.command, unquote(url.path), query, dict(self.headers), self._body())
        fault = self.owner.fault(request)
        if fault is None:
            return self._send(self.owner.answer(request))
        answer = self.owner.answer(request) if fault.after else None
        if fault.call:
            fault.call()
        if fault.hold:
            fault.reached.set()
            fault.released.wait(60)
        sleep(fault.slow)
        if fault.cut or fault.hold:
            self.close_connection = True
            self.connection.close()
            return None
        if fault.error:
            return self._send(Answer(fault.error, {"error": "planted"}, headers=fault.headers))
        if fault.garbled:
            return self._send(Answer(200, body=b"<html>"))
        answer = answer or self.owner.answer(request)
        if fault.flip and answer.body:
            answer.body = answer.body[:-1] + bytes([answer.body[-1] ^ 1])
        return self._send(answer)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = _do

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            parts = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(parts)
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _send(self, answer: Answer) -> None:
        data = answer.body if answer.body is not None else json.dumps(answer.data).encode()
        try:
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
