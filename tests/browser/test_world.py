"""World: the quarters are the browser's own, nations can be chosen, the address remembers."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.conftest import Watched

Watch = Callable[..., Watched]
QUARTER = ".map svg[data-quarter]"


def test_step_scrub_and_play_ask_the_server_nothing(watch: Watch, server: str) -> None:
    watched = watch()
    page = watched.open(server + "?quarters=12")
    watched.whole()
    page.wait_for_timeout(1500)
    before = len(watched.sent)
    assert page.get_attribute(QUARTER, "data-quarter") == "2028Q1"
    page.click("[aria-label='One quarter back']")
    assert page.get_attribute(QUARTER, "data-quarter") == "2027Q4"
    page.fill("[aria-label=Quarter]", "0")
    assert page.get_attribute(QUARTER, "data-quarter") == "2025Q1"
    page.select_option("[aria-label='Quarters a second']", "16")
    page.click("[aria-label=Play]")
    page.wait_for_selector("[data-quarter='2028Q1']")
    page.wait_for_selector("[aria-label=Play]")
    assert len(watched.sent) == before
    watched.fine()


def test_a_nation_is_chosen_by_click_by_key_and_by_name(watch: Watch, server: str) -> None:
    watched = watch()
    page = watched.open(server + "?quarters=2")
    page.locator("path[data-iso=BRA]").click()
    assert page.inner_text(".spoken").startswith("Brazil:")
    page.fill("[aria-label='Find a nation']", "Kenya")
    assert page.inner_text(".spoken").startswith("Kenya:")
    page.click("button:has-text('Tiles')")
    page.focus(".map")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    name = page.inner_text(".spoken").partition(":")[0]
    assert name not in ("Kenya", "Brazil")
    watched.settled()
    assert "nation=" in page.url and "view=tiles" in page.url
    watched.fine()


def test_a_shared_address_shows_the_same(watch: Watch, server: str) -> None:
    address = (
        server + "?scenario=no-controls&seed=5&quarters=6&quarter=2026Q1&metric=threat&nation=IND&view=tiles"
    )
    watched = watch()
    page = watched.open(address)
    watched.whole()
    watched.settled()
    shown = page.inner_text(".numbers"), page.inner_text(".spoken")
    shared = page.url
    page.reload()
    page.wait_for_selector(QUARTER)
    watched.whole()
    assert page.get_attribute(QUARTER, "data-quarter") == "2026Q1"
    assert (page.inner_text(".numbers"), page.inner_text(".spoken")) == shown
    assert shown[1].startswith("India: threat")
    other = watch()
    there = other.open(shared)
    other.whole()
    assert there.inner_text(".numbers") == shown[0]


def test_a_chart_gives_its_data_and_source(watch: Watch, server: str) -> None:
    watched = watch()
    page = watched.open(server + "?quarters=2")
    watched.whole()
    page.click("[aria-label='Sovereign AIs: data and source']")
    page.click(".actions[open] >> text=Table and source")
    assert page.locator("dialog tbody tr").count() == 3
    assert "Unit: nations" in page.inner_text("dialog")
    page.click("dialog >> text=Close")
    page.click("[aria-label='Sovereign AIs: data and source']")
    with page.expect_download() as taken:
        page.click(".actions[open] >> text=CSV")
    assert taken.value.path().read_text().startswith("quarter,sovereign_ais\n2025Q1,")
    watched.fine()
