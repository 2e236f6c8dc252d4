"""Process 2, narrate: threat perception moves with facts and with voices, and spreads among allies.

Threat toward a rival is the weight on relative gains (theory T3); the facts are those of `relations.threat`.
Voices: firms that gain from threat talk pay for it, cooperative ones oppose, and the government of the day
listens more to one side (C8). Who says "win" says against whom: the feared with the most AI. Governments that
gain by it take up the military frame, which spills over (C9). Opinions then average over the network of
alliances and like voting (DeGroot 1974, or bounded confidence: Hegselmann and Krause 2002).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sovereigns.model.events import Choice
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.numerics.compiled import compiled
from sovereigns.model.kernels.numerics.elementary import log1p, power
from sovereigns.model.kernels.theory.opinion import bounded_confidence, degroot
from sovereigns.model.relations.threat import gain_of_race, standing, threat_odds
from sovereigns.model.relations.ties import ties, trusted
from sovereigns.model.streams import Streams
from sovereigns.model.world import INVESTOR, LAB, Bool, Float, World


def narrate(w: World, p: Parameters, draw: Streams) -> None:
    """Update firms' voices, each nation's narrative and frame, its threat perception, its ties and trust."""
    _speak(w, p)
    w.narrative = _pressure(w, p)
    w.named = name_rivals(w, p)
    w.frame += p.frame_speed * (wanted_frame(w, p) - w.frame)
    w.alarm = remembered(w, p)
    odds, w.fear = threat_odds(w, p)
    w.threat = _toward(
        w.threat, odds, w.narrative, w.named, gain=p.narrative_gain, most=p.threat_most, speed=p.threat_speed
    )
    w.threat = listened(w, p, w.threat)
    w.tie = ties(w, p)
    w.trust = trusted(w, p, w.trust, p.trust_speed)


def remembered(w: World, p: Parameters) -> Float:
    """(n, n) odds of threat from what was done lately: what is left of it, and programmes found out since."""
    found = w.detected.any(axis=0) if len(w.bodies) else np.zeros(w.n, dtype=bool)
    return _remembered(w.alarm, found, p.alarm_memory, p.threat_covert)


@compiled
def _remembered(alarm: Float, found: Bool, memory: float, covert: float) -> Float:
    left = np.empty_like(alarm)
    n = len(found)
    for i in range(n):
        for j in range(n):
            left[i, j] = alarm[i, j] * memory + (covert if found[j] and i != j else 0.0)
    return left


def name_rivals(w: World, p: Parameters) -> Float:
    """(n, n) how far voices name each nation when they say "win", against the one most named.

    By the threat felt, squared, and by its standing in AI; nobody where nobody is feared.
    """
    return _named(w.threat, standing(w, p))


@compiled
def _named(threat: Float, standing: Float) -> Float:
    named = np.empty_like(threat)
    n = len(standing)
    for i in range(n):
        most = 0.0
        for j in range(n):
            named[i, j] = threat[i, j] * threat[i, j] * standing[j]
            most = max(most, named[i, j])
        if most > 0:
            for j in range(n):
                named[i, j] /= most
    return named


def wanted_frame(w: World, p: Parameters) -> Float:
    """(n,) how far a government wants to frame AI as a weapon.

    The given frame, taken up where it gains by the story of a race and left where it loses. At 0 and at 1
    there is no choice.
    """
    return np.asarray(power(np.full(w.n, p.military_frame), 1 - p.frame_of_gain * gain_of_race(w)))


@compiled
def _toward(
    threat: Float, odds: Float, narrative: Float, named: Float, gain: float, most: float, speed: float
) -> Float:
    """(n, n) threat on its way to what facts, and voices about them, make of it."""
    new = np.empty_like(threat)
    n = len(threat)
    for i in range(n):
        voice = gain * narrative[i]
        for j in range(n):
            told = max(odds[i, j] * (1 + voice * named[i, j]), 0.0)
            new[i, j] = threat[i, j] + speed * (most * told / (1 + told) - threat[i, j])
    return new


def _speak(w: World, p: Parameters) -> None:
    """Firms pay for voice; who had none finds one as it gains or loses.

    They pay for a stance of their own, for what they gain when rivals are shut out or threat keeps AI rules
    away, less what uncertain rules cost them.
    """
    home = w.firm_nation
    gains = (w.firm_kind == LAB) | (w.firm_kind == INVESTOR)
    shielded = np.where(gains, (p.voice_of_gain * w.imposed_most)[home], 0)
    relieved = np.where(gains, (p.voice_of_regulation * w.regulation_in_force)[home], 0)
    burdened = p.voice_of_burden * w.uncertainty[home]
    stance = np.clip(w.firm_stance + (shielded + relieved) - burdened, -1, 1)
    w.firm_lobby = p.lobby_share * np.abs(stance) * w.firm_capital
    w.firm_voice += p.voice_speed * (stance - w.firm_voice)
    w.tell(_say_voice, stance, shielded, relieved, burdened)


def _say_voice(
    w: World, stance: Float, shielded: Float, relieved: Float, burdened: Float
) -> Iterator[Choice]:
    """Why firms speak for winning (1) or for cooperation (-1), and what they pay for it."""
    parts = np.stack([np.abs(w.firm_stance), shielded, relieved, burdened])
    heaviest = parts.argmax(axis=0)
    why = {
        "has no stake in it": stance == 0,
        "takes the stand that it is known for": heaviest == 0,
        "gains while rivals are shut out": (heaviest == 1) & (stance > 0),
        "talk of a race keeps AI rules away from it": (heaviest == 2) & (stance > 0),
        "loses by rules that keep changing": stance < 0,
        "gains more by a race than changing rules cost it": stance > 0,
    }
    there = w.firm_size > 0
    yield Choice.of("voice", there, w.firm_voice, why)
    yield Choice.of("lobbying", there, w.firm_lobby, why)


def _pressure(w: World, p: Parameters) -> Float:
    """(n,) voices at home weighted by money and by the government's ear, from -1 to 1."""
    money = log1p(w.firm_lobby / p.lobby_unit)
    win = w.per_nation(money * np.maximum(w.firm_voice, 0)) * w.receptivity
    calm = w.per_nation(money * np.maximum(-w.firm_voice, 0)) * (1 - w.receptivity)
    return p.narrative_channel * (win - calm) / (p.voice_floor + win + calm)


def listened(w: World, p: Parameters, threat: Float) -> Float:
    """(n, n) threat perception after listening once to the closest nations; none toward oneself.

    Who fears much knows at first hand and listens little (attitude strength: Krosnick and Petty 1995).
    """
    if p.social_weight == 0 or w.n < 2:
        return threat
    return _persuaded(threat, _heard(w, p, threat), p.social_weight)


@compiled
def _persuaded(threat: Float, heard: Float, weight: float) -> Float:
    told = np.empty_like(threat)
    n = len(threat)
    for i in range(n):
        for j in range(n):
            told[i, j] = threat[i, j] + weight * (1 - threat[i, j]) * (heard[i, j] - threat[i, j])
        told[i, i] = 0.0
    return told


def _heard(w: World, p: Parameters, threat: Float) -> Float:
    """(n, n) mean view of those whom each nation listens to; its own where it listens to nobody.

    Nobody is asked about itself.
    """
    if p.opinion_dynamics == "bounded-confidence":
        return bounded_confidence(threat, w.network, 1.0, p.confidence, of_oneself=False)
    return degroot(threat, w.network, 1.0, of_oneself=False)
