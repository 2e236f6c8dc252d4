"""Results: what a folder holds is opened, drawn and taken away; what is broken says so."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sovereigns.experiments.claims.figures import VERDICTS
from sovereigns.experiments.report.sweep_report import analyse
from tests.browser.conftest import LAUNCH, PICTURES, Watched, running
from tests.browser.test_pages import AXE, COMPLAINTS
from tests.results import VERDICT, write_run

PLAN = """
name = "small"
question = "Do controls fence nations in?"
scenarios = ["no-controls", "diffusion-rule-2025"]
replications = 2
quarters = 2
keep = "quarters"
firms = 30
researchers = 50
[design]
kind = "latin-hypercube"
samples = 2
[factors]
prestige = "range"
"""
PART = {"states": "it grows", "metric": "m", "contrast": "a against b", "why": "w", "points": 2} | VERDICT
ODD = os.fsdecode(b"caf\xe9 \x01")
"""name of a folder that is no text"""
SHORT = "results?quarters=2&result="


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An app over a run, an analysed sweep, verdicts and what is broken."""
    root = tmp_path_factory.mktemp("results")
    write_run(root / "run")
    (root / "plan.toml").write_text(PLAN)
    command = [sys.executable, "-c", LAUNCH, "sweep", str(root / "plan.toml"), "--out", str(root / "sweep")]
    subprocess.run(command, check=True)
    analyse(root / "sweep")
    (root / "verdicts").mkdir()
    claim = PART | {"parts": [PART], "decided_by": None, "note": ""}
    each = [claim | {"id": f"C{at}", "verdict": verdict} for at, verdict in enumerate(VERDICTS, 1)]
    (root / "verdicts" / "claims.json").write_text(json.dumps(each))
    odd = claim | {"id": "C1\x01\ud800", "claim": "one\rtwo", "points": 2**53 + 1}
    (root / ODD).mkdir()
    (root / ODD / "claims.json").write_text(json.dumps([odd]))
    (root / "half").mkdir()
    (root / "half" / "manifest.json").write_text("{")
    write_run(root / "broken")
    (root / "broken" / "nations.parquet").write_bytes(b"half")
    with running("--results", str(root)) as app:
        yield app.address


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
@pytest.mark.parametrize(
    ("name", "ready"),
    [("run", ".lines .chart"), ("sweep", ".chart.rows"), ("verdicts", ".verdicts"), ("broken", ".told-why")],
)
def test_a_folder_is_opened(
    name: str, ready: str, width: int, theme: str, watch: Callable[..., Watched], server: str
) -> None:
    watched = watch(width, theme)
    page = watched.open(server + SHORT + name, ready)
    page.wait_for_timeout(500)
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"Results-{name}-{width}-{theme}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(AXE)
    assert page.evaluate(COMPLAINTS) == []
    watched.fine()


def test_one_after_the_other(watch: Callable[..., Watched], server: str) -> None:
    watched = watch()
    page = watched.open(server + SHORT + "run", ".timeline")
    page.click(".folders button:has(b:text-is('sweep'))")
    page.wait_for_selector("h2:has-text('small')")
    page.click(".folders button:has(b:text-is('broken'))")
    assert "nations.parquet" in page.inner_text(".told-why")
    page.click(".folders button:has(b:text-is('verdicts'))")
    assert "holds" in page.inner_text(".verdicts")
    watched.settled()
    assert "result=verdicts" in page.url
    watched.fine()


def test_every_verdict_has_its_word_and_its_shape(watch: Callable[..., Watched], server: str) -> None:
    """A sign that is a line alone is no verdict that anybody has thought of."""
    watched = watch()
    page = watched.open(server + SHORT + "verdicts", ".verdicts")
    shapes = [page.get_attribute(f".verdicts td > .sign.{name} path", "d") or "" for name in VERDICTS]
    assert len(set(shapes)) == len(VERDICTS) and "M-5,0H5" not in shapes
    words = page.locator(".verdicts tbody > tr > td:nth-child(3)").all_inner_texts()
    assert [word.strip() for word in words] == list(VERDICTS)
    watched.fine()


