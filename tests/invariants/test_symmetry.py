"""Nations that are equal in every way end equal: nothing in the model knows a nation's place in the table."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sovereigns.model.simulation import Simulation
from sovereigns.model.world import World
from tests.worlds import silent, write_twins


def shaped(w: World, *shapes: str) -> list[str]:
    """Columns of amounts; a lineage or a firm is a name, of which equal nations may have another each."""
    named = ("lineage row", "firm row")
    return [c.name for c in w.columns() if c.metadata["shape"] in shapes and c.metadata["unit"] not in named]


def toward_others(w: World, name: str) -> np.ndarray:
    """Values of pairs of different nations."""
    value = np.moveaxis(np.asarray(getattr(w, name), dtype=float), 0, -2)
    return value[..., ~np.eye(w.n, dtype=bool)]


@pytest.mark.parametrize(
    "scenario", ["diffusion-rule-2025", "no-controls", "sovereign-193", "cern-for-ai", "safety-coalition"]
)
def test_equal_nations_end_equal(tmp_path: Path, scenario: str) -> None:
    nations = write_twins(tmp_path / "twins.csv", 8)
    certain = silent() | {"control_initiative": 1000.0}
    w = Simulation(scenario, 3, nations=nations, firms=24, researchers=48, set=certain).run(16).world
    columns = {
        name: np.asarray(getattr(w, name), dtype=float) for name in shaped(w, "n", "b n", "5 n", "k n")
    }
    columns |= {name: toward_others(w, name) for name in shaped(w, "n n", "n l n")}
    for name, value in columns.items():
        assert np.allclose(value, value[..., :1], rtol=1e-9, atol=1e-12), name


def test_unequal_nations_do_not(tmp_path: Path) -> None:
    w = Simulation("no-controls", 3, firms=24, researchers=48, set=silent()).run(4).world
    assert np.ptp(w.capability) > 0
