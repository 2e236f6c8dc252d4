"""What every strategy must keep: a file dropped into agents/strategies/ is tested by being there."""

from __future__ import annotations

import re
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sovereigns.agents.contract import (
    BODY_LEVERS,
    LAYERS,
    LEVERS,
    NATION_LEVERS,
    Briefing,
    Order,
    Strategy,
)
from sovereigns.agents.registry import strategies
from tests.conformance.briefings import draws, permuted, random_briefing, twins

ALL = strategies()
SIZES = [(1, 1, 0), (1, 2, 1), (2, 2, 3), (3, 7, 0), (30, 30, 2), (193, 193, 3), (5, 193, 3)]
TOWARD_NATIONS = ("cooperate", "spy", "retaliate", "control")

every = pytest.mark.parametrize("strategy", ALL.values(), ids=ALL)


def that(quality: str, value: bool = True) -> pytest.MarkDecorator:
    """Only the strategies that declare a quality so."""
    chosen = {name: one for name, one in ALL.items() if getattr(one, quality, None) is value}
    return pytest.mark.parametrize("strategy", chosen.values(), ids=chosen)


@every
@pytest.mark.parametrize(("m", "n", "b"), SIZES)
def test_orders_of_any_world_are_valid(strategy: Strategy, m: int, n: int, b: int) -> None:
    briefing = random_briefing(1, m, n, b)
    order = strategy.decide(briefing, draws(briefing))
    assert (order.who == briefing.who).all()
    assert order.cooperate.shape == (m, n)
    assert order.join.shape == (m, b)
    assert len(order.reason) == m
    assert all(0 < len(reason) < 250 for reason in order.reason)


@every
@given(seed=st.integers(0, 10**6), n=st.integers(1, 12), b=st.integers(0, 3), data=st.data())
@settings(max_examples=25, deadline=None)
def test_orders_of_random_worlds_are_valid(strategy: Strategy, seed: int, n: int, b: int, data) -> None:
    briefing = random_briefing(seed, data.draw(st.integers(1, n)), n, b)
    extreme = data.draw(st.sampled_from([0.0, 1.0]))
    shares = {
        name: np.full_like(briefing.threat, extreme) for name in ("cooperated", "own_cooperated", "betrayed")
    }
    for told in (briefing, replace(briefing, **shares)):
        order = strategy.decide(told, draws(told, seed))
        assert isinstance(order, Order)
        assert order.control.shape == (briefing.m, len(LAYERS), n)


@every
def test_the_same_briefing_and_draws_give_the_same_order(strategy: Strategy) -> None:
    briefing = random_briefing(2, 9, 9, 2)
    first, again = (strategy.decide(briefing, draws(briefing)) for _ in range(2))
    assert_equal(first, again)
    assert list(first.reason) == list(again.reason)


def test_an_order_in_whole_numbers_rounds_nobody_elses() -> None:
    briefing = random_briefing(2, 9, 9, 2)
    first, rest = np.arange(1), np.arange(1, 9)
    whole = np.ones((1, 9), dtype=np.int64)
    half = np.full((8, 9), 0.5)
    orders = [
        Order.hold(briefing.rows(rows), cooperate=lever) for rows, lever in ((first, whole), (rest, half))
    ]
    together = Order.gather(list(zip((first, rest), orders, strict=True)), 9)
    np.testing.assert_array_equal(together.cooperate, np.concatenate([whole, half]))


@every
def test_it_remembers_nothing(strategy: Strategy) -> None:
    briefing, other = random_briefing(2, 9, 9, 2), random_briefing(3, 9, 9, 2)
    fresh = type(strategy)().decide(briefing, draws(briefing))
    strategy.decide(other, draws(other))
    assert_equal(fresh, strategy.decide(briefing, draws(briefing)))


@every
def test_the_order_shares_no_memory_with_the_world(strategy: Strategy) -> None:
    """Briefings here are read-only, so writing one fails; nor may later writing to the order reach it."""
    briefing = random_briefing(4, 6, 6, 2)
    assert shared(strategy.decide(briefing, draws(briefing)), briefing) == []


def test_an_order_that_holds_shares_no_memory_with_the_world() -> None:
    briefing = random_briefing(4, 6, 6, 2)
    assert shared(Order.hold(briefing), briefing) == []


def shared(order: Order, briefing: Briefing) -> list[str]:
    """Levers whose memory is the briefing's."""
    told = [getattr(briefing, f.name) for f in fields(briefing)] + list(briefing.levers.values())
    arrays = [array for array in told if isinstance(array, np.ndarray)]
    return [name for name in LEVERS if any(np.shares_memory(getattr(order, name), a) for a in arrays)]


@every
@pytest.mark.parametrize(("n", "b"), [(2, 1), (9, 3), (40, 2)])
def test_deciding_for_all_at_once_equals_deciding_one_by_one(strategy: Strategy, n: int, b: int) -> None:
    briefing = random_briefing(5, n, n, b)
    whole = strategy.decide(briefing, draws(briefing))
    for row in range(n):
        alone = briefing.rows(np.array([row]))
        one = strategy.decide(alone, draws(alone))
        for name in LEVERS:
            np.testing.assert_array_equal(getattr(one, name)[0], getattr(whole, name)[row], err_msg=name)
        assert one.reason[0] == whole.reason[row]


