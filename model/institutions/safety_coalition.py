"""A safety coalition: members hold a common standard and verify one another."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.institutions.shares import feared, reckoned, resentment
from sovereigns.model.world import Bool, Float, World


class SafetyCoalition:
    """An agreement on safe practice that starts once enough of the world's AI takes part (C12, C18, K4).

    Members raise their standard for responsible use to the coalition's; the gain of membership is harm
    avoided, which grows with coverage, and a club benefit (shared evaluations); its price is speed, which
    weighs more the more a nation fears rivals outside. A covert programme that inspection finds is
    sanctioned.
    """

    name: ClassVar[str] = "safety-coalition"
    summary: ClassVar[str] = (
        "Members hold a common safety standard, inspect one another and sanction covert programmes."
    )
    source: ClassVar[str] = "Barrett1994; DAspremont1983"

    def admits(self, w: World, p: Parameters, row: int) -> Bool:
        """Everybody whom the law of the scenario does not shut out, and who has not just been thrown out."""
        return (p.coalition_offer > 0) & ~w.law_excludes[row] & (w.exclusion[row] < p.exclusion_bar)

    def threshold(self, p: Parameters) -> float:
        """Entry into force needs this share of the world's effective compute."""
        return float(p.coalition_threshold)

    def exit_notice(self, p: Parameters) -> float:
        """Members leave at once."""
        return 0.0

    def inside_gain(self, w: World, p: Parameters, row: int) -> Float:
        """Harm avoided at the coverage reached and club benefit, less the price of speed.

        Speed is dear among feared outsiders.
        """
        covered = reckoned(w, w.member[row], self.threshold(p))
        outside = feared(w, ~w.member[row])
        harm = p.coalition_benefit * covered * (w.expected_loss + p.foreseen_loss * w.capability.max())
        gain = p.coalition_offer * (harm + p.club_benefit * covered) - p.coalition_price * outside
        return gain - p.exclusion_weight * resentment(w)

    def cheat_gain(self, w: World, p: Parameters, row: int) -> Float:
        """Speed kept in secret, worth more under threat, less the expected sanction."""
        return p.cheat_value * w.threat.max(axis=1) - p.detection * p.inspection * p.sanction

    def serve(self, w: World, p: Parameters, row: int) -> None:
        """Lift the standard of members who do not cheat to the coalition's."""
        held = np.where(w.member[row], p.coalition_standard * (1 - w.cheating[row]), 0)
        w.pledged_standard = np.maximum(w.pledged_standard, held)
