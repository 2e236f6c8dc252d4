"""Sums in one fixed order: side by side or by halves, they are those of the plain form to the bit."""

import numpy as np
import pytest

from sovereigns.model.kernels.numerics.sums import added, best_by_group, by_group, distinct, over_columns

RANDOM = np.random.default_rng(0)


@pytest.mark.parametrize("size", [0, 1, 7, 8, 9, 127, 128, 129, 255, 257, 390, 506, 1000, 4099, 100_003])
def test_numbers_are_added_in_the_order_of_numpy(size: int) -> None:
    values = RANDOM.normal(size=(1, size)) * 10.0 ** RANDOM.integers(-9, 9, size=size)
    assert added(values[0]) == values.sum(axis=1)[0]


@pytest.mark.parametrize("rows", range(10))
def test_rows_side_by_side_are_each_summed_from_left_to_right(rows: int) -> None:
    matrix, weight = RANDOM.normal(size=(rows, 37)), RANDOM.normal(size=37)
    group = RANDOM.integers(0, 5, size=37)
    total, heaps = np.zeros(rows), np.zeros((rows, 5))
    for j in range(37):
        total += matrix[:, j] * weight[j]
        heaps[:, group[j]] += matrix[:, j]
    np.testing.assert_array_equal(over_columns(matrix, weight), total)
    np.testing.assert_array_equal(by_group(matrix, group, 5), heaps)


def test_groups_have_their_best_and_values_their_place_among_the_distinct_ones() -> None:
    values, chosen = RANDOM.normal(size=300), RANDOM.random(300) < 0.5
    group = RANDOM.integers(0, 40, size=300) * 2
    best = np.full(80, -0.5)
    np.maximum.at(best, group[chosen], values[chosen])
    np.testing.assert_array_equal(best_by_group(values, chosen, group, 80, -0.5), best)
    for found, told in zip(distinct(group, 80), np.unique(group, return_inverse=True), strict=True):
        np.testing.assert_array_equal(found, told)
