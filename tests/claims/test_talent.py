"""C11, C19: what people who move and work together carry, and what incentives add."""

from __future__ import annotations

import numpy as np
import pytest

from sovereigns.agents.contract import LAYER
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.phases.move import move, place_utility
from sovereigns.model.phases.research import research
from sovereigns.model.simulation import Simulation
from sovereigns.model.streams import Streams
from sovereigns.model.world import UNIVERSITY, World
from tests.claims.test_lead import STILL
from tests.worlds import Stage, at, of, twin, under

DRAW = Streams(1)


@pytest.fixture(scope="module")
def crowd(stage: Stage) -> Simulation:
    """A world with many researchers, to be copied, never changed."""
    return stage.build(researchers=4000)


def shut(w: World) -> World:
    """The same world where no nation lets researchers in or lets civilian work out."""
    world = twin(w, visa=0, control=w.control)
    for layer in ("talent", "civilian_research"):
        world.control[:, LAYER[layer], :] = 1 - np.eye(w.n)
    return world


def progress(w: World) -> np.ndarray:
    """(f,) log of efficiency and know-how together, what research adds to capability."""
    return np.log(w.firm_efficiency) + np.log(w.firm_know_how)


def test_c11_limit_through_shut_doors_nobody_comes_and_nobody_works_abroad(
    crowd: Simulation, p: Parameters
) -> None:
    world = shut(crowd.world)
    move(world, p.replace({"move_rate": 1}), DRAW)
    home = world.residence == world.origin
    stays = crowd.world.residence == world.residence
    assert (home | stays).all(), "the only way that is left is home"
    assert not world.joins_abroad.any()


def test_c11_direction_open_doors_raise_mobility_joint_work_and_what_each_finds_out(
    crowd: Simulation, p: Parameters
) -> None:
    """Who has left home, who works across borders, and progress of one's own where nobody moves."""
    came, joint, found = [], [], []
    for world in (shut(crowd.world), twin(crowd.world, visa=0.5), twin(crowd.world, visa=1)):
        moved, stayed = twin(world), world
        move(moved, p, DRAW)
        came.append(float((moved.residence != moved.origin).sum()))
        move(stayed, p.replace({"move_rate": 0, "career_hazard": 0}), DRAW)
        joint.append(float(stayed.joins_abroad.mean()))
        found.append(talents(stayed, p, p.university_link))
    assert came[0] < came[1] < came[2]
    assert joint[0] < joint[1] == joint[2], "visas are for movers"
    able = (crowd.world.firm_size > 0) & (found[1] > progress(crowd.world))
    assert able.any() and (found[0] <= found[1])[able].all() and (found[0] < found[1])[able].any()


def test_c11_direction_who_is_sent_home_takes_knowledge_along(crowd: Simulation, p: Parameters) -> None:
    """Shut doors cost the leader people at once, and their origins learn from those who return."""
    open_, closed = twin(crowd.world, visa=1), shut(crowd.world)
    for world in (open_, closed):
        move(world, p.replace({"move_rate": 1, "career_hazard": 0}), DRAW)
    us, cn = at(open_, "USA"), at(open_, "CHN")
    staff = [np.bincount(world.residence, minlength=world.n) for world in (open_, closed)]
    assert staff[1][us] < staff[0][us]
    assert closed.arrived[cn] > open_.arrived[cn]


def test_c11_direction_security_checks_of_one_nation_cost_both(crowd: Simulation, p: Parameters) -> None:
    """Rules on civilian research take joint work from their target and from their imposer."""
    free, ruled = twin(crowd.world), under(crowd.world, "civilian_research", "USA", "CHN")
    for world in (free, ruled):
        move(world, p.replace({"move_rate": 0}), DRAW)
        research(world, p)
    for iso3 in ("USA", "CHN"):
        assert ruled.joint_work[at(free, iso3)] < free.joint_work[at(free, iso3)]
        assert ruled.talent[at(free, iso3)] < free.talent[at(free, iso3)]


def test_c11_size_work_across_borders_returns_its_share(w: World, p: Parameters) -> None:
    alone, joined = twin(w, joins_abroad=0), twin(w, joins_abroad=1)
    for world in (alone, joined):
        research(world, p.replace({"network_return": 0.3}))
    np.testing.assert_allclose(joined.talent, 1.3 * alone.talent)


