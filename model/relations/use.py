"""Use: whose AI a nation's people use."""

from __future__ import annotations

import numpy as np

from sovereigns.model.world import Float, World


def shared_programme(w: World, bloc: int) -> tuple[int, int]:
    """Row of the member whose programme a bloc shares, and the developer of its base model (-1: its own)."""
    best = int(np.where(w.bloc == bloc, w.programme_capability, -1).argmax())
    return best, int(w.programme_base[best])


def own_model_share(w: World) -> Float:
    """(n,) share of each nation's people who use a model developed or adapted at home."""
    return np.diagonal(w.used_from) + w.programme_usage
