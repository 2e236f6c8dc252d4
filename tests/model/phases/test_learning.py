"""Governments change and learn: who, from whom, what they credit a strategy with, who keeps its own."""

from __future__ import annotations

import copy

import numpy as np
import pytest

from sovereigns.agents.registry import strategies
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.theory.dsair import fermi
from sovereigns.model.phases.learn import credit, learn
from sovereigns.model.simulation import Simulation
from sovereigns.model.streams import Streams
from sovereigns.model.world import World
from tests.worlds import Stage, at, silent

FEW = {"firms": 40, "researchers": 100}
PAIR = ("grim", "hedge")
PLACE = {name: k for k, name in enumerate(strategies())}


def played(names: tuple[str, ...], n: int) -> np.ndarray:
    return np.array([names[i % len(names)] for i in range(n)], dtype=object)


@pytest.fixture(scope="module")
def world() -> Simulation:
    """All nations at the start."""
    return Simulation(seed=1, **FEW)


def explained(value: np.ndarray, *by: np.ndarray) -> float:
    """Share of the variance of a value that a regression explains."""
    told = np.column_stack([np.ones(len(value)), *by])
    left = value - told @ np.linalg.lstsq(told, value, rcond=None)[0]
    return 1 - left.var() / value.var()


def turning(s: Simulation) -> World:
    """A world in which every government is new and nothing is remembered."""
    w = copy.deepcopy(s.world)
    w.turned[:] = True
    w.attraction = np.zeros_like(w.attraction)
    w.welfare_gain = np.zeros(w.n)
    return w


def lived(
    w: World, p: Parameters, gain: np.ndarray, now: np.ndarray, quarters: int = 40, **published: object
) -> None:
    """Let governments live through some quarters of the same gains in welfare; nobody changes."""
    w.welfare_gain = gain
    for step in range(quarters):
        w.step = step
        learn(w, p, Streams(1), now, np.ones(w.n, dtype=bool), published or strategies())


def taken_up(w: World, p: Parameters, now: np.ndarray, name: str, draws: int = 200) -> np.ndarray:
    """(n,) how often each nation takes up a strategy, over draws from the same memory."""
    attraction, count = w.attraction, np.zeros(w.n)
    w.welfare_gain = np.zeros(w.n)
    for step in range(draws):
        w.step, w.attraction = step, attraction
        new = learn(w, p, Streams(3), now, np.zeros(w.n, dtype=bool), strategies())
        count += (new == name) & (now != name)
    return count / draws


def test_off_named_or_without_noise_nobody_learns(opened: Simulation) -> None:
    w, n = turning(opened), opened.world.n
    now, nobody = played(PAIR, n), np.zeros(n, dtype=bool)
    off = opened.parameters.replace({"learning": "off"})
    assert learn(w, off, Streams(1), now, nobody, strategies()) is now and not w.attraction.any()
    kept = learn(w, opened.parameters, Streams(1), now, ~nobody, strategies())
    np.testing.assert_array_equal(kept, now)
    assert (learn(w, opened.parameters, Streams(1), now, nobody, strategies()) != now).any()
    w.turned[:] = False
    quiet = opened.parameters.replace(silent())
    assert learn(w, quiet, Streams(1), now, nobody, strategies()) is now


def test_with_one_strategy_nobody_changes(opened: Simulation) -> None:
    """Be it that one is published, or that one is played and no nation thinks of what it does not see."""
    w, n, p = turning(opened), opened.world.n, opened.parameters
    now, nobody = played(("grim",), n), np.zeros(n, dtype=bool)
    w.welfare_gain = np.linspace(-0.1, 0.1, n)
    seen_only = p.replace({"learning_prior": 0})
    alone = {"grim": strategies()["grim"]}
    for step in range(20):
        w.step = step
        assert learn(w, seen_only, Streams(1), now, nobody, strategies()) is now
    w.attraction = np.zeros((1, n))
    assert learn(w, p, Streams(1), now, nobody, alone) is now


def test_what_no_nation_plays_can_be_taken_up_if_published(opened: Simulation) -> None:
    w, n = turning(opened), opened.world.n
    now, new = played(("person", "grim"), n), set()
    for step in range(20):
        w.step = step
        told = learn(w, opened.parameters, Streams(1), now, np.zeros(n, dtype=bool), strategies())
        assert not ((told == "person") & (now != "person")).any()
        assert not ((told != "person") & (now == "person")).any()
        new |= set(told.tolist())
    assert len(new) > 5 and {event.text.split(", ")[1] for event in w.events} == {"which no nation plays yet"}


def test_nobody_learns_to_toss_coins_and_only_who_has_a_stronger_ally_to_follow_one(
    opened: Simulation,
) -> None:
    """Whatever it got them: the powers have nobody to go with."""
    w, n = turning(opened), opened.world.n
    now, nobody, followers = played(("grim",), n), np.zeros(n, dtype=bool), set()
    for step in range(60):
        w.step = step
        w.attraction[[PLACE["bandwagon"], PLACE["random"]]] = 1.0
        told = learn(w, opened.parameters, Streams(1), now, nobody, strategies())
        assert not (told == "random").any()
        followers |= set(np.flatnonzero(told == "bandwagon").tolist())
    assert len(followers) > n / 2
    assert not followers & {w.iso3.index("USA"), w.iso3.index("CHN")}