def test_a_sweep_tells_outcomes_by_factor(watch: Callable[..., Watched], server: str, tmp_path: Path) -> None:
    watched = watch()
    page = watched.open(server + SHORT + "sweep", ".chart.rows")
    page.select_option("label:has-text('Metric') select", "welfare")
    page.select_option("label:has-text('Beside') select", label="prestige")
    chart = page.locator(".chart:has-text('Welfare at the end of each run')")
    assert chart.locator("svg[role=img] .point").count() == 8
    chart.locator("summary").click()
    with page.expect_download() as waiting:
        chart.locator(".menu button:has-text('CSV')").click()
    waiting.value.save_as(tmp_path / "runs.csv")
    rows = list(csv.DictReader((tmp_path / "runs.csv").read_text().splitlines()))
    assert {row["scenario"] for row in rows} == {"no-controls", "diffusion-rule-2025"}
    assert all(0 <= float(row["prestige"]) <= 1 for row in rows)
    watched.fine()


def test_every_drawing_of_a_run_can_be_taken_away(
    watch: Callable[..., Watched], server: str, tmp_path: Path
) -> None:
    watched = watch()
    page = watched.open(server + SHORT + "run", ".lines .chart")
    drawings = page.locator(".map svg, .strip svg, .chart svg").count()
    menus = page.locator(".actions")
    assert menus.count() == drawings
    for place, name in ((0, "map"), (1, "events")):
        menus.nth(place).locator("summary").click()
        with page.expect_download() as waiting:
            menus.nth(place).locator("button:has-text('SVG')").click()
        waiting.value.save_as(tmp_path / "drawing.svg")
        content = (tmp_path / "drawing.svg").read_text()
        assert waiting.value.suggested_filename.startswith(name)
        assert content.startswith("<svg") and "Source: model run" in content
        assert not re.search(r"var\(--|url\(http", content), "it stands alone"
    watched.fine()


def test_nothing_outside_the_folder_is_shown(watch: Callable[..., Watched], server: str) -> None:
    watched = watch()
    page = watched.open(server + SHORT + "../..", ".told-why")
    assert "outside the folder" in page.inner_text(".told-why")
    watched.fine()


def test_odd_names_and_texts_are_shown_and_taken_away_whole(
    watch: Callable[..., Watched], server: str, tmp_path: Path
) -> None:
    watched = watch()
    page = watched.open(server + "results?quarters=2", ".folders")
    page.click(".folders button:has-text('caf')")
    page.wait_for_selector(".verdicts")
    watched.settled()
    assert "result=caf%E9%20%01" in page.url
    page.reload()
    page.wait_for_selector(".verdicts")
    for kind in ("SVG", "PNG", "CSV"):
        menu = page.locator("figure .actions" if kind != "CSV" else ".bar .actions").first
        menu.locator("summary").click()
        with page.expect_download() as taken:
            menu.locator(f"button:has-text('{kind}')").click()
        taken.value.save_as(tmp_path / kind)
    ElementTree.parse(tmp_path / "SVG")
    assert (tmp_path / "PNG").read_bytes().startswith(b"\x89PNG")
    with (tmp_path / "CSV").open(encoding="utf-8", newline="") as file:
        (row,) = list(csv.DictReader(file))
    assert row["claim"] == "one\rtwo"
    assert watched.errors == []


def test_a_broken_folder_is_listed_as_broken_with_why(watch: Callable[..., Watched], server: str) -> None:
    watched = watch()
    page = watched.open(server + "results?quarters=2", ".folders")
    page.click(".folders button:has-text('half')")
    page.wait_for_selector(".told-why:has-text('manifest.json is broken')")
    assert "broken" in page.inner_text(".folders button:has-text('half')")
    watched.fine()
