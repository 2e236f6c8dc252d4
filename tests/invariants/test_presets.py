"""The presets: what the issue that founded them promises, and that no code names an outcome."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from sovereigns.model.institutions.registry import institutions
from sovereigns.model.simulation import Simulation
from sovereigns.model.start.presets import scenario_names

ROOT = Path(__file__).parents[2]


def final(name: str, seed: int, quarters: int = 40, **options: object) -> dict[str, float]:
    return Simulation(name, seed, **options).run(quarters).recorder.world[-1]  # type: ignore[arg-type]


def test_there_are_fifteen() -> None:
    assert len(scenario_names()) == 15


def test_no_line_of_code_names_an_outcome() -> None:
    """A body may share its name with the preset that offers it; the default scenario is named once."""
    allowed = {"diffusion-rule-2025", *(body.name for body in institutions())}
    code = [*(ROOT / "model").rglob("*.py"), *(ROOT / "agents").rglob("*.py")]
    texts = {
        n.value for path in code for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Constant)
    }
    assert texts & set(scenario_names()) <= allowed


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_fragmentation_follows_from_closure_and_prestige_not_from_pooling(seed: int) -> None:
    fenced, pooled = final("sovereign-193", seed), final("cern-for-ai", seed)
    assert fenced["sovereign_ais"] > 2 * pooled["sovereign_ais"] + 10
    assert fenced["effective_ais"] > pooled["effective_ais"]


@pytest.mark.parametrize(
    "seed", [0, pytest.param(1, marks=pytest.mark.slow), pytest.param(2, marks=pytest.mark.slow)]
)
def test_controls_of_2022_cost_china_compute(seed: int) -> None:
    free, ruled = (final(name, seed, 8, start="2022Q1") for name in ("no-controls", "chip-controls-2022"))
    assert free["cn_compute_h100e"] > ruled["cn_compute_h100e"]
    assert free["control_level_mean"] == 0


def test_dated_law_off_differs_from_no_controls_in_the_locks_alone() -> None:
    """No dated rule in either; nations that are locked hold no control, nations that are free soon do."""
    locked, free = (Simulation(name, firms=40, researchers=100) for name in ("no-controls", "dated-law-off"))
    assert not locked.setting.rules and not free.setting.rules and not free.setting.events
    assert locked.setting.locks and not free.setting.locks
    assert locked.world.control.sum() == free.world.control.sum() == 0
    for simulation in (locked, free):
        simulation.run(3)
        assert not simulation.world.dated.any()
    assert not locked.world.control.any() and free.world.control.any()
