"""Nation and Relations: one selection runs through map, network, lists and address."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.conftest import Watched

Watch = Callable[..., Watched]


def test_a_nation_is_chosen_by_name_by_address_and_on_the_map(watch: Watch, server: str) -> None:
    watched = watch()
    page = watched.open(server + "nation?quarters=6", ".who h1")
    assert "Choose a nation" in page.inner_text(".who")
    page.locator(".who input").fill("Kenya")
    page.wait_for_selector("[data-nation-shown=KEN]")
    watched.whole()
    watched.settled()
    assert "nation=KEN" in page.url
    page.locator(".map [data-iso=IND]").first.dispatch_event("click")
    page.wait_for_selector("[data-nation-shown=IND]")
    assert page.inner_text("h1").startswith("India")
    page.goto(server + "nation?quarters=6&nation=estonia&quarter=2025Q3")
    page.wait_for_selector("[data-nation-shown=EST]")
    page.wait_for_function("document.querySelector('.lead').textContent.includes('In 2025Q3')")
    watched.fine()


def test_the_quarter_moves_what_changed_and_the_orders(watch: Watch, server: str) -> None:
    watched = watch()
    page = watched.open(server + "nation?quarters=6&nation=USA&quarter=2025Q2", "[data-nation-shown=USA]")
    watched.whole()
    page.wait_for_selector(".turns tr.now")
    assert "2025Q2" in page.inner_text(".changed h2")
    assert page.inner_text(".changed .because") != ""
    page.click("button[aria-label='Show 2025Q1']")
    page.wait_for_function("document.querySelector('.changed h2').textContent.includes('2025Q1')")
    assert "2025Q1" in page.inner_text(".turns tr.now")
    page.locator(".scrub").fill("6")
    page.wait_for_function("document.querySelector('.changed').textContent.includes('The run ends here')")
    watched.fine()


def test_an_unknown_nation_is_told_with_the_near_match(watch: Watch, server: str) -> None:
    watched = watch()
    page = watched.open(server + "nation?quarters=2&nation=KENN", ".problem")
    assert "did you mean KEN" in page.inner_text(".problem")
    assert "Choose a nation" in page.inner_text(".who")
    watched.fine()


def test_ties_are_filtered_unfolded_and_linked(watch: Watch, server: str) -> None:
    watched = watch()
    page = watched.open(server + "relations?quarters=6", ".net svg[data-shown]")
    watched.whole()
    assert page.locator(".node.fold").count() > 3
    page.locator("[data-node=EU27]").dispatch_event("click")
    page.wait_for_selector("[data-node=DEU]")
    page.uncheck("[data-kind=control]")
    assert page.locator(".ties .k-control").count() == 0
    page.check("[data-kind=ai]")
    page.wait_for_selector(".ties .k-ai")
    page.locator("[data-node=DEU]").dispatch_event("click")
    page.wait_for_selector("[data-node=DEU].chosen")
    assert page.locator(".map:not(.net) .ring .chosen").count() > 0
    assert "Germany" in page.inner_text("section[aria-label=Ties] h2")
    watched.settled()
    for words in ("nation=DEU", "open=EU27", "ties=alliance,ai"):
        assert words in page.url
    watched.fine()


def test_the_network_is_used_by_keyboard(watch: Watch, server: str) -> None:
    watched = watch()
    page = watched.open(server + "relations?quarters=2&open=all&nation=USA", ".net svg[data-shown]")
    page.focus(".net")
    page.keyboard.press("ArrowLeft")
    page.wait_for_selector(".node.pointed")
    pointed = page.locator(".node.pointed").get_attribute("data-node")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"[data-node={pointed}].chosen")
    page.keyboard.press("Escape")
    page.wait_for_function("!document.querySelector('.node.chosen')")
    watched.fine()
