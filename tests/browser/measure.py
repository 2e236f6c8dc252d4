"""How fast the app answers, in a real browser: `uv run python -m tests.browser.measure [--write]`.

Every time is taken in the browser, from what a person does to the frame in which the answer has been painted.
What could not be measured says so in its row; `--write` puts the table into docs/app.md.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import psutil
from playwright.sync_api import Browser, Page, sync_playwright

from sovereigns.experiments.documents import marks
from sovereigns.model.places import DOCS
from tests.browser.conftest import CHROMIUM, FLAGS, Running, running

STARTS, STEPS, CHANGES, SESSIONS = 3, 20, 5, 5
PATIENCE = 120
"""seconds that one answer may take"""
ENOUGH = 45
"""seconds after which a measure is not repeated"""
LEVER = "input[type=range][data-name=regulation_start]"
STEP = """() => new Promise(done => {
    const begun = performance.now();
    document.querySelector("[aria-label='One quarter back']").click();
    requestAnimationFrame(() => setTimeout(() => done((performance.now() - begun) / 1000), 0));
})"""
RELEASE = """([selector, position]) => {
    const lever = document.querySelector(selector);
    performance.clearMarks();
    lever.value = position;
    lever.dispatchEvent(new Event('input'));
    lever.dispatchEvent(new Event('change'));
}"""
ANSWER = """([name, rule]) => {
    const ways = {first: d => !d.complete, whole: d => d.complete, seeds: d => d.seeds >= 16};
    const released = performance.getEntriesByName('slider-released')[0].startTime;
    const found = performance.getEntriesByName(name + '-painted').find(mark => mark.startTime > released
        && mark.detail.query && mark.detail.query.includes('regulation_start') && ways[rule](mark.detail));
    return found ? (found.startTime - released) / 1000 : null;
}"""
ANSWERS = {
    "lever to its first quarters": ("main", "first"),
    "lever to all 40 quarters": ("main", "whole"),
    "lever to bands of 16 seeds": ("bands", "seeds"),
}
GOALS = {
    "address to first page interactive": 5.0,
    "step to repainted map": 0.1,
    "lever to its first quarters": 0.2,
    "lever to all 40 quarters": 0.8,
    "lever to bands of 16 seeds": 5.0,
}
"""medians promised, in seconds"""


@dataclass(frozen=True)
class Row:
    """What was measured of one thing."""

    name: str
    values: list[float]
    unit: str = "s"
    why: str = ""
    """it was not measured"""

    def text(self) -> str:
        """It as a row of the table."""
        goal = f"{GOALS[self.name]:g} {self.unit}" if self.name in GOALS else ""
        if not self.values:
            return f"| {self.name} | not measured: {self.why} | | {goal} | 0 |"
        middle, low, high = statistics.median(self.values), min(self.values), max(self.values)
        found = f"{middle:.3g} {self.unit} | {low:.3g} to {high:.3g}"
        return f"| {self.name} | {found} | {goal} | {len(self.values)} |"


def main() -> None:
    """Measure, print each row as it comes, and write them if asked."""
    lines = ["| what | median | range | goal | times |", "|---|---|---|---|---|"]
    print(*lines, sep="\n", flush=True)
    load = os.getloadavg()[0]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        for row in rows(browser):
            lines.append(row.text())
            print(lines[-1], flush=True)
        browser.close()
    lines.append(f"\n{os.cpu_count()} cores; load average {load:.1f} when it began (idle: below 0.5).")
    print(lines[-1])
    if "--write" in sys.argv:
        marks.write(DOCS / "app.md", "app", "\n".join(lines))


def rows(browser: Browser) -> Iterator[Row]:
    """Each thing in turn; what fails does not end the rest.

    Starts come last, when the machine code is there that the first start after a change of the model makes.
    """
    with ExitStack() as stack:
        try:
            server = stack.enter_context(running())
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.set_default_timeout(PATIENCE * 1000)
            page.goto(server.address)
            page.wait_for_selector(".player:not(.waiting)")
            page.wait_for_timeout(2000)
            yield tried("step to repainted map", STEPS, lambda: float(page.evaluate(STEP)))
            yield from levers(page, server.address)
            yield memory(browser, server)
        except Exception as error:
            yield Row("what follows the first page", [], why=first_line(error))
    opened: list[float] = []

    def start() -> float:
        with running() as server:
            opened.append(first_page(browser, server.address))
            return server.seconds

    yield tried("command to address", STARTS, start)
    yield Row("address to first page interactive", opened, why="no server came up")


def tried(name: str, times: int, measure: Callable[[], float]) -> Row:
    """A measure repeated as often as asked, or as time allows."""
    values: list[float] = []
    end = time.monotonic() + ENOUGH
    try:
        while len(values) < times and (not values or time.monotonic() < end):
            values.append(measure())
    except Exception as error:
        return Row(name, values, why=first_line(error))
    return Row(name, values)


def first_line(error: Exception) -> str:
    """What an error says."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def first_page(browser: Browser, address: str) -> float:
    """Seconds from asking for the page to a map that can be used."""
    with browser.new_context() as context:
        page = context.new_page()
        begun = time.perf_counter()
        page.goto(address)
        page.wait_for_selector("[data-quarter]", timeout=PATIENCE * 1000)
        return time.perf_counter() - begun


def levers(page: Page, address: str) -> Iterator[Row]:
    """A lever moved on the page Steer, each time to another place: what follows, and when."""
    found: dict[str, list[float]] = {name: [] for name in ANSWERS}
    why = ""
    try:
        page.goto(f"{address}steer")
        page.wait_for_selector(".player:not(.waiting)")
        page.wait_for_function("document.querySelector('.sentences').textContent.includes('of 16')")
        end = time.monotonic() + 2 * ENOUGH
        for i in range(CHANGES):
            page.evaluate(RELEASE, [LEVER, 10 + 20 * i])
            for name, (feed, rule) in ANSWERS.items():
                found[name].append(until(page, feed, rule))
            if time.monotonic() > end:
                break
    except Exception as error:
        why = first_line(error)
    for name, values in found.items():
        yield Row(name, values, why=why)


def until(page: Page, feed: str, rule: str) -> float:
    """Ask until there is an answer.

    Raises:
        TimeoutError: there is none.
    """
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        answer = page.evaluate(ANSWER, [feed, rule])
        if answer is not None:
            return float(answer)
        time.sleep(0.05)
    raise TimeoutError(f"no answer within {PATIENCE} s")


def memory(browser: Browser, server: Running) -> Row:
    """Megabytes that the server takes more for each further session."""
    process = psutil.Process(server.pid)
    contexts = [browser.new_context() for _ in range(SESSIONS)]

    def one() -> float:
        before = process.memory_info().rss
        page = contexts.pop().new_page()
        page.goto(server.address)
        page.wait_for_selector(".player:not(.waiting)", timeout=PATIENCE * 1000)
        time.sleep(1)
        return float(process.memory_info().rss - before) / 1e6

    found = tried("memory of the server a session", SESSIONS, one)
    return Row(found.name, found.values, "MB", found.why)


if __name__ == "__main__":
    main()
