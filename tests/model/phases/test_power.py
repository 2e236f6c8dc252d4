"""Power, chips and enforcement: what bounds the build-out, in which direction, and by how much."""

from __future__ import annotations

import numpy as np
import pytest

from sovereigns.model.phases.trade import affordable, powered, spending_ceiling, trade
from sovereigns.model.phases.train import _candidates
from sovereigns.model.relations.compute import run_flop, run_quarters
from sovereigns.model.simulation import Simulation
from tests.worlds import Stage, at, branch, told

GW_OF_KW = 1e-6


def market(s: Simulation) -> np.ndarray:
    """(n,) shares of the market for cloud."""
    w = s.world
    means = w.per_nation(w.firm_capital, w.firm_kind == 1)
    share: np.ndarray = means / means.sum()
    return share


def test_what_ai_draws_stays_within_the_power_that_stands_ready(lived: Simulation) -> None:
    """But for chips that are smuggled in, whatever the budget."""
    s = branch(lived)
    for _ in range(8):
        before, total = s.world.power_draw.copy(), s.world.smuggled_total
        s.step()
        w = s.world
        smuggled = (w.smuggled_total - total) * w.chip_draw * GW_OF_KW
        assert (w.power_draw <= np.maximum(w.power, before) + smuggled + 1e-9).all()


def test_where_no_power_is_built_chips_only_replace_chips(stage: Stage) -> None:
    """And the more the grid takes on, the more compute there comes to be."""
    worlds = [stage.build(set={"power_growth_most": most}).run(20).world for most in (0, 0.01, 0.05)]
    stocks = [w.owned.sum() for w in worlds]
    assert stocks[0] < 0.6 * stocks[1] < 0.6 * stocks[2]
    shut = stage.build(set={"power_growth_most": 0})
    first = shut.world.power + shut.world.power_building
    assert (shut.run(20).world.power <= first + 1e-9).all()


def test_a_build_takes_its_time(opened: Simulation) -> None:
    """Power begun stands ready at one part in power_quarters a quarter."""
    s = branch(opened)
    w, p = s.world, told(s, power_quarters=8)
    power, building = w.power.copy(), w.power_building.copy()
    trade(w, p)
    np.testing.assert_allclose(w.power, power + building / 8)
    assert (w.power_building - building * (1 - 1 / 8) <= p.power_growth_most / 4 * w.grid + 1e-12).all()


def test_chips_of_a_later_year_draw_less(stage: Stage) -> None:
    """Four quarters: a fall by chip_draw_fall, compounded by the quarter."""
    s = stage.build().run(4)
    p = s.parameters
    assert s.world.chip_draw == pytest.approx(p.chip_draw * (1 - p.chip_draw_fall / 4) ** 4)
    assert stage.build(start="2022Q1").world.chip_draw > p.chip_draw


def test_spending_tends_to_more_where_hyperscalers_are_at_home(opened: Simulation) -> None:
    """At no lead an economy's weight alone counts; with it, cloud against GDP does; power caps both."""
    s = branch(opened)
    w, cloud = s.world, market(s)
    usa, germany = at(w, "USA"), at(w, "DEU")
    even, led = (affordable(w, told(s, hyperscaler_lead=lead), cloud) for lead in (0, 0.6))
    able = w.state_capacity * w.energy
    np.testing.assert_allclose(even, s.parameters.intensity_ceiling * able)
    assert led[usa] > even[usa] and led[germany] < even[germany]
    spent = [(x * w.gdp / able).sum() for x in (even, led)]
    assert spent[1] == pytest.approx(spent[0]), "what some spend more, others spend less"
    w.power[:] = w.power_draw + 0.001
    capped = spending_ceiling(w, s.parameters, cloud)
    np.testing.assert_allclose(capped[usa] * w.gdp[usa], powered(w)[usa] * w.chip_price / 1e6)


def test_the_ceiling_of_output_is_of_chips_so_that_better_chips_raise_it(opened: Simulation) -> None:
    made = []
    for worth in (1.0, 2.0):
        s = branch(opened)
        w, p = s.world, told(s, generation_speed=0, supply_growth=2, supply_ceiling=1e6)
        w.chip_power, w.chip_supply = worth, 1e9
        for _ in range(30):
            trade(w, p)
        made.append(w.chip_supply)
    assert made[1] == pytest.approx(2 * made[0], rel=1e-6)


def test_a_run_lasts_as_long_as_effective_compute_takes_to_grow_by_e(opened: Simulation) -> None:
    """Sevilla et al. 2022: 1.1 orders of magnitude a year give 1.6 quarters, a stall the most waited for."""
    s = branch(opened)
    w, p = s.world, s.parameters
    for pace, lasts in (
        (1.1, 4 / (1.1 * np.log(10))),
        (0.5, 4 / (0.5 * np.log(10))),
        (0, p.run_quarters_most),
    ):
        w.frontier = [pace * age / 4 for age in range(9)]
        assert run_quarters(w, p) == pytest.approx(lasts)
    w.frontier = [2.0 * age for age in range(9)]
    assert run_quarters(w, p) == 1


def test_fewer_bits_make_more_work(opened: Simulation) -> None:
    """None at the start and without a gain; in the end by precision_gain."""
    s = branch(opened)
    w = s.world
    plain = run_flop(w, told(s, precision_gain=1))
    assert run_flop(w, told(s, precision_gain=4)) == pytest.approx(plain)
    w.quarter += 400
    assert run_flop(w, told(s, precision_gain=4)) == pytest.approx(4 * plain)


def test_no_run_goes_faster_than_data_move(opened: Simulation) -> None:
    """A wall far away changes nothing, a near one holds all who are beyond it at its speed."""
    s = branch(opened)
    w, p = s.world, s.parameters
    plain = _candidates(w, told(s, latency_flop=1e40))[0]
    np.testing.assert_array_equal(_candidates(w, p)[0], plain)
    wall = 1e24
    walled = _candidates(w, told(s, latency_flop=wall))[0]
    assert plain.max() > wall * run_quarters(w, p)
    np.testing.assert_allclose(walled, np.minimum(plain, wall * run_quarters(w, p)))


def test_enforcement_learns_from_what_is_smuggled_and_cuts_it(stage: Stage) -> None:
    """Without learning smuggling only grows; the quicker it learns, the less comes through.

    Under the same governments in each world, and while what is smuggled is worth its premium.
    """
    same = {"vigilance_unit": 10, "learning": "off"}
    world = {
        speed: stage.build("chip-controls-2022", start="2022Q1", set=same | {"vigilance_speed": speed})
        .run(20)
        .world
        for speed in (0, 0.1, 0.4)
    }
    assert world[0].vigilance == 0 < world[0].smuggled_total
    assert world[0].smuggled_total > 1.2 * world[0.1].smuggled_total > 1.2 * world[0.4].smuggled_total > 0
