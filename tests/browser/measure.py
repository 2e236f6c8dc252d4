"""How fast the app answers, in a real browser: `uv run python -m tests.browser.measure` prints medians.

Every time is taken in the browser, from what a person does to the frame in which the answer is painted.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import psutil
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS, LAUNCH

STEPS, CHANGES, SESSIONS = 20, 3, 5
LEVER = "input[type=range][data-name=regulation_start]"
STEP = """() => new Promise(done => {
    const begun = performance.now();
    document.querySelector("[aria-label='One quarter back']").click();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun), 0));
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
    return found ? found.startTime - released : null;
}"""


def main() -> None:
    """Start a server, measure, print."""
    command = [sys.executable, "-c", LAUNCH, "app", "--port", "0"]
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        address = process.stdout.readline().strip()
        show("command to address", [1000 * (time.perf_counter() - begun)])
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
            show("address to first page interactive", [first_page(browser, address)])
            steps_and_changes(browser, address)
            kept = memory(browser, address, process.pid)
            print(f"| memory of the server a session | {kept:.1f} MB | | {SESSIONS} |")
        print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    finally:
        process.terminate()


def show(name: str, times: list[float]) -> None:
    """Print a row: median, range and number of the times."""
    middle, low, high = statistics.median(times), min(times), max(times)
    print(f"| {name} | {middle:.0f} ms | {low:.0f} to {high:.0f} | {len(times)} |", flush=True)


def first_page(browser: Browser, address: str) -> float:
    """Milliseconds from asking for the page to a map that can be used."""
    page = browser.new_page()
    begun = time.perf_counter()
    page.goto(address)
    page.wait_for_selector("[data-quarter]")
    return 1000 * (time.perf_counter() - begun)


def steps_and_changes(browser: Browser, address: str) -> None:
    """Times of steps on the World page and of changes on the Steer page."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(300_000)
    page.goto(address)
    page.wait_for_selector(".player:not(.waiting)")
    page.wait_for_timeout(1000)
    show("step to repainted map", [page.evaluate(STEP) for _ in range(STEPS)])
    page.goto(address + "steer")
    page.wait_for_selector(".player:not(.waiting)")
    page.wait_for_function("document.querySelector('.sentences').textContent.includes('of 16')")
    answers = [change(page, 10 + 20 * i) for i in range(CHANGES)]
    for i, name in enumerate(("first quarters", "all 40 quarters", "bands of 16 seeds")):
        show(f"release of a lever to {name}", [answer[i] for answer in answers])


def change(page: Page, position: int) -> tuple[float, ...]:
    """Move a lever; milliseconds to its first quarters, to all, to the bands."""
    page.evaluate(RELEASE, [LEVER, position])
    ways = (("main", "first"), ("main", "whole"), ("bands", "seeds"))
    return tuple(until(lambda way=way: page.evaluate(ANSWER, list(way))) for way in ways)  # type: ignore[misc]


def until(ask: Callable[[], float | None]) -> float:
    """Ask until there is an answer."""
    while (answer := ask()) is None:
        time.sleep(0.05)
    return answer


def memory(browser: Browser, address: str, pid: int) -> float:
    """Megabytes that the server takes more for each further session."""
    server = psutil.Process(pid)
    before = server.memory_info().rss
    for _ in range(SESSIONS):
        page = browser.new_context().new_page()
        page.goto(address)
        page.wait_for_selector(".player:not(.waiting)")
    time.sleep(1)
    return (server.memory_info().rss - before) / SESSIONS / 1e6


if __name__ == "__main__":
    main()
