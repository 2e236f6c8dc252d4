"""Process 2, narrate: threat perception moves with facts and with voices, and spreads among allies.

Threat toward a rival is the weight on relative gains (theory T3). Facts: the rival's gains, the controls it
holds
against one, incidents. Voices: firms that gain from threat talk pay for it, cooperative ones oppose, and the
government of the day listens more to one side (C8). A military frame spills over (C9). Opinions then
average over
the network of alliances and like voting (DeGroot 1974, or bounded confidence: Hegselmann and Krause 2002).
"""

from __future__ import annotations

import numpy as np

from model.kernels.elementary import log1p
from model.kernels.opinion import bounded_confidence, degroot
from model.parameters import Parameters
from model.streams import Streams
from model.world import INVESTOR, LAB, Float, World


def narrate(w: World, p: Parameters, draw: Streams) -> None:
    """Update firms' voices, each nation's narrative, its threat perception and its trust."""
    _speak(w, p)
    w.narrative = _pressure(w, p)
    facts = factual_threat(w, p)
    voiced = facts + p.narrative_gain * w.narrative[:, None] * facts
    target = np.clip(voiced, 0, p.threat_most)
    w.threat = w.threat + p.threat_speed * (target - w.threat)
    if p.social_weight > 0 and w.n > 1:
        w.threat = _socialise(w, p)
    np.fill_diagonal(w.threat, 0)
    w.trust = w.trust + p.trust_speed * (w.cooperation.T * (1 - w.threat) - w.trust)
    np.fill_diagonal(w.trust, 1)


def _speak(w: World, p: Parameters) -> None:
    """Firms pay for voice: a stance of their own, what they gain when rivals are shut out or threat keeps
    AI rules
    away, less what uncertain rules cost them. Who had no voice finds one as it gains or loses."""
    home = w.firm_nation
    gains = p.voice_of_gain * w.imposed_most + p.voice_of_regulation * w.regulation_in_force
    stance = w.firm_stance + np.where(np.isin(w.firm_kind, _KINDS_THAT_GAIN), gains[home], 0)
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
    """(n, n) threat that follows from distance, power, gains, controls received and loss, before any
    voice."""
    enmity = w.ideal_distance / (1 + w.ideal_distance) * (1 - w.alliance)
    strength = w.capability * np.sqrt(w.gdp)
    power = strength / (strength + strength[:, None] + p.capability_floor)
    gained = np.maximum(w.capability_past[0] - w.capability_past[-1], 0)
    relative = np.maximum(gained - gained[:, None], 0)
    received = w.control_mean.T + w.retaliation.T
    frame = 1 + p.military_frame * p.frame_threat
    base = p.threat_base * enmity * power * frame
    return (
        base
        + p.threat_gain * enmity * relative * frame
        + p.threat_control * received
        + p.threat_loss * w.expected_loss[:, None] * enmity
    )


def _socialise(w: World, p: Parameters) -> Float:
    """(n, n) threat perception after listening once to the closest nations; no nation takes a view on
    itself."""
    network = w.network
    if p.opinion_dynamics == "bounded-confidence":
        return bounded_confidence(w.threat, network, p.social_weight, p.confidence)
    return degroot(w.threat, network, p.social_weight)


_KINDS_THAT_GAIN = (LAB, INVESTOR)
