"""C16, C17: what goes wrong, whom it hurts, and what standards and joint monitoring prevent."""

from __future__ import annotations

import numpy as np
import pytest

from sovereigns.experiments.patterns.levers import STANDING
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.institutions.monitoring_network import MonitoringNetwork
from sovereigns.model.metrics import output_volatility
from sovereigns.model.phases.account import account
from sovereigns.model.phases.incidents import incidents, sabotage
from sovereigns.model.relations.harm import accidents, builders, foresee
from sovereigns.model.relations.output import yields
from sovereigns.model.relations.war import war_chances
from sovereigns.model.simulation import Simulation
from sovereigns.model.streams import Streams
from sovereigns.model.world import LEADING, World
from tests.worlds import Stage, at, hazard, hold, misuse, of, twin

DRAW = Streams(1)
NETWORK = MonitoringNetwork()


def test_c16_limit_without_hazard_and_enmity_nothing_is_lost(w: World, p: Parameters) -> None:
    world = twin(w)
    incidents(world, p.replace({"hazard_base": 0, "conflict_base": 0}), DRAW)
    assert not world.incidents.any() and not world.loss.any() and not world.expected_loss.any()


def test_c16_limit_it_takes_two_to_fight(w: World, p: Parameters) -> None:
    world = twin(w, threat=0)
    world.threat[at(w, "USA")] = 0.9
    assert not war_chances(world, p).any()


def test_c16_limit_talks_close_the_channel_of_ai_and_nothing_else(w: World, p: Parameters) -> None:
    armed = twin(w, threat=0.5, arms=p.arms_most, cooperation=1)
    np.testing.assert_array_equal(war_chances(armed, p), war_chances(twin(armed, arms=0), p))
    assert (war_chances(twin(armed, cooperation=0), p) >= war_chances(armed, p)).all()


@pytest.mark.parametrize(
    ("column", "values"),
    [("firm_unsafe", (0, 0.5, 1)), ("firm_safety", (1, 0.5, 0)), ("safety_standard", (1, 0.5, 0))],
)
def test_c16_direction_haste_and_lack_of_care_raise_hazard(
    column: str, values: tuple[float, ...], w: World, p: Parameters
) -> None:
    low, mid, high = (hazard(twin(w, **{column: value}), p) for value in values)
    develops = w.per_nation(w.firm_size) > 0
    assert (low < mid)[develops].all() and (mid < high)[develops].all()


@pytest.mark.parametrize("form", ["exponential", "saturating"])
def test_c16_direction_capability_raises_hazard_in_either_form(form: str, w: World, p: Parameters) -> None:
    p = p.replace({"hazard_form": form})
    low, high = (accidents(twin(w, capability=value), p) for value in (5, 7))
    assert (low < high)[low > 0].all()


def test_c16_direction_rivals_suffer_too(w: World, p: Parameters) -> None:
    """American haste raises what every nation whose people use American models has to expect."""
    losses = []
    for unsafe in (0, 1):
        world = twin(w)
        world.firm_unsafe[of(w, "USA")] = unsafe
        foresee(world, p)
        losses.append(world.expected_loss)
    assert (losses[1] > losses[0]).all()


def test_c16_direction_rivalry_raises_the_risk_of_conflict_and_harm_unsettles_output(
    stage: Stage, w: World, p: Parameters
) -> None:
    apart = [war_chances(twin(w, threat=threat, cooperation=0), p).sum() for threat in (0.1, 0.3, 0.6)]
    assert apart[0] < apart[1] < apart[2]
    calm, harmed = (stage.run(6, hold, severity=severity) for severity in (0, 0.02))
    assert output_volatility(harmed) > output_volatility(calm)
    assert harmed.gdp.sum() < calm.gdp.sum()


def test_c16_direction_sabotage_costs_progress(w: World, p: Parameters) -> None:
    world = twin(w, spying=0, threat=0.5)
    assert not sabotage(world, p).any()
    world.spying[at(w, "CHN"), at(w, "USA")] = 1
    assert sabotage(world, p)[at(w, "USA")] > 0 == sabotage(world, p)[at(w, "CHN")]


def test_c16_size_haste_multiplies_hazard_and_an_order_of_magnitude_its_growth(
    w: World, p: Parameters
) -> None:
    develops = w.per_nation(w.firm_size) > 0
    safe, unsafe = (accidents(twin(w, firm_unsafe=value, arms=0), p)[: w.n][develops] for value in (0, 1))
    np.testing.assert_allclose(unsafe, (1 + p.haste_effect) * safe)
    now, later = (accidents(twin(w, capability=value), p) for value in (6, 7))
    np.testing.assert_allclose(later, np.exp(p.hazard_growth) * now)


