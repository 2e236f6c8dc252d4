"""T7: spending on safety and performance under a price of compute."""

import numpy as np
import pytest

from sovereigns.model.kernels.theory.compute_price import efforts

NAMES = ("firms", "alpha", "beta", "theta", "price", "safety_scale", "performance_scale", "other")
POINTS = [
    (3, 0.2, 0.5, 0.5, 0.01, 5.0, 1.0, 0.5),
    (2, 0.3, 0.4, 0.2, 0.05, 8.0, 2.0, 0.1),
    (6, 0.1, 0.3, 0.2, 0.002, 20.0, 0.5, 1.0),
]


def payoff(
    safety: np.ndarray, performance: np.ndarray, rivals: tuple[float, float], point: tuple
) -> np.ndarray:
    """Payoff of a firm's spending while every rival spends the same pair, as the paper writes it."""
    n, alpha, beta, theta, price, a, b, d = point

    def sig_and_performance(x_s: np.ndarray, x_p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        p = b * x_p**beta
        s = a * x_s**alpha * p**-theta
        return s / (1 + s), p

    sig, p = sig_and_performance(safety, performance)
    rival_sig, rival_p = sig_and_performance(*(np.asarray(rival) for rival in rivals))
    survival = sig * rival_sig ** (n - 1)
    return survival * (p / (p + (n - 1) * rival_p) + d) - d - price * (safety + performance)


@pytest.mark.parametrize("point", POINTS)
def test_no_firm_gains_from_a_little_more_or_less_of_either(point: tuple) -> None:
    safety, performance, _ = (float(part) for part in efforts(*point))
    scale = np.exp(np.linspace(-0.5, 0.5, 101))
    grid = payoff(safety * scale[:, None], performance * scale, (safety, performance), point)
    best = np.unravel_index(grid.argmax(), grid.shape)
    assert best == (50, 50)


@pytest.mark.parametrize("point", POINTS)
def test_the_safety_found_is_the_safety_that_spending_buys(point: tuple) -> None:
    safety, performance, odds = efforts(*point)
    _, alpha, beta, theta, _, a, b, _ = point
    bought = a * safety**alpha * (b * performance**beta) ** -theta
    assert bought == pytest.approx(np.exp(odds), rel=1e-9)


@pytest.mark.parametrize(("theta", "direction"), [(0.2, -1), (0.4, 0), (0.7, 1)])
def test_dearer_compute_raises_safety_only_if_performance_harms_it_enough(
    theta: float, direction: int
) -> None:
    price = np.array([0.001, 0.01, 0.1, 1.0])
    odds = efforts(3, 0.2, 0.5, theta, price, 5.0, 1.0, 0.5)[2]
    np.testing.assert_array_equal(np.sign(np.round(np.diff(odds), 9)), direction)


def test_firms_at_different_prices_are_served_at_once() -> None:
    price = np.array([0.01, 0.03])
    both = efforts(3, 0.2, 0.5, 0.5, price, 5.0, 1.0, 0.5)
    for row, each in enumerate(price):
        alone = efforts(3, 0.2, 0.5, 0.5, each, 5.0, 1.0, 0.5)
        np.testing.assert_allclose([part[row] for part in both], [float(part) for part in alone], rtol=1e-9)
