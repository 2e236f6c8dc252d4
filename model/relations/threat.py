"""Balance of threat (Walt 1987): how much one nation fears another, cause by cause.

Causes add up to odds; threat is odds / (1 + odds). What can be done to one: power as it arrives over the
distance (Boulding 1962) against one's own, a border, nearness, AI. What the other is held to want: rivalry,
rivalry with its allies (Maoz et al. 2007), votes. What it does: gains, covert programmes, war; controls show
intent and multiply what stands between the two (Singer 1958). A dialogue on AI takes away a part of what AI
adds: it tells each what the other's is for (Kydd 2005).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sovereigns.agents.fears import WEIGHS
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.numerics.compiled import compiled
from sovereigns.model.kernels.numerics.elementary import log
from sovereigns.model.kernels.numerics.limits import exp_held
from sovereigns.model.world import Bool, Float, Int, World


def threat_odds(w: World, p: Parameters) -> tuple[Float, Int]:
    """Odds that follow from facts, before any voice, and the one or two causes that weigh most.

    Returns:
        (n, n) odds, 0 toward oneself; (n, n) the first cause times the number of causes plus the second, or
        the first again where it dominates, by their places in `agents.fears.FEARS`.
    """
    return _summed(WEIGHS, _facts(w, p))


def power(w: World, p: Parameters) -> Float:
    """(n,) aggregate power: shares of GDP and of military means; sums to 1."""
    return (1 - p.military_weight) * w.gdp / w.gdp.sum() + p.military_weight * w.military


def standing(w: World, p: Parameters) -> Float:
    """(n,) standing in AI: 1 at the frontier, a tenth one order of magnitude behind it."""
    return exp_held((w.capability - w.capability.max()) / p.capability_unit * log(10.0))


def gained(w: World) -> Float:
    """(n,) OOM that a nation's best model gained over a year; 0 where it had none a year ago."""
    now, ago = w.capability_past[0], w.capability_past[-1]
    return np.where(ago > 0, now - ago, 0.0)


def gain_of_race(w: World) -> Float:
    """(n,) what a government gains by the story of a race, -1 to 1.

    Voices at home for it and the threat of those that they name reward it, ties to those named make it
    costly.
    """
    threat, tie = _of_named(w.named, w.threat, w.tie)
    return np.clip(w.narrative + threat - tie, -1, 1)


@compiled
def _of_named(named: Float, threat: Float, tie: Float) -> tuple[Float, Float]:
    """(n,) greatest threat of those that voices name, and the mean tie to them, each by how far they do."""
    n = len(named)
    greatest, mean = np.zeros(n), np.zeros(n)
    for i in range(n):
        far, tied = 0.0, 0.0
        for j in range(n):
            greatest[i] = max(greatest[i], named[i, j] * threat[i, j])
            far += named[i, j]
            tied += named[i, j] * tie[i, j]
        mean[i] = tied / max(far, 1.0)
    return greatest, mean


class Weights(NamedTuple):
    """What one unit of each cause adds to the odds of threat (control: multiplies), and two scales."""

    power: float
    rivalry: float
    border: float
    nearness: float
    friends: float
    ai: float
    gain: float
    control: float
    loss: float
    blockade: float
    talks: float
    """Part of what AI adds that a dialogue takes away."""
    scale: float
    """Power that counts half as great."""
    least: float
    """What is left of a quarrel between the weak or the far."""


class Facts(NamedTuple):
    """What fear rests on: between nations (n, n), of the one that fears or is feared (n,), and weights.

    One tuple: the compiler works on many pairs side by side only where their facts come in one piece.
    """

    rivalry: Float
    border: Float
    nearness: Float
    hostility: Float
    friends_rivals: Float
    received: Float
    """Controls and retaliation that the row nation has from the column nation."""
    alarm: Float
    power: Float
    reach: Float
    standing: Float
    gained: Float
    """OOM of capability over a year; a first model is none."""
    loss: Float
    claims: Bool
    dialogue: Bool
    frame: Float
    """Factor by which AI weighs more to who frames it as a weapon."""
    weights: Weights


