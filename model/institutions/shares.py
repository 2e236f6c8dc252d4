"""Weights of nations in a body: shares of the world's effective compute."""

from __future__ import annotations

import numpy as np

from sovereigns.model.world import Bool, Float, World


def weight(w: World) -> Float:
    """(n,) share of the world's effective compute (compute x algorithmic efficiency); sums to 1."""
    effective = np.maximum(w.usable, 0) * w.efficiency
    total = effective.sum()
    return effective / total if total > 0 else np.full(w.n, 1 / w.n)


def coverage(w: World, members: Bool) -> float:
    """Share of the world's effective compute that some nations hold, 0 to 1."""
    return float(weight(w)[members].sum())


def reckoned(w: World, members: Bool, threshold: float) -> Float:
    """(n,) coverage of a body that each nation reckons with, itself inside.

    Asking binds nobody before the body starts: a nation that weighs it while there are no members counts
    on its threshold (a conditional offer, as in treaties that enter into force by numbers).
    """
    share = weight(w)
    inside: Float = share[members].sum() + np.where(members, 0, share)
    return inside if members.any() else np.maximum(inside, threshold)


def feared(w: World, nations: Bool) -> Float:
    """(n,) greatest threat that each nation perceives from some nations, 0 where there are none."""
    if not nations.any():
        return np.zeros(w.n)
    felt = w.threat if nations.all() else w.threat * nations
    greatest: Float = felt.max(axis=1)
    return greatest


def resentment(w: World) -> Float:
    """(n,) what a nation remembers of its worst exclusion, which lowers its will to join any body (C12)."""
    worst: Float = w.exclusion.max(axis=0)
    return worst
