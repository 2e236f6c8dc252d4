"""A monitoring network: shared tools that find and stop misuse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.institutions.contract import Interest
from sovereigns.model.institutions.shares import fear, weight
from sovereigns.model.relations.output import yields
from sovereigns.model.world import Float, World


class MonitoringNetwork:
    """Nations that share incident data and tools stop a part of misuse before it harms (C17).

    The part grows with the coverage of the network; tools work only as well as what members report. They
    miss some misuse, and stop some lawful use of members' people by mistake. As nearly all use is lawful, few
    such mistakes in a hundred can outweigh what is found (Axelsson 2000).
    """

    name: ClassVar[str] = "monitoring-network"
    summary: ClassVar[str] = "Members share incident data and tools that find and stop misuse."
    source: ClassVar[str] = "knight2025"

    def offer(self, p: Parameters) -> float:
        """Nations may propose it."""
        return float(p.monitoring_offer)

    def terms(self, p: Parameters) -> Mapping[str, tuple[float, ...]]:
        """High or low threshold."""
        return {"threshold": (p.monitoring_threshold, p.low_threshold), "inspection": (p.inspection,)}

    def interest(self, w: World, p: Parameters, row: int) -> Interest:
        """Misuse at home that each member's reports stop, less lawful use, and fear of what members see."""
        at_home = np.diagonal(w.harmed[1]) * (1 + p.dread)
        stops = p.monitoring_power * at_home - mistaken(p) * p.growth_of_ai * yields(w, p)
        worth = stops[:, None] * weight(w) - p.monitoring_fear * fear(w)
        return Interest.club(worth * w.gdp[:, None], p.hide_value * w.expected_loss * w.gdp)

    def serve(self, w: World, p: Parameters, row: int, effort: Float) -> None:
        """Set what shared tools stop, rightly and not.

        It grows with honest members' coverage, for members only.
        """
        members = w.member[row]
        covered = members * (weight(w) * members * (1 - w.cheating[row])).sum()
        w.monitoring = np.maximum(w.monitoring, p.monitoring_power * covered)
        w.false_alarms = np.maximum(w.false_alarms, mistaken(p) * covered)


def mistaken(p: Parameters) -> float:
    """Share of lawful use that tools stop at full coverage, the more the more misuse they are set to find.

    What tells tools apart is the odds of an alarm at misuse against those at lawful use (diagnostic odds
    ratio: Glas et al. 2003). At a ratio of 1 they cannot tell the two apart.
    """
    found = p.monitoring_power
    return float(found / (found + (1 - found) * p.monitoring_odds_ratio))
