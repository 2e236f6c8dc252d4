"""Process 10, incidents: accidents, misuse, theft, sabotage, conflict; harm crosses borders (C9, C16, C17).

What is to be expected, and whom it would hurt, is `relations.harm`; here chance says what comes of it.
"""

from __future__ import annotations

import numpy as np

from sovereigns.agents.fears import feared_for
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.institutions.dialogue import silence
from sovereigns.model.kernels.numerics.compiled import compiled
from sovereigns.model.relations.harm import by_nation, foresee
from sovereigns.model.relations.war import bystanders_loss, war_costs
from sovereigns.model.relations.weights import grip, theft
from sovereigns.model.streams import Streams
from sovereigns.model.world import Float, World


def incidents(w: World, p: Parameters, draw: Streams) -> None:
    """Draw the incidents and conflicts of the quarter and spread their harm."""
    mean, spread = foresee(w, p)
    drawn = _drawn(mean, p, draw, w.step)
    w.incidents = by_nation(drawn, w, p)
    w.misuse_incidents = drawn[w.n : 2 * w.n]
    came = np.flatnonzero(drawn)
    harm = (spread[:, came] * drawn[came]).sum(axis=1)
    wars = _wars(w, p, draw)
    w.war = _at_war(w, p, wars)
    w.conflicts = float(len(wars)) if p.incident_noise else float(np.tril(w.conflict_chance).sum())
    w.peace *= 1 - w.conflict_chance
    w.war_loss = w.war_loss * p.war_lasts + _fight(w, p, wars)
    w.sabotage = sabotage(w, p)
    steal(w, p, draw)
    w.loss = np.minimum(harm + w.war_loss + p.foundry_cost * w.blockade, p.most_loss)
    _report(w, spread, drawn, wars, p)


def steal(w: World, p: Parameters, draw: Streams) -> None:
    """Weights are stolen now and then from the nation where spying gains most.

    By effort and skill against its care; the thief can build on them as on open ones.
    """
    luck = draw.uniform("theft", w.step, np.arange(w.n))
    lucky = np.flatnonzero(luck < p.weight_theft)
    for thief, gains, hold in zip(lucky, theft(w, p, lucky), grip(w, p, lucky), strict=True):
        victim = int(gains.argmax())
        if gains[victim] > 0 and luck[thief] < p.weight_theft * hold[victim]:
            _take(w, int(thief), victim)


def _take(w: World, thief: int, victim: int) -> None:
    """The thief holds the weights of the victim's best firm if they are better than those held."""
    found = np.where(w.firm_nation == victim, w.firm_capability, 0)
    row = int(found.argmax()) if w.f else -1
    if row >= 0 and found[row] > w.stolen[thief]:
        w.stolen[thief], w.stolen_base[thief] = found[row], row
        text = f"{w.iso3[thief]} steals the weights of {w.firm_name[row]}"
        w.note("incidents", "theft", text, w.iso3[thief], w.iso3[victim], value=w.stolen[thief])


def sabotage(w: World, p: Parameters) -> Float:
    """(n,) share of compute time lost to sabotage by nations that spy on one and feel threatened by one."""
    attack = _attack(w.spying, w.threat, w.state_capacity)
    return np.minimum(p.sabotage_rate * attack * (1 - p.theft_guard * w.state_capacity), p.sabotage_most)


@compiled
def _attack(spying: Float, threat: Float, state_capacity: Float) -> Float:
    """(n,) means that others turn against a nation."""
    n = len(state_capacity)
    attack = np.zeros(n)
    for i in range(n):
        for j in range(n):
            attack[j] += spying[i, j] * threat[i, j] * state_capacity[i]
    return attack


def _drawn(mean: Float, p: Parameters, draw: Streams, step: int) -> Float:
    if p.incident_noise == 0:
        return mean
    drawn = draw.poisson(mean, "incident", step, np.arange(len(mean)))
    return mean + p.incident_noise * (drawn - mean)


def _wars(w: World, p: Parameters, draw: Streams) -> list[tuple[int, int]]:
    """Pairs of nations between which a war begins: one draw a pair; none without noise."""
    if p.incident_noise == 0:
        return []
    pairs = draw.pairs_below("conflict", w.step, w.conflict_chance)
    return [(int(i), int(j)) for j, i in pairs]


def _at_war(w: World, p: Parameters, wars: list[tuple[int, int]]) -> Float:
    """(n, n) chance that a war goes on between two nations: 1 where one has begun."""
    going = w.war + (1 - p.incident_noise) * w.conflict_chance
    for pair in wars:
        going[pair] = going[pair[::-1]] = min(going[pair] + p.incident_noise, 1)
    return going


def _fight(w: World, p: Parameters, wars: list[tuple[int, int]]) -> Float:
    """(n,) GDP share newly lost by wars: by those who fight, and by all who trade with them.

    Without noise what is to be expected. Those who fought fear each other and talk no longer; a war of who
    claims the foundry with who can reach it cuts it off.
    """
    if p.incident_noise == 1 and not wars:
        return np.zeros(w.n)
    cost = war_costs(w, p)
    lost = (1 - p.incident_noise) * (w.conflict_chance * cost).sum(axis=1)
    for i, j in wars:
        silence(w, i, j)
        for one, other in ((i, j), (j, i)):
            lost[one] += p.incident_noise * cost[one, other]
            w.alarm[one, other] += p.threat_war
            if w.claims_foundry[one] and p.conflict_blockade * w.reach[other] > 0:
                w.war_blockade = max(w.war_blockade, p.conflict_blockade * w.reach[other])
    return lost + bystanders_loss(w, p, lost)


def _report(w: World, spread: Float, drawn: Float, wars: list[tuple[int, int]], p: Parameters) -> None:
    at_home = np.diagonal(spread) * drawn[: w.n] + np.diagonal(spread, w.n) * drawn[w.n : 2 * w.n]
    for i in np.flatnonzero(at_home > p.report_loss):
        w.note("incidents", "incident", f"harm from AI in {w.iso3[i]}", actor=w.iso3[i], value=at_home[i])
    worst = spread[:, 2 * w.n :].max(axis=0) * drawn[2 * w.n :]
    for row in np.flatnonzero(worst > p.report_loss):
        text = f"failure of the common model of {w.bodies[row]}"
        w.note("incidents", "incident", text, actor=w.bodies[row], value=worst[row])
    for one, other in wars:
        text = f"war of {w.iso3[one]} and {w.iso3[other]}: {feared_for(int(w.fear[one, other]))}"
        w.note("incidents", "conflict", text, w.iso3[one], w.iso3[other], value=w.conflict_chance[one, other])
