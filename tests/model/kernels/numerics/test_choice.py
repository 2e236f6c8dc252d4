"""Discrete choice: shares are right, bars hold, and picks follow shares."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sovereigns.model.kernels.numerics import elementary
from sovereigns.model.kernels.numerics.choice import demand, logit, pick
from sovereigns.model.kernels.numerics.sums import over_rows
from sovereigns.model.streams import Streams

UTILITY = arrays(np.float64, (3, 4), elements=st.floats(-1e3, 1e3))


@given(UTILITY, st.floats(-500, 500))
def test_shares_sum_to_one_and_ignore_the_level_of_utility(utility: np.ndarray, level: float) -> None:
    shares = logit(utility)
    np.testing.assert_allclose(shares.sum(-1), 1)
    np.testing.assert_allclose(logit(utility + level), shares, atol=1e-11)
    np.testing.assert_allclose(logit(utility.T, axis=0), shares.T)


def test_shares_are_those_of_gumbel_tastes() -> None:
    utility = np.array([0.3, -0.5, 1.2])
    tastes = -np.log(-np.log(Streams(1).uniform("taste", 0, np.arange(200_000), count=3)))
    chosen = np.bincount((utility + 0.7 * tastes).argmax(-1)) / 200_000
    np.testing.assert_allclose(logit(utility, scale=0.7), chosen, atol=0.005)


def test_without_noise_the_best_take_all_and_ties_share() -> None:
    utility = np.array([[1.0, 3, 3, -np.inf], [0, 1, 2, 3]])
    np.testing.assert_array_equal(logit(utility, scale=0), [[0, 0.5, 0.5, 0], [0, 0, 0, 1]])
    mixed = logit(utility, scale=np.array([0.0, 1.0]))
    np.testing.assert_array_equal(mixed[0], [0, 0.5, 0.5, 0])
    np.testing.assert_array_equal(mixed[1], logit(utility[1]))


def test_barred_options_get_nothing() -> None:
    utility = np.array([[-np.inf, 1, 2], [-np.inf] * 3])
    shares = logit(utility)
    assert shares[0, 0] == 0 and shares[0].sum() == 1
    np.testing.assert_array_equal(shares[1], 0)


@given(arrays(np.float64, (5, 6), elements=st.floats(-1e3, 1e3) | st.just(-np.inf)), st.floats(0, 10))
def test_demand_is_the_people_of_all_shares_to_the_bit(utility: np.ndarray, scale: float) -> None:
    people = np.array([0.0, 1, 2.5, 1e3, 0.1])
    np.testing.assert_array_equal(
        demand(utility, people, scale), over_rows(logit(utility, scale=scale), people)
    )


def test_picks_follow_shares() -> None:
    shares = np.array([0.0, 2, 0, 6, 2, 0])
    uniform = Streams(2).uniform("pick", 0, np.arange(100_000))
    counts = np.bincount(pick(np.broadcast_to(shares, (100_000, 6)), uniform), minlength=6)
    np.testing.assert_allclose(counts / 100_000, shares / 10, atol=0.006)


def test_extreme_draws_never_pick_an_empty_share() -> None:
    shares = np.array([[0.0, 1, 0, 1, 0], [0.0, 0.1, 0.2, 0.7, 0], [0, 0, 0, 0, 0]])
    np.testing.assert_array_equal(pick(shares, np.full(3, 2.0**-53)), [1, 1, -1])
    np.testing.assert_array_equal(pick(shares, np.full(3, 1 - 2.0**-53)), [3, 3, -1])


@given(arrays(np.float64, (5, 6), elements=st.floats(-1e3, 1e3) | st.just(-np.inf)), st.floats(0.01, 10))
def test_shares_equal_the_plain_form_to_the_bit(utility: np.ndarray, scale: float) -> None:
    open_ = utility > -np.inf
    best = utility.max(axis=1, keepdims=True, where=open_, initial=np.finfo(np.float64).min)
    gap = np.where(open_, np.where(open_, utility, 0) - best, 0) / scale
    weight = np.where(open_, elementary.exp(gap), 0)
    total = weight.sum(axis=1, keepdims=True)
    np.testing.assert_array_equal(logit(utility, scale=scale), weight / np.where(total > 0, total, 1))
