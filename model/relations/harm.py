"""Harm: which incidents are to be expected as things stand, and whom they would hurt (C9, C16, C17, K3).

Accidents happen where models are made: they grow with capability and haste and fall with safety effort and
standards. Misuse happens where people get hold of models (`danger.py`); standards and monitoring stop it.
Two forms stand for the dispute in the literature: `exponential` in capability, or `saturating`.
"""

from __future__ import annotations

import numpy as np

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.numerics.compiled import compiled
from sovereigns.model.kernels.numerics.elementary import power
from sovereigns.model.kernels.numerics.sums import added
from sovereigns.model.relations.compute import pooled_claim
from sovereigns.model.relations.danger import by_capability, in_hand, nation_mean
from sovereigns.model.relations.use import parts, shared_programme
from sovereigns.model.relations.war import war_chances, war_costs
from sovereigns.model.world import Float, Int, World


def foresee(w: World, p: Parameters) -> tuple[Float, Float]:
    """Set expected incidents, the chance of war and expected loss as they stand.

    Returns:
        (2 n + b,) expected incidents by source: accidents of nations' developers, misuse in nations,
        accidents of bodies' common models; (n, 2 n + b) share of GDP that the row nation loses by one of
        each.
    """
    danger, harm, early = in_hand(w, p)
    some = np.where(danger > 0, danger, 1)
    mean = _expected(w, p, danger)
    w.incidents_expected, w.misuse_expected = by_nation(mean, w, p), mean[w.n : 2 * w.n].copy()
    w.conflict_chance = war_chances(w, p)
    w.conflict_risk = np.minimum(w.conflict_chance.sum(axis=1), 1)
    w.misuse_early = mean[w.n : 2 * w.n] * early / some
    spread = exposure(w, p)
    kept = 1 - p.standard_effect * w.standard_in_force
    left = np.concatenate([kept, kept * np.maximum(1 - w.monitoring, 0)])
    whole = np.where(left > 0, mean[: 2 * w.n] / np.where(left > 0, left, 1), 0)
    w.harmed, expected = _weighed(spread, p.severity * _gravity(w, p, harm / some), mean, whole)
    at_war = (w.conflict_chance * war_costs(w, p)).sum(axis=1)
    w.expected_loss = np.minimum(expected + at_war, p.most_loss)
    return mean, spread


@compiled
def _weighed(spread: Float, gravity: Float, mean: Float, whole: Float) -> tuple[Float, Float]:
    """Turn exposure to each source (n, 2 n + b) into loss by one incident of its gravity.

    Args:
        spread: exposure, changed in place.
        gravity, mean: (2 n + b,) what one incident does, and expected incidents.
        whole: (2 n,) expected accidents, then misuse, of each nation that its standard and monitoring let be.

    Returns:
        (2, n, n) loss of the row nation by accidents, and by misuse, of the column nation, left unchecked;
        and (n,) expected loss by all sources.
    """
    n, sources = spread.shape
    harmed, expected, lost = np.empty((2, n, n)), np.empty(n), np.empty(sources)
    for i in range(n):
        felt = spread[i]
        for source in range(sources):
            felt[source] *= gravity[source]
            lost[source] = felt[source] * mean[source]
        expected[i] = added(lost)
        for kind in range(2):
            for j in range(n):
                harmed[kind, i, j] = felt[kind * n + j] * whole[kind * n + j]
    return harmed, expected


def _expected(w: World, p: Parameters, danger: Float) -> Float:
    made = accidents(w, p)
    return np.concatenate([made[: w.n], _misuse(w, p, danger), made[w.n :]])


def _gravity(w: World, p: Parameters, of_misuse: Float) -> Float:
    """(2 n + b,) what one incident of each source does, by the capability of the model that does it."""
    made = by_capability(_made(w), p)
    return np.concatenate([made[: w.n], of_misuse, made[w.n :]])


def accidents(w: World, p: Parameters) -> Float:
    """(n + b,) expected accidents a quarter, of each nation's own developers and of bodies' common models.

    Common models are made with the care of those who pool compute; who has no model makes none. What is
    built is counted against that of the run's start, so that `misuse_share` is the part of hazard that misuse
    is.
    """
    rash = _rashness(w, p)
    practice = np.concatenate([rash, (parts(w) * rash).sum(axis=1)])
    many = builders(w, p) / max(w.builders, p.least_share)
    return p.hazard_base * (1 - p.misuse_share) * by_capability(_made(w), p) * many * practice


def builders(w: World, p: Parameters) -> Float:
    """(n + b,) how much nations and common laboratories that have a model build, as it counts in accidents.

    A power of their shares of the world's compute: at 1 twice the compute has twice the accidents, below it
    less than twice.
    """
    compute, pool = w.usable.clip(0), _pool(w, p)
    used = np.concatenate([compute * (1 - pooled_claim(w, p)), pool.sum(axis=1)])
    share = used / (compute.sum() + p.one_chip)
    return np.where((_made(w) > 0) & (used > 0), power(share, p.accidents_of_compute), 0)


def _made(w: World) -> Float:
    """(n + b,) capability of each nation's own models, and of bodies' common ones, OOM."""
    return np.concatenate([w.capability, w.common_capability])


