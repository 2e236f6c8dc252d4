"""C3: what controls cost the firms of their own side."""

from __future__ import annotations

import copy

import numpy as np
import pytest

from sovereigns.agents.contract import LAYER
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.phases.research import research
from sovereigns.model.phases.trade import trade
from sovereigns.model.relations.markets import chip_market
from sovereigns.model.world import HYPERSCALER, World
from tests.worlds import ALONE, Stage, at, budgets, event, hold, of, twin


def test_c3_limit_without_rules_nobody_pays_or_waits(w: World) -> None:
    assert not w.compliance.any() and not w.uncertainty.any()


def test_c3_direction_and_size_the_fixed_part_weighs_on_the_smaller(stage: Stage) -> None:
    """It is the same for all with business abroad in a nation under rules: more of a small firm's means."""
    scenario = stage.scenario("taxed", event("chips", "USA", "CHN"))
    free, taxed = (
        stage.run(1, hold, scenario, compliance_fixed=cost, research_burden=0) for cost in (0, 0.002)
    )
    paid = free.firm_profit - taxed.firm_profit
    ruled_side = of(free, "USA", HYPERSCALER) | of(free, "CHN", HYPERSCALER)
    np.testing.assert_allclose(paid[ruled_side], 0.002, rtol=1e-6)
    assert not paid[of(free, "KEN") | of(free, "FRA")].any()
    weight = (paid / free.firm_capital)[ruled_side]
    order = np.argsort(free.firm_capital[ruled_side])
    assert (np.diff(weight[order]) <= 0).all() and weight.max() > 2 * weight.min()


def test_c3_size_uncertainty_postpones_its_share_of_spending(w: World, p: Parameters) -> None:
    """Of what is bought abroad: at home nothing needs a licence. What is not spent waits; nothing is lost."""
    p = p.replace({"option_value": 0.4})
    calm, waits = twin(w, uncertainty=0, postponed=0), twin(w, uncertainty=1, postponed=0)
    spent, less = (budgets(world, p) for world in (calm, waits))
    assert not calm.postponed.any()
    np.testing.assert_array_equal(calm.intensity, waits.intensity)
    np.testing.assert_allclose(less + waits.postponed, spent)
    part, home = waits.postponed / spent, chip_market(w, p)
    np.testing.assert_allclose(part[home == 0], 0.4)
    assert (np.diff(part[np.argsort(home)]) <= 1e-12).all() and part[at(w, "USA")] < 0.2


def test_c3_direction_a_cluster_rule_takes_foreign_build_out_and_its_rent(w: World, p: Parameters) -> None:
    worlds = []
    for level in (0.0, 1.0):
        world = copy.deepcopy(w)
        world.control = world.control.copy()
        world.control[at(w, "USA"), LAYER["cluster"], :] = level
        world.firm_profit = np.zeros(w.f)
        trade(world, p)
        worlds.append(world)
    giants = of(w, "USA", HYPERSCALER)
    free, ruled_ = worlds
    assert (ruled_.firm_abroad[giants] < free.firm_abroad[giants]).all()
    assert ruled_.hosted.sum() < free.hosted.sum()
    assert (ruled_.firm_profit[giants] < free.firm_profit[giants]).all()


def built_abroad(w: World, p: Parameters, complexity: float, **columns: object) -> World:
    """A quarter of building abroad by American giants who live with rules of some complexity."""
    world = twin(w, complexity=complexity, firm_awaiting=0, firm_abroad=0, uncertainty=0, **columns)
    trade(world, p.replace({"licence_delay": 4}))
    return world


def test_c3_limit_without_rules_what_is_ordered_abroad_is_built_at_once(w: World, p: Parameters) -> None:
    free = built_abroad(w, p, 0)
    assert not free.firm_awaiting.any() and free.firm_abroad[of(w, "USA", HYPERSCALER)].all()


def test_c3_size_licences_make_foreign_expansion_wait(w: World, p: Parameters) -> None:
    """At a quarter of all rules and 4 quarters of delay at all of them, half is built and half waits."""
    free, ruled_ = (built_abroad(w, p, complexity) for complexity in (0, 0.25))
    np.testing.assert_allclose(ruled_.firm_abroad, free.firm_abroad / 2)
    np.testing.assert_allclose(ruled_.firm_awaiting, free.firm_abroad / 2)
    trade(ruled_, p.replace({"licence_delay": 4}))
    assert (ruled_.firm_abroad[of(w, "USA", HYPERSCALER)] > 0).all()


