"""Where a falling function meets zero, for many functions at once (the Illinois form of false position).

Source: Dowell and Jarratt 1971, BIT 11:168. A straight line is solved by the first guess.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float64]

TURNS = 80
PRECISION = 2.0**-46


def falling_root(gain: Callable[[Float], Float], low: float, high: float, shape: tuple[int, ...]) -> Float:
    """The point between two bounds where a gain that falls along the way reaches zero.

    Args:
        gain: maps points of the given shape to gains; finite at the bounds.
        low: the answer where the gain is nowhere positive.
        high: the answer where the gain is nowhere negative.
        shape: of the answer.

    Returns:
        Roots, to about one part in 2**46 of the way between the bounds.
    """
    left, right = np.full(shape, float(low)), np.full(shape, float(high))
    at_left, at_right = gain(left), gain(right)
    inside = (at_left > 0) & (at_right < 0)
    side = np.zeros(shape)
    point = np.where(at_right >= 0, right, left)
    for _ in range(TURNS):
        drop = np.where(inside, at_left - at_right, 1.0)
        guess = np.where(inside, left + (right - left) * (at_left / drop), point)
        value = gain(guess)
        moved, point = np.abs(guess - point), guess
        if not (inside & (value != 0) & (moved > PRECISION * (high - low))).any():
            break
        up, down = value > 0, value <= 0
        at_right = np.where(down, value, np.where(side > 0, at_right / 2, at_right))
        at_left = np.where(up, value, np.where(side < 0, at_left / 2, at_left))
        right, left = np.where(down, guess, right), np.where(up, guess, left)
        side = np.where(up, 1.0, -1.0)
    return point
