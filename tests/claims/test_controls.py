"""C1, C2, C3, C5, C7: what controls do to the target, what leaks, what they cost their own side."""

from __future__ import annotations

import copy
from dataclasses import replace

import numpy as np
import pytest

from sovereigns.agents.contract import LAYER
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.law.law import Designs
from sovereigns.model.phases.account import consumption
from sovereigns.model.phases.adopt import choose
from sovereigns.model.phases.research import research
from sovereigns.model.phases.trade import trade
from sovereigns.model.phases.train import train
from sovereigns.model.relations.compute import training_power
from sovereigns.model.relations.markets import chip_market
from sovereigns.model.relations.weights import best_open
from sovereigns.model.simulation import Simulation
from sovereigns.model.streams import Streams
from sovereigns.model.world import COVERT, DOMESTIC, HYPERSCALER, LEADING, LEGACY, World
from tests.play import CLEAN, HOLDERS, PROMPT, Levers, Stage, at, event, hold, of, twin, under

DRAW = Streams(1)


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


def opened(w: World, firms: np.ndarray) -> World:
    """The same world where only these firms have open weights."""
    world = copy.deepcopy(w)
    world.firm_is_open = firms & (world.firm_capability > 0)
    world.firm_opened = np.where(world.firm_is_open, world.firm_capability, 0)
    world.firm_base = np.arange(world.f)
    return world


NO_SPREAD = dict.fromkeys(
    (
        "spread_publication",
        "spread_imitation",
        "spread_movers",
        "spread_distillation",
        "spread_theft",
        "efficiency_pace",
        "know_how_pace",
        "return_flow",
    ),
    0.0,
)


def test_c2_limit_without_open_weights_nothing_leaks_through_them(w: World, p: Parameters) -> None:
    shut = opened(w, np.zeros(w.f, dtype=bool))
    capability, base = best_open(shut, p)
    assert not capability.any() and (base == -1).all()
    before = shut.firm_efficiency.copy()
    research(shut, p.replace(NO_SPREAD))
    np.testing.assert_allclose(shut.firm_efficiency, before)


def test_c2_size_open_weights_close_their_share_of_the_gap(w: World, p: Parameters) -> None:
    leader = int(np.where(w.firm_size > 0, w.firm_efficiency, 0).argmax())
    leak = opened(w, np.arange(w.f) == leader)
    gap = np.log(leak.firm_efficiency[leader] / leak.firm_efficiency)
    research(leak, p.replace(NO_SPREAD | {"spread_open_weights": 0.25}))
    after = np.log(leak.firm_efficiency[leader] / leak.firm_efficiency)
    behind = (gap > 0) & (w.firm_size > 0)
    np.testing.assert_allclose(after[behind], 0.75 * gap[behind], rtol=1e-9)


def test_c2_size_who_cannot_train_tunes_what_is_open(w: World, p: Parameters) -> None:
    """China without chips commands an open American model less what tuning loses, of a closed one nothing."""
    leader = int(np.where(of(w, "USA"), w.firm_capability, -1).argmax())
    reached = []
    for firms in (np.zeros(w.f, dtype=bool), np.arange(w.f) == leader):
        world = opened(twin(w, rented=0), firms)
        world.firm_capability[of(w, "CHN")] = 0
        for chips in (world.owned, world.inference):
            chips[:, at(w, "CHN")] = 0
        train(world, p, DRAW)
        reached.append(float(world.capability[at(w, "CHN")]))
    assert reached == pytest.approx([0, w.firm_capability[leader] - p.adaptation_loss])
    assert (world.firm_base[of(w, "CHN") & (world.firm_capability > 0)] == leader).all()


def test_c2_direction_what_others_build_flows_back(w: World, p: Parameters) -> None:
    origin = int(of(w, "USA").nonzero()[0][0])
    world = opened(w, np.arange(w.f) == origin)
    world.firm_base[of(w, "CHN")] = origin
    tuned = int((world.firm_base == origin).sum()) - 1
    before = world.firm_know_how[origin]
    research(world, p.replace(NO_SPREAD | {"return_flow": 0.3, "spread_open_weights": 0}))
    assert world.firm_know_how[origin] == pytest.approx(before * np.exp(0.3 * tuned / w.f))