def rented(w: World, p: Parameters, built: float) -> float:
    """What Kenya rents of a crowded American cloud that has moved a part of its chips abroad.

    It keeps nothing for foreigners at home.
    """
    giants = of(w, "USA", HYPERSCALER)
    chips = float(w.owned[:, at(w, "USA")].sum())
    abroad = np.where(giants, built * chips / giants.sum(), 0)
    world = twin(w, firm_abroad=abroad, control=0)
    world.control[np.arange(w.n) != at(w, "USA"), LAYER["cloud"], :] = 1
    trade(world, p.replace({"lease_share": 0, "cloud_cost": 0.1, "build_abroad_share": 0}))
    assert (world.leased <= world.owned.sum(axis=0)).all()
    return float(world.rented[at(w, "KEN")])


def test_c3_limit_who_has_built_nothing_abroad_and_keeps_all_at_home_rents_nothing_out(
    w: World, p: Parameters
) -> None:
    assert rented(w, p, 0) == 0


def test_c3_size_what_is_built_abroad_can_be_rented_there(w: World, p: Parameters) -> None:
    """Twice the chips abroad, twice the rent, as long as they are asked for."""
    once, twice = (rented(w, p, built) for built in (0.001, 0.002))
    assert once > 0
    assert twice == pytest.approx(2 * once)


def test_c3_direction_clusters_go_where_chips_may_go_and_partners_are_trusted(
    w: World, p: Parameters
) -> None:
    """A feared host gets less, one to which no chip may be sold nothing; the others get more."""
    us, cn = at(w, "USA"), at(w, "CHN")
    free, feared, banned = (twin(w, hosted=0, threat=0) for _ in range(3))
    feared.threat[us, cn] = 0.5
    banned.legal_value[cn] = 0
    for world in (free, feared, banned):
        trade(world, p)
    assert free.hosted[cn] > feared.hosted[cn] > banned.hosted[cn] == 0
    others = (np.arange(w.n) != cn) & (np.arange(w.n) != us)
    assert (banned.hosted[others] >= free.hosted[others]).all() and free.hosted[others].any()


def test_c3_limit_no_fleet_is_moved_twice(w: World, p: Parameters) -> None:
    world = twin(w, firm_capital=1e6)
    for _ in range(3):
        trade(world, p)
    giants = w.firm_kind == HYPERSCALER
    fleet = world.firm_size * world.owned.sum(axis=0)[w.firm_nation]
    assert (world.firm_abroad + world.firm_awaiting <= fleet * (1 + 1 / p.life_frontier))[giants].all()


def gained(w: World, p: Parameters, compliance: float) -> np.ndarray:
    """(f,) log gain in efficiency of a quarter of own research under a cost of compliance, share of means."""
    world = twin(w, firm_compliance=compliance * w.firm_capital)
    research(
        world, p.replace(ALONE | {"spread_open_weights": 0, "efficiency_pace": 0.4, "research_burden": 2})
    )
    return np.log(world.firm_efficiency / w.firm_efficiency)


def test_c3_limit_compliance_can_stop_research_but_not_undo_it(w: World, p: Parameters) -> None:
    """At a burden of 2 all means taken would be twice what there is."""
    np.testing.assert_array_equal(gained(w, p, 1), 0)


def test_c3_size_what_compliance_takes_is_missing_in_research(w: World, p: Parameters) -> None:
    np.testing.assert_allclose(gained(w, p, 0.1), 0.8 * gained(w, p, 0), rtol=1e-6, atol=1e-12)


def test_c3_direction_rules_tax_the_research_of_their_own_side(stage: Stage) -> None:
    """All layers of the United States against China, with the cost of compliance and without."""
    text = "".join(event(layer, "USA", "CHN") for layer in ("chips", "equipment", "cloud"))
    scenario = stage.scenario("own side", text)
    free, taxed = (
        stage.run(4, hold, scenario, compliance_fixed=0.01 * on, compliance_complexity=0.2 * on)
        for on in (0, 1)
    )
    giants = of(free, "USA", HYPERSCALER)
    assert (taxed.firm_profit < free.firm_profit)[giants].all()
    assert (taxed.firm_efficiency <= free.firm_efficiency)[giants].all()
    assert (taxed.firm_efficiency < free.firm_efficiency)[giants].any()


def test_c3_limit_what_no_rule_holds_up_is_built_at_once_to_the_last_chip(w: World, p: Parameters) -> None:
    """Orders old and new of any size; what rounding leaves is nothing, never less."""
    free = twin(w, complexity=0, uncertainty=0)
    luck = np.random.default_rng(0)
    for _ in range(100):
        free.firm_awaiting = luck.uniform(0, 1e3, free.f)
        trade(free, p)
        assert (free.firm_awaiting >= 0).all()
