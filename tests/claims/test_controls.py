"""C1: what controls do to the target, by which doors, and how it answers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.law.law import Designs
from sovereigns.model.phases.trade import trade
from sovereigns.model.relations.markets import chip_market
from sovereigns.model.relations.welfare import consumption
from sovereigns.model.simulation import Simulation
from sovereigns.model.world import COVERT, LEADING, World
from tests.worlds import CLEAN, HOLDERS, PROMPT, Levers, Stage, at, event, hold, under


def ruled(stage: Stage, layer: str, level: float, quarters: int = 6, **told: object) -> World:
    """China under one rule of the United States from the first quarter on, all else held."""
    text = event(layer, "USA", "CHN", level)
    scenario = stage.scenario(f"{layer}-{level}", text)
    return stage.run(quarters, hold, scenario, **(dict(CLEAN) | told))


def test_c1_limit_a_rule_that_denies_nothing_changes_nothing(stage: Stage) -> None:
    free, empty = stage.run(3, hold, **CLEAN), ruled(stage, "chips", 0, 3)
    np.testing.assert_array_equal(free.owned, empty.owned)
    np.testing.assert_array_equal(free.capability, empty.capability)


def test_c1_limit_a_full_embargo_lets_no_lawful_chip_in(stage: Stage) -> None:
    w = ruled(stage, "chips", 1, 3)
    cn = at(w, "CHN")
    assert w.delivered[cn] == 0 and w.delivered[at(w, "IND")] > 0
    assert w.legal_train[cn] == 0 and w.legal_train[at(w, "IND")] == 1


def embargo(stage: Stage, level: float) -> World:
    """China under a rule of a level on chips, with every way round it shut: no cloud, no smuggler."""
    text = event("chips", "USA", "CHN", level) + event("cloud", "USA", "CHN")
    return stage.run(5, hold, stage.scenario(f"sealed-{level}", text), smuggling_share=0, **CLEAN)


def test_c1_direction_the_tighter_the_threshold_the_less_compute(stage: Stage) -> None:
    worlds = [embargo(stage, level) for level in (0, 0.5, 1)]
    cn = at(worlds[0], "CHN")
    compute = [float(w.usable[cn]) for w in worlds]
    assert compute[0] > compute[1] > compute[2] > 0
    assert compute[2] < 0.5 * compute[0]
    assert worlds[2].capability[cn] < worlds[0].capability[cn]


def test_c1_direction_what_one_door_shuts_out_comes_in_by_another(stage: Stage) -> None:
    """A rule on chips alone is met by rent and by smugglers."""
    free, ruled_ = (ruled(stage, "chips", level, 4) for level in (0, 1))
    cn = at(free, "CHN")
    assert ruled_.rented[cn] > free.rented[cn]
    assert ruled_.owned[COVERT, cn] > free.owned[COVERT, cn] == 0


@pytest.mark.parametrize("level", [0.4, 0.5, 0.8])
def test_c1_size_the_best_lawful_chip_lies_a_margin_below_the_threshold(stage: Stage, level: float) -> None:
    """A level u asks for a threshold of (1 / u - 1) H100s; vendors answer with a chip just below it."""
    simulation = stage.build(stage.scenario(f"under-{level}", event("chips", "USA", "CHN", level)))
    cn, p = at(simulation.world, "CHN"), simulation.parameters
    offer = simulation.menu.offer(simulation.world.quarter + int(p.variant_lag))
    assert offer.train[cn] * offer.top == pytest.approx((1 - p.variant_margin) * (1 / level - 1))
    assert offer.train[at(simulation.world, "IND")] == 1


def test_c1_rules_act_through_performance(stage: Stage) -> None:
    """What lies below a threshold stays lawful; when the rule is rescinded, so is the rest."""
    ruling = event("chips", "USA", "CHN", 0.5)
    ending = event("chips", "USA", "CHN", 0, "2025Q3", "rescind")
    bound = stage.run(4, hold, stage.scenario("bound", ruling), **CLEAN)
    freed = stage.run(4, hold, stage.scenario("freed", ruling + ending), **CLEAN, **PROMPT)
    assert 0 < bound.legal_train[at(bound, "CHN")] < freed.legal_train[at(freed, "CHN")]
    assert freed.legal_train[at(freed, "CHN")] == freed.legal_train[at(freed, "IND")]


def of_vendors(vendors: np.ndarray) -> Designs:
    """Chips that differ by their vendor's nation only."""
    same = np.ones(len(vendors))
    kind = np.full(len(vendors), "data centre")
    return Designs(same, same, same, same, kind, vendors, vendors * 0, same, same)


@pytest.mark.parametrize("reaches", [False, True])
def test_c1_limit_a_rule_binds_foreign_vendors_only_where_it_reaches_foreign_products(
    stage: Stage, reaches: bool
) -> None:
    """Without it a rule denies what vendors of its imposer sell; nobody is ever denied chips of its own."""
    simulation = stage.build(stage.scenario("reach", event("chips", "USA", "CHN")))
    (rule,) = simulation.law.changes
    law = replace(simulation.law, changes=(replace(rule, foreign_product=reaches),))
    us, jp, cn = (at(simulation.world, iso3) for iso3 in ("USA", "JPN", "CHN"))
    denied = law.denied(simulation.world.quarter, of_vendors(np.array([us, jp, cn])))[:, cn]
    np.testing.assert_array_equal(denied, [1, float(reaches), 0])


