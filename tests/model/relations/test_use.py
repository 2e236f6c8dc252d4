"""People who use AI at all: where they start, how they become more, and what follows."""

from __future__ import annotations

import copy

import numpy as np
import pytest

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.metrics import METRICS, sovereign
from sovereigns.model.phases.account import _firms
from sovereigns.model.phases.adopt import _spread, adopt
from sovereigns.model.phases.research import accessible_data, automated
from sovereigns.model.phases.train import _may_build_on
from sovereigns.model.relations.choice import choose
from sovereigns.model.relations.compute import inference_power, serving_share
from sovereigns.model.relations.harm import exposure
from sovereigns.model.relations.output import yields
from sovereigns.model.relations.ties import ties
from sovereigns.model.relations.use import (
    could_use,
    data_kept,
    lineage_names,
    lineages,
    own_model_share,
    users_of,
)
from sovereigns.model.relations.weights import base_for, best_open, distrust
from sovereigns.model.relations.welfare import measure_welfare
from sovereigns.model.simulation import Simulation
from sovereigns.model.streams import Streams
from sovereigns.model.world import INVESTOR, Float, World
from tests.worlds import Stage, at, branch, told


def test_use_starts_as_counted_and_where_nobody_counted_as_the_median_nation() -> None:
    w = Simulation("no-controls", 0, firms=200, researchers=50).world
    assert w.ai_use[at(w, "ARE")] == pytest.approx(0.594)
    assert w.ai_use[at(w, "USA")] == pytest.approx(0.263)
    p = Simulation("no-controls", 0, firms=200, researchers=50).parameters
    part = w.ai_use / could_use(w, p)
    assert part[at(w, "TUV")] == pytest.approx(np.median(part), rel=0.1)
    assert w.ai_use_2025 == pytest.approx((w.ai_use * w.population).sum() / w.population.sum())


def test_who_could_use_ai_follows_access_income_quality_and_fit(opened: Simulation) -> None:
    s = branch(opened)
    w, p = s.world, s.parameters
    before = could_use(w, p)
    for column, worse in (("online", 0.5), ("income", 0.5), ("standing", 0.5)):
        poorer = branch(s).world
        setattr(poorer, column, getattr(w, column) * worse)
        assert (could_use(poorer, p) < before).all(), column
    foreign = branch(s).world
    foreign.misfit = np.ones(w.n)
    np.testing.assert_allclose(
        could_use(foreign, p), before / (1 - p.use_of_fit * w.misfit) * (1 - p.use_of_fit)
    )


def test_data_that_must_stay_are_data_that_no_ai_works_on_where_no_chips_stand(opened: Simulation) -> None:
    s = branch(opened)
    w, p = s.world, told(s, evasion=0)
    free, shut = branch(s).world, branch(s).world
    free.localisation, shut.localisation = np.zeros(w.n), np.ones(w.n)
    rents, bare, half = at(w, "IND"), at(w, "KEN"), at(w, "FRA")
    for world in (free, shut):
        world.inference[:, [rents, bare, half]] = world.leased[[rents, bare, half]] = 0
        world.hosted[:] = 0
        world.rented[rents] = 1e6
        users = world.ai_use * world.population
        a_user = np.maximum(inference_power(world, p) - world.rented, 0).sum() / users.sum()
        world.inference[0, half] = p.serving_need * a_user * users[half] / 2
    left = could_use(shut, p) / could_use(free, p)
    assert left[at(w, "USA")] == 1, "whose chips stand at home loses nothing"
    assert left[bare] == left[rents] == 0, "what is rented abroad does not serve data that must stay"
    assert left[half] == pytest.approx(0.5, rel=0.01)
    np.testing.assert_array_equal(
        could_use(free, p), could_use(free, told(s, evasion=0, serving_need=100)),
        "whose data may go is served from anywhere",
    )  # fmt: skip


def test_nobody_could_use_what_fits_nobody_however_the_misfit_is_rounded(opened: Simulation) -> None:
    s = branch(opened)
    s.world.misfit = np.full(s.world.n, 1 + 1e-15)
    assert not could_use(s.world, told(s, use_of_fit=1)).any()


