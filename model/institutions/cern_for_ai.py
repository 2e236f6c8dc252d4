"""CERN for AI: members pool compute and share what it yields."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.institutions.shares import feared, reckoned, resentment
from sovereigns.model.kernels.numerics.elementary import exp, log, log10
from sovereigns.model.relations.compute import pooled_claim, training_power
from sovereigns.model.world import Bool, Float, World


class CernForAI:
    """A joint laboratory (C20): pooled compute and talent train one common model, open to all members.

    Members give a share of GDP, which buys and claims compute as a national programme of the same budget
    would; a team that spans nations works with the return to networks that joint research has. The common
    model improves by what the pool can train and never falls.
    """

    name: ClassVar[str] = "cern-for-ai"
    summary: ClassVar[str] = "Members pool compute and talent; the common model is open to every member."
    source: ClassVar[str] = "knight2025"

    def admits(self, w: World, p: Parameters, row: int) -> Bool:
        """Everybody whom the law of the scenario does not shut out, and who has not just been thrown out."""
        return (p.cern_offer > 0) & ~w.law_excludes[row] & (w.exclusion[row] < p.exclusion_bar)

    def threshold(self, p: Parameters) -> float:
        """Starts with this share of the world's effective compute."""
        return float(p.cern_threshold)

    def exit_notice(self, p: Parameters) -> float:
        """Members leave at once."""
        return 0.0

    def inside_gain(self, w: World, p: Parameters, row: int) -> Float:
        """What the common model adds to the own one, less dues on the own share and fear of sharing.

        Feared are rivals among the members.
        """
        common = w.common_capability[row]
        covered = reckoned(w, w.member[row], self.threshold(p))
        adds = np.maximum(common - w.capability, 0) + p.network_return * covered
        shared = feared(w, w.member[row])
        gain = p.cern_offer * p.cern_benefit * adds - p.dues_weight * p.cern_due - p.cern_fear * shared
        return gain - p.exclusion_weight * resentment(w)

    def cheat_gain(self, w: World, p: Parameters, row: int) -> Float:
        """Withholding dues saves them; pooled work is seen, so that it seldom pays."""
        return p.dues_weight * p.cern_due - p.detection * p.inspection * p.sanction * np.ones(w.n)

    def serve(self, w: World, p: Parameters, row: int) -> None:
        """Train the common model with members' pooled time, at the know-how of the best member.

        It grows with the part of the world's talent that works in one team.
        """
        members = w.member[row]
        w.dues = np.where(members, p.cern_due * (1 - w.cheating[row]), 0)
        if not members.any():
            return
        best = np.where(members, w.know_how, 0).max()
        talent = w.talent[members].sum() / max(float(w.talent.sum()), p.least_share)
        know_how = best * (1 + p.network_return * talent)
        power = (training_power(w, p) * pooled_claim(w, p)).sum() * (1 - w.inference_share)
        flop = power * p.flop_per_h100_quarter * p.programme_run_share
        if flop > p.flop_floor:
            trained = log10(flop * np.where(members, w.efficiency, 0).max() / p.flop_floor)
            trained += p.know_how_weight * log10(know_how)
            w.common_capability[row] = max(w.common_capability[row], float(trained))
        gap = log(np.maximum(best / w.firm_know_how, 1))
        w.firm_know_how *= exp(p.cern_sharing * gap * members[w.firm_nation])
