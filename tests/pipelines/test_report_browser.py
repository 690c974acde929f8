"""The reports in a real browser: nothing reaches beyond the page at any width, and the console stays silent."""

import asyncio
from pathlib import Path

import pytest

from nescio.pipelines.report import eval_report, run_report
from nescio.schemas.example import Example
from tests.headless import CHROMIUM, OVERFLOWING, browser_page
from tests.pipelines.reported import poison_rows, with_vectors
from tests.pipelines.test_report import copied
from tests.pipelines.test_report_eval import evaluated

__all__ = ["copied", "evaluated"]

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium to lay pages out (apt install chromium)")
WIDTHS = ((390, True), (1280, False))


async def look(path: Path, dark: bool) -> dict[str, object]:
    """What is wrong with a page in a browser, with everything folded out, by what is wrong."""
    found: dict[str, object] = {}
    async with browser_page() as page:
        for width, phone in WIDTHS:
            await page.show(path, width, 844, dark=dark, phone=phone)
            await page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            seen = await page.evaluate(OVERFLOWING)
            if seen["page"] > 0 or seen["over"]:
                found[f"beyond {width}"] = seen
        ground = await page.evaluate("getComputedStyle(document.body).backgroundColor")
        if (ground == "rgb(255, 255, 255)") is dark:
            found["ground"] = ground
        if await page.evaluate("document.scripts.length"):
            found["scripts"] = True
        await page.call("Emulation.setEmulatedMedia", media="print")
        if await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found["print"] = "wider than the paper"
        if page.said:
            found["console"] = page.said
    return found


@pytest.mark.parametrize("dark", [False, True])
def test_a_report_of_a_run_fits_a_phone_and_a_desk(copied: Path, tmp_path: Path, dark: bool) -> None:
    """Also on paper, with hostile rows and all folded out: no sideways scrolling, no script, no word on the console."""
    with_vectors(copied)
    poison_rows(next((copied / "dataset" / "data").rglob("train*.parquet")), Example)
    path = tmp_path / "page.html"
    path.write_text(run_report(copied), "utf-8")
    assert asyncio.run(look(path, dark)) == {}


def test_a_report_of_an_evaluation_fits_a_phone_and_a_desk(evaluated: Path, tmp_path: Path) -> None:
    """The same for an evaluation whose model says hostile things."""
    path = tmp_path / "page.html"
    path.write_text(eval_report(evaluated), "utf-8")
    assert asyncio.run(look(path, dark=False)) == {}
