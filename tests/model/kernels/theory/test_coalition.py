"""T4: who joins and who leaves an agreement that nobody enforces."""

import itertools

import numpy as np
import pytest

from sovereigns.experiments.docking.barrett import CASE, let_nations_decide
from sovereigns.model.kernels.theory.coalition import (
    Stakes,
    efforts,
    membership_gain,
    settle,
    side_payments,
    stays,
)


def size(**given: float | str) -> float:
    return let_nations_decide(CASE.point({name: str(value) for name, value in given.items()}))[0]


def at_stake(harm: np.ndarray, cost: np.ndarray, **changes: object) -> Stakes:
    """Stakes of nations that would each make the effort that is best for itself, with nothing linked."""
    n = len(cost)
    own, pairs, none = np.diagonal(harm) / cost, np.zeros((n, n)), np.zeros(n)
    return Stakes(harm, cost, own, np.inf, pairs, pairs, none, 0.0, np.ones(n), 0.0)._replace(**changes)


def equal(n: int, benefit: float = 1.0, cost: float = 1.0, **changes: object) -> Stakes:
    return at_stake(np.full((n, n), benefit), np.full(n, cost), **changes)


def differing(seed: int, n: int) -> Stakes:
    rng = np.random.default_rng(seed)
    stakes = at_stake(rng.uniform(0.1, 2, (n, n)), rng.uniform(0.5, 2, n))
    more = {"aside": rng.normal(0, 0.3, (n, n)), "escaped": rng.uniform(0, 0.3, (n, n))}
    return stakes._replace(
        **more, fixed=rng.uniform(0, 0.5, n), pool=-0.4, part=rng.uniform(1, 2, n), most=2.5
    )


def payoff(members: np.ndarray, stakes: Stakes) -> np.ndarray:
    """By brute force: efforts found on a grid, best for the members together and for an outsider alone."""
    n, grid = len(members), np.linspace(0, 12, 120_001)
    effort = np.empty(n)
    for j in range(n):
        served = members if members[j] else np.arange(n) == j
        worth = stakes.harm[served, j].sum()
        effort[j] = grid[(worth * grid - stakes.cost[j] * grid**2 / 2).argmax()]
        if members[j]:
            effort[j] = max(min(effort[j], stakes.most), stakes.own[j])
    got = (stakes.harm * effort).sum(axis=1) - stakes.cost * effort**2 / 2
    off = ~np.eye(n, dtype=bool)
    got += np.where(members, (stakes.aside * members * off).sum(axis=1) - stakes.fixed, 0)
    got -= np.where(members, 0, (stakes.escaped * members * off).sum(axis=1))
    return got + np.where(members, stakes.pool * stakes.part / max(stakes.part[members].sum(), 1e-9), 0)


