"""Programmes of nations: train, adapt, share or rent, by what each way is worth."""

from __future__ import annotations

import numpy as np
import pytest

from sovereigns.agents.contract import LAYER
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.phases.adopt import _choose_way
from sovereigns.model.phases.train import _candidates
from sovereigns.model.relations.choice import choose
from sovereigns.model.relations.compute import programme_claim
from sovereigns.model.relations.programmes import worth_of_ways
from sovereigns.model.simulation import Simulation
from sovereigns.model.world import ADAPT, HYPERSCALER, LAB, RENT, SHARE, TRAIN, World
from tests.worlds import at, branch, told

PLAIN = {
    "threat_weight": 0, "tie_weight": 0, "culture_weight": 0, "base_noise": 0, "autonomy": 0,
    "building_cost": 0, "leaving_cost": 0, "localisation_fence": 0, "bar_weight": 0,
}  # fmt: skip
"""Quality alone counts."""


def bare(opened: Simulation, **values: float) -> tuple[World, Parameters]:
    """No programme yet, no rules; the best service offers 6, nobody else more."""
    s = branch(opened)
    w = s.world
    w.control = np.zeros_like(w.control)
    w.localisation = np.zeros(w.n)
    w.programme, w.programme_capability = np.full(w.n, 0.5), np.zeros(w.n)
    w.programme_way, w.programme_rents = np.full(w.n, -1), np.full(w.n, -1)
    w.firm_capability = np.minimum(w.firm_capability, 5.0)
    serves = (w.firm_kind == LAB) & (w.firm_nation == at(w, "USA"))
    best = int(np.flatnonzero(serves)[0])
    w.firm_capability[best], w.firm_is_open[best], w.firm_base[best] = 6.0, False, best
    return w, told(s, **(PLAIN | values))


def ways(w: World, p: Parameters, trained: float, adapted: float) -> np.ndarray:
    base = np.full(w.n, int(np.flatnonzero(w.firm_opened > 0)[0]))
    _choose_way(w, p, np.arange(w.n), np.full(w.n, trained), np.full(w.n, adapted), base)
    return w.programme_way


def test_with_quality_alone_the_best_way_is_gone(opened: Simulation) -> None:
    for trained, adapted, way in ((7.0, 5.0, TRAIN), (5.0, 7.0, ADAPT), (5.0, 5.0, RENT)):
        w, p = bare(opened)
        abroad = np.arange(w.n) != at(w, "USA")
        assert (ways(w, p, trained, adapted)[abroad] == way).all()
        assert ((w.programme_rents >= 0) == (w.programme_way == RENT)).all()
        assert (w.programme_capability[abroad] == {TRAIN: 7.0, ADAPT: 7.0, RENT: 0.0}[way]).all()


def test_nobody_rents_what_is_barred_nor_at_home(opened: Simulation) -> None:
    w, p = bare(opened)
    usa, china = at(w, "USA"), at(w, "CHN")
    w.control[:, LAYER["cloud"], china] = 1
    w.localisation[at(w, "IND")] = 1
    worth, whose = worth_of_ways(w, p, np.arange(w.n), np.zeros(w.n), np.zeros(w.n), np.full(w.n, -1))
    barred = [at(w, "IND"), china]
    assert (worth[RENT, barred] == -np.inf).all() and (whose[barred] == -1).all()
    assert w.firm_nation[whose[usa]] != usa


def test_each_reason_moves_programmes_the_way_it_should(opened: Simulation) -> None:
    """Autonomy and threat away from renting, cost of building toward it, more so the less the skill."""
    for reason, more in (
        ({"autonomy": 3}, False),
        ({"threat_weight": 5}, False),
        ({"building_cost": 3}, True),
    ):
        before, after = (
            (ways(*bare(opened, **PLAIN | told_), 5.9, 5.9) == RENT).sum() for told_ in ({}, reason)
        )
        assert (after >= before) if more else (after < before), reason
    w, p = bare(opened, building_cost=2)
    w.programme = np.linspace(0.2, 1, w.n)
    worth, _ = worth_of_ways(w, p, np.arange(w.n), np.full(w.n, 5.0), np.zeros(w.n), np.full(w.n, -1))
    np.testing.assert_allclose(worth[TRAIN], p.quality_weight * 5.0 - 2 * (1 - w.programme))


def test_members_of_a_bloc_share_its_best_programme_and_nobody_else_does(opened: Simulation) -> None:
    w, p = bare(opened)
    inside = np.flatnonzero(w.bloc == 0)
    owner = inside[0]
    w.bloc_programme[:] = owner
    w.programme_way[owner], w.programme_base[owner], w.programme_capability[owner] = TRAIN, -1, 8.0
    way = ways(w, p, 5.0, 5.0)
    assert (way[inside[1:]] == SHARE).all() and not (way[w.bloc != 0] == SHARE).any()
    w, alone = bare(opened, bloc_sharing=0)
    w.bloc_programme[:] = owner
    w.programme_way[owner], w.programme_capability[owner] = TRAIN, 8.0
    assert not (ways(w, alone, 5.0, 5.0) == SHARE).any()


def test_who_rents_puts_the_service_before_people_and_its_old_weights_away(opened: Simulation) -> None:
    """The pull of a mature programme in utility, as for a model of its own."""
    w, p = bare(opened, home_promotion=2)
    row = at(w, "KEN")
    firm = int(np.flatnonzero((w.firm_kind == HYPERSCALER) & (w.firm_capability > 0))[0])
    w.firm_is_open[firm] = False
    w.programme[row], w.programme_capability[row], w.programme_way[row] = 1.0, 4.0, ADAPT
    usage, own, _ = choose(w, p)
    w.programme_way[row], w.programme_rents[row] = RENT, firm
    rented, none, _ = choose(w, p)
    assert own[row] > 0 == none[row]
    odds = [share[row, firm] / share[row, firm - 1 if firm else 1] for share in (usage, rented)]
    assert odds[1] > odds[0]
    assert w.programme_capability[row] == pytest.approx(4.0)


def test_only_a_programme_that_builds_takes_training_compute_from_firms(opened: Simulation) -> None:
    """Who trains or adapts takes its part of the budget from runs at home; who shares or rents, nothing."""
    s = branch(opened)
    w, p = s.world, told(s, inference_weight=0, latency_flop=1e40)
    w.sovereign = np.zeros(w.n)
    alone = _candidates(w, p)[0]
    w.sovereign = np.ones(w.n)
    for way, takes in ((TRAIN, True), (ADAPT, True), (SHARE, False), (RENT, False)):
        w.programme_way = np.full(w.n, way)
        flop = _candidates(w, p)[0]
        running = alone > 0
        if takes:
            left = 1 - programme_claim(w, p)[w.firm_nation]
            np.testing.assert_allclose(flop[running], (alone * left)[running])
            assert left[running].min() < 1
        else:
            np.testing.assert_array_equal(flop, alone)
