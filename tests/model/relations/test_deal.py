"""What two rivals that talk lift of the controls that they hold on each other."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from sovereigns.agents.contract import LAYER
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.phases.incidents import incidents
from sovereigns.model.relations.deal import bargain
from sovereigns.model.relations.markets import demand, need, supply
from sovereigns.model.simulation import Simulation
from sovereigns.model.streams import Streams
from sovereigns.model.world import World
from tests.worlds import at, twin

FEW = {"firms": 60, "researchers": 300}
TALKING = {"talks_rate": 1.0, "talks_quarters": 1, "talks_failure": 0.0}


@pytest.fixture(scope="module")
def p() -> Parameters:
    return Parameters.defaults()


@pytest.fixture(scope="module")
def w() -> World:
    """The United States hold back chips from China, and China all its materials from the United States."""
    return standing_off("dated-law-off")


def standing_off(scenario: str) -> World:
    world = Simulation(scenario, firms=0, researchers=0, record=False).world
    us, cn = at(world, "USA"), at(world, "CHN")
    control, retaliation = np.zeros_like(world.control), np.zeros_like(world.retaliation)
    control[us, LAYER["chips"], cn], retaliation[cn, us] = 1, world.materials[cn]
    return twin(world, control=control, retaliation=retaliation)


def feared(w: World, there: float, back: float) -> World:
    world = twin(w)
    us, cn = at(w, "USA"), at(w, "CHN")
    world.threat[us, cn], world.threat[cn, us] = there, back
    return world


def lifted(w: World, p: Parameters) -> tuple[float, float]:
    return bargain(w, p, at(w, "USA"), at(w, "CHN"))


def test_limits_without_fear_all_that_may_be_is_lifted_and_in_a_contest_of_shares_nothing(
    w: World, p: Parameters
) -> None:
    assert lifted(feared(w, 0, 0), p) == (p.deal_most, p.deal_most)
    assert lifted(feared(w, 1, 1), p) == (0, 0), "what one gains the other counts as its loss"
    assert lifted(twin(feared(w, 0, 0), control=0, retaliation=0), p) == (0, 0)
    assert lifted(feared(w, 0.5, 0.5), p.replace({"deal_most": 0})) == (0, 0)
    assert lifted(twin(feared(w, 0, 0), retaliation=0), p) == (p.deal_most, 0), "China has nothing to lift"


def test_dated_law_is_not_dealt_in(p: Parameters) -> None:
    """While law alone moves chips the United States have nothing to lift, nor has anybody whom it locks."""
    world = feared(standing_off("as-it-happened"), 0, 0)
    assert world.law.last_dated[at(world, "USA"), LAYER["chips"]] >= world.quarter
    assert lifted(world, p) == (0, p.deal_most)
    floored = feared(standing_off("no-controls"), 0, 0)
    assert floored.law.locks >= {"control", "retaliate"}
    assert lifted(floored, p) == (0, 0)


def test_retaliation_that_a_scenario_locks_is_not_dealt_in(w: World, p: Parameters) -> None:
    world = twin(feared(w, 0, 0))
    world.law = replace(world.law, locks=frozenset({"retaliate"}))
    assert lifted(world, p) == (p.deal_most, 0)


def test_direction_the_more_the_united_states_fear_the_less_they_lift(w: World, p: Parameters) -> None:
    given = [lifted(feared(w, fear, 0.5), p)[0] for fear in np.linspace(0, 0.95, 12)]
    assert all(a >= b for a, b in itertools.pairwise(given)) and given[0] > given[-1]


def test_like_for_like_who_fears_lifts_nothing_for_nothing(w: World, p: Parameters) -> None:
    """China's hold is what buys it chips: without any, a United States that fears it sells none."""
    fearful, empty_handed = feared(w, 0.9, 0.5), twin(feared(w, 0.9, 0.5), retaliation=0)
    assert lifted(empty_handed, p) == (0, 0)
    mine, theirs = lifted(fearful, p)
    assert 0 < mine < theirs == p.deal_most


