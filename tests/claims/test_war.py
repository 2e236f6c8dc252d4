"""War between nations (C9, C16): rare, between those between whom wars happen, costly to bystanders."""

from __future__ import annotations

import numpy as np
import pytest

from sovereigns.experiments.patterns.war import expected_share
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.phases.happen import happen
from sovereigns.model.phases.incidents import incidents
from sovereigns.model.relations.harm import foresee
from sovereigns.model.relations.threat import power
from sovereigns.model.relations.war import bystanders_loss, war_chances, war_costs
from sovereigns.model.simulation import Simulation
from sovereigns.model.streams import Streams
from sovereigns.model.world import World
from tests.worlds import at, twin

DRAW = Streams(1)
CERTAIN = {"conflict_base": 1.0, "conflict_of_rivalry": 100.0, "conflict_of_arms": 50.0, "hazard_base": 0.0}


def hostile(w: World, **changes: object) -> World:
    """The world with the same threat between all, nobody allied, and no talks."""
    even = {"threat": 0.5 * (1 - np.eye(w.n)), "cooperation": 0, "alliance": np.eye(w.n)}
    return twin(w, **(even | changes))


def clash(w: World, one: str, other: str) -> World:
    """The world in which only two nations fear each other, and wholly."""
    world = hostile(w, threat=0, nearness=np.ones((w.n, w.n)))
    i, j = at(w, one), at(w, other)
    world.threat[i, j] = world.threat[j, i] = 0.95
    return world


def test_limit_allies_do_not_fight(w: World, p: Parameters) -> None:
    assert not war_chances(hostile(w, alliance=np.ones((w.n, w.n))), p).any()


def test_chances_are_mutual(w: World, p: Parameters) -> None:
    chance = war_chances(w, p)
    np.testing.assert_array_equal(chance, chance.T)


def test_direction_rivalry_nearness_and_reach_raise_the_chance(w: World, p: Parameters) -> None:
    us, cn, ke = at(w, "USA"), at(w, "CHN"), at(w, "KEN")
    chance = war_chances(hostile(w), p)
    assert chance[us, cn] > 2 * chance[ke, at(w, "NLD")]
    calm = war_chances(hostile(w, rivalry=np.zeros((w.n, w.n))), p)
    assert chance[us, cn] == pytest.approx((1 + p.conflict_of_rivalry) * calm[us, cn])
    near = war_chances(hostile(w, nearness=np.ones((w.n, w.n))), p)
    assert near[ke, us] > chance[ke, us]


def test_size_nuclear_weapons_on_both_sides_deter(w: World, p: Parameters) -> None:
    us, cn, ke = at(w, "USA"), at(w, "CHN"), at(w, "KEN")
    armed, none = (
        war_chances(hostile(w, nuclear=level), p) for level in (w.nuclear, np.zeros(w.n, dtype=bool))
    )
    assert armed[us, cn] == pytest.approx((1 - p.conflict_deterrence) * none[us, cn])
    assert armed[us, ke] == none[us, ke]


def test_size_arms_at_the_frontier_widen_the_channel_and_talks_close_it(w: World, p: Parameters) -> None:
    us, cn = at(w, "USA"), at(w, "CHN")
    even = {"capability": np.full(w.n, 5.0)}
    calm, raced, talking = (
        war_chances(hostile(w, arms=arms, cooperation=talks, **even), p)[us, cn]
        for arms, talks in ((0, 0), (p.arms_most, 0), (p.arms_most, 1))
    )
    assert raced == pytest.approx((1 + 2 * p.conflict_of_arms) * calm)
    assert talking == pytest.approx(calm)
    spoken = hostile(w, arms=p.arms_most, dialogue=np.ones((w.n, w.n), dtype=bool), **even)
    assert war_chances(spoken, p)[us, cn] == pytest.approx(calm), "a dialogue closes it between rivals"


def test_size_the_weaker_loses_more(w: World, p: Parameters) -> None:
    us, ke, strength = at(w, "USA"), at(w, "KEN"), power(w, p)
    cost = war_costs(w, p)
    assert cost[ke, us] > 0.9 * p.conflict_cost > 10 * cost[us, ke]
    assert cost[ke, us] == pytest.approx(p.conflict_cost * strength[us] / (strength[us] + strength[ke]))


