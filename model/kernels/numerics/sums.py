"""Weighted sums over matrices, added up in one fixed order: BLAS would choose an order by processor."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sovereigns.model.kernels.numerics.compiled import compiled

Float = NDArray[np.float64]

LANES = 4
"""Sums and maxima that run side by side, so that none waits for its last step."""
BLOCK = 128
"""Numbers that `added` adds up in one go."""


@compiled
def over_columns(matrix: Float, weight: Float) -> Float:
    """(rows,) sum over the columns of each row, times (columns,) weights; from left to right."""
    rows, columns = matrix.shape
    total = np.zeros(rows)
    for i in range(0, rows, LANES):
        second, third, last = min(i + 1, rows - 1), min(i + 2, rows - 1), min(i + 3, rows - 1)
        a = b = c = d = 0.0
        for j in range(columns):
            part = weight[j]
            a += matrix[i, j] * part
            b += matrix[second, j] * part
            c += matrix[third, j] * part
            d += matrix[last, j] * part
        total[i], total[second], total[third], total[last] = a, b, c, d
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
    for i in range(0, rows if columns else 0, LANES):
        second, third, last = min(i + 1, rows - 1), min(i + 2, rows - 1), min(i + 3, rows - 1)
        now = group[0]
        a = b = c = d = 0.0
        for j in range(columns):
            if group[j] != now:
                total[i, now], total[second, now], total[third, now], total[last, now] = a, b, c, d
                now = group[j]
                a, b, c, d = total[i, now], total[second, now], total[third, now], total[last, now]
            a += matrix[i, j]
            b += matrix[second, j]
            c += matrix[third, j]
            d += matrix[last, j]
        total[i, now], total[second, now], total[third, now], total[last, now] = a, b, c, d
    return total


@compiled
def count(group: NDArray[np.integer], groups: int) -> NDArray[np.int64]:
    """(groups,) how many there are of each of some groups."""
    number = np.zeros(groups, dtype=np.int64)
    for k in range(len(group)):
        number[group[k]] += 1
    return number


@compiled
def best_by_group(
    values: Float, chosen: NDArray[np.bool_], group: NDArray[np.int64], groups: int, floor: float
) -> Float:
    """(groups,) largest of the chosen of some values in each group, and a floor at least."""
    best = np.full(groups, floor)
    for k in range(len(values)):
        if chosen[k] and values[k] > best[group[k]]:
            best[group[k]] = values[k]
    return best


def distinct(values: NDArray[np.int64], most: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The distinct ones of (k,) whole numbers from 0 to below `most` in order, and (k,) the place of each."""
    there = np.zeros(most, dtype=np.bool_)
    there[values] = True
    found = np.flatnonzero(there)
    return found, np.searchsorted(found, values)


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
def added(values: Float) -> float:
    """The sum of some numbers in the order of numpy's own `sum`, by halves: exact to the bit of that."""
    waiting, sums = np.empty(BLOCK, dtype=np.int64), np.empty(BLOCK)
    waiting[0] = len(values)
    left, done, start = 1, 0, 0
    while left:
        left -= 1
        size = waiting[left]
        if size < 0:
            done -= 1
            sums[done - 1] += sums[done]
        elif size <= BLOCK:
            sums[done] = _added_at_once(values[start : start + size])
            done, start = done + 1, start + size
        else:
            half = size // 2 - size // 2 % (2 * LANES)
            waiting[left], waiting[left + 1], waiting[left + 2] = -1, size - half, half
            left += 3
    return sums[0]


@compiled
def _added_at_once(values: Float) -> float:
    """Eight sums side by side, then what is left."""
    size = len(values)
    a = b = c = d = e = f = g = h = 0.0
    whole = size - size % 8
    for k in range(0, whole, 8):
        a, b, c, d = a + values[k], b + values[k + 1], c + values[k + 2], d + values[k + 3]
        e, f, g, h = e + values[k + 4], f + values[k + 5], g + values[k + 6], h + values[k + 7]
    total = ((a + b) + (c + d)) + ((e + f) + (g + h))
    for k in range(whole, size):
        total += values[k]
    return total


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