def test_use_spreads_as_bass_says_and_never_past_those_who_could(opened: Simulation) -> None:
    """Bass 1969: (innovators + imitation x those who do) of those who do not yet; with neither none begin."""
    s = branch(opened)
    w, p = s.world, s.parameters
    w.ai_use = could_use(w, p) / 4
    could, before = could_use(w, p), w.ai_use.copy()
    still = branch(s)
    _spread(still.world, told(s, use_innovation=0, use_imitation=0))
    np.testing.assert_array_equal(still.world.ai_use, w.ai_use)
    _spread(w, p)
    pace = p.use_innovation + p.use_imitation * before / could
    np.testing.assert_allclose(w.ai_use, before + pace * (could - before))
    for _ in range(400):
        _spread(w, p)
    np.testing.assert_allclose(w.ai_use, could_use(w, p))
    w.ai_use = np.minimum(2 * could, 1)
    could = could_use(w, p)
    _spread(w, told(s, use_imitation=1, use_innovation=1))
    np.testing.assert_allclose(w.ai_use, could)


def test_serving_takes_its_part_by_what_it_returns(opened: Simulation) -> None:
    """Odds of serving rise as use to the power of the elasticity; at 0 the part of 2025 stays."""
    s = branch(opened)
    w = s.world
    assert serving_share(w, told(s, inference_share_2025=0.4)) == pytest.approx(0.4)
    w.ai_use = w.ai_use * 1.5
    share = serving_share(w, told(s, inference_share_2025=0.4, inference_of_use=2))
    assert share / (1 - share) == pytest.approx(0.4 / 0.6 * 1.5**2)
    assert serving_share(w, told(s, inference_share_2025=0.4, inference_of_use=0)) == pytest.approx(0.4)


def test_output_gains_from_capability_as_far_as_people_use_it(opened: Simulation) -> None:
    s = branch(opened)
    w, p = s.world, s.parameters
    np.testing.assert_allclose(yields(w, p), w.ai_use * w.standing)
    w.ai_use = np.zeros(w.n)
    assert not yields(w, p).any() and not yields(w, told(s, growth_returns="diminishing")).any()


def test_what_people_do_with_ai_goes_with_how_many_use_it(opened: Simulation) -> None:
    """Where half as many use AI and all else stays, half as many are on a model, at home or abroad.

    So is half the revenue of models, the gain of their users, what developers learn of users abroad, the tie
    by use, and the harm that reaches users; who leads, and who is sovereign, is a matter among users.
    """
    s = branch(opened)
    w, p = s.world, s.parameters
    few = branch(opened).world
    few.ai_use = w.ai_use / 2

    def by_use(u: World) -> dict[str, np.ndarray]:
        return {
            "own": own_model_share(u),
            "all": np.array([METRICS["own_model_share"].measure(u)]),
            "users": users_of(u),
            "data": accessible_data(u, p) - u.data,
            "harm": exposure(u, p) - exposure(u, p.replace({"exposure_by_use": 0, "exposure_by_lineage": 0})),
            "tie": _untied(ties(u, p)) / _untied(ties(u, p.replace({"tie_of_use": 0}))) - 1,
            "gain": _gain(u, p),
            "revenue": _revenue(u, p),
        }

    half, whole = by_use(few), by_use(w)
    for name in whole:
        assert np.abs(whole[name]).max() > 0, name
        np.testing.assert_allclose(half[name], whole[name] / 2, rtol=1e-9, atol=1e-12, err_msg=name)
    np.testing.assert_array_equal(sovereign(few), sovereign(w))
    np.testing.assert_array_equal(lineages(few), lineages(w))


def _untied(tie: Float) -> Float:
    return 1 - tie + np.eye(len(tie))


def _gain(w: World, p: Parameters) -> Float:
    """(n,) welfare by the AI that people use."""
    welfare = []
    for worth in (p.quality_of_life, 0.0):
        measure_welfare(w, p.replace({"quality_of_life": worth}))
        welfare.append(w.welfare)
    return welfare[0] - welfare[1]


def _revenue(w: World, p: Parameters) -> Float:
    """(f,) bn USD that firms earn by their models in a quarter."""
    profits = []
    for share in (p.revenue_share, 0.0):
        u = copy.deepcopy(w)
        _firms(u, p.replace({"revenue_share": share}))
        profits.append(u.firm_profit)
    return profits[0] - profits[1]


def test_a_superintelligent_ai_does_research(opened: Simulation) -> None:
    """Nothing below the threshold; above, research labour by orders of magnitude; efficiency grows faster."""
    s = branch(opened)
    w, p = s.world, told(s, research_of_ai=2)
    np.testing.assert_array_equal(automated(w, p), 1)
    w.superintelligence = float(w.firm_capability.max()) - 0.5
    assert automated(w, p).max() == pytest.approx(1 + 2 * 0.5 / p.capability_unit)


