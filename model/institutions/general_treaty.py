"""A general treaty on AI: conditional offers, side payments, sanctions on outsiders, an exit clause."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.institutions.shares import coverage, feared, reckoned, resentment
from sovereigns.model.world import Bool, Float, World


class GeneralTreaty:
    """Restraint for restraint (Barrett 1994): it binds only once enough of the world's AI has asked to join.

    Members hold strict domestic rules on AI. Those that lose by it are paid from what the others gain, as far
    as the gains go; outsiders bear a sanction on trade that grows with coverage; leaving takes notice. Every
    part can be set to nothing on its own.
    """

    name: ClassVar[str] = "general-treaty"
    summary: ClassVar[str] = (
        "Members hold strict AI rules, compensate losers, sanction outsiders, and leave only on notice."
    )
    source: ClassVar[str] = "Barrett1994"

    def admits(self, w: World, p: Parameters, row: int) -> Bool:
        """Everybody whom the scenario's law does not shut out and who is not under sanction for a breach."""
        return (p.treaty_offer > 0) & ~w.law_excludes[row] & (w.exclusion[row] < p.exclusion_bar)

    def threshold(self, p: Parameters) -> float:
        """Entry into force: this share of the world's effective compute must have asked."""
        return float(p.treaty_threshold)

    def exit_notice(self, p: Parameters) -> float:
        """Quarters between notice and leaving."""
        return float(p.treaty_notice)

    def inside_gain(self, w: World, p: Parameters, row: int) -> Float:
        """Own gain with the treaty's side payment, on top of the sanction that outsiders bear."""
        gain = self._own_gain(w, p, row)
        paid = gain + _settlement(gain, w.gdp, p)
        return p.treaty_offer * paid - p.exclusion_weight * resentment(w)

    def cheat_gain(self, w: World, p: Parameters, row: int) -> Float:
        """Speed kept in secret under threat, less the chance of being found times the sanction."""
        return p.cheat_value * w.threat.max(axis=1) - p.detection * p.inspection * p.sanction

    def serve(self, w: World, p: Parameters, row: int) -> None:
        """Lift members' rules, pay losers, and charge outsiders."""
        members = w.member[row]
        if not members.any():
            return
        held = np.where(members, p.treaty_regulation * (1 - w.cheating[row]), 0)
        w.pledged_regulation = np.maximum(w.pledged_regulation, held)
        gain = np.where(members, self._own_gain(w, p, row), 0)
        worth = w.gdp * p.treaty_money
        sanction = np.where(members, 0, p.treaty_sanction * coverage(w, members))
        w.transfer = w.transfer + (_settlement(gain, worth, p) - sanction) * worth

    def _own_gain(self, w: World, p: Parameters, row: int) -> Float:
        """(n,) harm avoided and sanction escaped at the coverage reached, less the price of restraint.

        The price is the higher the more threat is felt.
        """
        covered = reckoned(w, w.member[row], self.threshold(p))
        harm = w.expected_loss + p.foreseen_loss * w.capability.max()
        outside = feared(w, ~w.member[row])
        return covered * (p.treaty_benefit * harm + p.treaty_sanction) - p.treaty_price * (1 + outside)


def _settlement(gain: Float, worth: Float, p: Parameters) -> Float:
    """(n,) utility that losers are paid and gainers give, each in proportion to its own loss or gain.

    Losers are made whole as far as the part of the gains set aside goes; times `worth`, the money in a unit
    of utility, the settlement sums to nothing.
    """
    need, spare = np.maximum(-gain, 0), np.maximum(gain, 0)
    asked, there = float((need * worth).sum()), float((spare * worth).sum())
    paid = min(asked, p.treaty_side_payment * there)
    settled: Float = need * paid / (asked or 1) - spare * paid / (there or 1)
    return settled
