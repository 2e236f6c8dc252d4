"""C13, C14, C15, K3: data, sovereign AIs and their causes, who earns by them, what their number hedges."""

from __future__ import annotations

import numpy as np
import pytest

from sovereigns.agents.registry import strategies
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.metrics import (
    effective_ais,
    own_model_share,
    sovereign_ais,
    superintelligent_sovereign_ais,
)
from sovereigns.model.phases.adopt import adopt
from sovereigns.model.phases.observe import observe, sovereign_gain
from sovereigns.model.phases.research import accessible_data, research
from sovereigns.model.phases.trade import trade
from sovereigns.model.relations.choice import choose, consequences
from sovereigns.model.relations.harm import built_on, foresee
from sovereigns.model.relations.welfare import consumption, measure_welfare
from sovereigns.model.streams import Streams
from sovereigns.model.world import DOMESTIC, VENDOR, World
from tests.worlds import Levers, Stage, at, foreign, hold, of, twin

DRAW = Streams(1)


def test_c13_limit_behind_whole_localisation_no_foreign_closed_model_and_no_foreign_data(
    w: World, p: Parameters
) -> None:
    """As far as the state can enforce it: here, where nobody gets round it."""
    world, p = twin(w, localisation=1), p.replace({"evasion": 0.0})
    usage = choose(world, p)[0]
    assert not usage[foreign(w) & ~w.firm_is_open[None, :]].any()
    np.testing.assert_array_equal(accessible_data(world, p), w.data)


def test_c13_direction_localisation_fences_models_in_and_data_out(w: World, p: Parameters) -> None:
    reach, data = [], []
    for localised in (0, 0.5, 1):
        world = twin(w, localisation=localised)
        usage = choose(world, p)[0]
        reach.append(float(np.where(foreign(w), usage, 0).sum()))
        data.append(float(accessible_data(world, p)[at(w, "USA")]))
    assert reach[0] > reach[1] > reach[2]
    assert data[0] > data[1] > data[2]


def test_c13_direction_the_data_rich_gain(w: World, p: Parameters) -> None:
    cn, gained = of(w, "CHN") & (w.firm_size > 1e-3), []
    for factor in (0.5, 1, 2):
        world = twin(w)
        world.data[at(w, "CHN")] *= factor
        research(world, p)
        gained.append((np.log(world.firm_efficiency) + np.log(world.firm_know_how))[cn])
    assert (gained[0] < gained[1]).all() and (gained[1] < gained[2]).all()


def test_c13_size_users_abroad_bring_a_part_of_their_data(w: World, p: Parameters) -> None:
    """All people use one American model and all data may leave: own data and 0.2 of everybody else's."""
    world = twin(w, localisation=0, usage=0, ai_use=1)
    world.usage[:, int(of(w, "USA").nonzero()[0][0])] = 1
    us = at(w, "USA")
    others = w.data.sum() - w.data[us]
    assert accessible_data(world, p.replace({"data_abroad": 0.2}))[us] == pytest.approx(
        w.data[us] + 0.2 * others
    )


def test_c13_size_data_count_in_labour_by_their_exponent(w: World, p: Parameters) -> None:
    """With elasticity s, odds of a direction go with labour^(-q r), labour with data^data_weight."""
    p = p.replace({"ces_elasticity": 0.5, "data_abroad": 0, "research_floor": 1e-7, "talent_spillover": 1})
    odds = []
    for factor in (1, 4):
        world = twin(w, data=factor)
        research(world, p)
        share = world.firm_split[of(w, "CHN") & (w.firm_size > 1e-3)]
        odds.append(share / (1 - share))
    q_r = -1 / (1 + p.research_returns)
    np.testing.assert_allclose(odds[1] / odds[0], 4 ** (-p.data_weight * q_r))


NO_CAUSE = {"prestige": 0, "closure_motive": 0, "control_motive": 0, "culture_motive": 0, "misfit_slope": 0}


def ordered_programme(w: World, p: Parameters) -> np.ndarray:
    """(n,) sovereign effort that nations order."""
    order = strategies()["tit-for-tat"].decide(observe(w, p, DRAW), lambda _: np.zeros(w.n))
    return np.asarray(order.sovereign)


def test_c14_limit_without_a_cause_nobody_wants_an_ai_of_its_own(w: World, p: Parameters) -> None:
    p = p.replace(NO_CAUSE)
    assert (sovereign_gain(w, p) <= 0).all()
    assert not ordered_programme(w, p).any()


def test_c14_limit_without_money_no_programme(w: World, p: Parameters) -> None:
    world = twin(w, sovereign=0)
    adopt(world, p.replace({"rebuild_rate": 1}), DRAW)
    assert not world.programme.any() and not world.programme_usage.any()


