"""Compare: two futures on the same seeds and scales, from choice to file."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from sovereigns.model.metrics import METRICS
from tests.browser.conftest import Watched

SHORT = "compare?quarters=4&a=no-controls&b=diffusion-rule-2025&seeds=4"


def come(page: Page) -> None:
    """Wait for all pairs and both maps."""
    page.wait_for_selector("progress[value='4'][max='4']")
    page.wait_for_function("document.querySelectorAll('.map [data-quarter=\"2026Q1\"]').length === 3")


def test_two_futures_are_compared(watch: Callable[..., Watched], server: str) -> None:
    watched = watch()
    page = watched.open(server + SHORT, "progress")
    come(page)
    assert "sovereigns compare no-controls diffusion-rule-2025 --seeds 4 --quarters 4" in page.inner_text(
        "code"
    )
    page.select_option("select[aria-label='Colour nations by']", "compute_h100e")
    scales = page.locator(".legend .scale").all_inner_texts()
    assert len(scales) == 2 and scales[0] == scales[1], "both maps mean the same by a colour"
    page.fill("input.scrub", "2")
    titles = page.locator(".map-title").all_inner_texts()
    assert len(titles) == 3 and all("2025Q3" in title for title in titles)
    assert "2025Q3" in page.inner_text("section[aria-label='Differences'] h2")
    row = page.inner_text(".differences tbody tr:has-text('Level of controls')")
    assert "higher" in row
    watched.fine()


def test_the_choice_is_in_the_address(watch: Callable[..., Watched], server: str) -> None:
    watched = watch()
    page = watched.open(server + SHORT, "progress")
    come(page)
    page.click("button:has-text('Swap A and B')")
    page.wait_for_selector(
        "select[data-name=a] option[selected][value=diffusion-rule-2025]", state="attached"
    )
    watched.settled()
    assert "a=diffusion-rule-2025&b=no-controls&seeds=4" in page.url
    again = watch()
    other = again.open(page.url, "progress")
    assert other.input_value("select[data-name=b]") == "no-controls"
    broken = watch()
    assert "nowhere" in broken.open(server + "compare?quarters=2&a=nowhere", ".problem").inner_text(
        ".problem"
    )
    watched.fine()


@pytest.mark.parametrize("kind", ["CSV", "SVG", "PNG"])
def test_a_chart_can_be_taken_away(
    kind: str, watch: Callable[..., Watched], server: str, tmp_path: Path
) -> None:
    watched = watch()
    page = watched.open(server + SHORT, "progress")
    come(page)
    chart = page.locator(".chart:has-text('Sovereign AIs')").first
    chart.locator("summary").click()
    with page.expect_download() as waiting:
        chart.locator(f".menu button:has-text('{kind}')").click()
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    content = path.read_bytes()
    if kind == "CSV":
        rows = list(csv.DictReader(content.decode().splitlines()))
        assert [row["quarter"] for row in rows] == ["2025Q1", "2025Q2", "2025Q3", "2025Q4", "2026Q1"]
        assert all(float(row["A low"]) <= float(row["A"]) <= float(row["A high"]) for row in rows)
    elif kind == "SVG":
        assert content.startswith(b"<svg") and b"Source: model runs" in content
    else:
        assert content.startswith(b"\x89PNG") and len(content) > 5_000
    watched.fine()


def test_the_table_of_differences_can_be_taken_away(
    watch: Callable[..., Watched], server: str, tmp_path: Path
) -> None:
    watched = watch(390)
    page = watched.open(server + SHORT, "progress")
    come(page)
    page.click("summary[aria-label='Differences: data and source']")
    with page.expect_download() as waiting:
        page.click("section[aria-label=Differences] .menu button:has-text('CSV')")
    waiting.value.save_as(tmp_path / "differences.csv")
    rows = list(csv.DictReader((tmp_path / "differences.csv").read_text().splitlines()))
    assert [row["metric"] for row in rows] == list(METRICS)
    watched.fine()
