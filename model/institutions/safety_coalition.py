"""A safety coalition: members hold a common standard and verify one another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.institutions.contract import Interest
from sovereigns.model.institutions.shares import restraint
from sovereigns.model.world import Float, World


class SafetyCoalition:
    """An agreement on safe practice, by which members raise their standards for each other's sake.

    It serves C12, C18 and K4.
    What a member gains is harm that the others spare it because it is in; its price is the standard that is
    best for all of them together, and speed against feared nations outside. Covert programmes are looked for.
    """

    name: ClassVar[str] = "safety-coalition"
    summary: ClassVar[str] = (
        "Members hold a common safety standard, inspect one another and sanction covert programmes."
    )
    source: ClassVar[str] = "Barrett1994; DAspremont1983"

    def offer(self, p: Parameters) -> float:
        """Nations may propose it."""
        return float(p.coalition_offer)

    def terms(self, p: Parameters) -> Mapping[str, tuple[float, ...]]:
        """High or low threshold, with or without side payments and a sanction on outsiders."""
        return {
            "threshold": (p.coalition_threshold, p.low_threshold),
            "inspection": (p.inspection,),
            "transfer": (0, p.side_payment),
            "sanction": (0, p.outsider_sanction),
        }

    def interest(self, w: World, p: Parameters, row: int) -> Interest:
        """Harm that standards avoid."""
        return restraint(w, p, p.standard_effect, w.safety_standard, p.coalition_standard)

    def serve(self, w: World, p: Parameters, row: int, effort: Float) -> None:
        """Lift members' standards."""
        w.pledged_standard = np.maximum(w.pledged_standard, np.where(w.member[row], effort, 0))