CAUSES = {"closure_motive": "localisation", "culture_motive": "misfit"}


@pytest.mark.parametrize("motive", [*CAUSES, "control_motive"])
def test_c14_direction_each_cause_counts_for_itself(motive: str, w: World, p: Parameters) -> None:
    """Closed data, foreign culture, controls received: what is there is felt as far as its motive goes."""
    world = twin(w, **({CAUSES[motive]: 0.5} if motive in CAUSES else {"control": 0.5}))
    gains = [sovereign_gain(world, p.replace(NO_CAUSE | {motive: weight})) for weight in (0, 0.1, 0.4)]
    served = np.diagonal(world.used_from) >= 1
    assert (gains[0] < gains[1])[~served].all() and (gains[1] < gains[2])[~served].all()


def test_c14_size_a_cause_adds_its_motive_where_nothing_serves_at_home(w: World, p: Parameters) -> None:
    world = twin(w, localisation=0.5, usage=0)
    none, some = (sovereign_gain(world, p.replace(NO_CAUSE | {"closure_motive": c})) for c in (0, 0.2))
    np.testing.assert_allclose(some - none, 0.2 * 0.5)


def test_c14_direction_cost_keeps_the_poor_out(w: World, p: Parameters) -> None:
    gain = sovereign_gain(twin(w, localisation=0, misfit=0, control=0), p.replace(NO_CAUSE))
    assert (np.diff(gain[np.argsort(w.gdp)]) > 0).all()


def build(levers: Levers) -> None:
    """Everybody pays for a programme in full."""
    levers["sovereign"][:] = 1


def test_c14_direction_programmes_make_more_ais_and_more_people_with_one_of_their_own(stage: Stage) -> None:
    """Within two years: people change slowly, and a programme builds anew about once in one."""
    free, built = stage.run(8, hold), stage.run(8, build)
    assert sovereign_ais(built) > sovereign_ais(free)
    assert own_model_share(built) > own_model_share(free)


def alone(w: World, base: int) -> World:
    """The same world where every nation's people, as many everywhere, use their own programme."""
    return twin(w, usage=0, common_usage=0, programme_usage=1, programme_base=base, population=1, ai_use=0.5)


def test_c14_size_equal_nations_with_models_of_their_own_are_as_many_ais(w: World) -> None:
    """The Hill number of n equal shares is n; on one base they are one AI, under as many flags."""
    assert effective_ais(alone(w, -1)) == pytest.approx(w.n)
    assert effective_ais(alone(w, 0)) == pytest.approx(1)
    assert sovereign_ais(alone(w, -1)) == sovereign_ais(alone(w, 0)) == w.n


def test_c14_size_a_sovereign_ai_is_superintelligent_from_a_threshold_on(w: World) -> None:
    world = alone(w, -1)
    world.programme_capability = world.superintelligence + np.arange(w.n) - 3.0
    assert superintelligent_sovereign_ais(world) == w.n - 3


def sold(w: World, p: Parameters, effort: float) -> World:
    """A quarter of trade with programmes at an effort, a foundry without limits and no other route."""
    world = twin(w, sovereign=effort, control=0, power=1e9)
    world.chip_supply = 1e9
    trade(
        world, p.replace({"domestic_cost": 20, "cloud_cost": 20, "route_noise": 0.1, "supply_ceiling": 1e9})
    )
    world.consumption = consumption(world, p)
    return world


def test_c15_limit_programmes_that_buy_no_compute_pay_no_vendor(w: World, p: Parameters) -> None:
    p = p.replace({"programme_compute_share": 0})
    assert sold(w, p, 1).vendor_revenue == sold(w, p, 0).vendor_revenue


def test_c15_direction_duplicate_programmes_pay_vendors_and_cost_people(w: World, p: Parameters) -> None:
    worlds = [sold(w, p, effort) for effort in (0, 0.5, 1)]
    revenue = [world.vendor_revenue for world in worlds]
    eaten = [float((world.consumption * w.population).sum()) for world in worlds]
    assert revenue[0] < revenue[1] < revenue[2]
    assert eaten[0] > eaten[1] > eaten[2]


def test_c15_size_vendors_earn_what_programmes_spend_on_compute(w: World, p: Parameters) -> None:
    free, built = sold(w, p, 0), sold(w, p, 1)
    spent = float((p.sovereign_most * p.programme_compute_share * w.gdp * w.investment_mood).sum())
    assert built.vendor_revenue - free.vendor_revenue == pytest.approx(spent, rel=0.01)
    gained = (built.firm_profit - free.firm_profit).sum()
    assert gained == pytest.approx(p.vendor_margin * spent, rel=0.01)


