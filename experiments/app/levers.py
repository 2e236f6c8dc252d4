"""How the app words what the model names: labels of levers, and which levers stand first."""

from __future__ import annotations

from sovereigns.model.metrics import NATION_METRICS

COLOURED = tuple(name for name, metric in NATION_METRICS.items() if metric.scale)
"""Metrics of nations that a map can be coloured by."""

DECISIONS = (
    "joint_incentive",
    "coalition_offer",
    "monitoring_offer",
    "cern_offer",
    "treaty_offer",
    "inspection",
    "tariff_share",
    "localisation_floor",
    "regulation_start",
    "military_frame",
    "prestige",
    "bloc_sharing",
)
"""Parameters that somebody can decide on, which open the page Steer; all others stand under their claims."""

LABELS = {
    "joint_incentive": "Reward for joint research",
    "coalition_offer": "A safety coalition may be proposed",
    "monitoring_offer": "A monitoring network may be proposed",
    "cern_offer": "A CERN for AI may be proposed",
    "treaty_offer": "A general treaty may be proposed",
    "inspection": "Effort in inspection",
    "tariff_share": "Duty on chips under control",
    "localisation_floor": "Data that must stay at home",
    "regulation_start": "Domestic AI regulation at the start",
    "military_frame": "AI framed as a weapon",
    "prestige": "Prestige of an AI of one's own",
    "bloc_sharing": "Compute that a bloc shares",
}
