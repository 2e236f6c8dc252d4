"""No legal point of the parameter space, no size and no table of nations breaks a world.

Every step keeps the invariants, and no number overflows or turns negative.
"""

from __future__ import annotations

import csv
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sovereigns.experiments.speed import fuzz
from sovereigns.experiments.speed.fuzz import attempt, point
from sovereigns.model.facts.parameters import Parameters, Row, Value, rows
from sovereigns.model.places import DATA
from sovereigns.model.simulation import Simulation
from tests.worlds import few_nations, write_twins

NATIONS = ("USA", "CHN", "FRA", "NLD", "JPN", "ARE", "TUV")
EXAMPLES = 120
QUARTERS = 4


def survive(quarters: int, **asked: Any) -> Simulation:
    """The world after some quarters, numeric warnings as errors."""
    with np.errstate(all="raise", under="ignore"), warnings.catch_warnings(action="error"):
        return Simulation(**asked).run(quarters)


def legal(row: Row) -> st.SearchStrategy[Value]:
    """Any value that a parameter may take, its ends often."""
    if row.choices:
        return st.sampled_from(row.choices)
    ends = st.sampled_from((float(row.min), float(row.max)))
    return ends | st.floats(row.min, row.max)


def of_nations(path: Path) -> dict[str, tuple[float, float]]:
    """Column of numbers of a table of nations -> its least and its largest value."""
    with path.open(encoding="utf-8") as lines:
        table = list(csv.DictReader(line for line in lines if line[0] != "#"))
    return {row["column"]: (float(row["min"]), float(row["max"])) for row in table if row["min"]}


ENDS = of_nations(DATA / "nations_columns.csv")
POINTS = st.integers(0, 2**32).flatmap(
    lambda number: st.lists(st.sampled_from(rows()), max_size=12, unique_by=lambda row: row.name).flatmap(
        lambda some: st.fixed_dictionaries({row.name: legal(row) for row in some}).map(
            lambda own: dict(point(number).set) | own
        )
    )
)
"""Points as `sovereigns fuzz` draws them, of which some parameters take any legal value."""


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Tables of nations by name."""
    folder = tmp_path_factory.mktemp("tables")
    return {
        "few": few_nations(folder, *NATIONS),
        "one": write_twins(folder / "one.csv", 1),
        "twins": write_twins(folder / "twins.csv", 5),
    }.__getitem__


@pytest.mark.slow
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(
    values=POINTS,
    nations=st.sampled_from(("few", "one", "twins")),
    scenario=st.sampled_from(("diffusion-rule-2025", "full-decoupling", "cern-for-ai", "safety-coalition")),
    start=st.sampled_from(("2025Q1", "2022Q1")),
    firms=st.sampled_from((0, 1, 9, 120)),
    researchers=st.sampled_from((0, 1, 60)),
    seed=st.integers(0, 2**63 - 1),
)
def test_any_legal_point_ends_well(
    tables: Callable[[str], Path], values: Mapping[str, Value], nations: str, **asked: Any
) -> None:
    survive(QUARTERS, nations=tables(nations), set=values, **asked)


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("column", [name for name in ENDS if name != "diffusion_tier"])
def test_nations_at_an_end_of_a_column(column: str, which: int, tmp_path: Path) -> None:
    alike = {column: repr(ENDS[column][which])}
    survive(2, nations=write_twins(tmp_path / "ends.csv", 2, **alike), firms=12, researchers=20)


@pytest.mark.parametrize(
    "values",
    [
        {"language_distance": 0.48, "nation_distance": 0.18, "zone_distance": 0.38},
        {"intensity_growth": 2},
        {"intensity_ceiling": 0.0001},
        {"chip_supply_2025": 1e9},
        {"supply_growth": 2, "generation_speed": 2},
        {"frontier_2025": 0, "growth_returns": "diminishing"},
        {"trade_of_controls": 1, "ideas_of_trade": 1, "trade_elasticity": 0.5, "most_loss": 1},
        {"growth_of_ai": 1, "taste_noise": 0, "switch_rate": 1},
        {"hazard_growth": 5, "safety_effect": 1, "frontier_2025": 0},
        {"size_speed": 1, "capital_wear": 1, "retained": 0},
        {"switch_rate": 0},
        {"rule_tightening": 1e-300},
    ],
    ids=lambda values: " ".join(f"{name}={value}" for name, value in values.items()),
)
def test_worlds_at_the_edge_end_well(values: dict[str, Value], tmp_path: Path) -> None:
    few = few_nations(tmp_path, *NATIONS)
    for scenario in ("no-controls", "full-decoupling", "cern-for-ai"):
        survive(6, scenario=scenario, nations=few, firms=120, researchers=60, set=values)


@pytest.mark.slow
@pytest.mark.parametrize(("firms", "quarters"), [(1500, 20), (5000, 3), (100_000, 1)])
def test_a_giant_in_a_tiny_economy_spends_what_it_can_carry(firms: int, quarters: int) -> None:
    s = survive(quarters, firms=firms, researchers=50)
    w, p = s.world, s.parameters
    ceiling = p.intensity_most * np.maximum(w.state_capacity * w.energy, p.least_share)
    small = w.gdp < np.median(w.gdp)
    assert (w.intensity >= 0).all()
    assert (
        w.intensity[small] <= np.maximum(ceiling, Simulation(firms=0).world.intensity)[small] + 1e-12
    ).all()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("nations", "quarters", "played"), [(193, 8, {"all": "always-cooperate"}), (600, 2, {}), (1, 8, {})]
)
def test_tables_of_equal_nations(nations: int, quarters: int, played: dict[str, str], tmp_path: Path) -> None:
    table = write_twins(tmp_path / "equal.csv", nations)
    survive(quarters, nations=table, strategies=played, firms=500, researchers=200)


def test_real_giants_in_nations_with_equal_rows(tmp_path: Path) -> None:
    with (DATA / "nations.csv").open(encoding="utf-8") as lines:
        table = list(csv.DictReader(line for line in lines if line[0] != "#"))
    one = next(row for row in table if row["iso3"] == "KEN")
    path = tmp_path / "equal.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(one))
        writer.writeheader()
        writer.writerows(one | {"iso3": row["iso3"], "name": row["name"]} for row in table)
    survive(20, nations=path, strategies={"all": "always-cooperate"}, researchers=200)


def test_points_are_legal_and_of_all_kinds() -> None:
    points = [point(number, 1) for number in range(40)]
    for one in points:
        Parameters.defaults().replace(dict(one.set))
        assert one.command().startswith(f"sovereigns run {one.scenario} --seed ")
    assert [len(points[k].set) for k in (0, 2, 3)] == [1, len(rows()), len(rows())]
    assert point(3, 1) == points[3] != point(3, 2)


def test_a_point_that_fails_is_told_with_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "play", lambda recipe: 1 / 0)
    assert attempt(1, 5) == {
        "number": 1,
        "error": "ZeroDivisionError: division by zero",
        "command": point(1, 5).command(),
    }