def test_superintelligence_moves_the_frontier(stage: Stage) -> None:
    """A threshold that is passed early, beside one that is never passed."""
    early, never = (
        stage.build(set={"superintelligence": level, "research_of_ai": 5}).run(12).world for level in (5, 40)
    )
    assert early.efficiency.max() > 1.02 * never.efficiency.max()


def test_a_base_is_left_only_for_one_that_suits_by_more_than_leaving_costs(opened: Simulation) -> None:
    """At no cost all take what suits best; at a cost those stay whose gain is smaller."""
    s = branch(opened)
    w, nations = s.world, np.arange(s.world.n)
    plain = told(s, threat_weight=0, culture_weight=0, tie_weight=0, base_noise=0)
    old, new = np.flatnonzero(w.firm_kind != INVESTOR)[:2]
    w.firm_opened[:] = 0
    w.firm_opened[[old, new]] = 5.0, 5.5
    w.stolen[:] = 0
    held = np.full(w.n, old)
    gain = plain.quality_weight * 0.5
    dear, cheap, free = (plain.replace({"leaving_cost": gain * k}) for k in (1.01, 0.99, 0))
    assert (base_for(w, free, nations, held)[1] == new).all()
    assert (base_for(w, cheap, nations, held)[1] == new).all()
    capability, base = base_for(w, dear, nations, held)
    assert (base == old).all() and (capability == 5.0).all()
    assert (base_for(w, dear, nations, np.full(w.n, -1))[1] == new).all()
    w.firm_opened[old] = 0
    assert (base_for(w, dear, nations, held)[1] == new).all(), "what is no longer there is left"


def test_nations_choose_bases_by_trust_culture_ties_and_tastes_of_their_own(opened: Simulation) -> None:
    """With none of these all take one; with each more than one is taken, and allies' more often."""
    s = branch(opened)
    w = s.world
    w.stolen[:] = 0
    w.firm_opened = np.where(w.firm_kind != INVESTOR, 5.0, 0.0)
    w.firm_opened[np.flatnonzero(w.firm_opened)[0]] = 5.2
    none = {"threat_weight": 0, "culture_weight": 0, "tie_weight": 0, "base_noise": 0}
    assert len(set(best_open(w, told(s, **none))[1])) == 1
    for weight in none:
        assert len(set(best_open(w, told(s, **none | {weight: 5}))[1])) > 1, weight
    allied = best_open(w, told(s, **none | {"tie_weight": 5}))[1]
    france = at(w, "FRA")
    assert w.alliance[france, w.firm_nation[allied[france]]] == w.alliance[france].max()


def test_products_move_to_another_base_when_they_are_built_anew_and_not_all_at_once(
    opened: Simulation,
) -> None:
    """On their own base all may release; on another at once a part as large as the chance, all at 1."""
    s = branch(opened)
    w, draw = s.world, Streams(0)
    w.firm_capability = np.ones(w.f)
    other = (w.firm_base + 1) % w.f
    assert _may_build_on(w, told(s, rebuild_rate=0), draw, w.firm_base).all()
    assert not _may_build_on(w, told(s, rebuild_rate=0), draw, other).any()
    part = _may_build_on(w, told(s, rebuild_rate=0.25), draw, other).mean()
    assert part == pytest.approx(0.25, abs=4 * np.sqrt(0.25 * 0.75 / w.f))
    assert _may_build_on(w, told(s, rebuild_rate=0.25, rebuild_noise=0), draw, other).all()
    w.firm_capability[:3] = 0
    assert _may_build_on(w, told(s, rebuild_rate=0), draw, other).nonzero()[0].tolist() == [0, 1, 2]


def test_weights_of_ones_own_are_worth_what_a_rivals_are_distrusted(opened: Simulation) -> None:
    """Nothing at home or without a base; more the more it is feared, less the closer the ally."""
    s = branch(opened)
    w, p = s.world, told(s, quality_weight=2, threat_weight=3, tie_weight=1)
    usa, china, maker = at(w, "USA"), at(w, "CHN"), int(np.flatnonzero(w.firm_nation == at(w, "CHN"))[0])
    w.threat[usa, china], w.alliance[usa, china] = 0.5, 0.2
    nation, base = np.array([usa, china, usa]), np.array([maker, maker, -1])
    np.testing.assert_allclose(distrust(w, p, nation, base), [(3 * 0.5 + 1 - 0.2) / 2, 0, 0])