def test_c15_size_vendors_at_home_earn_what_their_nation_pays_for_domestic_chips(
    w: World, p: Parameters
) -> None:
    """With no leading chip to be had, all revenue is domestic, and stays in the nations that make chips."""
    world = twin(w, control=w.control, legal_value=0, legal_train=0, firm_profit=0)
    worn = world.owned[DOMESTIC] * (1 - 1 / p.life_mean)
    trade(world, p.replace({"smuggling_share": 0, "abroad_margin": 0}))
    made = world.owned[DOMESTIC] - worn
    paid = made * world.chip_price * p.domestic_cost / 1e6
    assert world.vendor_revenue == pytest.approx(paid.sum(), rel=1e-6)
    makers = w.per_nation((w.firm_kind == VENDOR) * w.firm_size) > 0
    np.testing.assert_allclose(
        world.per_nation(world.firm_profit), p.vendor_margin * paid * makers, rtol=1e-6
    )


def one_for_all(w: World) -> World:
    """The same world where everybody uses one American model."""
    world = twin(w, usage=0, common_usage=0, programme_usage=0)
    world.usage[:, american(w)] = 1
    return world


def american(w: World) -> int:
    """Row of a firm of the United States."""
    return int(of(w, "USA").nonzero()[0][0])


def worst(w: World, p: Parameters) -> float:
    """Share of the world's output that one incident takes at the place where it does most harm."""
    _, spread = foresee(w, p)
    return float((spread * w.gdp[:, None]).sum(axis=0).max() / w.gdp.sum())


def test_k3_limit_of_models_made_at_home_abroad_only_nearness_is_felt(w: World, p: Parameters) -> None:
    _, spread = foresee(alone(w, -1), p.replace({"exposure_by_nearness": 0}))
    assert not spread[:, : w.n][~np.eye(w.n, dtype=bool)].any()
    assert (np.diagonal(spread) > 0).all()


def test_k3_direction_many_lineages_are_a_hedge_and_many_flags_on_one_base_less_so(
    w: World, p: Parameters
) -> None:
    plural, flags, single = (
        worst(world, p) for world in (alone(w, -1), alone(w, american(w)), one_for_all(w))
    )
    assert plural < flags < single


def test_k3_direction_own_models_fit_the_culture(w: World, p: Parameters) -> None:
    fit, welfare = [], []
    for world in (alone(w, -1), one_for_all(w)):
        consequences(world, p)
        fit.append(world.misfit)
        world.standing[:], world.ai_use[:] = 5, 0.5
        measure_welfare(world, p)
        welfare.append(world.welfare)
    us = np.arange(w.n) == at(w, "USA")
    assert not fit[0].any() and (fit[1] > 0)[~us].all()
    assert (welfare[0] > welfare[1])[~us].all()


def test_k3_size_an_incident_reaches_those_who_use_the_model_or_what_is_built_on_it(
    w: World, p: Parameters
) -> None:
    told = p.replace({"exposure_by_nearness": 0, "exposure_by_use": 0.5, "exposure_by_lineage": 0.2})
    us, kenya = at(w, "USA"), at(w, "KEN")
    for world, part in ((one_for_all(w), 0.5), (alone(w, american(w)), 0.2)):
        _, spread = foresee(world, told)
        assert spread[kenya, us] == pytest.approx(part * world.ai_use[kenya] * spread[us, us])


def test_k3_what_a_bloc_shares_is_of_the_lineage_of_its_base(w: World, p: Parameters) -> None:
    bloc, us = 0, at(w, "USA")
    member = w.inputs.nations["bloc"].eq(w.inputs.blocs[bloc]).to_numpy().nonzero()[0][0]
    world = twin(w, usage=0, programme_usage=0, common_usage=0)
    world.common_usage[member, len(w.bodies) + bloc] = 0.5
    world.bloc_programme, world.programme_base = w.bloc_programme.copy(), w.programme_base.copy()
    world.bloc_programme[bloc], base = member, of(w, "USA").nonzero()[0][0]
    for built, share in ((base, 0.5), (-1, 0.0)):
        world.programme_base[member] = built
        assert built_on(world)[member, us] == share


def test_k3_size_misfit_costs_the_capability_that_people_would_give_up_for_a_fit(
    w: World, p: Parameters
) -> None:
    """As in what they choose; AI that is worth nothing to them costs them nothing."""
    fits, misfits, worthless = (
        twin(w, misfit=far, standing=good, ai_use=0.5) for far, good in ((0, 5), (0.6, 5), (0.6, 0.1))
    )
    for world in (fits, misfits, worthless):
        measure_welfare(world, p)
    given = p.culture_weight / p.quality_weight * 0.6
    np.testing.assert_allclose(fits.welfare - misfits.welfare, p.quality_of_life * 0.5 * given)
    np.testing.assert_allclose(fits.welfare - worthless.welfare, p.quality_of_life * 0.5 * 5)
