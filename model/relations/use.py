"""Use: whose AI a nation's people use."""

from __future__ import annotations

import numpy as np

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.world import Float, World


def shared_programme(w: World, bloc: int) -> tuple[int, int]:
    """Row of the member whose programme a bloc shares, and the developer of its base model (-1: its own)."""
    best = int(np.where(w.bloc == bloc, w.programme_capability, -1).argmax())
    return best, int(w.programme_base[best])


def own_model_share(w: World) -> Float:
    """(n,) share of each nation's people who use a model developed or adapted at home."""
    return np.diagonal(w.used_from) + w.programme_usage


def could_use(w: World, p: Parameters) -> Float:
    """(n,) share of people who would use AI in the end if all stayed as it is: by access, income, quality of
    what is to be had, and how well it fits culture and language."""
    affords = w.income / (w.income + p.use_income)
    good = w.standing / (w.standing + p.use_quality)
    could: Float = w.online * affords * good * (1 - p.use_of_fit * w.misfit)
    return could
