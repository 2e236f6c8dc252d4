"""The app in a real browser: one server, Debian's Chromium, what a page asks for and complains of."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
PICTURES = Path(__file__).with_name("pictures")
PATIENCE = 60_000
"""milliseconds"""
LAUNCH = "from sovereigns.experiments.cli.main import main; main()"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of these are slow; without a browser they are skipped."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.slow)
            if not Path(CHROMIUM).exists():
                item.add_marker(pytest.mark.skip(reason="no Chromium: apt-get install chromium"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    return {"executable_path": CHROMIUM, "args": FLAGS.split()}


@dataclass(frozen=True)
class Running:
    """A server that runs."""

    address: str
    pid: int
    seconds: float
    """from the command to the address"""


@contextmanager
def running(*options: str) -> Iterator[Running]:
    """An app that runs as long as the block."""
    command = [sys.executable, "-c", LAUNCH, "app", "--port", "0", *options]
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:"), address
        yield Running(address, process.pid, time.perf_counter() - begun)
    finally:
        process.terminate()
        process.wait(10)


def workers_of(pid: int) -> list[psutil.Process]:
    """Processes that compute: those that the one which forks them has started."""
    started = psutil.Process(pid).children(recursive=True)
    return [one for one in started if one.ppid() in {other.pid for other in started}]


@contextmanager
def dying(pid: int) -> Iterator[None]:
    """Workers that stand still in the block, lest they be done before a browser shows it, and then die."""
    computing = workers_of(pid)
    for one in computing:
        one.suspend()
    yield
    for one in computing:
        one.kill()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Address of a running app; a module may have its own."""
    with running() as app:
        yield app.address


@dataclass
class Watched:
    """A page and everything that went wrong in it."""

    page: Page
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    sent: list[str | bytes] = field(default_factory=list)
    """what it sent to the server"""

    def open(self, address: str, ready: str = "[data-quarter]") -> Page:
        """Go there and wait until it shows its run, or what `ready` selects."""
        self.page.goto(address)
        self.page.wait_for_selector(ready)
        return self.page

    def whole(self) -> None:
        """Wait until all quarters have been computed."""
        self.page.wait_for_selector(".player:not(.waiting)")

    def settled(self) -> None:
        """Wait until the address has been written."""
        self.page.wait_for_timeout(400)

    def fine(self) -> None:
        """Nothing went wrong, and nobody else was asked."""
        assert self.errors == []
        assert self.outside == []


@pytest.fixture
def watch(browser: Browser, server: str) -> Iterator[object]:
    """Make pages, each in a browser context of its own."""
    contexts: list[BrowserContext] = []

    def made(width: int = 1280, theme: str = "light") -> Watched:
        height = 900 if width > 600 else 844
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        watched = Watched(page)
        page.on(
            "console",
            lambda m: watched.errors.append(f"{m.text} {m.location}") if m.type == "error" else None,
        )
        page.on("pageerror", lambda error: watched.errors.append(str(error)))
        page.on("websocket", lambda socket: socket.on("framesent", lambda frame: watched.sent.append(frame)))
        local = (server, server.replace("http", "ws"), "data:", "blob:")
        page.on("request", lambda r: None if r.url.startswith(local) else watched.outside.append(r.url))
        return watched

    yield made
    for context in contexts:
        context.close()
