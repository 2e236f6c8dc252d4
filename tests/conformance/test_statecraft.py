"""What sets the strategies of statecraft apart: whom they follow, resist, insure against."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sovereigns.agents.contract import Briefing, Order
from sovereigns.agents.registry import strategy
from sovereigns.agents.strategies.generous_tit_for_tat import generosity
from sovereigns.agents.strategies.relative_gains import rivals
from sovereigns.model.kernels.theory.relative_gains import reply
from tests.conformance.briefings import RESPONSES, draws, random_briefing

N = 5
seeds = st.integers(0, 10**6)


def decide(name: str, briefing: Briefing) -> Order:
    return strategy(name).decide(briefing, draws(briefing))


def world(seed: int = 0, **changes: Any) -> Briefing:
    """Five nations without blocs, ties or threats unless given."""
    quiet = {"bloc": np.full(N, -1), "alliance": np.zeros((N, N)), "threat": np.zeros((N, N))}
    return random_briefing(seed, N, N, 1, **(quiet | changes))


def pair(row: int, column: int, value: float, both: bool = True) -> np.ndarray:
    matrix = np.zeros((N, N))
    matrix[row, column] = value
    matrix[column, row] = value if both else 0
    return matrix


@given(seed=seeds, others=st.integers(1, 200))
@settings(max_examples=30, deadline=None)
def test_without_threat_there_is_no_relative_gain_term(seed: int, others: int) -> None:
    """At zero threat it cooperates if the discount factor reaches (T - R) / (T - P), whoever is there."""
    briefing = world(seed, trust=np.ones((N, N)))
    gain, loss = briefing.temptation - briefing.reward, briefing.temptation - briefing.punishment
    plain = briefing.discount[:, None] * loss >= gain
    np.fill_diagonal(plain, True)
    np.testing.assert_array_equal(decide("relative-gains", briefing).cooperate, plain.astype(float))
    payoffs = (briefing.temptation, briefing.reward, briefing.punishment, briefing.sucker)
    for reversion in ("dyad", "global"):
        answer = reply(*payoffs, 0, others, briefing.discount[:, None], reversion)
        np.testing.assert_array_equal(answer[~np.eye(N, dtype=bool)], plain[~np.eye(N, dtype=bool)])


@given(seed=seeds, factor=st.floats(0, 1))
@settings(max_examples=30, deadline=None)
def test_more_threat_never_makes_relative_gainers_cooperate(seed: int, factor: float) -> None:
    high = random_briefing(seed, N, N, 1)
    low = replace(high, threat=high.threat * factor)
    assert (decide("relative-gains", high).cooperate <= decide("relative-gains", low).cooperate).all()


def test_one_feared_rival_counts_as_one_and_equal_fear_of_all_as_all() -> None:
    one = np.array([[0.0, 0.6, 0.01, 0.02, 0.0]])
    assert rivals(one).tolist() == [[4, 1, 3, 2, 4]]
    assert (rivals(np.full((1, 193), 0.3) * (np.arange(193) > 0))[0, 1:] == 192).all()
    assert rivals(np.zeros((1, 1))).tolist() == [[1]]
    assert (rivals(np.array([[0.0, 0.5], [0.5, 0.0]])) == 1).all()


def test_one_feared_rival_is_a_rival_however_many_harmless_nations_there_are() -> None:
    for n in (2, 193):
        full = {name: np.full((n, n), value) for name, value in PAYOFFS.items()}
        briefing = random_briefing(0, n, n, 0, discount=np.full(n, 0.9), trust=np.ones((n, n)), **full)
        threat = np.zeros((n, n))
        threat[0, 1] = 0.9
        cooperate = decide("relative-gains", replace(briefing, threat=threat)).cooperate
        assert cooperate[0, 1] == 0
        assert cooperate.sum() == n * n - 1


def test_many_equal_rivals_weaken_relative_gains_as_snidal_says() -> None:
    """At a threat of 0.9 two nations compete; among 193 equally feared ones each dyad cooperates."""
    for n, expected in ((2, 0.0), (193, 1.0)):
        full = {name: np.full((n, n), value) for name, value in PAYOFFS.items()}
        briefing = random_briefing(0, n, n, 0, discount=np.full(n, 0.9), trust=np.ones((n, n)), **full)
        threat = 0.9 * ~np.eye(n, dtype=bool)
        cooperate = decide("relative-gains", replace(briefing, threat=threat)).cooperate
        assert (cooperate[~np.eye(n, dtype=bool)] == expected).all()


def test_global_reversion_restores_part_of_it() -> None:
    """Where a breach is punished by all, 193 equally feared nations compete again at a threat of 0.9."""
    n = 193
    full = {name: np.full((n, n), value) for name, value in PAYOFFS.items()}
    briefing = random_briefing(0, n, n, 0, discount=np.full(n, 0.9), trust=np.ones((n, n)), **full)
    threat = 0.9 * ~np.eye(n, dtype=bool)
    told = replace(briefing, threat=threat, responses=replace(RESPONSES, reversion="global"))
    assert decide("relative-gains", told).cooperate[0, 1] == 0


PAYOFFS = {"temptation": 5.0, "reward": 3.0, "punishment": 1.0, "sucker": 0.0}


def test_bandwagoners_follow_their_strongest_ally() -> None:
    gdp = np.array([10.0, 7000.0, 4500.0, 300.0, 200.0])
    briefing = world(gdp=gdp, alliance=pair(0, 1, 0.5) + pair(0, 3, 0.9))
    cooperate = decide("bandwagon", briefing).cooperate
    assert cooperate[0, 1] == 1
    np.testing.assert_array_equal(cooperate[0, 2:], briefing.postures[1, 2:])


def test_who_is_stronger_than_all_its_allies_follows_nobody() -> None:
    gdp = np.array([10.0, 7000.0, 4500.0, 300.0, 200.0])
    briefing = world(gdp=gdp, alliance=pair(0, 1, 0.5) + pair(0, 3, 0.9))
    cooperate = decide("bandwagon", briefing).cooperate
    for strong in (1, 3):
        others = np.arange(N) != strong
        np.testing.assert_array_equal(cooperate[strong, others], briefing.postures[strong, others])


def test_bandwagoners_without_ally_follow_the_strongest_and_blocs_are_ties() -> None:
    gdp = np.array([10.0, 7000.0, 4500.0, 300.0, 200.0])
    loose = decide("bandwagon", world(gdp=gdp, alliance=np.eye(N))).cooperate
    np.testing.assert_array_equal(loose[4, [0, 2, 3]], world().postures[1, [0, 2, 3]])
    bound = decide("bandwagon", world(gdp=gdp, bloc=np.array([-1, -1, 0, -1, 0]))).cooperate
    np.testing.assert_array_equal(bound[4, [0, 1, 3]], world().postures[2, [0, 1, 3]])


def test_equal_patrons_are_followed_to_equal_parts() -> None:
    gdp = np.array([10.0, 500.0, 500.0, 1.0, 1.0])
    briefing = world(gdp=gdp, alliance=pair(0, 1, 0.5) + pair(0, 2, 0.5))
    cooperate = decide("bandwagon", briefing).cooperate
    np.testing.assert_array_equal(cooperate[0, 3:], briefing.postures[1:3, 3:].mean(axis=0))


def test_balancers_stand_against_the_greatest_threat_alone() -> None:
    threat = np.zeros((N, N))
    threat[0] = [0, 0.5, 0.7, 0.1, 0.4]
    threat[1] = [0.2, 0, 0.1, 0, 0]
    threat[2] = [0.6, 0, 0, 0.6, 0]
    cooperate = decide("balance", world(threat=threat)).cooperate
    assert cooperate[0].tolist() == [1, 1, 0, 1, 1]
    assert cooperate[1].tolist() == [1] * N, "below the threshold"
    assert cooperate[2].tolist() == [0, 1, 1, 0, 1], "equal threats"


@given(seed=seeds)
@settings(max_examples=30, deadline=None)
def test_hedgers_break_with_nobody_and_insure_against_fear_and_dependence(seed: int) -> None:
    briefing = random_briefing(seed, N, N, 1)
    cooperate = decide("hedge", briefing).cooperate
    risk = np.maximum(briefing.threat, briefing.dependence)
    assert cooperate.min() >= RESPONSES.hedge_floor
    safe = ~np.eye(N, dtype=bool) & (1 - risk >= RESPONSES.hedge_floor)
    assert cooperate[safe] == pytest.approx(1 - risk[safe])


def test_hedgers_draw_back_from_the_power_they_lean_on() -> None:
    leaning = world(dependence=pair(0, 1, 0.6, both=False))
    cooperate = decide("hedge", leaning).cooperate
    assert cooperate[0, 1] == pytest.approx(0.4)
    assert (cooperate[0, 2:] == 1).all()


def test_sovereign_builders_build_whatever_others_do_as_far_as_the_state_is_able() -> None:
    briefing = world(sovereign_gain=np.full(N, -1.0), cultural_misfit=np.zeros(N))
    builder, other = decide("sovereign-builder", briefing), decide("tit-for-tat", briefing)
    np.testing.assert_array_equal(builder.sovereign, briefing.state_capacity)
    assert not other.sovereign.any()
    assert (builder.localisation >= RESPONSES.localisation_slope).all()
    np.testing.assert_array_equal(builder.cooperate, other.cooperate)


def test_generosity_keeps_to_dilemmas() -> None:
    payoffs = [
        np.array(values, dtype=float) for values in ([5, 3, 9, 5], [3, 5, 3, 4], [1, 1, 1, 1], [0, 0, 0, 2])
    ]
    assert generosity(*payoffs) == pytest.approx([1 / 3, 0, 0, 0])


@given(seed=seeds)
@settings(max_examples=30, deadline=None)
def test_generosity_does_not_feed_pure_competitors(seed: int) -> None:
    """A pure competitor earns at most R against it: mercy T + (1 - mercy) P <= R."""
    b = random_briefing(seed, N, N, 0)
    mercy = generosity(b.temptation, b.reward, b.punishment, b.sucker)
    assert (mercy * b.temptation + (1 - mercy) * b.punishment <= b.reward + 1e-9).all()
