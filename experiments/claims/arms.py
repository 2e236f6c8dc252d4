"""The arms of the claims' contrasts: worlds that differ in one thing, run on the same points and seeds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from sovereigns.model.facts.inputs import load_inputs
from sovereigns.model.facts.parameters import Value
from sovereigns.model.start.scenarios import load_scenario

FOLDER = Path(__file__).with_name("scenarios")


@dataclass(frozen=True)
class Arm:
    """One world of a contrast. What it or its scenario sets goes before what the point draws."""

    scenario: str
    """A preset, or the name of a file in `scenarios/` beside this one."""
    set: Mapping[str, Value] = field(default_factory=dict)
    """Parameters that it holds at a value at every point."""
    like: str = ""
    """A scenario whose parameters it holds as well, if any."""
    strategies: Mapping[str, str] = field(default_factory=dict)
    """ISO3, or "all" -> strategy."""
    readmits: Mapping[str, int] = field(default_factory=dict)
    """Body -> quarters from the start after which its law shuts nobody out any more."""

    @property
    def path(self) -> str:
        """What Simulation takes as its scenario."""
        own = FOLDER / f"{self.scenario}.toml"
        return str(own) if own.exists() else self.scenario

    @property
    def held(self) -> Mapping[str, Value]:
        """All that it holds at a value at every point."""
        return (set_by(self.like) if self.like else {}) | self.set


@cache
def set_by(scenario: str) -> dict[str, Value]:
    """Parameters that a scenario sets."""
    return dict(load_scenario(scenario, load_inputs()).set)


RULE, LAW = "diffusion-rule-2025", "law-of-2025"
ALONE, NONE = "rule-alone", "no-controls"
COALITION, NO_CHINA, NETWORK = "coalition-open", "coalition-without-china", "law-with-network"
NO_LEGACY: Mapping[str, Value] = {"legacy_training": 0.0, "stockpile_urge": 0.0, "memory_hoard": 0.0}
"""Old chips do not train, and none are laid in."""
BUDGET = 0.001
"""Share of GDP at stake in a CERN and in national projects alike: what the table takes for both (C20)."""
WILLING: Mapping[str, Value] = {
    "cern_due": BUDGET,
    "cern_benefit": 0.01,
    "cern_fear": 0.001,
    "policy_speed": 1.0,
}
"""Nations think much of a CERN and little of its danger, as far as is plausible, so that they pay for it.

What they order is in force at once: programmes cost as much as dues from the first quarter.
"""
PAID: Mapping[str, Value] = {"joint_start": 1.0}
"""Governments begin with the full incentive for joint work."""

ARMS: dict[str, Arm] = {
    "rule alone": Arm(ALONE),
    "no controls": Arm(NONE),
    "diffusion-rule": Arm(RULE),
    "law-of-2025": Arm(LAW),
    "rule, open weights of no use": Arm(RULE, {"spread_open_weights": 0.0, "adaptation_loss": 10.0}),
    "rule, nothing flows back": Arm(RULE, {"return_flow": 0.0}),
    "rule, no rally": Arm(RULE, {"rally_gain": 0.0, "rally_slope": 0.0}),
    "rule alone, no legacy": Arm(ALONE, NO_LEGACY),
    "no controls, no legacy": Arm(NONE, NO_LEGACY),
    "rule alone, inference shift": Arm(ALONE, like="inference-shift"),
    "no controls, inference shift": Arm(NONE, like="inference-shift"),
    "rule, narrative shut": Arm(RULE, {"narrative_channel": 0.0}),
    "law, Washington hears those who want to win": Arm("ear-for-winning"),
    "law, Washington hears those who want to share": Arm("ear-for-sharing"),
    "rule, no military frame": Arm(RULE, {"military_frame": 0.0}),
    "rule, full military frame": Arm(RULE, {"military_frame": 1.0}),
    "law, doors shut to researchers": Arm("talent-cut"),
    "coalition open to all": Arm(COALITION),
    "coalition, China shut out": Arm(NO_CHINA),
    "coalition, US shut out": Arm("coalition-without-usa"),
    "coalition, both shut out": Arm("coalition-without-both"),
    "coalition, China shut out for two years": Arm(NO_CHINA, readmits={"safety-coalition": 8}),
    "no coalition, China shut out": Arm(NO_CHINA, {"coalition_offer": 0.0}),
    "law, data worth nothing": Arm(LAW, {"data_weight": 0.0}),
    "data-localised": Arm("data-localised"),
    "law, all build their own": Arm(LAW, strategies={"all": "sovereign-builder"}),
    "law, all answer in kind": Arm(LAW, strategies={"all": "tit-for-tat"}),
    "law, monitoring": Arm(NETWORK),
    "law, no monitoring": Arm(NETWORK, {"monitoring_offer": 0.0}),
    "law, joint work paid for": Arm(LAW, PAID),
    "law, joint work not paid for": Arm(LAW, dict(PAID) | {"joint_incentive": 0.0}),
    "cern": Arm("law-with-cern", dict(WILLING) | {"sovereign_most": 0.0}),
    "manhattan": Arm("law-with-cern", dict(WILLING) | {"sovereign_most": BUDGET, "cern_offer": 0.0}),
    "powers compete": Arm(LAW, strategies={"USA": "always-compete", "CHN": "always-compete"}),
    "powers cooperate": Arm(LAW, strategies={"USA": "always-cooperate", "CHN": "always-cooperate"}),
    "all compete": Arm(LAW, strategies={"all": "always-compete"}),
    "all cooperate": Arm(LAW, strategies={"all": "always-cooperate"}),
}
