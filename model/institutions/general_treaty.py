"""A general treaty on AI: strict rules, side payments, sanctions on outsiders, an exit clause."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.institutions.contract import Interest
from sovereigns.model.institutions.shares import restraint
from sovereigns.model.world import Float, World


class GeneralTreaty:
    """Restraint for restraint (Barrett 1994): members hold strict domestic rules on AI and leave on notice.

    Those that lose by it may be paid from what their membership adds to the others; trade with outsiders may
    bear a duty.
    """

    name: ClassVar[str] = "general-treaty"
    summary: ClassVar[str] = (
        "Members hold strict AI rules, compensate losers, sanction outsiders, and leave only on notice."
    )
    source: ClassVar[str] = "Barrett1994"

    def offer(self, p: Parameters) -> float:
        """Nations may propose it."""
        return float(p.treaty_offer)

    def terms(self, p: Parameters) -> Mapping[str, tuple[float, ...]]:
        """High or low threshold, with or without side payments and a sanction on outsiders."""
        return {
            "threshold": (p.treaty_threshold, p.low_threshold),
            "inspection": (p.inspection,),
            "transfer": (0, p.side_payment),
            "sanction": (0, p.outsider_sanction),
            "notice": (p.treaty_notice,),
        }

    def interest(self, w: World, p: Parameters, row: int) -> Interest:
        """Harm that strict rules avoid."""
        return restraint(w, p, p.treaty_effect, w.regulation, p.treaty_regulation)

    def serve(self, w: World, p: Parameters, row: int, effort: Float) -> None:
        """Lift members' rules."""
        w.pledged_regulation = np.maximum(w.pledged_regulation, np.where(w.member[row], effort, 0))