def test_direction_bystanders_lose_by_their_trade_with_those_who_fight(w: World, p: Parameters) -> None:
    lost = np.zeros(w.n)
    lost[at(w, "CHN")] = 0.2
    loss = bystanders_loss(w, p, lost)
    assert loss[at(w, "JPN")] > loss[at(w, "NLD")] > 0
    assert loss.max() <= p.conflict_spread * 0.2


def test_a_war_is_one_event_of_two_and_leaves_fear_loss_and_a_cut_foundry(w: World, p: Parameters) -> None:
    told = p.replace(CERTAIN)
    world = clash(w, "USA", "CHN")
    incidents(world, told, DRAW)
    us, cn = at(w, "USA"), at(w, "CHN")
    (event,) = [event for event in world.events if event.kind == "conflict"]
    assert {event.actor, event.target} == {"USA", "CHN"} and world.conflicts == 1
    assert world.alarm[us, cn] == world.alarm[cn, us] == told.threat_war
    assert world.loss[us] > world.loss[at(w, "KEN")] > 0
    assert world.war_blockade == pytest.approx(told.conflict_blockade * w.reach[us])
    happen(world, told.replace({"turnover_noise": 0}), DRAW, [])
    assert world.blockade == world.war_blockade > 0


def test_a_war_elsewhere_leaves_the_foundry_alone(w: World, p: Parameters) -> None:
    world = clash(w, "USA", "KEN")
    incidents(world, p.replace(CERTAIN), DRAW)
    assert world.conflicts == 1 and world.war_blockade == 0


def test_limit_what_a_war_costs_fades(w: World, p: Parameters) -> None:
    world = clash(w, "USA", "KEN")
    incidents(world, p.replace(CERTAIN), DRAW)
    first = world.loss.copy()
    world.threat = np.zeros((w.n, w.n))
    incidents(world, p.replace({"hazard_base": 0}), DRAW)
    np.testing.assert_allclose(world.loss, p.war_lasts * first)


def test_two_at_war_do_not_begin_it_again_until_it_is_over(w: World, p: Parameters) -> None:
    """As long as it goes on, for sure or by its chance, none begins between the two."""
    us, ke = at(w, "USA"), at(w, "KEN")
    world = clash(w, "USA", "KEN")
    before = war_chances(world, p)
    incidents(world, p.replace(CERTAIN), DRAW)
    assert world.war[us, ke] == world.war[ke, us] == 1 == world.war.sum() / 2
    incidents(world, p.replace(CERTAIN), DRAW)
    assert world.conflicts == 0
    happen(world, p.replace({"turnover_noise": 0}), DRAW, [])
    assert war_chances(world, p)[us, ke] == pytest.approx((1 - p.war_lasts) * before[us, ke])
    expected = clash(w, "USA", "KEN")
    incidents(expected, p.replace({"incident_noise": 0}), DRAW)
    np.testing.assert_array_equal(expected.war, before)


def test_size_peace_is_the_chance_that_nothing_happened(w: World, p: Parameters) -> None:
    world, chance = twin(w, peace=np.ones((w.n, w.n))), np.ones((w.n, w.n))
    for _ in range(3):
        foresee(world, p)
        chance *= 1 - world.conflict_chance
        incidents(world, p, DRAW)
    np.testing.assert_allclose(world.peace, chance)


def test_wars_come_as_often_as_their_chances_say(w: World, p: Parameters) -> None:
    """Mean of many draws within four standard errors of a Poisson mean."""
    told, world, came, rounds = p.replace({"conflict_base": 0.02}), hostile(w), 0.0, 400
    for step in range(rounds):
        world.step = step
        incidents(world, told, DRAW)
        came += world.conflicts
    expected = np.tril(war_chances(world, told)).sum() * rounds
    assert abs(came - expected) < 4 * np.sqrt(expected)


def test_wars_are_rare_and_between_rivals_neighbours_and_great_powers() -> None:
    world = Simulation(firms=60, researchers=0, record=False).run(4).world
    a_decade = 10 * -np.log(world.peace[np.tril_indices(world.n, -1)]).sum()
    assert 2 < a_decade < 10
    assert expected_share(world) > 0.9