def test_c16_limit_without_misuse_or_without_accidents_the_other_is_left(w: World, p: Parameters) -> None:
    all_by_makers, all_by_users = (p.replace({"misuse_share": share}) for share in (0, 1))
    np.testing.assert_array_equal(hazard(w, all_by_makers), accidents(w, all_by_makers)[: w.n])
    np.testing.assert_array_equal(hazard(w, all_by_users), misuse(w, all_by_users))


def test_c16_size_misuse_is_the_share_of_hazard_that_it_is_said_to_be() -> None:
    """At the start of 2025, where makers' care is little."""
    p = Parameters.defaults()
    for share in (0.2, p.misuse_share, 0.6):
        world = Simulation(set={"misuse_share": share}, record=False).world
        came = world.misuse_expected.sum() / world.incidents_expected.sum()
        assert came == pytest.approx(share, abs=0.1)


def test_c16_size_accidents_go_with_a_power_of_compute(w: World, p: Parameters) -> None:
    """At 1 as many for the same compute however many build."""
    us, cn = at(w, "USA"), at(w, "CHN")
    alone, both = (twin(w, owned=0, rented=0, leased=0, capability=6) for _ in range(2))
    alone.owned[LEADING, us], both.owned[LEADING, [us, cn]] = 2e6, 1e6
    for exponent, times in ((1.0, 1.0), (0.5, 2**0.5)):
        scaled = p.replace({"accidents_of_compute": exponent})
        one, many = (builders(world, scaled).sum() for world in (alone, both))
        assert many == pytest.approx(times * one, rel=1e-5)
    assert not accidents(twin(alone, capability=0, common_capability=0), p).any(), "no model, no accident"


def test_c16_direction_misuse_follows_what_people_use(w: World, p: Parameters) -> None:
    """A better model in use adds to it, its makers' care takes from it."""
    shut = {"opened": 0.0}
    worse, better = (misuse(twin(w, standing=level, **shut), p) for level in (5, 7))
    assert (better > worse).all()
    lax, careful = (twin(w, standing=7, firm_safety=safety, **shut) for safety in (0, 1))
    assert (misuse(careful, p) < misuse(lax, p)).all()


def test_c16_size_misuse_comes_from_people_on_line_and_grows_with_capability(w: World, p: Parameters) -> None:
    alike = {"firm_safety": 0.0, "opened": 0.0}
    now, later = (misuse(twin(w, standing=level, **alike), p) for level in (6, 7))
    np.testing.assert_allclose(later, np.exp(p.hazard_growth) * now)
    per_head = now / (w.population * w.online) / (1 - p.standard_effect * w.standard_in_force)
    np.testing.assert_allclose(per_head, per_head[0])


def test_c16_size_misuse_abroad_reaches_a_nation_over_the_net_as_far_as_it_is_on_line(
    w: World, p: Parameters
) -> None:
    _, spread = foresee(w, p.replace({"exposure_by_nearness": 0}))
    source = w.n + at(w, "KEN")
    abroad = np.arange(w.n) != at(w, "KEN")
    part = spread[abroad, source] / spread[at(w, "KEN"), source]
    np.testing.assert_allclose(part, p.exposure_by_net * w.online[abroad])


def test_c16_size_twice_the_mutual_threat_is_four_times_the_risk(w: World, p: Parameters) -> None:
    once, twice = (war_chances(twin(w, threat=threat, cooperation=0), p) for threat in (0.2, 0.4))
    np.testing.assert_allclose(twice, 4 * once)


def test_c16_size_incidents_come_as_often_as_the_hazard_says(w: World, p: Parameters) -> None:
    """Mean of many draws within four standard errors of a Poisson mean."""
    world, rounds = twin(w), 200
    came = np.zeros(w.n)
    for step in range(rounds):
        world.step = step
        incidents(world, p, DRAW)
        came += world.incidents
    expected = float(hazard(world, p).sum())
    assert came.sum() / rounds == pytest.approx(expected, abs=4 * np.sqrt(expected / rounds))


def test_c16_size_a_loss_is_missing_in_output(w: World, p: Parameters) -> None:
    plain, lost = twin(w, loss=0, loss_past=0), twin(w, loss=0.03, loss_past=0)
    for world in (plain, lost):
        account(world, p)
    np.testing.assert_allclose(plain.gdp_growth - lost.gdp_growth, 0.03)


