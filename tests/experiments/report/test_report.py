"""The report: readable numbers, charts that keep gaps, borders of all nations, moves in words."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text

from sovereigns.experiments.readable import interval, number, on_page, signed
from sovereigns.experiments.report.changes import begun, changes
from sovereigns.experiments.report.charts import chart, scale_of
from sovereigns.experiments.report.equal_earth import project
from sovereigns.experiments.report.happenings import OFTEN, happenings
from sovereigns.experiments.report.lines import COLUMNS, PANELS, Panel, panels_of
from sovereigns.experiments.report.motives import turns
from sovereigns.experiments.report.references import bibliography, reference
from sovereigns.experiments.report.sweep_figures import draw_nations, draw_paths
from sovereigns.experiments.report.sweep_style import mark_zero
from sovereigns.experiments.report.sweep_words import WITH_ARTICLE, factor_words, level_words, metric_words
from sovereigns.experiments.report.ticks import few_ticks
from sovereigns.experiments.report.usage_maps import LEADERS
from sovereigns.experiments.report.worldmap import GEOMETRY, NONE, STYLES, geometry, styles
from sovereigns.model.facts.inputs import load_inputs
from sovereigns.model.facts.parameters import rows
from sovereigns.model.metrics import METRICS


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.012345, "0.0123"),
        (4.5678, "4.57"),
        (0.000012345, "1.23e-05"),
        (-0.5, "-0.5"),
        (999.6, "1,000"),
        (12345, "12,300"),
        (1234567, "1.23 m"),
        (2.5e9, "2.5 bn"),
        (2.5e15, "2,500 tn"),
        (2.07e29, "2.07e29"),
        (-1.31e27, "-1.31e27"),
        (math.nan, "–"),
        (None, "–"),
    ],
)
def test_numbers_have_three_digits(value: float | None, text: str) -> None:
    assert number(value) == text


def test_changes_carry_their_sign() -> None:
    assert [signed(value) for value in (2, -2, 0, None)] == ["+2", "-2", "0", "–"]


def test_pages_raise_the_powers_of_ten() -> None:
    assert on_page(number)(2.07e29) == "2.07 × 10²⁹"
    assert on_page(signed)(1.23e-05) == "+1.23 × 10⁻⁵"


def test_an_interval_without_width_or_ground_is_none() -> None:
    assert interval(2.0, 2.0, 2) == "too few pairs (2)" == interval(1.0, 3.0, 2)
    assert interval(2.0, 2.0, 9) == "the same in all pairs"
    assert interval(-1.0, 3.0, 9) == "-1 to +3"


def test_a_chart_breaks_where_there_is_no_number() -> None:
    world = pd.DataFrame({"quarter": ["2025Q1", "2025Q2", "2025Q3"], "welfare": [1.0, math.nan, 3.0]})
    drawn = chart(Panel("Welfare", ("welfare",)), world)
    line = drawn.rpartition(' d="')[2]
    assert line.count("M") == 2
    assert "nan" not in drawn
    assert '"Welfare from 1 to 3."' in drawn


def test_a_scale_holds_all_values() -> None:
    for values in (np.zeros(3), np.array([5.0, 5.0]), np.array([-2.0, 7.0]), np.array([math.nan])):
        scale, ticks = scale_of(values, logarithmic=False)
        finite = values[np.isfinite(values)]
        assert scale.low < scale.high
        assert ((finite >= scale.low) & (finite <= scale.high)).all()
        assert len(ticks) >= 2
    assert scale_of(np.array([1.0, 1e6]), logarithmic=True)[0].logarithmic
    assert not scale_of(np.array([0.0, 1e6]), logarithmic=True)[0].logarithmic


def test_every_line_is_a_metric() -> None:
    assert {metric for panel in PANELS for metric in panel.lines} <= set(METRICS)


def test_all_nations_are_on_the_map() -> None:
    outlines, dots = geometry()
    assert set(load_inputs().nations["iso3"]) <= {*outlines, *dots}
    assert "TWN" in outlines
    assert GEOMETRY.stat().st_size < 250_000
    for name, outline in outlines.items():
        assert np.isfinite(outline.vertices).all(), name
        assert np.ptp(np.asarray(outline.vertices)[:, 0]) < 5.5, name


def test_the_projection_keeps_areas() -> None:
    longitude, latitude = np.array([-1.0, 1.0, 1.0, -1.0]), np.array([-1.0, -1.0, 1.0, 1.0])
    areas = []
    for middle in (0.0, 45.0, 70.0):
        x, y = project(longitude, latitude + middle)
        shoelace = abs((x * np.roll(y, -1) - np.roll(x, -1) * y).sum()) / 2
        areas.append(shoelace / np.cos(np.radians(middle)))
    assert areas == pytest.approx([areas[0]] * 3, rel=1e-3)


def test_no_two_groups_look_alike() -> None:
    look = styles([f"group {i}" for i in range(20)], "other", "none")
    assert len({style.colour for style in look.values()}) == len(look)
    assert len({style.hatch for style in look.values()}) == len(look)


def test_a_lineage_keeps_its_look_and_none_has_a_look_of_its_own() -> None:
    names = ["Nvidia (USA)", "ByteDance (CHN)"]
    looks = [styles(order, "other", "none") for order in (names, ["none", *names], names[::-1], names[:1])]
    assert looks[0] == looks[1] == looks[2]
    assert len({look["Nvidia (USA)"] for look in looks}) == 1
    assert all(look["none"] == NONE and NONE not in STYLES for look in looks)


def test_the_leading_lineages_look_the_same_in_every_report() -> None:
    assert len(set(LEADERS)) == len(STYLES)
    firms = load_inputs().firms
    known = {"EU27", *(f"{name} ({home})" for name, home in zip(firms["name"], firms["iso3"], strict=True))}
    assert set(LEADERS) <= known
    late = styles(["a", "b", "c", "d", LEADERS[3], LEADERS[0]], "other", "none", LEADERS)
    assert (late[LEADERS[0]], late[LEADERS[3]]) == (STYLES[0], STYLES[3])


def test_what_has_no_numbers_is_not_drawn() -> None:
    world = pd.DataFrame({metric: [1.0, 2.0] for metric in METRICS} | {"quarter": ["2025Q1", "2025Q2"]})
    assert panels_of(world) == list(PANELS)
    chinese = [metric for metric in METRICS if metric.startswith(("cn_", "us_cn_"))]
    panels = panels_of(world.assign(**dict.fromkeys(chinese, math.nan)))
    assert not any("China" in panel.title for panel in panels)
    assert [panel.lines for panel in panels if panel.title == "AI compute"] == [("world_compute_h100e",)]


def test_a_flow_that_has_not_begun_has_no_start() -> None:
    start = dict.fromkeys(METRICS, 0.0) | {"expected_loss": 0.25}
    rows = {row["name"]: row for row in changes({"start": start, "final": dict.fromkeys(METRICS, 1.0)})}
    assert (rows["vendor_revenue"]["start"], rows["vendor_revenue"]["change"]) == (None, None)
    assert (rows["expected_loss"]["start"], rows["expected_loss"]["change"]) == (0.25, 0.75)
    assert rows["sovereign_ais"]["start"] == 0
    world = pd.DataFrame([start, dict.fromkeys(METRICS, 1.0)])
    assert begun(world)["vendor_revenue"].isna().tolist() == [True, False]
    assert world["vendor_revenue"].tolist() == [0, 1]


WORLD = dict.fromkeys((f"N{k}" for k in range(193)), 1.0)


def orders(*rows: tuple[str, str, str, float]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["quarter", "lever", "target", "value"])
    return table.assign(iso3="USA", strategy="grim", reason="because of " + table["target"])


def test_moves_are_told_with_what_was_before() -> None:
    told = turns(
        orders(
            ("2025Q1", "subsidy", "", 0.2),
            ("2025Q1", "control:chips", "CHN", 0.5),
            ("2025Q1", "control:memory", "CHN", 0.5),
            ("2025Q3", "subsidy", "", 0.6),
            ("2025Q3", "cooperate", "FRA", 1.0),
            ("2025Q3", "cooperate", "DEU", 0.5),
        ),
        WORLD,
    )
    assert [turn.quarter for turn in told] == ["2025Q1", "2025Q3"]
    assert told[0].moves == (
        ("control of chips, memory toward CHN: 0.5", "because of CHN"),
        ("chip subsidy: 0.2", "because of "),
    )
    assert told[1].moves == (
        ("cooperation toward FRA, DEU (mean): 0.75", "because of FRA"),
        ("chip subsidy: 0.2 → 0.6", "because of "),
    )


def test_no_move_is_no_turn() -> None:
    assert turns(orders(), WORLD) == ()


def test_frequent_events_take_one_line_a_quarter() -> None:
    rare = [("2025Q1", kind, "USA", "CHN;IRN", 0.5, "A rule") for kind in ("announce", "impose")]
    harmed = [*["USA"] * OFTEN, "FRA"]
    often = [("2025Q2", "incident", iso3, "", float(iso3 == "FRA"), f"harm in {iso3}") for iso3 in harmed]
    columns = ["quarter", "kind", "actor", "target", "value", "text"]
    told = happenings(pd.DataFrame([*rare, *often], columns=columns))
    assert [(line.quarter, line.kind, line.who, line.on) for line in told] == [
        ("2025Q1", "announce, impose", "USA", "CHN, IRN"),
        ("2025Q2", "incident", f"USA {OFTEN}, FRA", ""),
    ]
    assert told[1].text == f"{OFTEN + 1} of this kind, the largest: harm in FRA"


def test_sources_are_told_in_words() -> None:
    assert reference("knight2025").text.startswith("Knight, Will")
    assert reference("a book of mine").text == "a book of mine"
    assert all(entry.text for entry in bibliography().values())


@pytest.mark.parametrize(
    ("ends", "unit"), [((-2e-4, 0), "chance a quarter"), ((-2e28, 0), "physical FLOP"), ((-4e-4, 5e-5), "")]
)
def test_an_axis_has_few_marks_in_readable_numbers(ends: tuple[float, float], unit: str) -> None:
    axes = Figure(figsize=(3.6, 2)).subplots()
    axes.plot(ends, (0, 1))
    few_ticks(axes, "x", unit)
    marks = [mark.get_text() for mark in axes.get_xticklabels()]
    assert 2 <= len(marks) <= 8 and len(set(marks)) == len(marks)
    assert sum(len(mark) for mark in marks) < 70 and not any("e" in mark for mark in marks)
    assert all(mark.endswith(" %") for mark in marks) or not unit.startswith(("share", "chance"))
    assert len({"×" in mark for mark in marks if mark != "0"}) == 1, "marks of one axis are of one form"


def figures(monkeypatch: pytest.MonkeyPatch) -> list[Figure]:
    """What is drawn from now on, once it is saved."""
    drawn: list[Figure] = []
    save = Figure.savefig

    def saved(figure: Figure, *to: Any, **how: Any) -> None:
        drawn.append(figure)
        save(figure, *to, **how)

    monkeypatch.setattr(Figure, "savefig", saved)
    return drawn


@pytest.mark.parametrize("at", [(1, 189), (189, 1), (60, 62), (62, 60), (188, 189), (0, 1)])
def test_lines_to_the_powers_cross_neither_each_other_nor_a_name(
    at: tuple[int, int], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    codes = [f"X{k}" for k in range(190)]
    codes[at[0]], codes[at[1]] = "USA", "CHN"
    rows: list[dict[str, Any]] = [
        {
            "policy": "scenario",
            "level": "x",
            "metric": code,
            "difference": d,
            "low": d - 0.01,
            "high": d + 0.01,
        }
        for code, d in zip(codes, np.linspace(-1, 0.1, 190) ** 3, strict=True)
    ]
    drawn = figures(monkeypatch)
    draw_nations(rows, load_inputs().nation_names, tmp_path / "nations.png")
    drawn[0].draw_without_rendering()  # in its own resolution, not that of the file
    axes = drawn[0].axes[0]
    marks = [text for text in axes.texts if isinstance(text, Annotation)]
    assert {mark.get_text() for mark in marks} == {"United States", "China"}
    boxes = [Text.get_window_extent(mark) for mark in marks]
    arrows = [mark.arrow_patch for mark in marks if mark.arrow_patch]
    lines = [arrow.get_path().transformed(arrow.get_transform()) for arrow in arrows]
    assert len(lines) == 2 and not boxes[0].overlaps(boxes[1])
    assert not lines[0].intersects_path(lines[1])
    shown = [axes.transData.transform((0, y))[1] for y in (0, rows[0]["low"], rows[-1]["high"])]
    assert not any(box.y0 <= y <= box.y1 for box in boxes for y in shown), (
        "names stand clear of what is shown"
    )
    for line, box in zip(lines, reversed(boxes), strict=True):
        assert not line.intersects_bbox(box, filled=False)


def test_where_all_is_zero_a_panel_has_a_scale_of_more_than_rounding() -> None:
    for axes in Figure(figsize=(10.8, 6.8), layout="constrained").subplots(5, 2).ravel():
        axes.plot([0.0] * 3, ".")
        assert axes.get_ylim()[0] < 0 < axes.get_ylim()[1]
        mark_zero(axes, "y")
        axes.margins(y=0.15)
        assert np.ptp(axes.get_ylim()) > 0.01


def test_few_nations_are_named_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    drawn = figures(monkeypatch)
    row = {"policy": "scenario", "level": "x", "low": 0.0, "high": 0.0}
    rows = [row | {"metric": code, "difference": gain} for code, gain in (("USA", 0.0), ("FRA", -1.0))]
    draw_nations(rows, {"USA": "A", "FRA": "B"}, tmp_path / "nations.png")
    assert drawn[0].axes[0].get_xlabel().endswith(": B, A")


@pytest.mark.parametrize("metrics", [4, 6, 2])
def test_each_column_of_paths_ends_with_its_quarters(
    metrics: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    drawn = figures(monkeypatch)
    shown = list(METRICS)[:metrics]
    rows: list[dict[str, Any]] = [
        {"policy": "scenario", "level": "x", "metric": metric, "quarter": f"{2025 + k // 4}Q{1 + k % 4}"}
        | {"difference": k, "low": k - 1, "high": k + 1}
        for metric in shown
        for k in range(7)
    ]
    draw_paths(rows, shown, {}, {}, tmp_path / "paths.png")
    for axes in drawn[0].axes[max(0, metrics - COLUMNS) : metrics]:
        marks = [mark for mark in axes.get_xticklabels() if mark.get_visible()]
        assert [mark.get_text() for mark in marks] == ["2025Q1", "2025Q3", "2026Q1", "2026Q3"]


def test_what_a_plan_can_vary_and_what_it_ends_with_has_words() -> None:
    names = load_inputs().nation_names
    assert all(factor_words(row.name, names) == row.meaning.split(";")[0] != row.name for row in rows())
    assert set(WITH_ARTICLE) <= set(names.values())
    assert factor_words("strategy.USA", names) == "Strategy of the United States"
    assert factor_words("strategy.CHN", names) == "Strategy of China"
    assert factor_words("strategy.USA", {"USA": "Utopia"}) == "Strategy of Utopia"
    assert level_words("military_frame", "1.0", names).endswith(": 1")
    assert metric_words("us_cn_lag_years") == METRICS["us_cn_lag_years"].title