def _misuse(w: World, p: Parameters, danger: Float) -> Float:
    """(n,) expected cases of misuse a quarter by each nation's people on line (C17, K2).

    By the danger (n,) of the models that they have in hand, less those that standards and monitoring stop.
    """
    people = w.population * w.online
    stopped = (1 - p.standard_effect * w.standard_in_force) * np.maximum(1 - w.monitoring, 0)
    return p.hazard_base * p.misuse_share * danger * (people / (people.sum() or 1)) * stopped


def _rashness(w: World, p: Parameters) -> Float:
    """(n,) what practice makes of hazard.

    Safety effort and standards cut it, haste, covert work and arms raise it.
    """
    covert = w.cheating.max(axis=0) if len(w.bodies) else np.zeros(w.n)
    care = 1 - p.safety_effect * np.minimum(nation_mean(w, w.firm_safety), 1)
    haste = p.haste_effect * nation_mean(w, w.firm_unsafe)
    rash = 1 + haste + p.covert_effect * covert + p.arms_effect * w.arms / p.arms_most
    return care * (1 - p.standard_effect * w.standard_in_force) * rash


def _pool(w: World, p: Parameters) -> Float:
    """(b, n) compute that members pool for each body's common model, H100e."""
    if not (w.common_capability > 0).any():
        return np.zeros(w.member.shape)
    return w.member * (w.usable.clip(0) * pooled_claim(w, p)) * (w.common_capability > 0)[:, None]


def by_nation(sources: Float, w: World, p: Parameters) -> Float:
    """(n,) incidents that a nation answers for: its developers', its misusers', its part of common ones."""
    shared = (parts(w) * sources[2 * w.n :, None]).sum(axis=0)
    nation: Float = sources[: w.n] + sources[w.n : 2 * w.n] + shared
    return nation


def exposure(w: World, p: Parameters) -> Float:
    """(n, 2 n + b) how much of each kind of incident harms the row nation.

    An accident harms all at home, and abroad a part by nearness, by use of the models and by their base;
    misuse all at home, and abroad by nearness and over the net; an accident of a common model its owners by
    their part of it, and for the rest all who use it at once (K3).
    """
    n = w.n
    share = np.empty((n, 2 * n + len(w.bodies)))
    _abroad(
        share, w.distance, w.online, w.ai_use, w.used_from, built_on(w),
        by_nearness=p.exposure_by_nearness, by_net=p.exposure_by_net,
        by_use=p.exposure_by_use, by_lineage=p.exposure_by_lineage,
    )  # fmt: skip
    common = w.common_usage * w.ai_use[:, None]
    for bloc in range(len(w.inputs.blocs)):
        owner, _ = shared_programme(w, bloc)
        if owner >= 0:
            share[:, owner] += p.exposure_by_use * common[:, len(w.bodies) + bloc]
    for kind in (share[:, :n], share[:, n : 2 * n]):
        np.fill_diagonal(kind, 1)
    owned = parts(w).T
    share[:, 2 * n :] = owned + (1 - owned) * p.exposure_by_use * common[:, : len(w.bodies)]
    return share


@compiled
def _abroad(
    share: Float,
    distance: Float,
    online: Float,
    ai_use: Float,
    used: Float,
    lineage: Float,
    by_nearness: float,
    by_net: float,
    by_use: float,
    by_lineage: float,
) -> None:
    """Write to the first 2 n columns how accidents, and misuse, in the column nation harm the row nation."""
    n = len(online)
    for i in range(n):
        net = by_net * online[i]
        for j in range(n):
            near = by_nearness / (1 + distance[i, j])
            on, under = used[i, j] * ai_use[i], lineage[i, j] * ai_use[i]
            share[i, j] = near + by_use * on + by_lineage * under
            share[i, n + j] = near + net


def built_on(w: World) -> Float:
    """(n, n) share of AI users on a model made elsewhere from a base of the column nation (K3)."""
    base = w.firm_nation[w.firm_base]
    by_base = np.argsort(base, kind="stable")
    tuned = by_base[base[by_base] != w.firm_nation[by_base]]
    share = _tuned_usage(w.usage, tuned, base[tuned])
    adapted = np.flatnonzero(w.programme_base >= 0)
    share[adapted, w.firm_nation[w.programme_base[adapted]]] += w.programme_usage[adapted]
    for bloc in range(len(w.inputs.blocs)):
        owner, base_of_bloc = shared_programme(w, bloc)
        if owner >= 0 and base_of_bloc >= 0 and w.firm_nation[base_of_bloc] != owner:
            share[:, w.firm_nation[base_of_bloc]] += w.common_usage[:, len(w.bodies) + bloc]
    return share


@compiled
def _tuned_usage(usage: Float, tuned: Int, base: Int) -> Float:
    """(n, n) usage (n, f) of tuned firms (k,), by the nation of their base (k,), in rising order."""
    n = len(usage)
    share = np.zeros((n, n))
    for i in range(n):
        total = 0.0
        for k in range(len(tuned)):
            total = usage[i, tuned[k]] + (total if k > 0 and base[k] == base[k - 1] else 0.0)
            share[i, base[k]] = total
    return share
