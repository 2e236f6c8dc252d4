"""Governments change and learn: who, from whom, how often; who keeps its strategy."""

from __future__ import annotations

import copy

import numpy as np
import pytest

from sovereigns.agents.registry import strategies
from sovereigns.model.kernels.theory.dsair import fermi
from sovereigns.model.phases.learn import learn, merit
from sovereigns.model.simulation import Simulation
from sovereigns.model.streams import Streams
from tests.worlds import Stage, at

FEW = {"firms": 40, "researchers": 100}


def played(names: tuple[str, ...], n: int) -> np.ndarray:
    return np.array([names[i % len(names)] for i in range(n)], dtype=object)


def test_off_or_named_nobody_learns(opened: Simulation) -> None:
    w, n = copy.deepcopy(opened.world), opened.world.n
    w.turned[:] = True
    now, nobody = played(("grim", "hedge"), n), np.zeros(n, dtype=bool)
    rest = opened.parameters.replace({"learning": "off"})
    assert learn(w, rest, Streams(1), now, nobody, strategies()) is now
    kept = learn(w, opened.parameters, Streams(1), now, ~nobody, strategies())
    np.testing.assert_array_equal(kept, now)
    assert (learn(w, opened.parameters, Streams(1), now, nobody, strategies()) != now).any()


def test_nobody_takes_up_what_is_not_published(opened: Simulation) -> None:
    w, n = copy.deepcopy(opened.world), opened.world.n
    w.turned[:] = True
    now = played(("person", "grim"), n)
    for step in range(20):
        w.step = step
        new = learn(w, opened.parameters, Streams(1), now, np.zeros(n, dtype=bool), strategies())
        assert not ((new == "person") & (now != "person")).any()


def test_the_better_a_peer_has_done_the_likelier_it_is_followed_by_the_fermi_rule(opened: Simulation) -> None:
    w, n = copy.deepcopy(opened.world), opened.world.n
    w.turned[:] = True
    w.network = w.network._replace(neighbours=np.tile([[0], [1]], (n, 1))[:n] * 0, weights=np.ones((n, 1)))
    now = np.where(np.arange(n) == 0, "grim", "hedge").astype(object)
    p, share = opened.parameters, []
    for ahead in (-0.01, 0.0, 0.01):
        w.growth_mean = w.growth_mean - merit(w, p)
        w.growth_mean[0] += ahead
        follow = []
        for step in range(400):
            w.step = step
            new = learn(w, p, Streams(3), now, np.zeros(n, dtype=bool), strategies())
            follow.append((new[1:] == "grim").mean())
        chance = float(fermi(0.0, ahead, p.learning_selection))
        assert np.mean(follow) == pytest.approx(chance, abs=4 * 0.5 / np.sqrt(400 * (n - 1)))
        share.append(np.mean(follow))
    assert share[0] < share[1] < share[2] and share[1] == pytest.approx(0.5, abs=0.05)


def test_a_named_strategy_stays_and_orders_name_the_one_of_their_quarter() -> None:
    keen = {"turnover_elected": 0.9, "turnover_other": 0.9, "learning_selection": 3000}
    s = Simulation(seed=2, strategies={"USA": "grim"}, set=keen, **FEW).run(6)
    assert s.played[at(s.world, "USA")] == "grim"
    assert (s.played != np.array(list(s.strategies.values()))).any(), "others learn"
    events, orders = s.tables()["events"], s.tables()["orders"]
    orders = orders.astype({"iso3": str, "quarter": str, "strategy": str})
    learned = events[events["kind"] == "learn"].iloc[-1]
    mine = orders[(orders["iso3"] == learned["actor"]) & (orders["quarter"] < learned["quarter"])]
    assert learned["text"].endswith(f"gives up {mine['strategy'].iloc[-1]}")
    again = Simulation(seed=2, strategies=dict(s.strategies), set=keen, **FEW).run(6)
    assert again.played.tolist() == list(s.strategies.values()), "all named: all kept"


def test_governments_that_learn_move_the_world_a_little(stage: Stage) -> None:
    """By the end of three years a tenth of governments or fewer play something else than at the start."""
    s = Simulation(seed=1, **FEW).run(12)
    share = (s.played != np.array(list(s.strategies.values()))).mean()
    assert 0 < share < 0.1