def test_c11_size_a_visa_rule_costs_a_place_its_weight(crowd: Simulation, p: Parameters) -> None:
    """Half of an open door for Chinese shut by one nation takes half of the weight of a visa."""
    w = twin(crowd.world, visa=1)
    cn, us = at(w, "CHN"), at(w, "USA")
    rows = np.array([cn])
    open_, half = (
        place_utility(one, p, rows, rows, p.move_cost) for one in (w, under(w, "talent", "USA", "CHN", 0.5))
    )
    assert open_[0, us] - half[0, us] == pytest.approx(p.visa_weight / 2)


def test_c11_size_who_comes_closes_a_gap(w: World, p: Parameters) -> None:
    """Movers who are a tenth of the staff a year close `spread_movers` x a tenth of it."""
    world = twin(w)
    cn = at(w, "CHN")
    staff = max(float((w.residence == cn).sum()), len(w.skill) / w.n)
    world.arrived[:] = 0
    world.arrived[cn] = staff / 40
    research(world, p.replace(STILL | {"spread_movers": 0.5}))
    best = np.log(w.firm_efficiency.max())
    firms = of(w, "CHN")
    gap = best - np.log(w.firm_efficiency[firms])
    np.testing.assert_allclose(best - np.log(world.firm_efficiency[firms]), (1 - 0.05) * gap)


def test_c11_limit_where_nobody_weighs_a_move_nobody_moves(w: World, p: Parameters) -> None:
    world = twin(w)
    move(world, p.replace({"move_rate": 0, "career_hazard": 0}), DRAW)
    np.testing.assert_array_equal(world.residence, w.residence)


def worked(crowd: Simulation, p: Parameters, joint: float, **told: float) -> World:
    """A quarter of work under an incentive."""
    world = twin(crowd.world, joint=joint, visa=1, control=0)
    move(world, p.replace({"move_rate": 0} | told), DRAW)
    return world


def test_c19_limit_without_incentives_joint_work_stays_at_its_base(crowd: Simulation, p: Parameters) -> None:
    none, useless = worked(crowd, p, 0), worked(crowd, p, 1, joint_incentive=0)
    np.testing.assert_array_equal(none.joins_abroad, useless.joins_abroad)


def test_c19_direction_the_more_is_paid_the_more_is_done_together(crowd: Simulation, p: Parameters) -> None:
    share, gained = [], []
    for joint in (0, 0.5, 1):
        world = worked(crowd, p, joint)
        research(world, p)
        share.append(float(world.joins_abroad.mean()))
        gained.append(float(progress(world).sum()))
    assert share[0] < share[1] < share[2]
    assert gained[0] < gained[1] < gained[2]


@pytest.mark.parametrize("joint", [0.0, 0.4, 1.0])
def test_c19_size_joint_work_is_openness_times_base_and_incentive(
    joint: float, crowd: Simulation, p: Parameters
) -> None:
    world = worked(crowd, p, joint)
    expected = np.clip(world.openness * (p.joint_base + p.joint_incentive * joint), 0, 1)
    error = np.sqrt((expected * (1 - expected)).sum()) / len(expected)
    assert world.joins_abroad.mean() == pytest.approx(expected.mean(), abs=4 * error)


def academic(w: World, joint: float) -> World:
    """The same world where half of American researchers sit at a university and all work across borders."""
    world = twin(w, joint=joint, joins_abroad=1)
    campus = int(of(w, "USA").nonzero()[0][-1])
    world.firm_kind[campus] = UNIVERSITY
    at_home = np.flatnonzero(w.residence == at(w, "USA"))
    world.employer[at_home[::2]] = campus
    return world


def talents(w: World, p: Parameters, link: float) -> np.ndarray:
    """(f,) what firms have after a quarter of research without spread."""
    paces = {"know_how_pace": p.know_how_pace, "efficiency_pace": p.efficiency_pace}
    research(w, p.replace(STILL | paces | {"university_link": link}))
    return progress(w)


def test_c19_limit_universities_pass_nothing_on_that_is_not_paid_for(w: World, p: Parameters) -> None:
    np.testing.assert_array_equal(*(talents(academic(w, 0), p, link) for link in (0, 1)))


def test_c19_direction_paid_university_work_abroad_helps_industry_at_home(w: World, p: Parameters) -> None:
    apart, linked = (talents(academic(w, 1), p, link) for link in (0, 1))
    industry = of(w, "USA") & (w.firm_size > 1e-3) & (academic(w, 1).firm_kind != UNIVERSITY)
    assert industry.any() and (linked > apart)[industry].all()
    np.testing.assert_array_equal(linked[of(w, "IND")], apart[of(w, "IND")])