@pytest.mark.parametrize("fears", [(0.2, 0.3), (0.6, 0.4), (0.7, 0.8), (0.9, 0.5)])
def test_no_other_deal_has_a_larger_product_of_gains(
    w: World, p: Parameters, fears: tuple[float, float]
) -> None:
    """Nash's solution, worked out here from what each lifts by a search of its own."""
    us, cn = at(w, "USA"), at(w, "CHN")
    world, (own, back) = feared(w, *fears), fears
    held, asked, market = supply(w, p), need(w, p), demand(w)

    def worth(a: float, b: float) -> tuple[float, float]:
        chips, rare = LAYER["chips"], LAYER["materials"]
        sold = p.market_weight * held[chips, us] * market[cn] + p.control_effort
        mine = a * sold + b * held[rare, cn] * asked[rare, us]
        theirs = b * p.market_weight * held[rare, cn] * market[us] + a * held[chips, us] * asked[chips, cn]
        return mine - own * theirs, theirs - back * mine

    best = worth(*lifted(world, p))
    assert min(best) >= 0
    for deal in itertools.product(np.linspace(0, p.deal_most, 41), repeat=2):
        one = worth(*deal)
        if min(one) > 0:
            assert one[0] * one[1] <= best[0] * best[1] * (1 + 1e-9)


def test_a_deal_lasts_as_long_as_the_dialogue_and_tells_its_terms() -> None:
    breaking = TALKING | {"talks_failure": 0.3}
    s = Simulation("dated-law-off", 0, set=breaking, **FEW)
    us, cn = at(s.world, "USA"), at(s.world, "CHN")
    seen = []
    for _ in range(24):
        s.run(1)
        seen.append((bool(s.world.dialogue[us, cn]), s.world.lifted[us, cn] + s.world.lifted[cn, us]))
    assert any(talks and lifted > 0 for talks, lifted in seen)
    assert any(earlier[0] and not later[0] for earlier, later in itertools.pairwise(seen)), "one breaks off"
    assert all(talks or lifted == 0 for talks, lifted in seen)
    told = s.tables()["events"].query("layer == 'dialogue' and kind == 'accept'")["text"]
    assert told.str.contains(r"lifts (?:\d+|less than 1)% of its controls on").any()


def test_war_ends_talks_and_what_was_lifted(w: World, p: Parameters) -> None:
    us, cn = at(w, "USA"), at(w, "CHN")
    talking = twin(w, dialogue=True, talks=1, lifted=0.5)
    talking.threat = np.where(np.eye(w.n, dtype=bool), 0, 0.9)
    certain = p.replace({"conflict_base": 1.0, "incident_noise": 1.0})
    incidents(talking, certain, Streams(0))
    fought = {frozenset((e.actor, e.target)) for e in talking.events if e.kind == "conflict"}
    assert fought
    for pair in fought:
        i, j = (at(w, iso3) for iso3 in sorted(pair))
        assert not talking.dialogue[i, j] and not talking.talks[j, i] and talking.lifted[i, j] == 0
    assert talking.dialogue[us, cn] == (frozenset(("USA", "CHN")) not in fought)


def test_without_terms_a_dialogue_moves_no_order() -> None:
    """Limit: with nothing to lift the world differs from one with terms only after a deal."""
    told = [TALKING | {"deal_most": most} for most in (1, 0)]
    deals, none = (Simulation("dated-law-off", 0, set=one, **FEW) for one in told)
    us, cn = at(deals.world, "USA"), at(deals.world, "CHN")
    for _ in range(12):
        before = deals.world.lifted[us, cn] + deals.world.lifted[cn, us]
        deals.run(1)
        none.run(1)
        same = (deals.world.control == none.world.control).all()
        if before > 0:
            assert not same
            return
        assert same
    pytest.fail("the powers struck no deal")
