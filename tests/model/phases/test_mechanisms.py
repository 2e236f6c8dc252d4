"""Limit, direction and size of what goes round the law, waits for it or cheats on it, and of choices."""

from __future__ import annotations

import numpy as np
import pytest

from sovereigns.agents.contract import LAYER
from sovereigns.agents.stance import take_stance
from sovereigns.model.institutions.registry import institutions
from sovereigns.model.phases.move import place_utility
from sovereigns.model.phases.observe import observe
from sovereigns.model.phases.research import research
from sovereigns.model.phases.trade import _smuggling
from sovereigns.model.phases.train import _opens, train
from sovereigns.model.relations.choice import choose
from sovereigns.model.relations.weights import best_open
from sovereigns.model.simulation import Simulation
from sovereigns.model.streams import Streams
from sovereigns.model.world import INVESTOR
from tests.worlds import CLEAN, Stage, act, at, branch, budgets, of, told, twin


def test_smuggling_limit_direction_and_size(opened: Simulation) -> None:
    """None where nothing is denied; the more is denied the more; less is dared where risk is high."""
    s = branch(opened)
    w, p, china = s.world, s.parameters, at(s.world, "CHN")
    part = []
    for power in (1.0, 0.5, 0.2, 0.04):
        there = np.where(np.arange(w.n) == china, power, 1.0)
        w.legal_train, w.legal_infer = there, np.ones(w.n)
        part.append(_smuggling(w, p))
    assert all(np.delete(shares, china).max() == 0 for shares in part)
    assert part[0][china] == 0 < part[1][china] < part[2][china] < part[3][china]
    unafraid = _smuggling(w, told(s, smuggling_risk=1e-6))[china]
    assert part[3][china] < unafraid <= p.smuggling_share
    watched = _smuggling(twin(w, vigilance=1 + 2 * w.vigilance), p)[china]
    assert watched == pytest.approx(part[3][china] / 2)
    assert _smuggling(w, told(s, smuggling_risk=5))[china] < part[3][china]


def test_postponed_spending_comes_back(opened: Simulation) -> None:
    """A year of full uncertainty delays what is spent; in the long run nothing is missing."""
    calm, unsettled = branch(opened), branch(opened)
    p = told(calm, intensity_growth=0, option_value=0.5, resume_speed=0.2)
    spent = []
    for s, index in ((calm, 0.0), (unsettled, 1.0)):
        rows = []
        for quarter in range(80):
            s.world.uncertainty[:] = index if quarter < 4 else 0
            rows.append(budgets(s.world, p))
        spent.append(np.array(rows).cumsum(axis=0))
    foreign = at(calm.world, "IND")
    assert spent[1][3, foreign] < 0.9 * spent[0][3, foreign]
    np.testing.assert_allclose(spent[1][-1], spent[0][-1], rtol=1e-3)
    assert not calm.world.postponed.any()


def test_rules_on_investment_keep_out_foreign_money_alone(opened: Simulation) -> None:
    """By the part of foreign money and what of it is barred; public money and money from home stay."""

    def spent(barred: float, **parameters: float) -> np.ndarray:
        s = branch(opened)
        w, p = s.world, told(s, intensity_growth=0, option_value=0, **parameters)
        w = twin(w, control=w.control, uncertainty=0, sovereign=0, pooled=0, postponed=0)
        w.control[:, LAYER["investment"], at(w, "CHN")] = barred
        w.control[at(w, "CHN"), LAYER["investment"], at(w, "CHN")] = 0
        return budgets(w, p)

    china = at(opened.world, "CHN")
    free, half, barred = (spent(level, foreign_money=0.4) for level in (0, 0.5, 1))
    abroad = 1 - opened.world.gdp[china] / opened.world.gdp.sum()
    assert barred[china] / free[china] == pytest.approx(1 - 0.4 * abroad)
    assert half[china] / free[china] == pytest.approx(1 - 0.4 * abroad / 2)
    np.testing.assert_array_equal(np.delete(barred, china), np.delete(free, china))
    np.testing.assert_array_equal(spent(1, foreign_money=0), spent(0))


def test_developers_open_more_with_the_backing_of_their_state(opened: Simulation) -> None:
    """At the backing of the start as their leaning has it; with all that a state can do, always or never."""
    s = branch(opened)
    w = s.world

    def opens(backing: float, of_state: float) -> np.ndarray:
        w.open_weights[:] = backing
        return _opens(w, told(s, open_start=0.5, open_of_state=of_state), Streams(0), np.zeros((3, w.f)))

    start = opens(0.5, 1)
    np.testing.assert_array_equal(start, opens(1, 0))
    less, more = opens(0, 0.5), opens(1, 0.5)
    assert (less <= start).all() and (start <= more).all() and less.sum() < start.sum() < more.sum()
    wide = told(s, open_start=0, open_of_state=1)
    w.open_weights[:] = 1
    assert _opens(w, wide, Streams(0), np.zeros((3, w.f))).all(), "full backing beside none: always"