def monitored(w: World, p: Parameters, members: np.ndarray) -> World:
    """The world with a monitoring network of some nations."""
    world = twin(w)
    row = w.bodies.index(NETWORK.name)
    world.member[row] = members
    NETWORK.serve(world, p, row, np.zeros(w.n))
    return world


def weights(w: World) -> np.ndarray:
    """(n,) shares of the world's effective compute."""
    effective = w.usable * w.efficiency
    return np.asarray(effective / effective.sum())


def test_c17_limit_a_network_of_nobody_stops_nothing_and_outsiders_are_not_served(
    w: World, p: Parameters
) -> None:
    empty = hazard(monitored(w, p, np.zeros(w.n, dtype=bool)), p)
    np.testing.assert_array_equal(empty, hazard(w, p))
    inside = np.arange(w.n) != at(w, "CHN")
    left = hazard(monitored(w, p, inside), p)
    assert left[at(w, "CHN")] == empty[at(w, "CHN")]
    assert (left < empty)[inside].all()


def test_c17_direction_the_wider_the_network_the_fewer_incidents_for_each_member(
    w: World, p: Parameters
) -> None:
    order = np.argsort(weights(w), kind="stable")
    small = hazard(monitored(w, p, np.isin(np.arange(w.n), order[-1:])), p)
    wider = hazard(monitored(w, p, np.isin(np.arange(w.n), order[-2:])), p)
    whole = hazard(monitored(w, p, np.ones(w.n, dtype=bool)), p)
    first = order[-1]
    assert small[first] > wider[first] > whole[first]


def test_c17_direction_who_hides_weakens_the_tools_of_all(w: World, p: Parameters) -> None:
    row = w.bodies.index(NETWORK.name)
    hidden = twin(w)
    hidden.cheating[row, at(w, "CHN")] = 1
    everybody = np.ones(w.n, dtype=bool)
    honest, weak = monitored(w, p, everybody), monitored(hidden, p, everybody)
    assert (weak.monitoring < honest.monitoring).all()


def test_c17_size_tools_stop_their_power_times_the_coverage(w: World, p: Parameters) -> None:
    inside = np.arange(w.n) != at(w, "CHN")
    world = monitored(w, p, inside)
    covered = weights(w)[inside].sum()
    left = misuse(world, p)[inside] / misuse(w, p)[inside]
    np.testing.assert_allclose(left, 1 - p.monitoring_power * covered)
    np.testing.assert_array_equal(accidents(world, p), accidents(w, p), "tools find misuse, not accidents")


def test_c17_limit_tools_that_tell_misuse_from_lawful_use_raise_no_false_alarm_and_those_of_chance_many(
    w: World, p: Parameters
) -> None:
    everybody = np.ones(w.n, dtype=bool)
    sure = monitored(w, p.replace({"monitoring_odds_ratio": 1e9}), everybody)
    np.testing.assert_allclose(yields(sure, p), yields(w, p), rtol=1e-8)
    chance = monitored(w, p.replace({"monitoring_odds_ratio": 1}), everybody)
    np.testing.assert_array_equal(chance.false_alarms, chance.monitoring)
    blind = monitored(w, p.replace({"monitoring_power": 0}), everybody)
    assert not blind.false_alarms.any()


def test_c17_direction_the_more_misuse_tools_are_set_to_find_the_more_lawful_use_they_stop(
    w: World, p: Parameters
) -> None:
    inside = np.arange(w.n) != at(w, "CHN")
    lenient, strict = (monitored(w, p.replace({"monitoring_power": part}), inside) for part in (0.5, 0.9))
    assert (strict.false_alarms > lenient.false_alarms)[inside].all()
    assert strict.false_alarms[at(w, "CHN")] == 0, "outsiders' use is not stopped"


def test_c17_size_as_nearly_all_use_is_lawful_false_alarms_of_two_in_a_hundred_empty_the_network() -> None:
    def members(ratio: float) -> int:
        s = Simulation(STANDING, seed=1, record=False, set={"monitoring_odds_ratio": ratio}).run(12)
        return int(s.world.member[s.world.bodies.index(NETWORK.name)].sum())

    assert members(80) == 0, "0.6 / (0.6 + 0.4 * 80) = 0.018"
    assert 2 * members(2000) > members(1e9) > 0, "with 0.6 / (0.6 + 0.4 * 2000) = 0.0007 most stay"


def test_c17_size_a_full_standard_removes_its_part_of_hazard(w: World, p: Parameters) -> None:
    none, half, full = (hazard(twin(w, safety_standard=value), p) for value in (0, 0.5, 1))
    np.testing.assert_allclose(full, (1 - p.standard_effect) * none)
    np.testing.assert_allclose(half, (1 - p.standard_effect / 2) * none)
