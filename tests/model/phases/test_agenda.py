"""A layer of control that a government never used must come on its agenda first."""

from __future__ import annotations

from itertools import pairwise
from typing import ClassVar

import numpy as np
import pytest

from sovereigns.agents.contract import LAYER, LAYERS, Briefing, Draw, Order
from sovereigns.agents.grounds import GROUND_ROWS
from sovereigns.model.facts.inputs import load_inputs
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.facts.quarters import parse
from sovereigns.model.kernels.numerics.elementary import log
from sovereigns.model.law.statutes import adopted
from sovereigns.model.relations.agenda import chances, followed, shared
from sovereigns.model.relations.markets import supply
from sovereigns.model.simulation import Simulation
from sovereigns.model.standard import SCENARIO
from sovereigns.model.world import Bool, Float, World
from tests.worlds import at, twin

USUAL = Parameters.defaults()
TUNED = parse("2019Q2"), parse("2023Q4")
YEARS = 3
SEEDS = range(4)
CONFIDENT = 2.0
"""Log likelihood below the greatest within which both rates lie with 86 %, as of a chi square of two."""


def played(seed: int, years: int = YEARS, **rates: float) -> tuple[World, Bool]:
    """A world of free orders, and what those who decide had adopted at its start."""
    s = Simulation("dated-law-off", seed=seed, set=rates, firms=60, researchers=0, record=False)
    before = shared(s.world, s.world.adopted)
    return s.run(4 * years).world, before


def new_layers(initiative: float, diffusion: float) -> int:
    """How many layers governments of all nations come to use in some years, over the seeds."""
    count = 0
    for seed in SEEDS:
        w, before = played(seed, control_initiative=initiative, control_diffusion=diffusion)
        count += int((w.adopted & ~before).sum())
    return count


def test_limit_where_nothing_comes_on_an_agenda_no_layer_is_used_anew() -> None:
    assert new_layers(0, 0) == 0


def test_direction_the_more_comes_on_agendas_the_more_layers_are_used() -> None:
    alone, usual, at_once = (
        new_layers(*rates)
        for rates in (
            (USUAL.control_initiative, 0),
            (USUAL.control_initiative, USUAL.control_diffusion),
            (1000, 0),
        )
    )
    assert 0 < alone < usual < at_once


def test_what_was_used_before_is_history_whatever_law_a_scenario_keeps() -> None:
    usual, lawless = (Simulation(name, firms=60, researchers=0).world for name in (SCENARIO, "dated-law-off"))
    np.testing.assert_array_equal(usual.adopted, lawless.adopted)
    us = usual.iso3.index("USA")
    assert set(np.array(LAYERS)[usual.adopted[us]]) >= {"chips", "equipment", "memory", "cluster"}
    for seed in SEEDS:
        w, _ = played(seed, years=1)
        assert w.control_mean[at(w, "USA"), at(w, "CHN")] > 0.1, "free to restrict, it soon does"


def test_size_the_chance_follows_what_is_held_and_those_that_went_before() -> None:
    w, p = Simulation(firms=60, researchers=0).world, USUAL
    nobody = twin(w, adopted=np.zeros_like(w.adopted))
    held = supply(w, p).T
    np.testing.assert_allclose(chances(nobody, p), 1 - np.exp(-held * p.control_initiative))
    us, de, cloud = at(w, "USA"), at(w, "DEU"), LAYER["equipment"]
    nobody.adopted[us, cloud] = True
    rate = p.control_initiative + p.control_diffusion * w.tie[de, us]
    assert chances(nobody, p)[de, cloud] == pytest.approx(1 - np.exp(-held[de, cloud] * rate))
    assert followed(w.tie, nobody.adopted)[us, cloud] == 0, "nobody follows itself"


def test_a_bloc_that_decides_on_controls_has_one_agenda() -> None:
    w = Simulation(firms=60, researchers=0).world
    one = np.zeros_like(w.agenda)
    nl, us, row = w.iso3.index("NLD"), w.iso3.index("USA"), LAYER["equipment"]
    one[[nl, us], row] = True
    both = shared(w, one)
    assert (both[:, row] == ((w.bloc == w.bloc[nl]) | (np.arange(w.n) == us))).all()


def test_public_money_is_no_control() -> None:
    w = Simulation(firms=60, researchers=0).world
    members = np.flatnonzero(w.bloc == w.bloc[w.iso3.index("FRA")])
    assert not w.control[np.ix_(members, range(len(LAYERS)), members)].any()
    assert not w.adopted[members, LAYER["subsidy"]].any()
    assert w.law.own(w.quarter, "subsidy")[w.iso3.index("FRA")] > 0


class Shuts:
    """Shuts its cloud to all, on whatever agenda."""

    name: ClassVar[str] = "shuts"

    def decide(self, briefing: Briefing, draw: Draw) -> Order:
        """Hold all else."""
        order = Order.hold(briefing)
        order.control[:, LAYER["cloud"]] = 1.0
        order.control[np.arange(briefing.m), :, briefing.who] = 0.0
        return order


def test_an_order_that_is_told_layer_by_layer_is_free_and_is_remembered() -> None:
    s = Simulation("dated-law-off", firms=60, researchers=0, record=False)
    ke, cloud = s.world.iso3.index("KEN"), LAYER["cloud"]
    assert not s.world.agenda[ke, cloud]
    s.seat("KEN", Shuts())
    w = s.run(2).world
    assert w.control[ke, cloud].max() > USUAL.rule_seen
    assert w.adopted[ke, cloud] and w.agenda[ke, cloud]


def log_likelihood(hold: Float, tie: Float, used: list[Bool], initiative: float, diffusion: float) -> float:
    """Of what nations came to use, by the layers (n, l) used before each quarter and after the last."""
    total = 0.0
    for before, after in pairwise(used):
        rate = (hold * (initiative + diffusion * followed(tie, before)))[:, GROUND_ROWS]
        had, has = before[:, GROUND_ROWS], after[:, GROUND_ROWS]
        total += log(rate[has & ~had]).sum() - rate[~had].sum()
    return float(total)


def test_both_rates_agree_with_what_nations_came_to_use_before_2024() -> None:
    """Dated controls of 2024 to 2026 are kept to test, see `sovereigns patterns`."""
    w = Simulation("as-it-happened", start="2022Q1", record=False).world
    used = [adopted(load_inputs(), USUAL, quarter) for quarter in range(TUNED[0], TUNED[1] + 2)]
    assert (used[-1] & ~used[0])[:, GROUND_ROWS].sum() == 9, "as the row of the parameter says"
    hold, rates = supply(w, USUAL).T, (USUAL.control_initiative, USUAL.control_diffusion)
    tries = np.geomspace(0.2, 5, 9)
    grid = [log_likelihood(hold, w.tie, used, a * rates[0], b * rates[1]) for a in tries for b in tries]
    assert log_likelihood(hold, w.tie, used, *rates) > max(grid) - CONFIDENT
