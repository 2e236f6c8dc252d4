"""A monitoring network: shared tools that find and stop misuse."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.institutions.shares import feared, reckoned, resentment, weight
from sovereigns.model.world import Bool, Float, World


class MonitoringNetwork:
    """Nations that share incident data and tools stop a part of misuse before it harms (C17).

    The part grows with the coverage of the network; tools work only as well as what members report.
    """

    name: ClassVar[str] = "monitoring-network"
    summary: ClassVar[str] = "Members share incident data and tools that find and stop misuse."
    source: ClassVar[str] = "knight2025"

    def admits(self, w: World, p: Parameters, row: int) -> Bool:
        """Everybody whom the law of the scenario does not shut out, and who has not just been thrown out."""
        return (p.monitoring_offer > 0) & ~w.law_excludes[row] & (w.exclusion[row] < p.exclusion_bar)

    def threshold(self, p: Parameters) -> float:
        """Starts with this share of the world's effective compute."""
        return float(p.monitoring_threshold)

    def exit_notice(self, p: Parameters) -> float:
        """Members leave at once."""
        return 0.0

    def inside_gain(self, w: World, p: Parameters, row: int) -> Float:
        """Harm stopped at the coverage reached, less the cost of reporting and fear of what members see."""
        covered = reckoned(w, w.member[row], self.threshold(p))
        seen = feared(w, w.member[row])
        harm = w.expected_loss + p.foreseen_loss * w.capability.max()
        gain = (
            p.monitoring_offer * p.monitoring_benefit * covered * harm
            - p.monitoring_cost
            - p.monitoring_fear * seen
        )
        return gain - p.exclusion_weight * resentment(w)

    def cheat_gain(self, w: World, p: Parameters, row: int) -> Float:
        """Not reporting hides own incidents, at the risk of a sanction."""
        return p.hide_value * w.expected_loss - p.detection * p.inspection * p.sanction

    def serve(self, w: World, p: Parameters, row: int) -> None:
        """Set what shared tools stop: it grows with honest members' coverage, for members only."""
        members = w.member[row]
        honest = (weight(w) * members * (1 - w.cheating[row])).sum()
        w.monitoring = np.maximum(w.monitoring, np.where(members, p.monitoring_power * honest, 0))
