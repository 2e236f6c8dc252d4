"""One nation alone grows plainly: nobody to fear, to buy from, to lose people to."""

from __future__ import annotations

from pathlib import Path

import pytest

from sovereigns.model.simulation import Simulation
from tests.worlds import silent, write_twins


def test_one_nation_alone_grows_plainly(tmp_path: Path) -> None:
    quiet = silent() | {"growth_of_ai": 0.0, "hazard_base": 0.0}
    s = Simulation(
        "no-controls", nations=write_twins(tmp_path / "one.csv", 1), firms=12, researchers=24, set=quiet
    )
    w, p = s.world, s.parameters
    start = float(w.gdp[0])
    s.run(20)
    base = p.growth_base / (1 + w.income[0] / p.income_unit)
    assert w.gdp[0] == pytest.approx(start * (1 + base) ** 20, rel=1e-9)
    assert w.threat.max() == w.control.max() == w.conflict_risk.max() == w.rented.max() == 0
    assert (w.residence == 0).all()


@pytest.mark.parametrize("count", [1, 2, 3])
def test_few_nations_run_without_a_warning(
    tmp_path: Path, count: int, recwarn: pytest.WarningsRecorder
) -> None:
    Simulation(nations=write_twins(tmp_path / "few.csv", count), firms=6, researchers=6).run(6)
    assert not [w for w in recwarn if issubclass(w.category, RuntimeWarning)]
