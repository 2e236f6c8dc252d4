"""Chips, researchers and people are conserved in every step of every preset, by a ledger of its own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sovereigns.model.simulation import Simulation
from sovereigns.model.start.presets import scenario_names
from tests.worlds import few_nations

NATIONS = ("USA", "CHN", "FRA", "IND", "NLD", "JPN", "KEN", "ARE", "TUV")


def audit(simulation: Simulation, quarters: int) -> None:
    w = simulation.world
    people, researchers = w.population.copy(), len(w.residence)
    for _ in range(quarters):
        before = w.owned.sum() + w.stockpile.sum()
        simulation.step()
        now = w.owned.sum() + w.stockpile.sum()
        assert now == pytest.approx(before + w.produced - w.retired, rel=1e-9)
        assert w.leased.sum() == pytest.approx(w.rented.sum(), rel=1e-9, abs=1e-6)
        assert (w.leased <= w.owned.sum(axis=0) + 1e-6).all()
        assert np.bincount(w.residence, minlength=w.n).sum() == researchers
        assert (w.population == people).all()
        used = w.usage.sum(axis=1) + w.programme_usage + w.common_usage.sum(axis=1)
        assert (used <= 1 + 1e-9).all()
        sizes = w.per_nation(w.firm_size)
        assert ((np.abs(sizes - 1) < 1e-9) | (sizes == 0)).all()


@pytest.mark.parametrize("name", scenario_names())
def test_in_a_small_world(name: str, tmp_path: Path) -> None:
    nations = few_nations(tmp_path, *NATIONS)
    audit(Simulation(name, 1, nations=nations, firms=40, researchers=100), 8)


@pytest.mark.slow
@pytest.mark.parametrize("name", scenario_names())
def test_in_the_standard_world(name: str) -> None:
    audit(Simulation(name, 1), 40)


@pytest.mark.parametrize("sizes", [{"firms": 0}, {"researchers": 0}, {"firms": 0, "researchers": 0}])
def test_a_world_may_lack_firms_or_researchers(sizes: dict[str, int], tmp_path: Path) -> None:
    nations = few_nations(tmp_path, *NATIONS)
    audit(Simulation(nations=nations, **({"firms": 20, "researchers": 50} | sizes)), 4)  # type: ignore[arg-type]


@pytest.mark.parametrize(("mean", "frontier"), [(20, 10), (12, 16), (12, 11.5), (2, 60)])
def test_however_long_chips_lead_and_last(mean: float, frontier: float, tmp_path: Path) -> None:
    lives = {"life_mean": mean, "life_frontier": frontier}
    audit(Simulation(nations=few_nations(tmp_path, *NATIONS), firms=20, researchers=50, set=lives), 6)
