"""What a run keeps: the end alone is the same end, orders by kind of layer are the same orders."""

from pathlib import Path

import numpy as np

from sovereigns.model.simulation import Simulation
from tests.worlds import few_nations


def test_only_the_end_is_kept_and_it_is_the_same(tmp_path: Path) -> None:
    nations = few_nations(tmp_path, "USA", "CHN", "FRA", "TUV")
    whole, end = (
        Simulation(seed=3, nations=nations, firms=12, researchers=50, record=record).run(3)
        for record in (True, False)
    )
    assert len(whole.metrics()) == 4
    assert end.metrics().equals(whole.metrics().tail(1).reset_index(drop=True))
    assert end.recorder.changes == end.recorder.events == []


def test_what_nations_believed_stays_as_it_was_when_they_decided() -> None:
    """Also where the rest of the quarter changes what they knew: who belongs to a body."""
    simulation = Simulation("safety-coalition", firms=60, researchers=60)
    simulation.world.member[:] = True
    before = simulation.world.member.copy()
    simulation.step()
    assert simulation.briefing is not None and (simulation.world.member != before).any()
    np.testing.assert_array_equal(simulation.briefing.membership, before)
    np.testing.assert_array_equal(simulation.briefing.member, before.T)
