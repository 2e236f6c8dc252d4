"""Stand against whoever threatens most."""

from __future__ import annotations

from typing import ClassVar

from sovereigns.agents.contract import Briefing, Draw, Posture
from sovereigns.agents.posture import ByPosture


class Balance(ByPosture):
    """Competes with the most threatening nation and cooperates with the others, possible allies against it.

    Threat, not power alone, is what states balance: strength, nearness, means and intentions. Nobody is
    balanced against below the threshold.
    """

    name: ClassVar[str] = "balance"
    summary: ClassVar[str] = "Competes with the nation that threatens most and cooperates with the others."
    source: ClassVar[str] = "Walt, S. (1987), The Origins of Alliances, Cornell University Press"
    nice: ClassVar[bool] = False

    def posture(self, briefing: Briefing, draw: Draw) -> Posture:
        """Compete with the greatest threat, if it is great enough."""
        threat, threshold = briefing.threat, briefing.responses.threat_threshold
        greatest = (threat == threat.max(axis=1)[:, None]) & (threat >= threshold)
        because = "{how:nobody threatens it more|others threaten it more, or nobody enough}"
        return Posture.of(briefing, (~greatest).astype(float), because, greatest.astype(float))
