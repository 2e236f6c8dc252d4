"""Process 2, narrate: threat perception moves with facts and with voices, and spreads among allies.

Threat toward a rival is the weight on relative gains (theory T3). Facts: the rival's gains, the controls it
holds against one, incidents. Voices: firms that gain from threat talk pay for it, cooperative ones oppose,
and the government of the day listens more to one side (C8). A military frame spills over (C9). Opinions then
average over the network of alliances and like voting (DeGroot 1974, or bounded confidence: Hegselmann and
Krause 2002).
"""

from __future__ import annotations

import numpy as np

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.numerics.compiled import compiled
from sovereigns.model.kernels.numerics.elementary import log1p
from sovereigns.model.kernels.theory.opinion import bounded_confidence, degroot
from sovereigns.model.streams import Streams
from sovereigns.model.world import INVESTOR, LAB, Float, World


def narrate(w: World, p: Parameters, draw: Streams) -> None:
    """Update firms' voices, each nation's narrative, its threat perception and its trust."""
    _speak(w, p)
    w.narrative = _pressure(w, p)
    facts = factual_threat(w, p)
    w.threat = _toward(
        w.threat, facts, w.narrative, gain=p.narrative_gain, most=p.threat_most, speed=p.threat_speed
    )
    if p.social_weight > 0 and w.n > 1:
        w.threat = _socialise(w, p)
    np.fill_diagonal(w.threat, 0)
    w.trust = _trusted(w.trust, np.ascontiguousarray(w.cooperation.T), w.threat, p.trust_speed)


@compiled
def _toward(threat: Float, facts: Float, narrative: Float, gain: float, most: float, speed: float) -> Float:
    """(n, n) threat on its way to what facts, and voices about them, make of it."""
    new = np.empty_like(threat)
    n = len(threat)
    for i in range(n):
        voice = gain * narrative[i]
        for j in range(n):
            target = min(max(facts[i, j] + voice * facts[i, j], 0.0), most)
            new[i, j] = threat[i, j] + speed * (target - threat[i, j])
    return new


@compiled
def _trusted(trust: Float, cooperated: Float, threat: Float, speed: float) -> Float:
    """(n, n) trust on its way to how far the other cooperates and is not feared; 1 toward oneself."""
    new = np.empty_like(trust)
    n = len(trust)
    for i in range(n):
        for j in range(n):
            merit = cooperated[i, j] * (1 - threat[i, j])
            new[i, j] = trust[i, j] + speed * (merit - trust[i, j])
        new[i, i] = 1.0
    return new


def _speak(w: World, p: Parameters) -> None:
    """Firms pay for voice; who had none finds one as it gains or loses.

    They pay for a stance of their own, for what they gain when rivals are shut out or threat keeps AI rules
    away, less what uncertain rules cost them.
    """
    home = w.firm_nation
    gains = p.voice_of_gain * w.imposed_most + p.voice_of_regulation * w.regulation_in_force
    stance = w.firm_stance + np.where((w.firm_kind == LAB) | (w.firm_kind == INVESTOR), gains[home], 0)
    stance = np.clip(stance - p.voice_of_burden * w.uncertainty[home], -1, 1)
    w.firm_lobby = p.lobby_share * np.abs(stance) * w.firm_capital
    w.firm_voice += p.voice_speed * (stance - w.firm_voice)


def _pressure(w: World, p: Parameters) -> Float:
    """(n,) voices at home weighted by money and by the government's ear, from -1 to 1."""
    money = log1p(w.firm_lobby / p.lobby_unit)
    win = w.per_nation(money * np.maximum(w.firm_voice, 0)) * w.receptivity
    calm = w.per_nation(money * np.maximum(-w.firm_voice, 0)) * (1 - w.receptivity)
    public = p.incident_alarm * w.expected_loss
    return p.narrative_channel * (win - calm) / (p.voice_floor + win + calm + public)


def factual_threat(w: World, p: Parameters) -> Float:
    """(n, n) threat before any voice.

    From distance, power, gains, controls received and loss.
    """
    strength = w.capability * np.sqrt(w.gdp)
    gained = np.maximum(w.capability_past[0] - w.capability_past[-1], 0)
    received = np.ascontiguousarray(w.control_mean.T + w.retaliation.T)
    return _factual(
        w.ideal_distance,
        w.alliance,
        received,
        strength,
        gained,
        w.expected_loss,
        of_power=p.threat_base,
        of_gain=p.threat_gain,
        of_control=p.threat_control,
        of_loss=p.threat_loss,
        frame=1 + p.military_frame * p.frame_threat,
        floor=p.capability_floor,
    )


@compiled
def _factual(
    distance: Float,
    alliance: Float,
    received: Float,
    strength: Float,
    gained: Float,
    loss: Float,
    of_power: float,
    of_gain: float,
    of_control: float,
    of_loss: float,
    frame: float,
    floor: float,
) -> Float:
    """(n, n) the sum of the causes; all but controls and retaliation count only between enemies."""
    n = len(strength)
    threat = np.empty((n, n))
    for i in range(n):
        for j in range(n):
            enmity = distance[i, j] / (1 + distance[i, j]) * (1 - alliance[i, j])
            power = strength[j] / (strength[j] + strength[i] + floor)
            relative = max(gained[j] - gained[i], 0.0)
            threat[i, j] = (
                of_power * enmity * power * frame
                + of_gain * enmity * relative * frame
                + of_control * received[i, j]
                + of_loss * loss[i] * enmity
            )
    return threat


def _socialise(w: World, p: Parameters) -> Float:
    """(n, n) threat perception after listening once to the closest nations; none toward oneself."""
    network = w.network
    if p.opinion_dynamics == "bounded-confidence":
        return bounded_confidence(w.threat, network, p.social_weight, p.confidence)
    return degroot(w.threat, network, p.social_weight)