def test_cheating_on_a_treaty_gains_speed_and_costs_safety(opened: Simulation) -> None:
    """A covert programme escapes what it pledged, in proportion; without a pledge there is nothing."""
    worlds = []
    for pledge, effort in ((0.9, 0.0), (0.9, 0.5), (0.9, 1.0), (0.0, 0.0), (0.0, 1.0)):
        s = branch(opened)
        p = told(s, regulation_drag=0.3)
        s.world.member[:] = True
        held = np.full(s.world.n, pledge)
        held[at(s.world, "USA")] *= 1 - effort
        for row, body in enumerate(institutions()):
            if body.name in ("safety-coalition", "general-treaty"):
                body.serve(s.world, p, row, held)
        research(s.world, p)
        worlds.append(s.world)
    usa = at(worlds[0], "USA")
    speed = [float(w.firm_know_how[of(w, "USA")].max()) for w in worlds]
    assert speed[0] < speed[1] < speed[2] and speed[3] == speed[4]
    assert (
        worlds[2].firm_safety[of(worlds[2], "USA")].mean()
        < worlds[0].firm_safety[of(worlds[0], "USA")].mean()
    )
    assert worlds[1].regulation_in_force[usa] == max(worlds[1].regulation[usa], 0.45)


def test_a_service_has_its_means_from_the_economy(opened: Simulation) -> None:
    s = branch(opened)
    w, p = s.world, s.parameters
    w.capability = np.where(np.arange(w.n) == at(w, "USA"), 6.0, 1.0)
    briefing = observe(w, told(s, belief_noise=0), Streams(0))
    effort = act(briefing, np.zeros((w.n, w.n)), "it is so").spy
    assert take_stance(briefing, np.zeros((w.n, w.n))).compete.sum() > 0
    most = w.state_capacity * w.gdp / (w.gdp + p.spy_economy)
    assert (effort <= most[:, None] + 1e-12).all()
    assert effort[at(w, "KEN"), at(w, "USA")] == pytest.approx(most[at(w, "KEN")])
    assert effort[at(w, "CHN")].sum() > effort[at(w, "KEN")].sum() > 0


def test_weights_once_open_stay_open(opened: Simulation) -> None:
    s = branch(opened)
    w, p = s.world, s.parameters
    before, were = best_open(w, p), w.firm_is_open.copy()
    w.firm_open[:] = 0
    train(w, p.replace({"practice_review": 1}), Streams(0))
    assert not (w.firm_is_open & ~were).any()
    after = best_open(w, p)
    assert (after[0] == before[0]).all() and (after[1] == before[1]).all()


def test_copies_of_one_base_count_as_one_choice_and_unknown_ones_not_at_all(opened: Simulation) -> None:
    s = branch(opened)
    none = dict.fromkeys(("culture_weight", "threat_weight", "localisation_fence", "brand_noise"), 0)
    w, p = s.world, told(s, overlap_weight=1, **none)
    w.firm_capability = np.where(w.firm_kind != INVESTOR, 5.0, 0)
    w.firm_is_open[:] = True
    w.firm_base, w.firm_appeal = np.arange(w.f), np.zeros(w.f)
    people = np.flatnonzero(w.firm_kind != INVESTOR)
    base, copies, other = people[0], people[1:4], people[4]
    w.firm_known[:] = 0
    w.firm_known[[base, *copies, other]] = 0.2
    w.firm_base[copies] = base
    usage = choose(w, p)[0]
    family = usage[:, [base, *copies]].sum(axis=1)
    np.testing.assert_allclose(family, usage[:, other], rtol=1e-9)
    w.firm_known[copies] = 0
    alone = choose(w, p)[0]
    np.testing.assert_allclose(alone[:, base], alone[:, other], rtol=1e-3)


def test_a_nation_that_employs_many_draws_as_many_employers_would(lived: Simulation) -> None:
    w = branch(lived).world
    usa, here = at(w, "USA"), np.array([at(w, "KEN")])
    plain, drawn = (place_utility(w, told(lived, cluster_weight=k), here, here, 0.0)[0] for k in (0, 1))
    employed = np.bincount(w.residence, minlength=w.n) + 1
    np.testing.assert_allclose(drawn - plain, np.log(employed / employed.mean()), atol=1e-9)
    assert drawn[usa] > plain[usa]


def test_who_begins_a_career_weighs_all_places(stage: Stage) -> None:
    """Nobody established moves here: only successors do, and none if beginning abroad costs too much."""
    free, tied = (stage.run(8, move_rate=0, career_hazard=0.1, entry_cost=cost, **CLEAN) for cost in (0, 50))
    renewed = free.generation > 0
    assert (free.residence != free.origin)[renewed].any()
    assert not (tied.residence != tied.origin)[tied.generation > 0].any()


def test_misuse_and_accidents_add_up_to_incidents(stage: Stage) -> None:
    """Each has a hazard of its own: where all hazard is of one kind, the other never happens."""
    for share, idle in ((0.0, "misuse_incidents"), (1.0, "accident_incidents")):
        table = stage.build(set={"misuse_share": share, "hazard_base": 50}).run(4).metrics()
        parts = table["misuse_incidents"] + table["accident_incidents"]
        np.testing.assert_allclose(parts, table["incidents"], atol=1e-9)
        assert table["incidents"].sum() > 0 == table[idle].sum()