def _facts(w: World, p: Parameters) -> Facts:
    base = p.threat_base
    return Facts(
        w.rivalry, w.border, w.nearness, w.hostility, w.friends_rivals,
        np.ascontiguousarray(w.control_mean.T + w.retaliation.T), w.alarm,
        power(w, p), w.reach, standing(w, p), np.maximum(gained(w), 0),
        w.expected_loss, w.claims_foundry, w.dialogue, 1 + w.frame * p.frame_threat,
        Weights(
            base * p.threat_power, base * p.threat_rivalry, base * p.threat_border, base * p.threat_nearness,
            base * p.threat_friends, base * p.threat_ai, p.threat_gain, p.threat_control, p.threat_loss,
            p.threat_blockade * w.blockade, p.talks_assure, p.power_scale, p.rivalry_floor,
        ),
    )  # fmt: skip


@compiled
def _parts(i: int, j: int, facts: Facts) -> tuple[float, ...]:
    """What each cause, in the order of FEARS, adds to the odds of the threat that i sees in j."""
    reach, weights = facts.reach[j], facts.weights
    frame = facts.frame[i] * (1 - weights.talks * (1.0 if facts.dialogue[i, j] else 0.0))
    near, border = facts.nearness[i, j], facts.border[i, j]
    way = reach + (1 - reach) * near
    arrives = facts.power[j] * way
    theirs, ours = np.sqrt(arrives), np.sqrt(facts.power[i])
    stronger = theirs / (theirs + ours) if theirs + ours > 0 else 0.5
    great = arrives / (arrives + weights.scale) if arrives > 0 else 0.0
    ill = facts.hostility[i, j]
    least = weights.least
    quarrel = (least + (1 - least) * stronger) * (least + (1 - least) * way)
    of_power = weights.power * ill * stronger * great
    of_rivalry = weights.rivalry * facts.rivalry[i, j] * quarrel
    of_border = (weights.border + weights.nearness) * ill * stronger * border
    of_nearness = weights.nearness * ill * stronger * (near - border)
    of_friends = weights.friends * ill * stronger * great * near * facts.friends_rivals[i, j]
    of_ai = weights.ai * ill * stronger * facts.standing[j] * frame
    stands = of_power + of_rivalry + of_border + of_nearness + of_friends + of_ai
    return (
        of_power,
        of_rivalry,
        of_border,
        of_nearness,
        of_friends,
        of_ai,
        weights.gain * ill * max(facts.gained[j] - facts.gained[i], 0.0) * frame,
        weights.control * facts.received[i, j] * stands,
        weights.loss * ill * facts.loss[i],
        facts.alarm[i, j],
        weights.blockade * ill * (1.0 if facts.claims[j] else 0.0),
    )


@compiled
def _summed(weighs: float, facts: Facts) -> tuple[Float, Int]:
    """(n, n) odds, and the cause that weighs most with the second where it weighs too."""
    n = len(facts.power)
    odds, most = np.empty((n, n)), np.empty((n, n), dtype=np.int64)
    for i in range(n):
        for j in range(n):
            odds[i, j], most[i, j] = _ranked(_parts(i, j, facts), weighs)
        odds[i, i], most[i, i] = 0.0, 0
    return odds, most


@compiled
def _ranked(parts: tuple[float, ...], weighs: float) -> tuple[float, int]:
    """The sum of some parts, and which weighs most with the second where it weighs too."""
    total = heaviest = heavy = 0.0
    first = second = 0
    for k in range(len(parts)):
        part = parts[k]
        total += part
        if part > heaviest:
            second, heavy = first, heaviest
            first, heaviest = k, part
        elif part > heavy:
            second, heavy = k, part
    return total, first * len(parts) + (second if heavy > weighs * heaviest else first)


def felt(odds: Float, p: Parameters) -> Float:
    """Threat at some odds, in any shape."""
    threat: Float = p.threat_most * odds / (1 + odds)
    return threat