def test_what_a_strategy_adds_is_credited_and_circumstances_are_not(world: Simulation) -> None:
    w, p, n = turning(world), world.parameters, world.world.n
    favour = np.log(w.income) + w.elected + 2 * w.online - w.state_capacity
    rich = w.income > np.median(w.income)
    now = np.where(rich, "grim", "hedge").astype(object)
    w.welfare_gain = 0.01 * favour
    assert np.abs(credit(w)).max() < 1e-12 * np.ptp(w.welfare_gain)
    lived(w, p, 0.01 * favour, now)
    assert np.abs(w.attraction).max() < 1e-12, "the strategy of the lucky gains nothing by their luck"
    rng = np.random.default_rng(1)
    now = np.where(rng.random(n) < 0.5, "grim", "hedge").astype(object)
    w = turning(world)
    lived(w, p, 0.01 * favour + 0.002 * (now == "grim"), now)
    ahead = w.attraction[PLACE["grim"]] - w.attraction[PLACE["hedge"]]
    assert (ahead > 0).all(), "every nation finds the one that adds better"
    up = taken_up(w, p, now, "grim")[now == "hedge"].mean()
    down = taken_up(w, p, now, "hedge")[now == "grim"].mean()
    assert up > 2 * down


def test_who_is_lucky_in_the_whole_model_is_not_learnt_from() -> None:
    """Circumstances explain most of what nations gain and little of what governments credit to strategies.

    One that no regression of governments sees, standing, is among them.
    """
    s = Simulation(seed=1, **FEW)
    gained, credited = np.zeros(s.world.n), np.zeros(s.world.n)
    for _ in range(8):
        s.step()
        gained += s.world.welfare_gain
        credited += credit(s.world)
    w = s.world
    lot = np.log(w.income), w.elected, w.online, w.state_capacity, w.ai_use, w.standing
    assert explained(gained, *lot) > 0.7 and explained(credited, *lot) < 0.25


def test_nations_unlike_are_heeded_less(world: Simulation) -> None:
    """One strategy serves the elected and hurts the others: each kind takes it up by its own kind's lot."""
    w = turning(world)
    p = world.parameters.replace({"learning_regime": 0.1, "learning_selection": 3000})
    now = played(PAIR, w.n)
    serves = 0.004 * (now == "grim") * np.where(w.elected, 1.0, -1.0)
    lived(w, p, serves, now)
    ahead = w.attraction[PLACE["grim"]] - w.attraction[PLACE["hedge"]]
    assert ahead[w.elected].mean() > 0 > ahead[~w.elected].mean()
    often, hedge = taken_up(w, p, now, "grim"), now == "hedge"
    assert often[hedge & w.elected].mean() > 2 * often[hedge & ~w.elected].mean()
    assert w.likeness.max() <= 1 and not w.likeness.diagonal().any()
    same = w.elected[:, None] == w.elected
    near = np.abs(np.log(w.income)[:, None] - np.log(w.income)) < 0.1
    np.fill_diagonal(near, False)
    assert w.likeness[near & same].min() > w.likeness[~same].max()


def test_a_strategy_is_taken_up_by_the_fermi_rule(opened: Simulation) -> None:
    w, p = turning(opened), opened.parameters.replace({"learning_prior": 0, "learning_memory": 1})
    now = np.where(np.arange(w.n) == 0, "hedge", "grim").astype(object)
    for ahead in (-0.001, 0.0, 0.001):
        w.attraction = np.zeros_like(w.attraction)
        w.attraction[PLACE["grim"]] = ahead
        often = taken_up(w, p, now, "grim", 1000)[0]
        chance = float(fermi(0.0, ahead, p.learning_selection))
        assert often == pytest.approx(chance, abs=4 * 0.5 / np.sqrt(1000))


def test_a_named_strategy_stays_and_orders_name_the_one_of_their_quarter() -> None:
    keen = {"turnover_elected": 0.9, "turnover_other": 0.9}
    s = Simulation(seed=2, strategies={"USA": "grim"}, set=keen, **FEW).run(6)
    assert s.played[at(s.world, "USA")] == "grim"
    assert (s.played != np.array(list(s.strategies.values()))).any(), "others learn"
    events, orders = s.tables()["events"], s.tables()["orders"]
    orders = orders.astype({"iso3": str, "quarter": str, "strategy": str})
    learned = events[events["kind"] == "learn"].iloc[-1]
    mine = orders[(orders["iso3"] == learned["actor"]) & (orders["quarter"] < learned["quarter"])]
    assert learned["text"].endswith(f"gives up {mine['strategy'].iloc[-1]}")
    again = Simulation(seed=2, strategies=dict(s.strategies), set=keen, **FEW).run(6)
    assert again.played.tolist() == list(s.strategies.values()), "all named: all kept"


def test_governments_that_learn_move_the_world_a_little(stage: Stage) -> None:
    """By the end of three years between one government in fifty and one in five plays something else."""
    s = Simulation(seed=1, **FEW).run(12)
    share = (s.played != np.array(list(s.strategies.values()))).mean()
    assert 0.02 < share < 0.2
