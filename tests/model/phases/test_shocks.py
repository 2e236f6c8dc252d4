"""Shocks, dated and drawn: the strongest in force counts, and the end of one does not end another."""

from pathlib import Path

import pytest

from sovereigns.model.simulation import Simulation

TWO_BLOCKADES = """
assumes = "Two blockades overlap."
sources = ["own"]

[[events]]
quarter = "2025Q1"
action = "shock"
kind = "blockade"
value = 0.6
until = "2026Q1"

[[events]]
quarter = "2025Q2"
action = "shock"
kind = "blockade"
value = 0.3
until = "2025Q3"
"""
SMALL = {"firms": 20, "researchers": 20}


@pytest.fixture
def blockaded(tmp_path: Path) -> Path:
    path = tmp_path / "two.toml"
    path.write_text(TWO_BLOCKADES, encoding="utf-8")
    return path


def cut(simulation: Simulation, quarters: int) -> list[float]:
    return [simulation.run(1).world.blockade for _ in range(quarters)]


def test_a_lesser_shock_that_ends_leaves_the_greater(blockaded: Path) -> None:
    simulation = Simulation(blockaded, **SMALL)
    assert cut(simulation, 5) == [0.6, 0.6, 0.6, 0.6, 0.0]


def test_a_drawn_shock_that_ends_leaves_the_dated_one(blockaded: Path) -> None:
    certain = {"blockade_hazard": 1.0, "blockade_size": 0.9, "blockade_quarters": 1}
    simulation = Simulation(blockaded, set=certain, **SMALL)
    simulation.run(1)
    assert simulation.world.blockade == 0.9
    simulation.parameters = simulation.parameters.replace({"blockade_hazard": 0.0}, "test")
    assert cut(simulation, 2) == [0.6, 0.6]
