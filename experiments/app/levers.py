"""How the app words what the model names: labels of levers, and which levers stand first."""

from __future__ import annotations

from sovereigns.model.facts.parameters import rows
from sovereigns.model.institutions.registry import offers
from sovereigns.model.metrics import NATION_METRICS

COLOURED = tuple(name for name, metric in NATION_METRICS.items() if metric.scale)
"""Metrics of nations that a map can be coloured by."""

DECISIONS = (
    "joint_incentive",
    *offers(),
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
    **{row.name: row.meaning.partition(";")[0] for row in rows() if row.name in offers()},
    "inspection": "Effort in inspection",
    "tariff_share": "Duty on chips under control",
    "localisation_floor": "Data that must stay at home",
    "regulation_start": "Domestic AI regulation at the start",
    "military_frame": "AI framed as a weapon",
    "prestige": "Prestige of an AI of one's own",
    "bloc_sharing": "Compute that a bloc shares",
}
