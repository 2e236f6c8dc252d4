"""Process 10, incidents: accidents and misuse, sabotage, conflict; harm crosses borders (C9, C16, C17).

Hazard grows with capability and with haste, and falls with safety effort, standards and monitoring. Two
forms stand
for the dispute in the literature: `exponential` in capability, or `saturating`.
"""

from __future__ import annotations

import numpy as np

from model.kernels.elementary import exp
from model.parameters import Parameters
from model.streams import Streams
from model.world import Float, World


def incidents(w: World, p: Parameters, draw: Streams) -> None:
    """Draw the incidents and conflicts of the quarter and spread their harm."""
    spread, risk = foresee(w, p)
    w.incidents = _drawn(w.hazard, w, p, draw)
    harm = (spread * w.incidents[None, :]).sum(axis=1)
    struck = _conflicts(w, p, draw, risk)
    w.sabotage = sabotage(w, p)
    w.loss = np.minimum(harm + p.conflict_cost * struck, p.most_loss)
    _report(w, w.incidents * np.diagonal(spread), struck, p)


def foresee(w: World, p: Parameters) -> tuple[Float, Float]:
    """Set hazard, conflict risk and expected loss as they stand.

    Returns:
        (n, n) share of GDP that the row nation loses by one incident in the column nation, and (n, n)
        chance of a
        conflict between two nations.
    """
    w.hazard = hazard(w, p)
    risk = pair_risk(w, p)
    w.conflict_risk = np.minimum(risk.sum(axis=1), 1)
    spread = _exposure(w, p) * p.severity * _by_capability(w.capability, p)[None, :]
    expected = (spread * w.hazard[None, :]).sum(axis=1)
    w.expected_loss = np.minimum(expected + p.conflict_cost * w.conflict_risk, p.most_loss)
    return spread, risk


def sabotage(w: World, p: Parameters) -> Float:
    """(n,) share of compute time lost to sabotage by nations that spy on one and feel threatened by one."""
    attack = w.spying * w.threat * w.state_capacity[:, None]
    return np.minimum(
        p.sabotage_rate * attack.sum(axis=0) * (1 - p.theft_guard * w.state_capacity), p.sabotage_most
    )


def hazard(w: World, p: Parameters) -> Float:
    """(n,) expected incidents a quarter from each nation's AI, less the part that monitoring stops."""
    developer_safety = _nation_mean(w, w.firm_safety)
    haste = _nation_mean(w, w.firm_unsafe)
    covert = w.cheating.max(axis=0) if len(w.bodies) else np.zeros(w.n)
    care = (1 - p.safety_effect * developer_safety) * (1 - p.standard_effect * w.standard_in_force)
    rash = 1 + p.haste_effect * haste + p.covert_effect * covert + p.arms_effect * w.arms / p.arms_most
    scale = np.sqrt(w.usable.clip(0) / (w.usable.clip(0).sum() + p.one_chip))
    return p.hazard_base * _by_capability(w.capability, p) * scale * care * rash * (1 - w.monitoring)


def _by_capability(capability: Float, p: Parameters) -> Float:
    """(n,) factor of capability: 1 at the 2025Q1 frontier in either form."""
    above = (capability - p.frontier_2025) / p.capability_unit
    growth = exp(p.hazard_growth * above)
    if p.hazard_form == "saturating":
        return growth * (1 + p.hazard_ceiling) / (p.hazard_ceiling + growth)
    return growth


def _nation_mean(w: World, values: Float) -> Float:
    """(n,) mean over a nation's firms weighted by size, 0 where it has none."""
    size = w.per_nation(w.firm_size)
    return w.per_nation(values * w.firm_size) / np.where(size > 0, size, 1)


def _exposure(w: World, p: Parameters) -> Float:
    """(n, n) how much of an incident in the column nation harms the row nation: all at home, a part by
    use, by nearness, and by the base of the models in use."""
    home = p.exposure_by_use * w.used_from + p.exposure_by_nearness / (1 + w.distance)
    home += p.exposure_by_lineage * built_on(w)
    np.fill_diagonal(home, 1)
    return home


def built_on(w: World) -> Float:
    """(n, n) share of the row nation's people whose model was made elsewhere from a base of the column
    nation (K3)."""
    base = w.firm_nation[w.firm_base]
    tuned = np.flatnonzero(base != w.firm_nation)
    pair = np.arange(w.n)[:, None] * w.n + base[tuned]
    users = np.bincount(pair.ravel(), w.usage[:, tuned].ravel(), w.n * w.n)
    share = users.reshape(w.n, w.n).astype(float)
    adapted = np.flatnonzero(w.programme_base >= 0)
    share[adapted, w.firm_nation[w.programme_base[adapted]]] += w.programme_usage[adapted]
    return share


def _drawn(mean: Float, w: World, p: Parameters, draw: Streams) -> Float:
    if p.incident_noise == 0:
        return mean
    drawn = draw.poisson(mean, "incident", w.step, np.arange(w.n))
    return mean + p.incident_noise * (drawn - mean)


def pair_risk(w: World, p: Parameters) -> Float:
    """(n, n) chance a quarter of a conflict between two nations: mutual threat, arms and power, unless
    allied."""
    mutual = w.threat * w.threat.T * (1 - w.alliance)
    strength = w.gdp / w.gdp.sum()
    stake = np.sqrt(strength[:, None] * strength[None, :])
    armed = 1 + p.conflict_of_arms * (w.arms[:, None] + w.arms[None, :]) / p.arms_most
    apart = 1 - w.cooperation * w.cooperation.T
    return np.minimum(p.conflict_base * mutual * stake * armed * apart, 1)


def _conflicts(w: World, p: Parameters, draw: Streams, risk: Float) -> Float:
    """(n,) conflicts that each nation is drawn into: one draw a pair strikes both; without noise the
    expected number."""
    if p.incident_noise == 0:
        return w.conflict_risk
    one, other = np.nonzero(np.triu(risk, 1) > p.least_share)
    u = draw.matrix("conflict", w.step, w.n, w.n)[one, other]
    fights = (u < risk[one, other]).astype(float)
    struck = np.bincount(one, fights, w.n) + np.bincount(other, fights, w.n)
    return w.conflict_risk + p.incident_noise * (np.minimum(struck, 1) - w.conflict_risk)


def _report(w: World, harm: Float, struck: Float, p: Parameters) -> None:
    for i in np.flatnonzero(harm > p.report_loss):
        w.note("incidents", "incident", f"harm from AI in {w.iso3[i]}", actor=w.iso3[i], value=harm[i])
    for i in np.flatnonzero(struck > 1 / 2):
        text = f"{w.iso3[i]} is drawn into a conflict over AI"
        w.note("incidents", "conflict", text, actor=w.iso3[i], value=struck[i])