@pytest.mark.parametrize("k", range(1, 9))
def test_gain_of_equal_nations_is_the_published_one(k: int) -> None:
    b, c, n = 2.0, 3.0, 9
    gain = membership_gain(np.arange(n) < k, equal(n, b, c))
    np.testing.assert_allclose(gain[:k], -(b * b / c) * (k - 1) * (k - 3) / 2, atol=1e-9)
    np.testing.assert_allclose(gain[k:], -(b * b / c) * k * (k - 2) / 2, atol=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_gain_of_nations_that_differ_is_what_each_has_inside_less_what_it_has_outside(seed: int) -> None:
    stakes = differing(seed, 6)
    members = np.random.default_rng(seed).random(6) < 0.5
    gain = membership_gain(members, stakes)
    for nation in range(6):
        inside, outside = members.copy(), members.copy()
        inside[nation], outside[nation] = True, False
        found = payoff(inside, stakes)[nation] - payoff(outside, stakes)[nation]
        assert gain[nation] == pytest.approx(found, abs=2e-3)


def test_members_make_the_effort_that_is_best_for_all_of_them_together_up_to_what_is_asked() -> None:
    stakes = at_stake(np.full((4, 4), 2.0), np.ones(4))
    some = np.array([True, True, True, False])
    np.testing.assert_allclose(efforts(some, stakes), [6, 6, 6, 2])
    np.testing.assert_allclose(efforts(some, stakes._replace(most=5)), [5, 5, 5, 2])
    np.testing.assert_allclose(efforts(some, stakes._replace(most=1)), [2, 2, 2, 2])


@pytest.mark.parametrize("n", [3, 4, 10, 193])
def test_three_nations_hold_together_whatever_the_number(n: int) -> None:
    assert size(nations=n) == 3


def test_linkage_enlarges_the_coalition_up_to_all() -> None:
    for form in ("fixed", "fellow", "pool"):
        sizes = [size(nations=50, linkage=w, form=form) for w in (0, 1, 4, 12, 1000, 1e6)]
        assert (np.diff(sizes) >= 0).all() and sizes[0] == 3 and sizes[-1] == 50
    assert size(nations=50, linkage=4) == 5 and size(nations=50, linkage=3.99) == 4
    assert size(nations=50, linkage=0.5, form="fellow") == 4
    assert size(nations=50, linkage=6, form="pool") == 4 and size(nations=50, linkage=5.99, form="pool") == 3


def test_whoever_begins_equal_nations_end_at_three() -> None:
    """Whatever the coalition of a world of five, and in whatever order they answer."""
    for start, turns in itertools.product(
        itertools.product([False, True], repeat=5), ([0, 1, 2, 3, 4], [3, 0, 4, 2, 1])
    ):
        held = settle(np.array(start), np.array(turns), equal(5), np.full(5, 1e-9), 6)
        assert held.sum() == 3


def test_nobody_wants_to_change_where_they_have_settled() -> None:
    for seed in range(20):
        stakes = differing(seed, 9)
        held = settle(np.zeros(9, dtype=bool), np.arange(9), stakes, np.zeros(9), 50)
        gain = membership_gain(held, stakes)
        assert (gain[held] >= 0).all() and (gain[~held] < 0).all()


def test_who_may_not_enter_is_held_or_stays_apart_is_so() -> None:
    stakes = equal(6, fixed=np.full(6, -100.0))
    nobody, turns, none = np.zeros(6, dtype=bool), np.arange(6), np.zeros(6)
    may = np.arange(6) < 4
    np.testing.assert_array_equal(settle(nobody, turns, stakes, none, 9, may), may)
    apart = np.zeros((6, 6), dtype=bool)
    apart[0, 5] = apart[5, 0] = True
    np.testing.assert_array_equal(settle(nobody, turns, stakes, none, 9, apart=apart), np.arange(6) < 5)
    np.testing.assert_array_equal(settle(nobody, turns[::-1], stakes, none, 9, apart=apart), np.arange(6) > 0)
    dear = equal(6, fixed=np.full(6, 100.0))
    held = np.arange(6) == 2
    np.testing.assert_array_equal(settle(~nobody, turns, dear, none, 9, held=held), held)


def polluter() -> Stakes:
    """One nation whose effort spares two others harm and itself little; theirs spares nobody."""
    harm = np.array([[1.0, 0, 0], [1, 0.1, 0], [1, 0, 0.1]])
    return at_stake(harm, np.array([1.0, 1, 1]))


def test_side_payments_widen_a_club_and_sum_to_nothing() -> None:
    """Saelen 2016: those who are spared pay the one that spares them, who else stays out."""
    everybody, turns = np.ones(3, dtype=bool), np.arange(3)
    without, with_them = (
        settle(everybody, turns, polluter()._replace(transfer=t), np.zeros(3), 9) for t in (0, 1)
    )
    assert not without[0] and with_them.all()
    stakes = polluter()._replace(transfer=1.0)
    gain = membership_gain(with_them, stakes)
    paid = side_payments(with_them, gain, stakes)
    assert paid.sum() == pytest.approx(0) and paid[0] == pytest.approx(-gain[0]) and gain[0] < 0
    assert (gain + paid >= -1e-12).all()


def test_a_loser_stays_just_where_what_the_gainers_set_aside_makes_all_losers_whole() -> None:
    """Whole by the gains of `membership_gain`, so that the two ways of weighing members agree."""
    stayed = []
    for seed in range(40):
        n = 5 + seed % 7
        burdened = np.where(np.arange(n) < 2, seed / 4, -2.0)
        stakes = differing(seed, n)._replace(transfer=0.6, fixed=burdened)
        members = np.random.default_rng(seed).uniform(size=n) < 0.8
        gain = np.where(members, membership_gain(members, stakes), 0)
        whole = np.maximum(-gain, 0).sum() <= 0.6 * np.maximum(gain, 0).sum()
        for loser in np.flatnonzero(gain < 0):
            after = settle(members, np.array([loser]), stakes, np.zeros(n), 1)
            assert after[loser] == whole and (np.delete(after, loser) == np.delete(members, loser)).all()
            stayed.append(whole)
    assert sum(stayed) > 10 and len(stayed) - sum(stayed) > 10


def test_a_sanction_on_outsiders_widens_a_club() -> None:
    sizes = []
    for escaped in (0, 0.5, 1, 5, 50):
        stakes = equal(12, escaped=np.full((12, 12), float(escaped)))
        sizes.append(settle(np.ones(12, dtype=bool), np.arange(12), stakes, np.full(12, 1e-9), 20).sum())
    assert sizes[0] == 3 and sizes[-1] == 12 and (np.diff(sizes) >= 0).all() and len(set(sizes)) > 3


def test_an_indifferent_nation_takes_part() -> None:
    np.testing.assert_array_equal(
        stays(np.array([1.0, 1.0, 0.9]), np.array([1.0, 1 + 1e-12, 1.0]), 1e-9), [1, 1, 0]
    )
