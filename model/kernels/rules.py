"""Levels of rules, n nations x l layers x n partners: one pass over them for each question."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from model.kernels.compiled import compiled

Float = NDArray[np.float64]
Int = NDArray[np.int64]


class Survey(NamedTuple):
    """What the levels in force come to."""

    mean: Float
    """(n, n) over layers, of the row nation against the column nation"""
    imposed: Float
    """(n,) highest level that a nation holds"""
    received: Float
    """(n,) highest level held against a nation"""


@compiled
def approach(level: Float, wanted: Float, kind: Int, up: float, down: float) -> Float:
    """(n, l, n) levels after a part of the way toward those wanted.

    Args:
        level: (n, l, n) as they stand.
        wanted: (n, k, n) by kind of layer.
        kind: (l,) kind of each layer.
        up: part of the way that levels rise.
        down: part of the way that they fall.
    """
    moved = np.empty_like(level)
    nations, layers, partners = level.shape
    for i in range(nations):
        for layer in range(layers):
            now, want, then = level[i, layer], wanted[i, kind[layer]], moved[i, layer]
            for j in range(partners):
                change = want[j] - now[j]
                then[j] = now[j] + change * (up if change > 0 else down)
    return moved


@compiled
def survey(level: Float) -> Survey:
    """The mean and the highest of (n, l, n) levels."""
    nations, layers, partners = level.shape
    mean = np.zeros((nations, partners))
    imposed, received = np.zeros(nations), np.zeros(partners)
    most = np.empty(partners)
    for i in range(nations):
        most[:] = 0.0
        for layer in range(layers):
            for j in range(partners):
                mean[i, j] += level[i, layer, j]
                most[j] = max(most[j], level[i, layer, j])
        for j in range(partners):
            mean[i, j] /= layers
            received[j] = max(received[j], most[j])
            imposed[i] = max(imposed[i], most[j])
    return Survey(mean, imposed, received)


@compiled
def upheaval(level: Float, before: Float, seen: float) -> tuple[Float, Float]:
    """How far rules moved and how many are in force.

    Args:
        level: (n, l, n) levels now.
        before: (n, l, n) levels a quarter ago.
        seen: level above which a rule is in force.

    Returns:
        (n, n) mean move over layers, and (n, n) layers in force.
    """
    nations, layers, partners = level.shape
    moved, ruled = np.zeros((nations, partners)), np.zeros((nations, partners))
    for i in range(nations):
        for layer in range(layers):
            for j in range(partners):
                moved[i, j] += abs(level[i, layer, j] - before[i, layer, j])
                ruled[i, j] += level[i, layer, j] > seen
        for j in range(partners):
            moved[i, j] /= layers
    return moved, ruled


@compiled
def held_back(level: Float, layer: int, supply: Float) -> Float:
    """(n,) share of a supply that its holders withhold from each partner by their rules on one layer.

    Args:
        level: (n, l, n) levels.
        layer: which of the l.
        supply: (n,) part of each holder.
    """
    nations, _, partners = level.shape
    share = np.zeros(partners)
    for i in range(nations):
        if supply[i] != 0:
            for j in range(partners):
                share[j] += supply[i] * level[i, layer, j]
    return share


@compiled
def open_between(level: Float, layer: int) -> Float:
    """(n, n) part of what two nations could do together that the rules of neither on one layer forbid."""
    nations = len(level)
    opened = np.empty((nations, nations))
    for i in range(nations):
        for j in range(nations):
            opened[i, j] = (1 - level[i, layer, j]) * (1 - level[j, layer, i])
    return opened