@every
@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_nations_in_the_table_does_not_matter(strategy: Strategy, seed: int) -> None:
    briefing = random_briefing(seed, 11, 11, 2)
    new = np.random.default_rng(seed).permutation(11)
    mixed = permuted(briefing, new)
    expected = strategy.decide(briefing, draws(briefing))
    assert_close(strategy.decide(mixed, draws(mixed)), reordered(expected, new))


@every
@pytest.mark.parametrize("seed", range(3))
def test_equal_nations_decide_alike_and_are_treated_alike(strategy: Strategy, seed: int) -> None:
    briefing = twins(seed, kinds=3, each=3, b=2)
    order = strategy.decide(briefing, lambda decision: np.full(9, 0.3))
    for swap in ([1, 0, 2, 3, 4, 5, 6, 7, 8], [0, 1, 2, 5, 3, 4, 6, 7, 8]):
        assert_close(reordered(order, np.array(swap)), order)


@every
def test_nobody_acts_against_itself(strategy: Strategy) -> None:
    briefing = random_briefing(6, 12, 12, 2)
    order = strategy.decide(briefing, draws(briefing))
    rows = np.arange(12)
    assert (order.cooperate[rows, rows] == 1).all()
    for name in ("spy", "retaliate"):
        assert (getattr(order, name)[rows, rows] == 0).all()
    assert (order.control[rows, :, rows] == 0).all()


@every
def test_what_it_says_of_itself_can_be_read(strategy: Strategy) -> None:
    assert strategy.name == strategy.name.lower().replace("_", "-").strip()
    assert strategy.summary.endswith(".")
    assert re.search(r"\b(1[5-9]|20)\d\d\b", strategy.source), (
        "its source names no year: who wrote it, and when"
    )


@that("nice")
@given(seed=st.integers(0, 10**6))
@settings(max_examples=20, deadline=None)
def test_nice_strategies_never_betray_first(strategy: Strategy, seed: int) -> None:
    """Whatever they fear and wherever it would pay."""
    briefing = random_briefing(seed, 5, 5, 2)
    assert (answer(strategy, briefing, others=1, own=1, betrayed=0) == 1).all()


@that("nice", False)
def test_the_others_do_somewhere(strategy: Strategy) -> None:
    plays = [
        answer(strategy, random_briefing(seed, 5, 5, 2), others=1, own=1, betrayed=0) for seed in range(20)
    ]
    assert min(play.min() for play in plays) < 1


@that("retaliatory")
def test_retaliatory_strategies_answer_a_betrayal(strategy: Strategy) -> None:
    briefing = random_briefing(7, 6, 6, 2)
    play = answer(strategy, briefing, others=0, own=1, betrayed=0.5)
    assert (play[~np.eye(6, dtype=bool)] < 1).all()


@that("retaliatory", False)
def test_the_meek_do_not(strategy: Strategy) -> None:
    assert (answer(strategy, random_briefing(7, 6, 6, 2), others=0, own=1, betrayed=0.5) == 1).all()


@that("forgiving")
def test_forgiving_strategies_resume_with_who_resumes(strategy: Strategy) -> None:
    assert (answer(strategy, random_briefing(8, 6, 6, 2), others=1, own=0, betrayed=0.5) == 1).all()


@that("forgiving", False)
def test_the_unforgiving_do_not(strategy: Strategy) -> None:
    play = answer(strategy, random_briefing(8, 6, 6, 2), others=1, own=0, betrayed=0.5)
    assert (play[~np.eye(6, dtype=bool)] < 1).all()


def answer(strategy: Strategy, briefing, *, others: float, own: float, betrayed: float) -> np.ndarray:
    """How far the strategy cooperates after the same history with everyone."""
    history = {"cooperated": others, "own_cooperated": own, "betrayed": betrayed}
    told = replace(
        briefing, **{name: np.full_like(briefing.threat, value) for name, value in history.items()}
    )
    return strategy.decide(told, draws(told)).cooperate


def reordered(order: Order, new: np.ndarray) -> dict[str, np.ndarray]:
    """The levers of an order of all nations, with nation new[i] in row i."""
    levers = {name: getattr(order, name)[new] for name in (*NATION_LEVERS, *BODY_LEVERS)}
    return levers | {name: getattr(order, name)[new][..., new] for name in TOWARD_NATIONS}


def assert_close(order: Order | dict[str, np.ndarray], expected: Order | dict[str, np.ndarray]) -> None:
    """Equal up to the order in which numbers are summed."""
    for name in LEVERS:
        got, want = (one[name] if isinstance(one, dict) else getattr(one, name) for one in (order, expected))
        np.testing.assert_allclose(got, want, rtol=0, atol=1e-12, err_msg=name)


def assert_equal(order: Order, expected: Order) -> None:
    for name in LEVERS:
        np.testing.assert_array_equal(getattr(order, name), getattr(expected, name), err_msg=name)
