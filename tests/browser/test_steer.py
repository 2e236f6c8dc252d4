"""Steer: a lever reruns the future, steps can be taken back, sessions do not meet."""

from __future__ import annotations

import shlex
from collections.abc import Callable

from tests.browser.conftest import PATIENCE, PICTURES, Watched, dying, running

Watch = Callable[..., Watched]
LEVER = "input[type=range][data-name=military_frame]"


def move(watched: Watched, position: int) -> None:
    """Set the lever and wait for its future."""
    page = watched.page
    before = page.inner_text(".command code")
    page.locator(LEVER).fill(str(position))
    page.locator(LEVER).dispatch_event("change")
    changed = "was => document.querySelector('.command code').textContent !== was"
    page.wait_for_function(changed, arg=before)
    watched.whole()


def test_a_lever_changes_the_future_and_can_be_taken_back(watch: Watch, server: str) -> None:
    watched = watch()
    page = watched.open(server + "steer?quarters=12")
    watched.whole()
    first = page.inner_text(".numbers")
    assert page.is_disabled("button:has-text('Undo')")
    move(watched, 200)
    page.wait_for_selector(".chart .ghost")
    assert page.inner_text(".numbers") != first
    assert "--set military_frame=1" in page.inner_text(".command code")
    watched.settled()
    assert "set=military_frame=1" in page.url
    page.click("button:has-text('Undo')")
    page.wait_for_function("!document.querySelector('.command code').textContent.includes('military_frame')")
    page.click("button:has-text('Redo')")
    page.wait_for_function("document.querySelector('.command code').textContent.includes('military_frame')")
    page.click("button:has-text('Reset')")
    page.wait_for_function("!document.querySelector('.command code').textContent.includes('military_frame')")
    watched.fine()


def test_bands_and_sentences_follow(watch: Watch, server: str) -> None:
    watched = watch()
    page = watched.open(server + "steer?quarters=3&set=military_frame=1")
    page.wait_for_selector(".chart .band")
    page.wait_for_function("document.querySelector('.sentences')?.textContent.includes('of 16')")
    page.wait_for_function("document.querySelector('.sentences').textContent.includes('same seed')")
    shown = page.inner_text(".page")
    assert "earlier future" not in shown, "who comes by a link has had none"
    assert "the preset unchanged" in shown
    watched.fine()


def test_a_seed_is_what_was_typed_to_its_last_digit(watch: Watch, server: str) -> None:
    watched = watch()
    page = watched.open(server + "steer?quarters=2&quarter=2025Q2")
    for seed in ("12345678901234567", "9223372036854775807"):
        page.fill("input.seed", seed)
        page.dispatch_event("input.seed", "change")
        said = "seed => document.querySelector('.command code').textContent.includes(`--seed ${seed}`)"
        page.wait_for_function(said, arg=seed)
        page.wait_for_selector(".chart .band")
        watched.whole()
        watched.settled()
        assert f"seed={seed}" in page.url and "quarter=2025Q2" in page.url
        page.click(".under .actions summary")
        with page.expect_download() as taken:
            page.click(".under .actions button:has-text('SVG')")
        assert taken.value.suggested_filename == f"map-ai-used-diffusion-rule-2025-seed{seed}-2025Q2.svg"
        page.reload()
        page.wait_for_selector("input.seed")
        assert page.input_value("input.seed") == seed
    watched.fine()


def test_a_process_that_dies_is_told_and_tried_again(watch: Watch) -> None:
    with running() as app:
        watched = watch()
        page = watched.open(app.address + "steer?quarters=40")
        watched.whole()
        with dying(app.pid):
            page.locator(LEVER).fill("200")
            page.locator(LEVER).dispatch_event("change")
            page.wait_for_selector(".player.waiting")
        page.wait_for_selector(".retry")
        PICTURES.mkdir(exist_ok=True)
        page.screenshot(path=PICTURES / "Steer-lost-1280-light.png")
        for _ in range(PATIENCE // 1000):
            page.evaluate("document.querySelector('.retry')?.click()")
            page.wait_for_timeout(1000)
            if page.locator(".chart .band").count() and not page.locator(".retry").count():
                break
        page.wait_for_selector(".retry", state="detached")
        watched.whole()
        page.wait_for_selector(".chart .band")
        assert watched.errors == []


def test_a_preset_and_a_strategy_are_chosen(watch: Watch, server: str) -> None:
    watched = watch()
    page = watched.open(server + "steer?quarters=3")
    page.select_option(".preset select", "no-controls")
    page.wait_for_function("document.querySelector('.command code').textContent.includes('no-controls')")
    page.click("summary:has-text('Who plays how')")
    page.select_option("label:has-text('China') select", "grim")
    page.wait_for_function("document.querySelector('.command code').textContent.includes('CHN=grim')")
    assert shlex.split(page.inner_text(".command code"))[:3] == ["sovereigns", "run", "no-controls"]
    watched.fine()


def test_what_nations_train_together_is_told_by_name_and_colour(watch: Watch, server: str) -> None:
    watched = watch()
    page = watched.open(server + "steer?scenario=cern-for-ai&quarters=16")
    watched.whole()
    assert "CERN for AI" in page.inner_text(".legend .lineages")
    watched.fine()


def test_two_sessions_do_not_meet(watch: Watch, server: str) -> None:
    one, two = watch(), watch()
    for watched in (one, two):
        watched.open(server + "steer?quarters=3")
        watched.whole()
    theirs = two.page.inner_text(".command code"), two.page.inner_text(".numbers")
    move(one, 200)
    two.page.wait_for_timeout(1500)
    assert (two.page.inner_text(".command code"), two.page.inner_text(".numbers")) == theirs
    assert "military_frame" in one.page.inner_text(".command code")


def test_a_value_out_of_range_shows_a_message(watch: Watch, server: str) -> None:
    watched = watch()
    page = watched.open(server + "steer?quarters=3")
    exact = page.locator("input.exact[aria-label^='Duty']")
    exact.fill("7")
    exact.dispatch_event("change")
    page.wait_for_selector(".problem")
    assert "tariff_share" in page.inner_text(".problem")
    watched.fine()


def test_closing_a_session_frees_it(watch: Watch, server: str) -> None:
    def sessions() -> int:
        return int(watched.page.request.get(server + "resourcez").json()["kernels"]["total"])

    watched = watch()
    watched.open(server + "?quarters=2")
    before = sessions()
    other = watch()
    other.open(server + "?quarters=2")
    assert sessions() == before + 1
    other.page.close(run_before_unload=True)
    for _ in range(100):
        if sessions() == before:
            return
        watched.page.wait_for_timeout(200)
    raise AssertionError(f"{sessions()} sessions, {before} before")
