"""Compute: what a nation's chips are worth in training and in service, and who claims how much of them.

How much work a run is stands here too.
"""

from __future__ import annotations

import numpy as np

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.numerics.elementary import power
from sovereigns.model.world import DOMESTIC, REFERENCE_QUARTER, SHARE, Float, World

_NATURAL = 2.302585092994046
"""Natural logarithm of 10."""


def training_power(w: World, p: Parameters) -> Float:
    """(n,) H100e that can train.

    Domestic chips count by software maturity, legacy and covert chips at a discount.
    """
    leading, legacy, domestic, covert = w.owned
    whole = leading + legacy * p.legacy_training + domestic * w.software + covert * p.covert_quality
    return _after_lease(whole, w)


def inference_power(w: World, p: Parameters) -> Float:
    """(n,) H100e in inference; legacy chips count in full, domestic ones by software maturity."""
    leading, legacy, domestic, covert = w.inference
    whole = leading + legacy + domestic * w.software + covert * p.covert_quality
    return _after_lease(whole, w)


def _after_lease(power_owned: Float, w: World) -> Float:
    return (np.maximum(power_owned - w.leased, 0) + w.rented) * (1 - w.sabotage)


def run_flop(w: World, p: Parameters) -> float:
    """Physical FLOP that an H100e does in one training run.

    For as long as runs last, at the precision of the day; fewer bits make more of them (Sevilla et al. 2024).
    """
    done = 1 - power(1 - p.precision_speed, float(max(w.quarter - REFERENCE_QUARTER, 0)))
    precision = 1 + (p.precision_gain - 1) * done
    return float(p.flop_per_h100_quarter * precision * run_quarters(w, p))


def run_quarters(w: World, p: Parameters) -> float:
    """Quarters that the largest runs last.

    To train for longer than effective compute takes to grow by a factor e is to be overtaken by those who
    begin later (Sevilla et al. 2022). A quarter at least, and at most what developers wait for.
    """
    year = min(4, len(w.frontier) - 1)
    growth = (w.frontier[-1] - w.frontier[-1 - year]) / max(year, 1) * _NATURAL
    return float(min(max(1 / max(growth, p.least_share), 1), p.run_quarters_most))


def serving_share(w: World, p: Parameters) -> float:
    """Share of compute that serves models rather than trains them.

    Its odds follow what serving returns, by the people who use AI against those of 2025.
    """
    use = float((w.ai_use * w.population).sum() / w.population.sum())
    growth = use / max(w.ai_use_2025, p.least_share)
    odds = p.inference_share_2025 / (1 - p.inference_share_2025) * power(growth, p.inference_of_use)
    return min(max(odds / (1 + odds), p.inference_share_least), 1 - p.inference_share_least)


def programme_claim(w: World, p: Parameters) -> Float:
    """(n,) share of the nation's compute that its programme claims: its part in spending on compute."""
    return _claim(w, p, w.sovereign * p.sovereign_most)


def building_claim(w: World, p: Parameters) -> Float:
    """(n,) share of the nation's training compute that its programme claims.

    One that shares or rents trains nothing: what it claims serves.
    """
    return programme_claim(w, p) * (w.programme_way < SHARE)


def pooled_claim(w: World, p: Parameters) -> Float:
    """(n,) share of the nation's compute that its dues to common laboratories claim, on the same terms."""
    return _claim(w, p, w.pooled)


def _claim(w: World, p: Parameters, budget: Float) -> Float:
    """A budget (share of GDP) buys the part of compute that its part in all spending on compute is."""
    paid = budget * p.programme_compute_share
    asked = (w.sovereign * p.sovereign_most + w.pooled) * p.programme_compute_share
    return paid / (asked + w.intensity + p.least_share)


def domestic_chip_share(w: World) -> Float:
    """(n,) domestic chips among those that a nation owns."""
    owned = w.owned.sum(axis=0)
    return w.owned[DOMESTIC] / np.where(owned > 0, owned, 1)
