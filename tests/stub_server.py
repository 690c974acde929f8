"""A chat completion server for tests, in a thread of its own: each test says how it behaves and reads what it saw."""

import asyncio
import json
import socket
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from aiohttp import web


@dataclass(frozen=True)
class Seen:
    """One request that the server got."""

    path: str
    body: dict[str, Any]
    headers: dict[str, str]
    attempt: int
    """How often this conversation has come, this time included."""

    @property
    def text(self) -> str:
        """The last message."""
        return str(self.body["messages"][-1]["content"])

    @property
    def is_canary(self) -> bool:
        """Whether the engine only asks whether the server is there."""
        return self.text.startswith("Say OK. (")


@dataclass(frozen=True)
class Say:
    """One answer."""

    body: str | bytes = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    reset: bool = False
    """Whether the connection is cut in the place of an answer."""
    endless: int = 0
    """So many further bytes, in chunks and of a length that is not announced."""


def completion(text: str | None, finish: str = "stop", **message: Any) -> str:
    """The body of a chat completion that says `text`."""
    choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": text, **message}}
    return json.dumps({"choices": [choice], "usage": {"prompt_tokens": 3, "completion_tokens": 2}})


def error(status: int, message: str, **more: Any) -> Say:
    """An error as OpenAI writes it."""
    headers = more.pop("headers", {})
    return Say(json.dumps({"error": {"message": message, **more}}), status, headers)


def echo(seen: Seen) -> Say:
    """The usual behaviour: the reply tells the question."""
    return Say(completion(f"said: {seen.text}"))


class StubServer:
    """Listens on 127.0.0.1 while its `with` block lasts; `stop` and `start` are a death and a restart on one port."""

    def __init__(self, behave: Callable[[Seen], Say] = echo, models: tuple[str, ...] = ("stub",), quota: int = 0):
        """`behave` answers chats, `models` are listed, and above `quota` chats at a time the answer is 429."""
        self.behave, self.models, self.quota = behave, models, quota
        self.refusing: dict[str, str] = {}
        """Headers of the answer above the quota."""
        self.seen: list[Seen] = []
        self.refused = self.in_flight = self.peak = self.bytes_sent = 0
        self._attempts: Counter[str] = Counter()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port: int = free.getsockname()[1]
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """What a recipe says as base_url."""
        return f"http://127.0.0.1:{self._port}/v1"

    @property
    def chats(self) -> list[Seen]:
        """The chats without the engine's own small questions."""
        return [seen for seen in self.seen if not seen.is_canary]

    def __enter__(self) -> "StubServer":
        """Start listening."""
        self._thread.start()
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop and end the thread."""
        self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def start(self) -> None:
        """Listen."""
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result()

    def stop(self) -> None:
        """Cut every connection and refuse new ones."""
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result()

    async def _start(self) -> None:
        app = web.Application(client_max_size=2**26)
        app.router.add_post("/v1/chat/completions", self._chat)
        app.router.add_get("/v1/models", self._models)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True).start()

    async def _stop(self) -> None:
        runner, self._runner = self._runner, None
        if runner is not None:
            for connection in runner.server.connections if runner.server else ():
                if connection.transport is not None:
                    connection.transport.abort()
            await runner.cleanup()

    async def _models(self, request: web.Request) -> web.Response:
        del request
        return web.json_response({"data": [{"id": name} for name in self.models]})

    async def _chat(self, request: web.Request) -> web.StreamResponse:
        body = json.loads(await request.read())
        said = json.dumps(body["messages"])
        self._attempts[said] += 1
        seen = Seen(request.path, body, dict(request.headers), self._attempts[said])
        self.seen.append(seen)
        self.in_flight += 1
        self.peak = max(self.peak, self.in_flight)
        try:
            if self.quota and self.in_flight > self.quota:
                self.refused += 1
                return self._answer(error(429, "too many", headers=self.refusing))
            say = self.behave(seen)
            await asyncio.sleep(say.delay)
            if say.reset and request.transport is not None:
                request.transport.abort()
            return await self._endless(request, say) if say.endless else self._answer(say)
        finally:
            self.in_flight -= 1

    def _answer(self, say: Say) -> web.Response:
        data = say.body.encode() if isinstance(say.body, str) else say.body
        return web.Response(body=data, status=say.status, headers={"Content-Type": "application/json", **say.headers})

    async def _endless(self, request: web.Request, say: Say) -> web.StreamResponse:
        response = web.StreamResponse(headers=say.headers)
        response.enable_chunked_encoding()
        await response.prepare(request)
        for _ in range(say.endless // 2**16):
            await response.write(b" " * 2**16)
            self.bytes_sent += 2**16
        return response