def test_a_lineage_is_counted_by_base_whoever_runs_it(opened: Simulation) -> None:
    """Two tuned models of one base outweigh a larger rival; nobody is lost or counted twice."""
    w = branch(opened).world
    base, first, second, rival = np.flatnonzero(w.firm_kind != INVESTOR)[:4]
    usage = np.zeros((w.n, w.f))
    usage[:, [first, second, rival]] = 0.3, 0.3, 0.4
    w.usage, w.firm_base = usage, np.arange(w.f)
    w.firm_base[[first, second]] = base
    w.programme_usage, w.common_usage = np.zeros(w.n), np.zeros_like(w.common_usage)
    share = lineages(w)
    assert (share.argmax(axis=1) == base).all()
    np.testing.assert_allclose(share.sum(axis=1), 1, rtol=1e-12)
    np.testing.assert_allclose(share[:, base], 0.6)
    assert len(lineage_names(w)) == share.shape[1] + 1


def test_changes_of_leading_lineage_are_counted_as_they_stand_in_the_tables(stage: Stage) -> None:
    s = stage.build().run(8)
    lead = s.tables()["nations"].pivot(index="quarter", columns="iso3", values="model_lineage")
    changes = (lead != lead.shift()).iloc[1:].to_numpy().sum(axis=1).cumsum()
    np.testing.assert_array_equal(s.metrics()["lead_changes"].iloc[1:], changes)
    usage = s.tables()["usage"]
    assert list(usage.columns) == ["quarter", "iso3", "lineage", "origin", "share"]
    assert usage["share"].min() >= 0.005
    total = usage.groupby(["quarter", "iso3"], observed=True)["share"].sum()
    assert total.max() <= 1 + 1e-9 and total.min() > 0.8
    top = usage.sort_values("share").groupby(["quarter", "iso3"], observed=True).last()["lineage"]
    assert (top.unstack().loc[lead.index, lead.columns] == lead).all(axis=None)
    assert set(usage["origin"]) <= {"", *s.world.iso3}


def test_a_closed_developer_stays_closed_until_it_weighs_that_anew(stage: Stage) -> None:
    """Never at no review; at a review each quarter practice is drawn anew each quarter."""
    turns = {}
    for review in (0.0, 1.0):
        s = stage.build(set={"practice_review": review})
        old = s.world.firm_is_open.copy()
        had = s.world.firm_capability > 0
        turns[review] = 0
        for _ in range(8):
            s.step()
            opened_now = s.world.firm_is_open & ~old & had
            turns[review] += int(opened_now.sum())
            old = s.world.firm_is_open.copy()
    assert turns[0.0] == 0 < turns[1.0]


def test_people_who_begin_choose_freely(opened: Simulation) -> None:
    """Where nobody switches, use goes only with those who use AI for the first time."""
    s = branch(opened)
    w = s.world
    before, share = w.usage.copy(), w.ai_use.copy()
    p = told(s, switch_rate=0, use_innovation=0, use_imitation=0)
    adopt(w, p, Streams(0))
    stays = w.programme_capability == 0
    np.testing.assert_allclose(w.usage[stays], before[stays], atol=1e-12)
    s = branch(opened)
    w = s.world
    adopt(w, told(s, switch_rate=0, use_innovation=0.2), Streams(0))
    newcomers = np.maximum(1 - share / w.ai_use, 0)
    moved = np.abs(w.usage - before).sum(axis=1) / 2
    assert (moved[stays] <= newcomers[stays] + 1e-9).all() and moved[stays].max() > 0


def test_data_laws_bind_as_far_as_the_state_can_enforce_them(opened: Simulation) -> None:
    """Where nobody gets round them, fully; else the less the weaker the state, never more than ordered."""
    w, p = branch(opened).world, opened.parameters
    w.localisation = np.full(w.n, 0.8)
    assert data_kept(w, p.replace({"evasion": 0.0})) == pytest.approx(0.8)
    kept = data_kept(w, p)
    assert (kept <= 0.8).all()
    assert (np.diff(kept[np.argsort(w.state_capacity)]) >= 0).all()
    weak, strong = w.state_capacity.argmin(), w.state_capacity.argmax()
    assert kept[weak] < 0.8 * kept[strong]


def test_a_weak_state_shuts_fewer_people_off_from_foreign_services(opened: Simulation) -> None:
    """Of like fences, the one of a state that can enforce little lets more people use what is abroad."""

    def foreign_closed(capacity: float) -> float:
        w, p = branch(opened).world, opened.parameters
        row = at(w, "KEN")
        w.state_capacity = np.where(np.arange(w.n) == row, capacity, w.state_capacity)
        w.localisation = np.where(np.arange(w.n) == row, 0.9, w.localisation)
        closed = ~w.firm_is_open & (w.firm_nation != row)
        return float(choose(w, p)[0][row, closed].sum())

    assert foreign_closed(0.05) > 1.5 * foreign_closed(0.95)
