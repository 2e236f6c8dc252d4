"""Output: what AI in use yields."""

from __future__ import annotations

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.numerics.elementary import log1p
from sovereigns.model.kernels.numerics.limits import LARGEST
from sovereigns.model.world import Float, World


def in_use(w: World) -> Float:
    """(n,) share of people who use AI, less what monitoring stops by mistake."""
    return w.ai_use * (1 - w.false_alarms)


def yields(w: World, p: Parameters) -> Float:
    """(n,) what capability in use yields for output, OOM over all people.

    In proportion (`constant`), or with `diminishing` returns beyond the frontier of 2025 (Acemoglu 2024
    against estimates that extrapolate).
    """
    if p.growth_returns == "diminishing":
        known = max(p.frontier_2025, 1 / LARGEST)
        return in_use(w) * known * log1p(w.standing / known)
    return in_use(w) * w.standing
