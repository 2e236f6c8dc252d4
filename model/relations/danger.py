"""Danger: how it grows with capability, and which models those who mean harm have in hand (C16, C17, K2).

Weights once open spread: more and more people have the tools and the know-how to run, strip and tune them,
the sooner the more compute and skill there is at hand in their nation. No law on data keeps them out: they go
from hand to hand. Who has them uses them unguarded; the others misuse what their people use, as far as its
makers guard it. Defences (patches, screening) follow what the frontier can do after a time.
"""

from __future__ import annotations

import numpy as np

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.numerics.compiled import compiled
from sovereigns.model.kernels.numerics.elementary import exp
from sovereigns.model.kernels.numerics.lags import quarters_known
from sovereigns.model.kernels.numerics.limits import exp_held
from sovereigns.model.world import Float, World

LN_2 = 0.6931471805599453


def by_capability(capability: Float | float, p: Parameters) -> Float:
    """Factor of capability (any shape, OOM): 1 at the 2025Q1 frontier in either form."""
    above = (capability - p.frontier_2025) / p.capability_unit
    growth = exp_held(p.hazard_growth * above)
    if p.hazard_form == "saturating":
        return growth * (1 + p.hazard_ceiling) / (p.hazard_ceiling + growth)
    return growth


def in_hand(w: World, p: Parameters) -> Float:
    """(3, n) what a nation's would-be misusers have in hand, on their mean.

    Of each the better of two: what their people use, guarded by its makers (`guard`), or the best open
    weights of the quarter from which on open weights were within reach of them.

    Returns:
        Its danger, against unguarded models of the 2025Q1 frontier; its danger times what it does where it is
        misused; and the part of its danger that no defence meets yet.
    """
    level = np.concatenate([w.standing, w.opened])
    danger, early = by_capability(level, p) * (level > 0), undefended(w, p, level)
    used, free = danger[: w.n], danger[w.n :]
    left = exp(-LN_2 * means(w, p) / p.open_half_life)
    guarded = used * (1 - p.safety_effect * guard(w))
    return _in_hand(guarded, used, early[: w.n], free, early[w.n :], left)


@compiled
def _in_hand(
    guarded: Float, used: Float, used_early: Float, free: Float, free_early: Float, left: Float
) -> Float:
    """As `in_hand`, by danger, factor and part undefended of models in use (n,) and open ones (q,).

    A part (n,) of people is left without open weights after each quarter; those of a quarter have been out
    for half of it.
    """
    n, quarters = len(guarded), len(free)
    hands = np.empty((3, n))
    for i in range(n):
        danger, harm, early = 0.0, 0.0, 0.0
        without, after = 1.0, np.sqrt(left[i])
        for age in range(quarters):
            best = free[quarters - 1 - age]
            if best <= guarded[i]:
                break
            part = without - after
            danger += part * best
            harm += part * best * best
            early += part * best * free_early[quarters - 1 - age]
            without, after = after, after * left[i]
        rest = without * guarded[i]
        hands[0, i] = danger + rest
        hands[1, i] = harm + rest * used[i]
        hands[2, i] = early + rest * used_early[i]
    return hands


def means(w: World, p: Parameters) -> Float:
    """(n,) how fast open weights spread among a nation's people against the fastest possible, 0 to 1.

    By the compute at hand for each person on line (half at the world's mean), own or rented, and by the
    know-how of its developers against the best; neither replaces the other (their geometric mean).
    """
    people, compute = w.population * w.online, w.usable.clip(0)
    own, others = compute * people.sum(), people * compute.sum()
    skill = w.know_how / np.maximum(w.know_how.max(), p.least_share)
    reach: Float = np.sqrt(skill * own / np.where(own > 0, own + others, 1))
    return reach


def undefended(w: World, p: Parameters, capability: Float) -> Float:
    """Part of what some capability (any shape, OOM) can do that no defence meets yet.

    Half is met in each `defence_lag` from when it was first at the frontier.
    """
    return exp(-LN_2 * quarters_known(w.frontier, capability) / p.defence_lag)


def guard(w: World) -> Float:
    """(n,) safety effort of the makers of the models that a nation's people use, on the mean of users."""
    safety = nation_mean(w, w.firm_safety)
    at_home = w.programme_usage + w.common_usage.sum(axis=1)
    users = w.used_from.sum(axis=1) + at_home
    safe = (w.used_from * safety).sum(axis=1) + at_home * safety
    return np.minimum(safe / np.where(users > 0, users, 1), 1)


def nation_mean(w: World, values: Float) -> Float:
    """(n,) mean over a nation's firms weighted by size, 0 where it has none."""
    size = w.per_nation(w.firm_size)
    return w.per_nation(values * w.firm_size) / np.where(size > 0, size, 1)
