"""Stand against whoever threatens most."""

from __future__ import annotations

from typing import ClassVar

from sovereigns.agents.contract import Briefing, Draw, Order
from sovereigns.agents.posture import act


class Balance:
    """Competes with the most threatening nation and cooperates with the others, possible allies against it.

    Threat, not power alone, is what states balance: strength, nearness, means and intentions. Nobody is
    balanced against below the threshold.
    """

    name: ClassVar[str] = "balance"
    summary: ClassVar[str] = "Competes with the nation that threatens most and cooperates with the others."
    source: ClassVar[str] = "Walt, S. (1987), The Origins of Alliances, Cornell University Press"
    nice: ClassVar[bool] = False

    def decide(self, briefing: Briefing, draw: Draw) -> Order:
        """Compete with the greatest threat, if it is great enough."""
        threat, threshold = briefing.threat, briefing.responses.threat_threshold
        greatest = (threat == threat.max(axis=1)[:, None]) & (threat >= threshold)
        return act(briefing, (~greatest).astype(float), f"greatest threat, above {threshold:.2f}")
