"""A page as a real browser lays it out: headless Chromium over its DevTools protocol."""

import asyncio
import base64
import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_OPTIONS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage",
    "--disable-background-networking", "--remote-debugging-port=0",
)  # fmt: skip
OVERFLOWING = """(() => {
  const wide = document.documentElement.clientWidth;
  const inside = e => e.closest('.wide') && !e.matches('.wide');
  const over = [...document.body.querySelectorAll('*')].filter(e => !inside(e) && !e.closest('svg *')
    && e.getClientRects().length && !e.matches('.skip') && e.getBoundingClientRect().right > wide + 1);
  return {page: document.documentElement.scrollWidth - wide,
    over: over.slice(0, 5).map(e => e.outerHTML.slice(0, 120))};
})()"""
"""How far the page scrolls sideways, and the elements that reach beyond it outside of boxes that scroll."""


@dataclass
class Page:
    """One page and what its console said."""

    socket: aiohttp.ClientWebSocketResponse
    said: list[str] = field(default_factory=list)
    _number: int = 0

    async def call(self, method: str, **parameters: Any) -> Any:
        """A command of the protocol and its result."""
        self._number += 1
        await self.socket.send_json({"id": self._number, "method": method, "params": parameters})
        while True:
            answer = await self.socket.receive_json(timeout=60)
            self._note(answer)
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return answer["result"]

    def _note(self, answer: dict[str, Any]) -> None:
        if answer.get("method") == "Log.entryAdded":
            self.said.append(answer["params"]["entry"]["text"])
        if answer.get("method") in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Network.requestWillBeSent"):
            asked = answer["params"].get("request", {}).get("url", "")
            if not asked.startswith("file:"):
                self.said.append(f"{answer['method']} {asked}")

    async def show(self, path: Path, width: int, height: int, *, dark: bool = False, phone: bool = False) -> None:
        """Lay a file out, in light or dark."""
        await self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=phone
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        await self.call("Emulation.setEmulatedMedia", features=[scheme])
        for domain in ("Log", "Runtime", "Network", "Page"):
            await self.call(f"{domain}.enable")
        await self.call("Page.navigate", url=path.resolve().as_uri())
        while await self.evaluate("document.readyState + location.protocol") != "completefile:":
            await asyncio.sleep(0.05)

    async def evaluate(self, script: str) -> Any:
        """The value of a script in the page."""
        found = await self.call("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    async def picture(self, out: Path, *, whole: bool = False) -> None:
        """A PNG of what is in view, or of the whole page."""
        found = await self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        out.write_bytes(base64.b64decode(found["data"]))


@asynccontextmanager
async def browser_page() -> AsyncIterator[Page]:
    """An empty page of a fresh browser that asks nothing of the network."""
    assert CHROMIUM is not None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = [*_OPTIONS, f"--user-data-dir={profile}"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        process = subprocess.Popen([CHROMIUM, *options, "about:blank"], env={**os.environ, "HOME": profile}, **quiet)
        try:
            port = await _port(Path(profile) / "DevToolsActivePort")
            async with aiohttp.ClientSession() as session:
                async with session.get(f"http://127.0.0.1:{port}/json/list") as answer:
                    targets = await answer.json()
                address = next(one["webSocketDebuggerUrl"] for one in targets if one["type"] == "page")
                async with session.ws_connect(address, max_msg_size=0) as socket:
                    yield Page(socket)
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=20)


async def _port(file: Path) -> str:
    for _ in range(600):
        lines = file.read_text().split() if file.exists() else []
        if lines:
            return lines[0]
        await asyncio.sleep(0.1)
    raise AssertionError("Chromium opened no port within a minute")