def test_c1_the_catalogue_says_which_chip_rules_reach_foreign_products() -> None:
    law = Simulation("as-it-happened", firms=0, researchers=0).law
    reach = {change.id: change.foreign_product for change in law.changes}
    assert reach["US-2022-10-CHIPS"] and not reach["US-2022-08-A100"]


def fabs(levers: Levers) -> None:
    """Everybody builds fabs."""
    levers["subsidy"][:] = 1


def test_c1_size_equipment_needs_allies(stage: Stage) -> None:
    """What one holder of equipment withholds is its own share; with the allies it is nearly all."""
    skill = []
    for holders in ((), ("USA",), HOLDERS):
        text = "".join(event("equipment", one, "CHN") for one in holders)
        scenario = stage.scenario(f"allies{len(holders)}", text or 'assumes = "Nothing."')
        w = stage.run(6, fabs, scenario, **CLEAN, **PROMPT)
        skill.append(float(w.equipment[at(w, "CHN")]))
    free, alone, together = skill
    assert free > alone > together
    assert free - alone < (free - together) / 2


def answered(w: World, p: Parameters, level: float) -> World:
    """A quarter of trade in which China withholds critical minerals and the foundry sells all it can make."""
    world = under(w, "materials", "CHN", "all", level)
    world.chip_supply = 1e4
    trade(world, p.replace({"supply_growth": 0, "domestic_cost": 20}))
    return world


def test_c1_limit_minerals_that_chips_do_not_need_are_no_answer(w: World, p: Parameters) -> None:
    """What is left is what foreign fabs lack, which are small."""
    price = [answered(w, p.replace({"materials_need": 0}), level).chip_price for level in (0, 1)]
    assert price[0] == pytest.approx(price[1], rel=1e-3)


def test_c1_direction_minerals_withheld_from_vendors_make_chips_scarce_and_dear(
    w: World, p: Parameters
) -> None:
    worlds = [answered(w, p.replace({"materials_need": 0.5}), level) for level in (0, 0.5, 1)]
    price = [world.chip_price for world in worlds]
    sold = [world.owned[LEADING].sum() for world in worlds]
    assert price[0] < price[1] < price[2]
    assert sold[0] > sold[1] > sold[2]


def test_c1_size_output_falls_by_what_is_needed_of_what_vendors_nations_do_not_get(
    w: World, p: Parameters
) -> None:
    free, ruled = (answered(w, p.replace({"materials_need": 0.5}), level) for level in (0, 1))
    abroad = 1 - chip_market(w, p)[at(w, "CHN")]
    left = 1 - 0.5 * w.materials[at(w, "CHN")] * abroad
    assert free.chip_price / ruled.chip_price == pytest.approx(left, rel=0.01)


def taxed(w: World, p: Parameters, rate: float) -> World:
    """A quarter of trade under a duty on whom one controls: only the United States controls China."""
    world = under(w, "civilian_research", "USA", "CHN")
    trade(
        world, p.replace({"tariff_share": rate, "domestic_cost": 20, "cloud_cost": 20, "route_noise": 0.01})
    )
    return world


def test_c1_limit_without_a_rate_no_duty_is_paid(w: World, p: Parameters) -> None:
    assert not taxed(w, p, 0).duties.any()


def test_c1_direction_a_duty_pays_who_levies_it_and_costs_its_target_chips(w: World, p: Parameters) -> None:
    free, low, high = (taxed(w, p, rate) for rate in (0, 0.1, 0.3))
    us, cn = at(w, "USA"), at(w, "CHN")
    assert free.delivered[cn] > low.delivered[cn] > high.delivered[cn]
    assert high.duties[us] > low.duties[us] > 0
    assert not np.delete(high.duties, us).any()
    assert consumption(high, p)[us] > consumption(free, p)[us]


def test_c1_size_a_duty_is_its_rate_of_what_is_paid(w: World, p: Parameters) -> None:
    """What the target paid, duty and chips, is what it would have paid; the rate is on the levying part."""
    free, ruled_ = (taxed(w, p, rate) for rate in (0, 0.3))
    us, cn = at(w, "USA"), at(w, "CHN")
    rate = 0.3 * chip_market(ruled_, p)[us]
    chips = [(world.delivered - w.delivered)[cn] * world.chip_price / 1e6 for world in (free, ruled_)]
    assert ruled_.duties[us] == pytest.approx(rate * chips[1] / (1 - rate))
    assert ruled_.duties[us] + chips[1] == pytest.approx(chips[0], rel=1e-6)


def test_c1_a_levy_in_the_catalogue_is_a_duty_and_no_denial() -> None:
    """The one that came into force, of January 2026, takes a quarter of what China pays, no chip."""
    simulation = Simulation("as-it-happened")
    law, iso3 = simulation.law, simulation.world.iso3
    (levy,) = (change for change in law.changes if change.duty and change.action != "announce")
    rate = law.duties(levy.effective)
    assert levy.lever == 0 and rate[iso3.index("USA"), iso3.index("CHN")] == rate.sum() == 0.25
