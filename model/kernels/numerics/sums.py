"""Weighted sums over matrices, added up in one fixed order: BLAS would choose an order by processor."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sovereigns.model.kernels.numerics.compiled import compiled

Float = NDArray[np.float64]

LANES = 4
"""Sums and maxima that run side by side, so that none waits for its last step."""


@compiled
def over_columns(matrix: Float, weight: Float) -> Float:
    """(rows,) sum over the columns of each row, times (columns,) weights; from left to right."""
    rows, columns = matrix.shape
    total = np.zeros(rows)
    for i in range(rows):
        for j in range(columns):
            total[i] += matrix[i, j] * weight[j]
    return total


@compiled
def over_rows(matrix: Float, weight: Float) -> Float:
    """(columns,) sum over the rows of each column, times (rows,) weights; from the top down."""
    rows, columns = matrix.shape
    total = np.zeros(columns)
    for i in range(rows):
        for j in range(columns):
            total[j] += matrix[i, j] * weight[i]
    return total


@compiled
def mean_of_others(matrix: Float, weight: Float) -> Float:
    """(n,) mean of each row off the diagonal, weighted by (n,); 1 where the others weigh nothing."""
    n = len(weight)
    mean = np.ones(n)
    for i in range(n):
        total, heavy = 0.0, 0.0
        for j in range(n):
            if i != j:
                total += matrix[i, j] * weight[j]
                heavy += weight[j]
        if heavy > 0:
            mean[i] = total / heavy
    return mean


@compiled
def by_group(matrix: Float, group: NDArray[np.int64], groups: int) -> Float:
    """(rows, groups) sum of each row's columns by the group of the column; from left to right."""
    rows, columns = matrix.shape
    total = np.zeros((rows, groups))
    for i in range(rows if columns else 0):
        now, so_far = group[0], 0.0
        for j in range(columns):
            if group[j] != now:
                total[i, now] = so_far
                now = group[j]
                so_far = total[i, now]
            so_far += matrix[i, j]
        total[i, now] = so_far
    return total


@compiled
def count(group: NDArray[np.integer], groups: int) -> NDArray[np.int64]:
    """(groups,) how many there are of each of some groups."""
    number = np.zeros(groups, dtype=np.int64)
    for k in range(len(group)):
        number[group[k]] += 1
    return number


def distinct(values: NDArray[np.int64], most: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The distinct ones of (k,) whole numbers from 0 to below `most` in order, and (k,) the place of each."""
    place = np.zeros(most, dtype=np.int64)
    place[values] = 1
    found = np.flatnonzero(place)
    place[found] = np.arange(len(found))
    return found, place[values]


@compiled
def of_groups(matrix: Float, weight: Float, group: NDArray[np.int64], groups: int) -> Float:
    """(groups, columns) sum over the rows of each group, times (rows,) weights; from the top down."""
    rows, columns = matrix.shape
    total = np.zeros((groups, columns))
    for i in range(rows):
        heap, part = total[group[i]], weight[i]
        for j in range(columns):
            heap[j] += matrix[i, j] * part
    return total


@compiled
def outside(values: Float, low: float, high: float) -> int:
    """How many of some numbers (flat) do not lie between low and high; one that is not a number does not."""
    count = 0
    for k in range(len(values)):
        count += not (values[k] >= low and values[k] <= high)
    return count


@compiled
def highest(values: Float) -> float:
    """The largest of some numbers, minus infinity without any; four maxima side by side."""
    one = two = three = four = -np.inf
    whole = len(values) // LANES
    for k in range(whole):
        a, b, c, d = values[4 * k], values[4 * k + 1], values[4 * k + 2], values[4 * k + 3]
        one = a if a > one else one
        two = b if b > two else two
        three = c if c > three else three
        four = d if d > four else four
    for k in range(LANES * whole, len(values)):
        one = max(one, values[k])
    return max(max(one, two), max(three, four))
