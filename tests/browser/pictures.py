"""The app's and the report's pictures in the documents: `uv run python -m tests.browser.pictures [NAME]...`.

It starts the app, drives it as a person would, and writes docs/images/app-NAME.png; `report` is the report of
`sovereigns run`, in docs/images/report.png.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from sovereigns.model.places import DOCS
from tests.browser.conftest import CHROMIUM, FLAGS, running

WIDTH = 1280
PATIENCE = 600_000
"""milliseconds"""
LEVER = "input[type=range][data-name=military_frame]"


def whole(page: Page) -> None:
    """Wait for all quarters."""
    page.wait_for_selector(".player:not(.waiting)")


def steer(page: Page) -> None:
    """Frame AI as a weapon; wait for the bands of both futures."""
    whole(page)
    page.wait_for_function("document.querySelector('.sentences').textContent.includes('of 16')")
    page.locator(LEVER).fill("200")
    page.locator(LEVER).dispatch_event("change")
    page.wait_for_function("document.querySelector('.command code').textContent.includes('military_frame')")
    whole(page)
    page.wait_for_function(
        "document.querySelector('.sentences').textContent.includes('of 16 futures there are')"
    )
    page.locator(".view-sentences").evaluate("node => node.scrollIntoView()")


def nation(page: Page) -> None:
    """What Germany ordered in a quarter, and why."""
    whole(page)
    page.wait_for_selector("[data-nation-shown=DEU]")
    page.wait_for_function("!document.querySelector('.who').textContent.includes('Collecting')")


def network(page: Page) -> None:
    """The ties of all quarters."""
    page.wait_for_selector(".net svg[data-shown]")
    page.wait_for_function("!document.body.textContent.includes('Ties are known to')")


def compare(page: Page) -> None:
    """All pairs."""
    page.wait_for_selector("progress[value='8'][max='8']")


def play(page: Page) -> None:
    """Kenya plans a programme of its own and asks for a forecast."""
    page.click(".seat:has-text('Kenya')")
    page.click("text=Begin")
    page.wait_for_selector(".desk")
    page.locator("#programme-").fill("0.5")
    page.click(".forecast-button")
    page.wait_for_selector(".forecast table")
    page.wait_for_function("!document.querySelector('.forecast').textContent.includes('to come')")


@dataclass(frozen=True)
class Picture:
    """A page as it is photographed."""

    address: str
    height: int
    ready: Callable[[Page], None]


PICTURES = {
    "world": Picture("?quarter=2030Q1", 860, whole),
    "steer": Picture("steer", 900, steer),
    "play": Picture("play", 1000, play),
    "nation": Picture("nation?nation=DEU&quarter=2026Q1", 1500, nation),
    "relations": Picture("relations?quarter=2027Q1", 860, network),
    "compare": Picture("compare?a=no-controls&b=diffusion-rule-2025&seeds=8", 1320, compare),
}


REPORT = "report"
REPORT_SIZE: ViewportSize = {"width": 1120, "height": 960}


def main() -> None:
    """Take those named, or all."""
    asked = sys.argv[1:] or [REPORT, *PICTURES]
    with running() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        if REPORT in asked:
            report(browser)
        for name in [name for name in PICTURES if name in asked]:
            picture = PICTURES[name]
            page = browser.new_page(viewport={"width": WIDTH, "height": picture.height})
            page.set_default_timeout(PATIENCE)
            page.goto(server.address + picture.address)
            picture.ready(page)
            page.wait_for_timeout(1000)
            path = DOCS / "images" / f"app-{name}.png"
            write(page.screenshot(), path)
            print(path)
            page.close()
        browser.close()


def report(browser: Browser) -> None:
    """The head of the report that `sovereigns run` writes."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["sovereigns", "run", "--out", f"{folder}/run"], check=True)
        page = browser.new_page(viewport=REPORT_SIZE)
        page.goto(f"file://{folder}/run/report.html")
        page.wait_for_timeout(1000)
        write(page.screenshot(), DOCS / "images" / "report.png")
        page.close()


def write(png: bytes, path: Path) -> None:
    """A picture in 256 colours, a third of the size."""
    Image.open(io.BytesIO(png)).convert("RGB").quantize(
        256, method=Image.Quantize.MAXCOVERAGE, kmeans=1
    ).save(path, optimize=True)


if __name__ == "__main__":
    main()
