"""Levels of rules, n nations x l layers x n partners: one pass over them for each question."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sovereigns.model.kernels.numerics.compiled import compiled
from sovereigns.model.kernels.numerics.sums import highest

Float = NDArray[np.float64]
Int = NDArray[np.int64]
Bool = NDArray[np.bool_]


class Survey(NamedTuple):
    """What the levels in force come to."""

    mean: Float
    """(n, n) over layers, of the row nation against the column nation"""
    imposed: Float
    """(n,) highest level that a nation holds"""
    received: Float
    """(n,) highest level held against a nation"""
    used: Bool
    """(n, l) whether a nation holds any level on the layer: few do"""


class Turn(NamedTuple):
    """What a quarter makes of the levels."""

    level: Float
    """(n, l, n) levels now"""
    survey: Survey
    """what they come to"""
    moved_by: Float
    """(n,) largest mean move over layers of a nation's levels against one partner"""
    moved_on: Float
    """(n,) largest mean move over layers of one partner's levels against a nation"""
    held: Float
    """(n,) layers times partners on which a nation holds rules"""
    borne: Float
    """(n,) layers times partners that hold rules against a nation"""
    adopts: Bool
    """(n, l) whether a nation holds a rule on the layer against anyone, and so has adopted it"""


@compiled
def turn(
    level: Float,
    wanted: Float,
    used: tuple[Bool, Bool],
    dated: tuple[Float, Float],
    settled: Bool,
    floor: tuple[Int, Float],
    up: float,
    down: float,
    seen: float,
) -> Turn:
    """Levels after a part of the way toward those wanted, as far as the law leaves them to the nations.

    Args:
        level: (n, l, n) as they stand.
        wanted: (n, l, n) as ordered.
        used: (n, l) where any of the levels is not 0, and any of those wanted.
        dated: (n, l, n) levels that dated law asks for, now and a quarter ago; what differs is set.
        settled: (n, l) where the law alone decides.
        floor: (n, l) row, -1 without, of (rows, n) least levels that hold whatever is wanted.
        up, down: parts of the way that levels rise and that they fall.
        seen: level above which a rule is in force.
    """
    nations, layers, partners = level.shape
    (law, past), (lowest, floors), (stands, asks) = dated, floor, used
    changed = law is not past
    then, mean = np.zeros(level.shape), np.zeros((nations, partners))
    by, on = np.zeros((3, nations)), np.zeros((3, partners))
    most, moved, held = np.empty(partners), np.empty(partners), np.empty(partners)
    adopts, left = np.zeros((2, nations, layers), dtype=np.bool_)
    for i in range(nations):
        total, most[:], moved[:], held[:], idle = mean[i], 0.0, 0.0, 0.0, True
        for layer in range(layers):
            now, new, asked = level[i, layer], then[i, layer], law[i, layer]
            bound = changed or settled[i, layer] or lowest[i, layer] >= 0
            if not (bound or stands[i, layer] or asks[i, layer]):
                continue
            idle = False
            _toward(now, wanted[i, layer], new, up, down)
            if settled[i, layer]:
                new[:] = asked
            elif changed:
                _follow(new, asked, past[i, layer])
            if lowest[i, layer] >= 0:
                least = floors[lowest[i, layer]]
                for j in range(partners):
                    new[j] = least[j] if least[j] > new[j] else new[j]
            new[i] = 0.0
            _tally(now, new, seen, total, most, moved, held)
            adopts[i, layer], left[i, layer] = highest(new) > seen, _any(new)
        if idle:
            continue
        for j in range(partners):
            total[j] /= layers
            moved[j] /= layers
            on[0, j] = most[j] if most[j] > on[0, j] else on[0, j]
            on[1, j] = moved[j] if moved[j] > on[1, j] else on[1, j]
            on[2, j] += held[j]
        by[0, i], by[1, i], by[2, i] = highest(most), highest(moved), held.sum()
    return Turn(then, Survey(mean, by[0], on[0], left), by[1], on[1], by[2], on[2], adopts)


@compiled
def in_use(level: Float) -> Bool:
    """(n, l) whether any of (n, l, n) levels of a nation on a layer is not 0."""
    nations, layers, _ = level.shape
    used = np.empty((nations, layers), dtype=np.bool_)
    for i in range(nations):
        for layer in range(layers):
            used[i, layer] = _any(level[i, layer])
    return used


@compiled
def _any(levels: Float) -> bool:
    """Whether any of some levels is not 0."""
    found = False
    for j in range(len(levels)):
        found |= levels[j] != 0
    return found


@compiled
def _toward(now: Float, wanted: Float, new: Float, up: float, down: float) -> None:
    """Write levels a part of the way toward those wanted."""
    for j in range(len(now)):
        change = wanted[j] - now[j]
        new[j] = now[j] + change * (up if change > 0 else down)


@compiled
def _follow(new: Float, asked: Float, before: Float) -> None:
    """Write what the law asks for where it asks for something else than before."""
    for j in range(len(new)):
        new[j] = asked[j] if asked[j] != before[j] else new[j]


@compiled
def _tally(now: Float, new: Float, seen: float, total: Float, most: Float, moved: Float, held: Float) -> None:
    """Add levels of one layer to what all come to, by partner."""
    for j in range(len(new)):
        total[j] += new[j]
        most[j] = new[j] if new[j] > most[j] else most[j]
        moved[j] += abs(new[j] - now[j])
        held[j] += 1.0 if new[j] > seen else 0.0


@compiled
def survey(level: Float) -> Survey:
    """What (n, l, n) levels come to."""
    nations, layers, partners = level.shape
    mean = np.zeros((nations, partners))
    imposed, received = np.zeros(nations), np.zeros(partners)
    most = np.empty(partners)
    for i in range(nations):
        most[:] = 0.0
        for layer in range(layers):
            now, total = level[i, layer], mean[i]
            for j in range(partners):
                total[j] += now[j]
                most[j] = now[j] if now[j] > most[j] else most[j]
        for j in range(partners):
            mean[i, j] /= layers
            received[j] = most[j] if most[j] > received[j] else received[j]
        imposed[i] = highest(most)
    return Survey(mean, imposed, received, in_use(level))


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
def held_beyond(level: Float, law: Float, layer: int, supply: Float, tolerance: float) -> Float:
    """(n,) share of a supply whose holders have stricter rules on one layer than the law asks for.

    Args:
        level, law: (n, l, n) levels in force, and those that dated law asks for.
        layer: which of the l.
        supply: (n,) part of each holder.
        tolerance: by how much a level counts as the same.
    """
    nations, _, partners = level.shape
    share = np.zeros(partners)
    for i in range(nations):
        if supply[i] != 0:
            for j in range(partners):
                if level[i, layer, j] > law[i, layer, j] + tolerance:
                    share[j] += supply[i]
    return share


@compiled
def open_between(level: Float, layer: int) -> Float:
    """(n, n) part of what two nations could do together that the rules of neither on one layer forbid."""
    nations = len(level)
    opened = np.ones((nations, nations))
    for i in range(nations):
        rule = level[i, layer]
        if _any(rule):
            for j in range(nations):
                opened[i, j] *= 1 - rule[j]
                opened[j, i] *= 1 - rule[j]
    return opened
