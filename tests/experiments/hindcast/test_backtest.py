"""The hindcast is scored as its interface says, tunes on nothing after 2023Q4, and beats naive forecasts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sovereigns.experiments.hindcast import backtest as hindcast
from sovereigns.experiments.hindcast import calibrate, history, scoring
from sovereigns.experiments.hindcast.figures import draw_backtest
from sovereigns.model.errors import InputError
from sovereigns.model.facts.parameters import rows
from sovereigns.model.facts.quarters import parse
from sovereigns.model.start.people import use_counted


def test_naive_forecasts_hold_the_last_value_or_go_on_by_the_mean_step() -> None:
    forecasts = scoring.naive(np.array([1.0, 2.0, 5.0]), 2)
    assert forecasts["no_change"].tolist() == [5, 5]
    assert forecasts["constant_growth"].tolist() == [7, 9]


def test_score_of_one_forecast_is_its_distance_and_a_sharp_right_one_is_best() -> None:
    assert scoring.crps(np.array([3.0]), 5.0) == 2
    spread = np.linspace(-1.0, 1.0, 33)
    sharp, vague, wrong = (scoring.crps(5 + spread / 10, 5.0), scoring.crps(5 + 2 * spread, 5.0), 2.0)
    assert sharp < vague < wrong
    assert scoring.crps(np.full(9, 5.0), 5.0) == 0


@pytest.mark.parametrize("name", history.SERIES)
def test_history_covers_the_years_that_it_is_scored_on(name: str) -> None:
    seen = history.observed(name)
    wanted = [f"{y}Q{q}" for y in (2022, 2023, 2024) for q in (1, 2, 3, 4)]
    assert {q for q in wanted if q.endswith("Q4") or not history.SERIES[name].annual} <= set(seen)
    assert all(value > 0 for quarter, value in seen.items() if parse(quarter) >= 0)


def test_cumulative_history_never_falls() -> None:
    for name in ("tracked_ai_compute_h100e", "us_frontier_training_flop", "cn_frontier_training_flop"):
        values = list(history.observed(name).values())
        assert values == sorted(values)


@pytest.mark.parametrize(
    ("name", "learns_to"), [("cn_lag_years", "2021Q4"), ("tracked_ai_compute_h100e", "2022Q4")]
)
def test_naive_forecasts_learn_before_2022_where_there_are_data_else_in_2022(
    name: str, learns_to: str
) -> None:
    learnt, scored = hindcast._scored(history.SERIES[name], history.observed(name))
    assert max(learnt, key=parse) == learns_to
    assert not set(learnt) & set(scored)
    assert max(scored, key=parse) == "2024Q4"


@pytest.fixture(scope="module")
def record() -> history.Record:
    return history.run(0, 12, {})


def test_calibration_reads_nothing_after_2023(
    record: history.Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = calibrate.distances(record)
    told = history.observed

    def otherwise(name: str) -> dict[str, float]:
        return {q: v if parse(q) <= parse(history.TRAINED) else 1e9 for q, v in told(name).items()}

    monkeypatch.setattr(calibrate, "observed", otherwise)
    assert calibrate.distances(record) == before
    late = {k: np.where(np.arange(12).reshape(-1, *[1] * (v.ndim - 1)) > 7, 0, v) for k, v in record.items()}
    assert calibrate.distances(late) == before


def test_a_match_on_2022_alone_reads_nothing_of_2023(record: history.Record) -> None:
    late = {k: np.where(np.arange(12).reshape(-1, *[1] * (v.ndim - 1)) > 3, 0, v) for k, v in record.items()}
    assert calibrate.distances(late, "2022Q4") == calibrate.distances(record, "2022Q4")


def test_discrepancy_widens_the_band_and_keeps_its_middle() -> None:
    for name in ("us_frontier_training_flop", "cn_lag_years"):
        series, sample = history.SERIES[name], np.full((33, 4), 2.0)
        band = calibrate.with_discrepancy(name, sample)
        assert np.median(band, axis=0) == pytest.approx(sample[0])
        apart = np.diff(series.scale(np.quantile(band, scoring.BAND, axis=0)), axis=0)
        assert apart == pytest.approx(2 * 1.645 * calibrate.TOLERANCE[name], rel=0.1)
        assert scoring.inside(band, np.full(4, 2.0)).all()
        assert not scoring.inside(sample, np.full(4, 2.1)).any()


def test_the_error_of_a_nations_share_is_one_of_its_odds() -> None:
    shares = np.tile([0.001, 0.2, 0.95], (33, 1))
    for name in calibrate.OF_NATIONS:
        band = calibrate.with_discrepancy(name, shares)
        assert ((band > 0) & (band < 1)).all()
        assert np.median(band, axis=0) == pytest.approx(shares[0])
        odds = np.log10(band / (1 - band))
        apart = np.diff(np.quantile(odds, scoring.BAND, axis=0), axis=0)
        assert apart == pytest.approx(2 * 1.645 * calibrate.TOLERANCE[name], rel=0.1)


def test_recorded_points_lie_in_the_ranges_of_the_table() -> None:
    table = {row.name: row for row in rows()}
    points = calibrate.plausible()
    assert len(points) >= hindcast.SEEDS
    for point in points:
        for name, value in point.items():
            assert table[name].min <= value <= table[name].max


def test_a_point_that_history_rules_out_is_implausible(record: history.Record) -> None:
    mistaken = record | {"delivered": record["delivered"] * 100}
    assert calibrate.implausibility(mistaken) > calibrate.CUTOFF


def test_firms_enter_when_they_were_founded() -> None:
    from sovereigns.model.simulation import Simulation

    early = Simulation("as-it-happened", start="2022Q1", record=False)
    row = early.world.firm_name.index("xAI")
    assert early.world.firm_size[row] == 0
    assert early.run(5).world.firm_size[row] > 0
    home = np.bincount(early.world.firm_nation, weights=early.world.firm_size)
    assert np.allclose(home[home > 0], 1)


def test_first_quarter_is_that_of_the_record() -> None:
    from sovereigns.model.simulation import Simulation

    world = Simulation("as-it-happened", start="2022Q1", record=False).world
    for iso3, name in (("USA", "us_frontier_training_flop"), ("CHN", "cn_frontier_training_flop")):
        run = world.training_flop[world.row(iso3)]
        assert run == pytest.approx(history.observed(name)["2022Q1"], rel=0.02)


def test_shape_of_the_answer() -> None:
    result = hindcast.backtest("2023Q4", seeds=2, workers=1)
    assert list(result["series"]) == list(history.SERIES)
    quarterly, annual = result["series"]["cn_lag_years"], result["series"]["notable_models"]
    assert [row["quarter"] for row in annual] == ["2022Q4", "2023Q4"]
    assert len(quarterly) == 8
    assert set(quarterly[0]) == {"quarter", "observed", "median", "low", "high"}
    assert all(set(error) == {"model", "no_change", "constant_growth"} for error in result["error"].values())


def test_a_forecast_begins_where_the_record_ends_and_is_made_for_every_series_and_nation() -> None:
    result = hindcast.backtest("2025Q4", seeds=3, workers=1)
    for name, told in result["series"].items():
        ahead = [row for row in told if row["quarter"] > history.LAST]
        assert len(ahead) == (1 if history.SERIES[name].annual else 4)
        assert all(row["observed"] is None and row["low"] <= row["median"] <= row["high"] for row in ahead)
    for name in (*history.INCREMENTS, "us_frontier_training_flop", "cn_frontier_training_flop"):
        first = next(row for row in result["series"][name] if row["quarter"] == history.AHEAD)
        assert 0.8 < first["median"] / history.observed(name)[history.LAST] < 3
    nations = result["nations"]
    assert not set(nations) & set(result["error"])
    fields = {"iso3", "quarter", "observed", "median", "low", "high"}
    assert all(set(row) == fields for told in nations.values() for row in told)
    counted = {row["iso3"]: row["observed"] for row in nations["ai_use"] if row["quarter"] == "2025Q2"}
    assert counted == use_counted()
    assert all(row["observed"] is None for row in nations["ai_use"] if row["quarter"] > "2025Q2")
    late = {row["iso3"]: row["median"] for row in nations["ai_use"] if row["quarter"] == "2025Q4"}
    assert set(late) == set(counted)
    assert np.mean([late[iso3] > counted[iso3] for iso3 in counted]) > 0.9


def test_use_is_forecast_from_2025_alone() -> None:
    assert hindcast.backtest("2022Q4", seeds=1, workers=1)["nations"] == {"ai_use": []}


def test_a_forecast_has_no_record_and_is_not_scored(tmp_path: object) -> None:
    with pytest.raises(InputError, match="2022Q4"):
        hindcast.backtest("2021Q4", seeds=1)
    with pytest.raises(InputError, match="no quarter"):
        hindcast.backtest("soon", seeds=1)


@pytest.fixture(scope="module")
def result() -> Any:
    return hindcast.backtest("2026Q2")


@pytest.mark.slow
def test_the_model_beats_naive_forecasts_on_seven_series_of_eight(result: Any) -> None:
    better = [e["model"] < min(e["no_change"], e["constant_growth"]) for e in result["error"].values()]
    assert sum(better) >= 7


@pytest.mark.slow
def test_what_was_recorded_lies_in_the_bands_and_nations_are_ranked(result: Any, tmp_path: Path) -> None:
    assert result["coverage"]["share"] >= 0.7
    assert all(result["width"][name] <= 30 for name, s in history.SERIES.items() if s.logarithmic)
    assert result["series"]["cn_lag_years"][-1]["observed"] is None
    assert result["ranks"]["compute_share"]["rank_correlation"] > 0
    assert draw_backtest(result, tmp_path / "backtest.png", history.TRAINED).stat().st_size > 0
