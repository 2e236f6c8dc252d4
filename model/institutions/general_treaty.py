"""A general treaty on AI: conditional offers, side payments, sanctions on outsiders, an exit clause."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from model.institutions.shares import with_oneself
from model.parameters import Parameters
from model.world import Bool, Float, World


class GeneralTreaty:
    """Restraint for restraint (Barrett 2003): it binds only once enough of the world's AI has asked to join.

    Members hold strict domestic rules on AI. Those that lose by it are paid from what the others gain, as far as the
    gains go; outsiders bear a sanction on trade that grows with coverage; leaving takes notice. Every part can be set
    to nothing on its own.
    """

    name: ClassVar[str] = "general-treaty"
    summary: ClassVar[str] = (
        "Members hold strict AI rules, compensate losers, sanction outsiders, and leave only on notice."
    )
    source: ClassVar[str] = "Barrett1994"

    def admits(self, w: World, p: Parameters, row: int) -> Bool:
        """Everybody whom the law of the scenario does not shut out and who is not under sanction for a breach."""
        return (p.treaty_offer > 0) & ~w.law_excludes[row] & (w.exclusion[row] < p.exclusion_bar)

    def threshold(self, p: Parameters) -> float:
        """Entry into force: this share of the world's effective compute must have asked."""
        return float(p.treaty_threshold)

    def exit_notice(self, p: Parameters) -> float:
        """Quarters between notice and leaving."""
        return float(p.treaty_notice)

    def inside_gain(self, w: World, p: Parameters, row: int) -> Float:
        """Own gain with the side payment that the treaty would make, on top of the sanction that outsiders bear."""
        gain = self._own_gain(w, p, row)
        paid = gain + _side_payments(gain, p)
        return p.treaty_offer * paid - p.exclusion_weight * w.exclusion[row]

    def cheat_gain(self, w: World, p: Parameters, row: int) -> Float:
        """Speed kept in secret under threat, less the chance of being found times the sanction."""
        return p.cheat_value * w.threat.max(axis=1) - p.detection * p.inspection * p.sanction

    def serve(self, w: World, p: Parameters, row: int) -> None:
        """Lift members' rules, pay losers, and charge outsiders."""
        members = w.member[row]
        if not members.any():
            return
        lifted = np.maximum(w.regulation, p.treaty_regulation * (1 - w.cheating[row]))
        w.regulation = np.where(members, lifted, w.regulation)
        gain = np.where(members, self._own_gain(w, p, row), 0)
        worth = w.gdp * p.treaty_money
        paid = _side_payments(gain, p) * worth
        w.transfer = (
            w.transfer + paid - paid.sum() * w.gdp * (gain > 0) / max(float(w.gdp[gain > 0].sum()), 1)
        )
        covered = with_oneself(w, members)
        w.transfer = w.transfer - np.where(members, 0, p.treaty_sanction * covered * worth)

    def _own_gain(self, w: World, p: Parameters, row: int) -> Float:
        """(n,) harm avoided and sanction escaped at the coverage reached, less the price of restraint under threat."""
        covered = with_oneself(w, w.member[row])
        harm = w.expected_loss + p.foreseen_loss * w.capability.max()
        feared = np.where(w.member[row][None, :], 0, w.threat).max(axis=1)
        return covered * (p.treaty_benefit * harm + p.treaty_sanction) - p.treaty_price * (1 + feared)


def _side_payments(gain: Float, p: Parameters) -> Float:
    """(n,) what makes losers whole, as far as the gainers' part set aside goes."""
    need = np.maximum(-gain, 0)
    fund = p.treaty_side_payment * np.maximum(gain, 0).sum()
    total = need.sum()
    return need * min(fund / total, 1) if total > 0 else need
