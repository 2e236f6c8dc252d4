"""Play: a whole short game in the browser, with a forecast, an undo, a saved game and a debrief."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.browser.conftest import PICTURES, Watched, dying, running
from tests.browser.test_pages import AXE, COMPLAINTS

Watch = Callable[..., Watched]
PLAY = "text=Play the quarter"


def begun(watched: Watched, server: str, nation: str = "Kenya") -> None:
    """Sit down for two years."""
    page = watched.open(server + "play", ".seats")
    page.click(f".seat:has-text('{nation}')")
    page.select_option("label:has-text('Term') select", "8")
    page.click("text=Begin")
    page.wait_for_selector(".desk")


def next_quarter(watched: Watched, click: str = PLAY) -> None:
    """Click and wait for another quarter, or the end."""
    title = watched.page.inner_text(".game h1")
    watched.page.click(click)
    watched.page.wait_for_function("was => document.querySelector('.game h1').textContent !== was", arg=title)


def plan(watched: Watched, lever: str, level: float) -> None:
    watched.page.locator(f"#{lever}").fill(str(level))


def fine(watched: Watched, name: str) -> None:
    """Nothing to complain of; the picture is kept."""
    PICTURES.mkdir(exist_ok=True)
    watched.page.wait_for_timeout(500)
    watched.page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
    width = watched.page.viewport_size["width"]  # type: ignore[index]
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= width
    watched.page.evaluate(AXE)
    assert watched.page.evaluate(COMPLAINTS) == []
    watched.fine()


def test_a_whole_short_game(watch: Watch, server: str, tmp_path: Path) -> None:
    watched = watch()
    page = watched.page
    begun(watched, server)
    assert page.inner_text(".game h1") == "Kenya, 2025Q1"
    assert page.is_disabled("text=Undo a quarter")
    plan(watched, "programme-", 0.5)
    assert "2 points left" in page.inner_text(".plan")
    plan(watched, "standard-", 1)
    assert "It takes 4 points; 2 are left." in page.inner_text(".plan")
    page.click(".forecast-button")
    page.wait_for_selector(".forecast table")
    assert "futures your plan leads to a higher score" in page.inner_text(".forecast")
    fine(watched, "Play-desk-1280-light")
    next_quarter(watched)
    assert page.inner_text(".game h1") == "Kenya, 2025Q2"
    assert "Sovereign AI programme to 0.50" in page.inner_text(".last")
    next_quarter(watched, "text=Undo a quarter")
    assert page.inner_text(".game h1") == "Kenya, 2025Q1"
    plan(watched, "talent-", 0.8)
    next_quarter(watched)
    with page.expect_download() as taken:
        page.click("text=Save")
    saved = tmp_path / "kenya.json"
    taken.value.save_as(saved)
    assert len(json.loads(saved.read_text())["orders"]) == 1
    for _ in range(7):
        next_quarter(watched)
    page.wait_for_selector(".debrief")
    assert page.locator(".courses .main").count() == 4
    assert "without you" in page.inner_text(".debrief").lower()
    assert page.locator(".swarm").count() == 0 and "being played" not in page.inner_text(".debrief")
    page.click("text=Play 200 games")
    page.wait_for_selector(".swarm circle")
    assert "You did better than" in page.inner_text(".debrief")
    fine(watched, "Play-debrief-1280-light")

    other = watch(390, "dark")
    there = other.open(server + "play", ".seats")
    there.set_input_files("#saved-game", saved)
    there.wait_for_selector(".desk")
    assert there.inner_text(".game h1") == "Kenya, 2025Q2"
    fine(other, "Play-desk-390-dark")


def test_what_cannot_be_done_says_why_and_a_nation_is_chosen_on_the_map(watch: Watch, server: str) -> None:
    watched = watch()
    page = watched.page
    begun(watched, server, "Estonia")
    assert page.is_disabled("#restrict-USA") or page.is_disabled("#materials-USA")
    assert "no critical material" in page.inner_text(".desk")
    assert "on the CERN for AI" in page.inner_text(".desk") and "cern-for-ai" not in page.inner_text(".desk")
    assert "your vote weighs" in page.inner_text(".desk")
    page.locator(".nations path[data-iso=BRA]").click()
    page.wait_for_selector("#cooperate-BRA")
    watched.fine()


def test_a_broken_file_gives_a_message(watch: Watch, server: str, tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text("{")
    watched = watch()
    page = watched.open(server + "play", ".seats")
    page.set_input_files("#saved-game", tmp_path / "broken.json")
    page.wait_for_selector(".problem")
    assert "broken.json" in page.inner_text(".problem")
    assert page.locator(".seats").count() == 1
    watched.fine()


def test_a_game_outlives_its_page_its_tab_and_its_server(watch: Watch, server: str) -> None:
    watched = watch()
    page = watched.page
    begun(watched, server)
    plan(watched, "programme-", 0.5)
    next_quarter(watched)
    watched.settled()
    assert "game=ken-" in page.url
    page.reload()
    page.wait_for_selector(".desk")
    assert page.inner_text(".game h1") == "Kenya, 2025Q2"
    assert "Sovereign AI programme to 0.50" in page.inner_text(".last")
    next_quarter(watched)
    address = page.url
    page.close()

    other = watch()
    other.open(server + "play", ".resume")
    assert "2 of 8 quarters played" in other.page.inner_text(".resume")
    other.page.click(".resume [data-game]")
    other.page.wait_for_selector(".desk")
    assert other.page.inner_text(".game h1") == "Kenya, 2025Q3"
    next_quarter(other, "text=Undo a quarter")
    other.fine()

    with running() as again:
        third = watch()
        third.open(address.replace(server, again.address), ".desk")
        assert third.page.inner_text(".game h1") == "Kenya, 2025Q2"
        assert third.errors == []


def test_a_plan_outlives_its_page_until_it_is_played(watch: Watch, server: str) -> None:
    """Orders, an accepted offer and all that they cost: after a reload, another page, and in another tab."""
    watched = watch()
    page = watched.page
    begun(watched, server, "Singapore")
    plan(watched, "programme-", 0.4)
    if page.locator(".offer").count():
        page.locator(".offer > button").first.click()
    said = page.inner_text(".plan .chips"), page.inner_text(".plan .purse")
    assert "Sovereign AI programme" in said[0]
    watched.settled()

    page.reload()
    page.wait_for_selector(".desk")
    assert (page.inner_text(".plan .chips"), page.inner_text(".plan .purse")) == said
    page.click("nav >> text=Steer")
    page.wait_for_selector("[data-quarter]")
    page.click("nav >> text=Play")
    page.wait_for_selector(".desk")
    assert (page.inner_text(".plan .chips"), page.inner_text(".plan .purse")) == said
    fine(watched, "Play-planned-1280-light")

    other = page.context.new_page()
    other.goto(page.url)
    other.wait_for_selector(".desk")
    assert other.inner_text(".plan .chips") == said[0]
    other.close()

    next_quarter(watched)
    assert "Sovereign AI programme to 0.40" in page.inner_text(".last")
    assert "Nothing new planned" in page.inner_text(".plan .chips")
    next_quarter(watched, "text=Undo a quarter")
    assert "Nothing new planned" in page.inner_text(".plan .chips")
    watched.fine()


def test_the_table_is_left_only_by_who_says_so_and_the_game_stays(watch: Watch, server: str) -> None:
    watched = watch()
    page = watched.page
    begun(watched, server, "Singapore")
    next_quarter(watched)
    page.click(".plan >> text=Leave")
    fine(watched, "Play-leave-1280-light")
    page.click("dialog >> text=Stay")
    assert page.inner_text(".game h1") == "Singapore, 2025Q2"
    page.click(".plan >> text=Leave")
    page.click("dialog button:has-text('Leave the table')")
    page.wait_for_selector(".resume")
    assert "Singapore" in page.inner_text(".resume > ul")
    watched.settled()
    assert "game=" not in page.url
    fine(watched, "Play-kept-1280-light")


def test_a_process_that_dies_is_told_where_one_looks_and_tried_again(watch: Watch) -> None:
    with running() as app:
        watched = watch()
        page = watched.page
        begun(watched, app.address)
        plan(watched, "programme-", 0.5)
        with dying(app.pid):
            page.click(".forecast-button")
            page.wait_for_selector(".outlook:has-text('Playing the futures')")
            page.wait_for_timeout(1000)
        page.wait_for_selector(".outlook .problem")
        assert "was ended from outside" in page.inner_text(".outlook")
        PICTURES.mkdir(exist_ok=True)
        page.screenshot(path=PICTURES / "Play-lost-1280-light.png")
        page.click(".outlook .retry")
        page.wait_for_selector(".forecast table")
        with dying(app.pid):
            page.click(PLAY)
            page.wait_for_selector(".busy")
            page.wait_for_timeout(1000)
        page.wait_for_selector(".game > .problem")
        page.click(".game .retry")
        page.wait_for_selector(".desk")
        assert page.inner_text(".game h1") == "Kenya, 2025Q2"
        assert watched.errors == []