def test_c2_limit_open_weights_are_exempt(w: World, p: Parameters) -> None:
    p = p.replace({"weight_rule_flop": 1e20, "weight_rule_vagueness": 0.001})
    w.control = w.control.copy()
    w.control[at(w, "USA"), LAYER["closed_weights"], at(w, "IND")] = 1
    w.known = {}
    usage = choose(w, p)[0][at(w, "IND")]
    trained = of(w, "USA") & (w.firm_run > 1e24)
    assert not usage[trained & ~w.firm_is_open].any()
    w.firm_is_open[trained] = True
    assert (choose(w, p)[0][at(w, "IND"), trained & (w.firm_capability > 0)] > 0).all()


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
    """Of what is bought abroad: at home nothing needs a licence. The plan itself grows on."""
    worlds = []
    for uncertainty in (0.0, 1.0):
        world = copy.deepcopy(w)
        world.uncertainty[:], world.postponed[:] = uncertainty, 0
        trade(world, p.replace({"option_value": 0.4}))
        worlds.append(world)
    calm, waits = worlds
    programme = waits.sovereign * p.sovereign_most * p.programme_compute_share
    planned = (waits.intensity + programme) * w.gdp * w.investment_mood
    assert not calm.postponed.any()
    np.testing.assert_array_equal(calm.intensity, waits.intensity)
    np.testing.assert_allclose(waits.postponed, 0.4 * (1 - chip_market(w, p)) * planned, rtol=1e-9)


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
        world, p.replace(NO_SPREAD | {"spread_open_weights": 0, "efficiency_pace": 0.4, "research_burden": 2})
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


def test_c5_limit_without_announcement_no_stockpile(w: World) -> None:
    assert not w.stockpile.any() and not w.prepaid.any()


def test_c5_direction_announced_rules_bring_purchases_forward(w: World, p: Parameters) -> None:
    worlds = []
    for announced in (0.0, 1.0):
        world = copy.deepcopy(w)
        world.anticipation[at(w, "CHN")] = announced
        trade(world, p)
        worlds.append(world)
    cn = at(w, "CHN")
    assert worlds[1].delivered[cn] > 1.2 * worlds[0].delivered[cn]
    assert worlds[1].stockpile[cn] > 0 == worlds[0].stockpile[cn]
    later = copy.deepcopy(worlds[1])
    later.anticipation[cn] = 0
    trade(later, p)
    assert later.stockpile[cn] < worlds[1].stockpile[cn], "it is installed step by step"


@pytest.mark.parametrize(("kind", "worth"), [(LEADING, 1.0), (LEGACY, 0.6), (DOMESTIC, 0.3)])
def test_c5_size_old_and_domestic_chips_train_at_their_worth(
    kind: int, worth: float, w: World, p: Parameters
) -> None:
    cn = at(w, "CHN")
    w.software[cn], w.sabotage[:] = 0.3, 0
    w.leased[:] = 0
    before = training_power(w, p.replace({"legacy_training": 0.6}))[cn]
    w.owned[kind, cn] += 1e6
    after = training_power(w, p.replace({"legacy_training": 0.6}))[cn]
    assert after - before == pytest.approx(worth * 1e6)


def reached(w: World, p: Parameters, lost: float, share: float, weight: float) -> float:
    """China's capability after a quarter in which training chips lost a part of their number."""
    world = copy.deepcopy(w)
    for stock in (world.rented, world.leased):
        stock[:] = 0
    world.owned[:, at(w, "CHN")] *= 1 - lost
    world.firm_capability[:] = 0
    world.firm_is_open[:] = False
    world.firm_opened[:] = 0
    told = {"inference_share_2025": share, "inference_of_use": 0, "inference_weight": weight}
    train(world, p.replace(told), DRAW)
    return float(world.capability[at(w, "CHN")])


def test_c7_limit_where_inference_counts_for_nothing_only_training_chips_do(w: World, p: Parameters) -> None:
    loss = reached(w, p, 0, 0.5, 0) - reached(w, p, 0.9, 0.5, 0)
    assert loss == pytest.approx(1)


@pytest.mark.parametrize(("share", "weight"), [(0.2, 0.5), (0.5, 0.5), (0.8, 0.5), (0.8, 1.0)])
def test_c7_direction_and_size_the_more_is_inference_the_less_a_rule_on_training_costs(
    share: float, weight: float, w: World, p: Parameters
) -> None:
    loss = reached(w, p, 0, share, weight) - reached(w, p, 0.9, share, weight)
    assert loss == pytest.approx(1 - share * weight)


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
