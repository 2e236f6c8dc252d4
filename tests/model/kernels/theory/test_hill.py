"""Hill numbers (T6): the limits, the order, and the edges."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from skbio.diversity.alpha import hill

from sovereigns.model.kernels.theory.hill import hill_number

SHARES = arrays(np.float64, st.integers(1, 30), elements=st.floats(0.001, 10))
ORDERS = st.one_of(st.floats(0, 60), st.sampled_from([0.0, 1.0, 2.0, math.inf]))


@given(SHARES, ORDERS)
def test_agrees_with_an_independent_library(shares: np.ndarray, order: float) -> None:
    expected = 1 / (shares / shares.sum()).max() if math.isinf(order) else hill(shares, order=order)
    assert hill_number(shares, order) == pytest.approx(
        float(expected), rel=1e-5 if abs(order - 1) < 1e-3 else 1e-10
    )


@pytest.mark.parametrize("order", [0, 0.5, 1, 1.5, 2, 7, 1000, math.inf])
def test_equal_shares_count_in_full_and_copies_double(order: float) -> None:
    assert hill_number(np.full(193, 1 / 193), order) == pytest.approx(193)
    assert hill_number(np.eye(193)[4], order) == 1
    shares = np.array([5.0, 3, 1, 0.5])
    assert hill_number(np.tile(shares, 2), order) == pytest.approx(2 * hill_number(shares, order))


@given(SHARES, st.floats(0, 40), st.floats(0, 5))
def test_falls_in_the_order(shares: np.ndarray, order: float, more: float) -> None:
    assert hill_number(shares, order + more) <= hill_number(shares, order) * (1 + 1e-12)
    assert hill_number(shares, math.inf) <= hill_number(shares, order) * (1 + 1e-12)


@pytest.mark.parametrize("step", [1e-3, 1e-6, 1e-9, 1e-12])
def test_is_continuous_at_order_one(step: float) -> None:
    shares = np.array([6.0, 3, 1, 0])
    at_one = hill_number(shares, 1)
    for order in (1 - step, 1 + step):
        assert hill_number(shares, order) == pytest.approx(float(at_one), abs=step + 1e-14)


def test_order_zero_counts_what_is_above_the_threshold() -> None:
    shares = np.array([90.0, 9, 1, 0])
    assert hill_number(shares, 0) == 3
    assert hill_number(shares, 0, threshold=0.05) == 2
    assert hill_number(np.array([1e300, 1e-300]), 0) == 2


def test_works_on_the_last_axis_and_has_no_number_for_nothing() -> None:
    table = np.array([[1.0, 1, 0], [0, 0, 0], [3, 0, 0]])
    for order in (0, 0.5, 1, 3, math.inf):
        np.testing.assert_array_equal(np.isnan(hill_number(table, order)), [False, True, False])
        np.testing.assert_allclose(hill_number(table, order)[[0, 2]], [2, 1])


@pytest.mark.parametrize(
    ("shares", "order"), [([1.0, -0.1], 1), ([1.0, math.nan], 1), ([1.0], -1), ([1.0], math.nan)]
)
def test_negative_input_is_refused(shares: list[float], order: float) -> None:
    with pytest.raises(ValueError, match="negative|order"):
        hill_number(np.array(shares), order)
