"""C4, C6, K5: what the target builds under controls, how scarcity steers its research, what it pays."""

from __future__ import annotations

import numpy as np
import pytest

from sovereigns.agents.contract import LAYER, LAYERS
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.phases.research import research
from sovereigns.model.phases.trade import trade
from sovereigns.model.relations.welfare import consumption
from sovereigns.model.world import DOMESTIC, LEADING, World
from tests.worlds import CLEAN, Stage, at, event, hold, of, twin, under

ALL_LAYERS = len(LAYERS)


def test_c4_limit_without_controls_and_money_nothing_is_built(w: World, p: Parameters) -> None:
    """Nobody rallies, nobody learns; but for wear and the pace of the frontier, fabs stay as they are."""
    world = twin(w, subsidy=0)
    trade(world, p.replace({"fab_depreciation": 0, "chip_performance_growth": 0}))
    assert not world.rally.any()
    np.testing.assert_array_equal(world.chip_design, w.chip_design)
    assert (world.own_equipment == w.own_equipment).all()
    np.testing.assert_array_equal(world.fab_capacity, w.fab_capacity)
    worn = twin(w, subsidy=0)
    trade(worn, p.replace({"chip_performance_growth": 0}))
    there = w.fab_capacity > 0
    assert (worn.fab_capacity[there] < w.fab_capacity[there]).all()


def test_c4_a_state_pays_for_fabs_where_foreign_money_stays_away(w: World, p: Parameters) -> None:
    """Rules on investment keep out what is foreign of a budget, not the state's own."""
    us, cn = at(w, "USA"), at(w, "CHN")
    shut = twin(w, subsidy=1.0)
    shut.control = w.control.copy()
    shut.control[us, LAYER["investment"], cn] = 1

    def built(world: World, foreign: float) -> float:
        after = twin(world)
        trade(after, p.replace({"foreign_money": foreign, "rally_gain": 0.0}))
        return float(after.fab_capacity[cn])

    assert built(shut, 0.0) == built(twin(w, subsidy=1.0), 0.0)
    assert built(shut, 0.6) < built(shut, 0.3) < built(twin(w, subsidy=1.0), 0.3)


def pressed(stage: Stage, **parameters: float) -> World:
    """China after five quarters under a rule on chips."""
    scenario = stage.scenario("pressed", event("chips", "USA", "CHN"))
    return stage.run(5, hold, scenario, **parameters)


def test_c4_direction_the_more_controls_rally_the_more_of_an_own_stack(stage: Stage) -> None:
    idle, keen = (pressed(stage, rally_gain=gain) for gain in (0, 3))
    cn = at(idle, "CHN")
    for stack in ("rally", "fab_capacity", "chip_design", "own_equipment", "software"):
        assert getattr(keen, stack)[cn] > getattr(idle, stack)[cn], stack
    assert keen.owned[DOMESTIC, cn] > 1.05 * idle.owned[DOMESTIC, cn]


def test_c4_direction_controls_raise_the_share_of_domestic_chips(stage: Stage) -> None:
    free, ruled = stage.run(5, hold), pressed(stage)
    share = [float(w.owned[DOMESTIC, at(w, "CHN")] / w.owned[:, at(w, "CHN")].sum()) for w in (free, ruled)]
    assert share[1] > 2 * share[0]


def test_c4_size_will_moves_a_share_of_the_way_to_what_controls_stir(w: World, p: Parameters) -> None:
    p = p.replace({"rally_gain": 2, "rally_speed": 0.25})
    world = under(w, "chips", "USA", "CHN")
    for _ in range(3):
        trade(world, p)
    assert world.rally[at(w, "CHN")] == pytest.approx(2 / ALL_LAYERS * (1 - 0.75**3))


def test_c4_direction_who_is_cut_off_below_its_skill_loses_no_more_of_it_by_spending(
    w: World, p: Parameters
) -> None:
    """Skill above what equipment can be had wears at its own pace, whatever is spent on self-reliance."""
    cn, others = at(w, "CHN"), np.arange(w.n) != at(w, "CHN")
    idle, keen = (twin(w, subsidy=spent) for spent in (0, 1))
    for world in (idle, keen):
        world.control = w.control.copy()
        world.control[others, LAYER["equipment"], cn] = 1
        world.equipment[cn], world.own_equipment[cn] = 0.8, 0.1
        trade(world, p)
    assert idle.equipment[cn] < 0.8
    assert keen.equipment[cn] >= idle.equipment[cn]


def test_c4_size_skill_is_learned_no_faster_than_money_and_equipment_allow(w: World, p: Parameters) -> None:
    """However much is spent, a quarter closes at most `learning_speed` of a gap: no leap."""
    rich = twin(w, subsidy=1)
    trade(rich, p.replace({"subsidy_most": 0.1, "fab_cost": 0.01}))
    able = w.gdp > 100
    closed = (rich.chip_design - w.chip_design)[able] / (1 - w.chip_design[able] + 1e-12)
    at_frontier = w.chip_design[able] == 1
    np.testing.assert_allclose(closed[~at_frontier], p.learning_speed, rtol=0.02)
    assert (closed <= p.learning_speed).all()


