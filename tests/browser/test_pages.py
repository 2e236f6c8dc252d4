"""Every page, in both themes and at both widths: no error, no outside request, no complaint of axe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Route

from sovereigns.experiments.app.registry import pages
from tests.browser.conftest import PICTURES, Watched, running

AXE = Path(__file__).with_name("axe.min.js").read_text(encoding="utf-8")
COMPLAINTS = """async () => (await axe.run('.shell', {resultTypes: ['violations']})).violations
    .map(v => v.id + ': ' + v.help + ' ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | '))"""


BUSY = """const make = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (blob) => {
        URL.createObjectURL = make;
        for (const end = performance.now() + 3000; performance.now() < end; );
        return make(blob);
    };"""


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("page", pages(), ids=lambda page: page.title)
def test_a_page_opens(
    page: object, width: int, theme: str, watch: Callable[..., Watched], server: str
) -> None:
    watched = watch(width, theme)
    opened = watched.open(server + page.path.strip("/"), "nav a[aria-current=page]")  # type: ignore[attr-defined]
    if opened.locator(".player").count():
        watched.whole()
    opened.wait_for_timeout(1000)
    PICTURES.mkdir(exist_ok=True)
    name = f"{page.title}-{width}-{theme}.png"  # type: ignore[attr-defined]
    opened.screenshot(path=PICTURES / name, full_page=True)
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    opened.evaluate(AXE)
    assert opened.evaluate(COMPLAINTS) == []
    watched.fine()


@pytest.fixture
def waiting() -> Iterator[str]:
    """Address of an app whose workers do nothing."""
    with running() as app:
        workers = psutil.Process(app.pid).children(recursive=True)
        for worker in workers:
            worker.suspend()
        yield app.address
        for worker in workers:
            worker.resume()


def test_pages_can_be_read_before_anything_is_computed(watch: Callable[..., Watched], waiting: str) -> None:
    for page in pages():
        watched = watch()
        opened = watched.open(waiting + page.path.strip("/"), "nav a[aria-current=page]")
        opened.wait_for_timeout(1000)
        opened.evaluate(AXE)
        assert opened.evaluate(COMPLAINTS) == [], page.title
        assert watched.errors == []


def test_the_navigation_lists_the_pages_and_keeps_the_future(
    watch: Callable[..., Watched], server: str
) -> None:
    watched = watch()
    page = watched.open(server + "?seed=3&quarters=2")
    watched.whole()
    assert page.locator("nav a").all_inner_texts() == [one.title for one in pages()]
    page.click("nav a:has-text('Steer')")
    page.wait_for_selector(".panel")
    watched.settled()
    assert page.url.startswith(server + "steer?") and "seed=3" in page.url
    watched.fine()


def test_a_broken_address_shows_a_message_and_a_world(watch: Callable[..., Watched], server: str) -> None:
    for address, words in (
        ("?scenario=nowhere", "nowhere"),
        ("?set=tarif_share=0.1", "tariff_share"),
        ("no-such-page", "no such page"),
    ):
        watched = watch()
        page = watched.open(server + address)
        assert words in page.inner_text(".problem")
        watched.fine()


def test_a_page_waits_for_what_is_slow_to_load(watch: Callable[..., Watched], server: str) -> None:
    watched = watch()

    def late(route: Route) -> None:
        watched.page.wait_for_timeout(3000)
        route.continue_()

    watched.page.route("**/front/app.js", late)
    page = watched.open(server + "?quarters=2")
    watched.whole()
    page.click("[aria-label='One quarter back']")
    assert page.get_attribute(".map svg[data-quarter]", "data-quarter") == "2025Q2"
    watched.fine()


def test_a_page_that_is_busy_while_it_opens_still_draws_all(
    watch: Callable[..., Watched], server: str
) -> None:
    watched = watch()
    watched.page.add_init_script(BUSY)
    page = watched.open(server + "?quarters=2")
    page.wait_for_timeout(1000)
    assert page.locator(".player").count() == page.locator(".map svg").count() == 1
    watched.fine()


def test_a_link_keeps_its_quarter_until_the_run_has_come(watch: Callable[..., Watched], waiting: str) -> None:
    watched = watch()
    opened = watched.open(waiting + "?quarters=12&quarter=2026Q1&seed=12345678901234567", "nav a")
    opened.wait_for_timeout(1500)
    for word in ("quarter=2026Q1", "seed=12345678901234567"):
        assert word in opened.url
