"""What a run keeps: the end alone is the same end, orders by kind of layer are the same orders."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sovereigns.agents.contract import BODY_LEVERS, NATION_LEVERS, PAIR_LEVERS, Order
from sovereigns.agents.posture import KIND
from sovereigns.model.recorder import Recorder
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


def test_orders_told_by_kind_of_layer_are_recorded_as_those_told_by_layer() -> None:
    rng = np.random.default_rng(4)
    iso3 = ("AAA", "BBB", "CCC")
    by_kind, by_layer, both = (Recorder(iso3) for _ in range(3))
    for quarter in range(4):
        levers: dict[str, Any] = {name: rng.random(3) for name in NATION_LEVERS} | {"reason": ()}
        levers |= {name: rng.random((3, 3)) for name in PAIR_LEVERS}
        levers |= {name: rng.random((3, 2)) for name in BODY_LEVERS}
        shape = 3, max(KIND) + 1, 3
        control = rng.random(shape) * (rng.random(shape) < 0.5)
        told = Order(who=np.arange(3), control=control, kinds=KIND, **levers)
        plain = told.by_layer()
        for recorder, order in ((by_kind, told), (by_layer, plain), (both, (told, plain)[quarter % 2])):
            recorder.ordered(quarter, order, ("grim",) * 3)
    for recorder in (by_kind, both):
        pd.testing.assert_frame_equal(recorder.order_table(("x", "y")), by_layer.order_table(("x", "y")))


def test_what_nations_believed_stays_as_it_was_when_they_decided() -> None:
    """Also where the rest of the quarter changes what they knew: who belongs to a body."""
    simulation = Simulation("safety-coalition", firms=60, researchers=60)
    simulation.world.member[:] = True
    before = simulation.world.member.copy()
    simulation.step()
    assert simulation.briefing is not None and (simulation.world.member != before).any()
    np.testing.assert_array_equal(simulation.briefing.membership, before)
    np.testing.assert_array_equal(simulation.briefing.member, before.T)