@pytest.mark.parametrize("share", [0, 0.25, 1])
def test_c4_size_software_matures_with_the_root_of_use(share: float, w: World, p: Parameters) -> None:
    """At a quarter of all chips domestic, half as fast as at all of them."""
    cn = at(w, "CHN")
    world = twin(w)
    world.owned[:, cn] = 0
    world.owned[[DOMESTIC, LEADING], cn] = np.array([share, 1 - share]) * 1e8
    trade(world, p)
    gap = (1 - world.software[cn]) / (1 - w.software[cn])
    assert gap == pytest.approx(1 - p.software_speed * np.sqrt(share), abs=1e-7)


def splits(w: World, p: Parameters, compute: float, elasticity: float) -> np.ndarray:
    """Odds that Chinese firms research efficiency rather than know-how, with a part of their chips."""
    world = twin(w, rented=0, leased=0)
    world.owned[:, at(w, "CHN")] *= compute
    told = {"ces_elasticity": elasticity, "research_floor": 1e-7, "talent_spillover": 1}
    research(world, p.replace(told))
    share = world.firm_split[of(w, "CHN") & (w.firm_size > 1e-3)]
    return share / (1 - share)


def test_c6_limit_whoever_does_not_direct_research_splits_it_in_halves(w: World, p: Parameters) -> None:
    world = twin(w)
    research(world, p.replace({"research_direction": 0}))
    assert (world.firm_split == 1 / 2).all()


def test_c6_limit_at_unit_elasticity_scarcity_steers_nothing(w: World, p: Parameters) -> None:
    np.testing.assert_allclose(splits(w, p, 0.1, 1), p.compute_weight_ces / (1 - p.compute_weight_ces))


def test_c6_direction_scarce_compute_turns_research_to_efficiency_where_it_is_hard_to_replace(
    w: World, p: Parameters
) -> None:
    assert (splits(w, p, 0.1, 0.6) > splits(w, p, 1, 0.6)).all()
    assert (splits(w, p, 0.1, 2) < splits(w, p, 1, 2)).all()


@pytest.mark.parametrize("elasticity", [0.4, 0.6, 2.0])
def test_c6_size_the_odds_follow_the_published_power_of_scarcity(
    elasticity: float, w: World, p: Parameters
) -> None:
    """x / (1 - x) goes with (C / L)^(q r) (Acemoglu 2002)."""
    r = (elasticity - 1) / elasticity
    q = 1 / (1 - p.research_returns * r)
    ratio = splits(w, p, 0.1, elasticity) / splits(w, p, 1, elasticity)
    np.testing.assert_allclose(ratio, 0.1 ** (q * r), rtol=1e-6)


def test_c6_direction_a_constrained_developer_gains_more_per_chip(w: World, p: Parameters) -> None:
    """Less is lost in efficiency than in compute: capability per FLOP rises with scarcity."""
    cn, gains = of(w, "CHN") & (w.firm_size > 1e-3), []
    for compute in (1, 0.1):
        world = twin(w, rented=0, leased=0)
        world.owned[:, at(w, "CHN")] *= compute
        quiet = dict.fromkeys((f"spread_{by}" for by in ("publication", "imitation", "movers")), 0.0)
        quiet |= {"spread_distillation": 0.0, "spread_theft": 0.0, "spread_open_weights": 0.0}
        research(world, p.replace(quiet))
        gains.append(np.log(world.firm_efficiency[cn] / w.firm_efficiency[cn]) / compute)
    assert (gains[1] > 2 * gains[0]).all()


def test_k5_limit_a_nation_that_feels_no_controls_spends_nothing_on_self_reliance(
    w: World, p: Parameters
) -> None:
    spent = [consumption(w, p.replace({"rally_budget": budget})) for budget in (0, 0.1)]
    np.testing.assert_array_equal(*spent)


def test_k5_direction_self_reliance_costs_consumption_and_gains_compute(stage: Stage) -> None:
    """Both sides of the balance are there, so that either may be the heavier."""
    idle, keen = (pressed(stage, rally_budget=budget) for budget in (0, 0.006))
    cn = at(idle, "CHN")
    assert keen.owned[DOMESTIC, cn] > idle.owned[DOMESTIC, cn]
    assert keen.consumption[cn] / keen.gdp[cn] < idle.consumption[cn] / idle.gdp[cn]


def test_k5_size_the_cost_is_the_budget_of_the_will(w: World, p: Parameters) -> None:
    world = twin(w, rally=0.5)
    idle, keen = (consumption(world, p.replace({"rally_budget": budget})) for budget in (0, 0.01))
    np.testing.assert_allclose(idle - keen, 4 * 0.5 * 0.01 * w.gdp / w.population)


def test_c4_direction_who_may_buy_nothing_feels_scarcity_most(stage: Stage) -> None:
    """Shut out wholly, a nation turns to other routes; what it cannot get there is still missed."""
    felt = []
    for level in (0.0, 0.5, 1.0):
        scenario = stage.scenario(f"scarce-{level}", event("chips", "USA", "IND", level))
        world = stage.run(3, hold, scenario, **CLEAN)
        felt.append(float(world.scarcity[at(world, "IND")]))
    assert felt[0] < 0.05 < felt[2]
    assert felt[0] <= felt[1] <= felt[2]
