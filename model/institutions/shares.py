"""Weights of nations in a body: shares of the world's effective compute."""

from __future__ import annotations

import numpy as np

from model.world import Bool, Float, World


def weight(w: World) -> Float:
    """(n,) each nation's share of the world's effective compute (compute x algorithmic efficiency); sums
    to 1."""
    effective = np.maximum(w.usable, 0) * w.efficiency
    total = effective.sum()
    return effective / total if total > 0 else np.full(w.n, 1 / w.n)


def coverage(w: World, members: Bool) -> float:
    """Share of the world's effective compute that some nations hold, 0 to 1."""
    return float(weight(w)[members].sum())


def with_oneself(w: World, members: Bool) -> Float:
    """(n,) coverage of a body with each nation in it, whatever it is now."""
    share = weight(w)
    return share[members].sum() + np.where(members, 0, share)
