"""C2, C5, C7: what blunts a control: open weights, old and domestic hardware, the shift to inference."""

from __future__ import annotations

import copy

import numpy as np
import pytest

from sovereigns.agents.contract import LAYER
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.phases.research import research
from sovereigns.model.phases.trade import trade
from sovereigns.model.phases.train import train
from sovereigns.model.relations.choice import choose
from sovereigns.model.relations.compute import training_power
from sovereigns.model.relations.weights import best_open
from sovereigns.model.streams import Streams
from sovereigns.model.world import DOMESTIC, LEADING, LEGACY, World
from tests.worlds import ALONE, at, of, twin

DRAW = Streams(1)


def opened(w: World, firms: np.ndarray) -> World:
    """The same world where only these firms have open weights."""
    world = copy.deepcopy(w)
    world.firm_is_open = firms & (world.firm_capability > 0)
    world.firm_opened = np.where(world.firm_is_open, world.firm_capability, 0)
    world.firm_base = np.arange(world.f)
    return world


def test_c2_limit_without_open_weights_nothing_leaks_through_them(w: World, p: Parameters) -> None:
    shut = opened(w, np.zeros(w.f, dtype=bool))
    capability, base = best_open(shut, p)
    assert not capability.any() and (base == -1).all()
    before = shut.firm_efficiency.copy()
    research(shut, p.replace(ALONE))
    np.testing.assert_allclose(shut.firm_efficiency, before)


def test_c2_size_open_weights_close_their_share_of_the_gap(w: World, p: Parameters) -> None:
    leader = int(np.where(w.firm_size > 0, w.firm_efficiency, 0).argmax())
    leak = opened(w, np.arange(w.f) == leader)
    gap = np.log(leak.firm_efficiency[leader] / leak.firm_efficiency)
    research(leak, p.replace(ALONE | {"spread_open_weights": 0.25}))
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
    research(world, p.replace(ALONE | {"return_flow": 0.3, "spread_open_weights": 0}))
    assert world.firm_know_how[origin] == pytest.approx(before * np.exp(0.3 * tuned / w.f))


def test_c2_direction_a_rule_on_weights_bars_services_that_must_run_at_home_and_open_weights_are_exempt(
    w: World, p: Parameters
) -> None:
    p = p.replace({"weight_rule_flop": 1e20, "weight_rule_vagueness": 0.001})
    india, trained = at(w, "IND"), of(w, "USA") & (w.firm_run > 1e24) & (w.firm_capability > 0)

    def users(kept: float, rule: float, is_open: bool) -> float:
        world = twin(w, localisation=kept)
        world.control = world.control.copy()
        world.control[at(w, "USA"), LAYER["closed_weights"], india] = rule
        world.firm_is_open = np.where(trained, is_open, world.firm_is_open)
        return float(choose(world, p)[0][india, trained].sum())

    assert users(0.0, 1.0, False) == users(0.0, 0.0, False) > 0, "a service takes no weights abroad"
    assert users(0.9, 1.0, False) < 0.5 * users(0.9, 0.0, False)
    assert users(0.9, 1.0, True) >= users(0.9, 0.0, True) > 0


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
