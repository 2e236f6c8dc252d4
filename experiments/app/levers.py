"""How the app words what the model names: titles of metrics and levers, and which levers stand first."""

from __future__ import annotations

TITLES = {
    "sovereign_ais": "Sovereign AIs",
    "superintelligent_sovereign_ais": "Superintelligent sovereign AIs",
    "effective_ais": "Effective number of AIs",
    "own_model_share": "People on their nation's AI",
    "us_cn_lag_years": "China's lag in capability",
    "us_cn_lag_years_video": "China's lag in video models",
    "cn_training_lag_years": "China's lag in training runs",
    "world_capability": "Capability at the frontier",
    "largest_training_flop": "Largest training run",
    "capability_gini": "Inequality of capability",
    "world_compute_h100e": "AI compute of the world",
    "world_power_gw": "Electric power of AI",
    "cn_compute_h100e": "AI compute of China",
    "cn_domestic_chip_share": "Domestic chips in China",
    "smuggled_h100e": "Chips smuggled so far",
    "open_weight_share": "Models with open weights",
    "joint_work_share": "Joint research abroad",
    "civilian_joint_work": "Civilian joint research",
    "threat_mean": "Threat perception",
    "control_level_mean": "Level of controls",
    "domestic_regulation_mean": "Domestic AI regulation",
    "coalition_members": "Members of the safety coalition",
    "coalition_coverage": "Compute inside the coalition",
    "covert_programmes": "Covert programmes",
    "incidents": "Incidents",
    "conflict_risk": "Risk of conflict",
    "expected_loss": "Expected loss",
    "vendor_revenue": "Revenue of chip vendors",
    "welfare": "Welfare",
    "welfare_gini": "Inequality of welfare",
    "output_volatility": "Volatility of output",
    "compliance_cost": "Cost of compliance",
    "duplication_cost": "Cost of duplication",
}

NATION_METRICS = {
    "sovereign": {"title": "Sovereign AI", "unit": "1 yes, 0 no", "scale": "share"},
    "own_model_share": {
        "title": "People on their own nation's AI",
        "unit": "share of people",
        "scale": "share",
    },
    "capability": {"title": "Capability", "unit": "OOM above 1e20 effective FLOP", "scale": "linear"},
    "compute_h100e": {"title": "AI compute that can be used", "unit": "H100e", "scale": "log"},
    "power_gw": {"title": "Electric power of AI", "unit": "GW", "scale": "log"},
    "domestic_chip_share": {"title": "Domestic chips", "unit": "share of chips owned", "scale": "share"},
    "efficiency": {
        "title": "Algorithmic efficiency",
        "unit": "multiple of the 2025Q1 frontier",
        "scale": "log",
    },
    "researchers": {"title": "Researchers", "unit": "researchers of the model", "scale": "log"},
    "threat": {"title": "Threat perceived from the most feared nation", "unit": "weight", "scale": "linear"},
    "stance": {"title": "Stance: compete (1) or cooperate (-1)", "unit": "index", "scale": "linear"},
    "gdp": {"title": "GDP", "unit": "bn USD a quarter", "scale": "log"},
    "welfare": {"title": "Welfare", "unit": "log points", "scale": "linear"},
}

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
    "coalition_offer": "A safety coalition is on offer",
    "monitoring_offer": "A monitoring network is on offer",
    "cern_offer": "A CERN for AI is on offer",
    "treaty_offer": "A general treaty is on offer",
    "inspection": "Effort in inspection",
    "tariff_share": "Duty on chips under control",
    "localisation_floor": "Data that must stay at home",
    "regulation_start": "Domestic AI regulation at the start",
    "military_frame": "AI framed as a weapon",
    "prestige": "Prestige of an AI of one's own",
    "bloc_sharing": "Compute that a bloc shares",
}
