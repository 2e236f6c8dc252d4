"""Weights: the base model that a nation can build on, and how far spying reaches those of others."""

from __future__ import annotations

import numpy as np

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.numerics.compiled import compiled
from sovereigns.model.world import Float, Int, World


def best_open(w: World, p: Parameters) -> tuple[Float, Int]:
    """The base model that each nation would build on if it built on none.

    The open one that suits it best (C2), or stolen weights where they are better. Weights once open stay so.

    Returns:
        (n,) its capability and (n,) its developer's row; 0 and -1 where there is none.
    """
    return base_for(w, p, np.arange(w.n), np.full(w.n, -1))


def base_for(w: World, p: Parameters, nation: Int, current: Int) -> tuple[Float, Int]:
    """The base that each builder takes.

    The one that it builds on is left only for one that suits it better by more than leaving costs in tools,
    tuning and trust (switching costs: Klemperer 1995).

    Args:
        w: the world.
        p: parameters.
        nation: (k,) where each builder is at home.
        current: (k,) developer of the base that it builds on, -1 without one.

    Returns:
        (k,) capability of the base and (k,) its developer's row; 0 and -1 where there is none.
    """
    rows = np.flatnonzero(w.firm_opened > 0)
    if not len(rows):
        return w.stolen[nation], w.stolen_base[nation]
    base = _taken(
        rows, nation, np.where(w.firm_opened[current] > 0, current, -1), w.firm_nation,
        p.quality_weight * w.firm_opened, w.threat, w.alliance, w.culture_distance, w.base_taste,
        _weights(p), leaving=p.leaving_cost,
    )  # fmt: skip
    stolen = w.stolen[nation] > w.firm_opened[base]
    capability = np.where(stolen, w.stolen[nation], w.firm_opened[base])
    return capability, np.where(stolen, w.stolen_base[nation], base)


def distrust(w: World, p: Parameters, nation: Int, base: Int | int) -> Float:
    """(k,) OOM of capability that builders forgo to have weights of their own rather than another's.

    By threat from the developer's nation and for want of an alliance with it, as close as one has with
    oneself; none where both are at home in one nation, or where there is no base (-1).
    """
    maker = np.append(w.firm_nation, 0)[base]
    felt = p.threat_weight * w.threat[nation, maker] + p.tie_weight * (1 - w.alliance[nation, maker])
    return in_capability(np.where((base < 0) | (maker == nation), 0, felt), p)


def in_capability[T: (float, Float)](utility: T, p: Parameters) -> T:
    """OOM of capability (any shape) that people would give up for some utility of another kind."""
    return utility / max(p.quality_weight, p.least_share)


def worth_of_own(w: World, p: Parameters, reach: Float, base: Int) -> Float:
    """(f,) OOM that another's weights must give before a developer builds on them rather than train.

    What it reaches itself, what the other is distrusted, and what leaving costs: for who has a model of its
    own leaving that, for who builds on a base leaving the base.

    Args:
        w: the world.
        p: parameters.
        reach: (f,) OOM, capability that each can train itself.
        base: (f,) developer of the base that each would take, -1 without one.
    """
    own = (w.firm_base == np.arange(w.f)) & (w.firm_capability > 0)
    leaving = np.where(own, 1, -1) * in_capability(p.leaving_cost, p)
    worth: Float = reach + leaving + distrust(w, p, w.firm_nation, base)
    return worth


def suited(w: World, p: Parameters, nation: Int, rows: Int, capability: Float) -> Float:
    """(k, r) utility of some developers' models to builders of some nations.

    By quality, culture and language, trust and ties, and a taste of each nation's own for each, which stays
    (C2).

    Args:
        w: the world.
        p: parameters.
        nation: (k,) where builders are at home.
        rows: (r,) developers.
        capability: (f,) what each of all developers offers, OOM.
    """
    return _suited(
        nation, rows, w.firm_nation, p.quality_weight * capability, w.threat, w.alliance, w.culture_distance,
        w.base_taste, _weights(p),
    )  # fmt: skip


def _weights(p: Parameters) -> tuple[float, float, float, float]:
    """How much threat, ties, culture and taste count beside quality."""
    return p.threat_weight, p.tie_weight, p.culture_weight, p.base_noise


@compiled
def _suited(
    nation: Int,
    rows: Int,
    home: Int,
    quality: Float,
    threat: Float,
    alliance: Float,
    culture: Float,
    taste: Float,
    weights: tuple[float, float, float, float],
) -> Float:
    suits = np.empty((len(nation), len(rows)))
    for builder in range(len(nation)):
        for place in range(len(rows)):
            firm = rows[place]
            suits[builder, place] = _suits(
                nation[builder], firm, home[firm], quality, threat, alliance, culture, taste, weights
            )
    return suits


@compiled
def _suits(
    nation: int,
    firm: int,
    maker: int,
    quality: Float,
    threat: Float,
    alliance: Float,
    culture: Float,
    taste: Float,
    weights: tuple[float, float, float, float],
) -> float:
    of_threat, of_tie, of_culture, of_taste = weights
    worth = quality[firm] - of_threat * threat[nation, maker]
    worth += of_tie * alliance[nation, maker] - of_culture * culture[nation, maker]
    return worth + of_taste * taste[nation, firm]


@compiled
def _taken(
    rows: Int,
    nation: Int,
    held: Int,
    home: Int,
    quality: Float,
    threat: Float,
    alliance: Float,
    culture: Float,
    taste: Float,
    weights: tuple[float, float, float, float],
    leaving: float,
) -> Int:
    """(k,) developer whose base each builder takes, of those (rows,) who have opened one.

    What suits its nation (k,) best, or what it holds (k,), -1 if nothing, where leaving costs more than that
    is better.
    """
    pairs = quality, threat, alliance, culture, taste, weights
    best, most = np.full(len(taste), -1), np.empty(len(taste))
    base = np.empty(len(nation), dtype=np.int64)
    for builder in range(len(nation)):
        at, now = nation[builder], held[builder]
        if best[at] < 0:
            best[at], most[at] = rows[0], _suits(at, rows[0], home[rows[0]], *pairs)
            for firm in rows[1:]:
                worth = _suits(at, firm, home[firm], *pairs)
                if worth > most[at]:
                    best[at], most[at] = firm, worth
        stays = now >= 0 and most[at] - _suits(at, now, home[now], *pairs) <= leaving
        base[builder] = now if stays else best[at]
    return base


def theft(w: World, p: Parameters, spies: Int | slice = slice(None)) -> Float:
    """(k, n) success of some nations' spying on each that is ahead, at most 1."""
    return _success(grip(w, p, spies), w.capability[spies], w.capability, p.capability_unit)


@compiled
def _success(grip: Float, own: Float, capability: Float, unit: float) -> Float:
    """Turn the grip (k, n) of spies with a capability of their own (k,) on others (n,) into success."""
    for spy in range(len(own)):
        for victim in range(len(capability)):
            ahead = max(capability[victim] - own[spy], 0.0)
            grip[spy, victim] = min(grip[spy, victim] * ahead / unit, 1.0)
    return grip


def grip(w: World, p: Parameters, spies: Int | slice = slice(None)) -> Float:
    """(k, n) some nations' effort and skill in spying against the care of each, 0 to 1."""
    guarded = p.theft_guard * w.state_capacity[None, :]
    return w.spying[spies] * w.state_capacity[spies, None] * (1 - guarded)
