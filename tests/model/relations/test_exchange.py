"""Trade and ideas: what parting costs, whom most, and what of it rides on ideas."""

from __future__ import annotations

import numpy as np
import pytest

from sovereigns.experiments.patterns.economy import parted
from sovereigns.model.relations.exchange import cost_of_duties, doors, parting, spent_abroad
from sovereigns.model.simulation import Simulation
from sovereigns.model.world import World
from tests.worlds import at, branch, told, twin, under


def test_limits_open_doors_cost_nothing_and_a_world_of_one_trades_with_nobody(opened: Simulation) -> None:
    s = branch(opened)
    w, p = twin(s.world, control=0), s.parameters
    for share in doors(w, p):
        np.testing.assert_array_equal(share, 1)
    assert not parting(spent_abroad(w, p), np.ones(w.n), p).any()
    alone = twin(w, trade_weight=0, control=1)
    for share in doors(alone, p):
        np.testing.assert_array_equal(share, 1)


def test_size_all_doors_shut_cost_the_gains_from_trade(opened: Simulation) -> None:
    """Arkolakis, Costinot and Rodriguez-Clare 2012: - log of the share spent at home / elasticity."""
    s = branch(opened)
    w = twin(s.world, control=1)
    p = told(s, trade_of_controls=1, trade_elasticity=4)
    trade, _ = doors(w, p)
    assert not trade.any()
    abroad = spent_abroad(w, p)
    np.testing.assert_allclose(parting(abroad, trade, p), -np.log(1 - abroad) / 4)
    assert abroad[at(w, "KEN")] > abroad[at(w, "DEU")] > abroad[at(w, "USA")]


def test_direction_a_door_to_a_near_and_productive_partner_is_worth_most(opened: Simulation) -> None:
    s = branch(opened)
    w, p = twin(s.world, control=0), told(s, trade_of_controls=1)
    france = at(w, "FRA")
    left = {on: doors(under(w, "chips", "FRA", on), p) for on in ("DEU", "KEN", "JPN")}
    trade, ideas = ({on: share[k][france] for on, share in left.items()} for k in (0, 1))
    assert trade["DEU"] < trade["JPN"] < trade["KEN"] < 1
    assert 1 - ideas["KEN"] < 1 - trade["KEN"], "little is learned from the poor"
    shut_by_them = doors(under(w, "chips", "DEU", "FRA"), p)[0][france]
    assert shut_by_them == pytest.approx(trade["DEU"]), "either side can shut a door"


def of_world(w: World, lost: np.ndarray) -> float:
    """A part of output lost, nations weighted by GDP."""
    return float((lost * w.gdp).sum() / w.gdp.sum())


def test_direction_what_ideas_cost_grows_with_time_and_trade_costs_once(opened: Simulation) -> None:
    s = branch(opened)
    for ideas in (0, 0.3):
        p = told(s, trade_of_controls=1, ideas_of_trade=ideas, growth_of_ai=0)
        lost = [of_world(s.world, parted(s.world, p, quarters)) for quarters in (1, 20, 40)]
        small = [lost[k + 1] - lost[k] for k in (0, 1)]
        assert (np.abs(small) < 1e-3).all() if ideas == 0 else min(small) > 0.005


@pytest.mark.slow
def test_effect_size_two_blocs_that_part_by_2040() -> None:
    """Goes and Bekkers 2022: some 5 % of the world's welfare, the poorest more, far less without ideas."""
    s = Simulation("no-controls", 0)
    with_ideas, without = (
        parted(s.world, s.parameters.replace({"trade_of_controls": 1} | told_))
        for told_ in ({}, {"ideas_of_trade": 0})
    )
    assert 0.03 < of_world(s.world, with_ideas) < 0.08
    poorest = np.argsort(s.world.income, kind="stable")[: s.world.n // 3]
    richest = np.argsort(-s.world.income, kind="stable")[: s.world.n // 3]
    assert with_ideas[poorest].mean() > max(with_ideas[richest].mean(), of_world(s.world, with_ideas))
    assert of_world(s.world, without) < of_world(s.world, with_ideas) / 2


def test_a_duty_costs_what_a_control_that_shuts_as_much_does(opened: Simulation) -> None:
    """One price of shut trade: a uniform tariff shuts what the elasticity says (Nordhaus 2015)."""
    s = branch(opened)
    w, p = twin(s.world, control=0), told(s, trade_of_controls=1, trade_elasticity=4)
    for rate in (0.03, 1.0):
        shut = 1 - (1 + rate) ** -4
        trade, _ = doors(twin(w, control=shut), p)
        np.testing.assert_allclose(trade, 1 - shut)
        lost = 1 - np.exp(-parting(spent_abroad(w, p), trade, p))
        np.testing.assert_allclose(cost_of_duties(w, p, rate).sum(axis=1), w.gdp * lost)
    dear, cheap = (cost_of_duties(w, told(s, trade_elasticity=e), 0.5).sum() for e in (2, 10))
    assert cheap < dear / 2, "what is easily replaced costs little"
    small, whole = cost_of_duties(w, p, 0.001), (w.gdp * spent_abroad(w, p)).sum()
    assert small.sum() == pytest.approx(0.001 * whole, rel=0.01), "at first its rate of what is traded"
