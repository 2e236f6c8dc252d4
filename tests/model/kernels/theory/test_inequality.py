"""The Gini coefficient."""

import numpy as np
import pytest

from sovereigns.model.kernels.theory.inequality import gini


def test_agrees_with_the_mean_difference_between_people() -> None:
    rng = np.random.default_rng(1)
    values, heads = rng.exponential(1, 40), rng.integers(1, 30, 40)
    people = np.repeat(values, heads)
    expected = np.abs(people[:, None] - people).mean() / (2 * people.mean())
    assert gini(values, heads.astype(float)) == pytest.approx(expected)


def test_limits() -> None:
    assert gini(np.full(193, 3.0)) == pytest.approx(0, abs=1e-12)
    assert gini(np.eye(193)[7]) == pytest.approx(1 - 1 / 193)
    assert np.isnan(gini(np.zeros(3))) and np.isnan(gini(np.array([])))
    assert np.isnan(gini(np.ones(3), np.zeros(3)))


def test_neither_scale_nor_order_matters() -> None:
    values, heads = np.array([3.0, 1, 4, 1, 5]), np.array([1.0, 2, 0, 4, 5])
    assert gini(7 * values, 3 * heads) == pytest.approx(gini(values, heads))
    assert gini(values[::-1], heads[::-1]) == pytest.approx(gini(values, heads))


@pytest.mark.parametrize(
    ("values", "heads"), [([-1.0, 2], [1.0, 1]), ([1.0, 2], [1.0, -1]), ([np.nan, 1], [1.0, 1])]
)
def test_negative_input_is_refused(values: list[float], heads: list[float]) -> None:
    with pytest.raises(ValueError, match="negative"):
        gini(np.array(values), np.array(heads))
