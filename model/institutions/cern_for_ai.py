"""CERN for AI: members pool compute and share what it yields."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from model.institutions.shares import weight, with_oneself
from model.kernels.elementary import log10
from model.parameters import Parameters
from model.world import BN, Bool, Float, World


class CernForAI:
    """A joint laboratory (C20): pooled compute and talent train one common model, open to all members.

    Members give a share of their compute's time; a team that spans nations works with the return to networks that
    joint research has. The common model improves by what the pool can train and never falls.
    """

    name: ClassVar[str] = "cern-for-ai"
    summary: ClassVar[str] = "Members pool compute and talent; the common model is open to every member."
    source: ClassVar[str] = "knight2025"

    def admits(self, w: World, p: Parameters, row: int) -> Bool:
        """Everybody whom the law of the scenario does not shut out."""
        return ~w.law_excludes[row]

    def threshold(self, p: Parameters) -> float:
        """Starts with this share of the world's effective compute."""
        return float(p.cern_threshold)

    def inside_gain(self, w: World, p: Parameters, row: int) -> Float:
        """What the common model adds to the own one, less dues on the own share and fear of sharing with rivals."""
        common = w.common_capability[row]
        covered = with_oneself(w, w.member[row])
        adds = np.maximum(common - w.capability, 0) + p.network_return * covered
        shared = np.where(w.member[row][None, :], w.threat, 0).max(axis=1)
        gain = p.cern_offer * p.cern_benefit * adds - p.cern_due * weight(w) - p.cern_fear * shared
        return gain - p.exclusion_weight * w.exclusion[row]

    def cheat_gain(self, w: World, p: Parameters, row: int) -> Float:
        """Withholding dues saves them; pooled work is seen, so that it seldom pays."""
        return p.cern_due * weight(w) - p.detection * p.inspection * p.sanction

    def serve(self, w: World, p: Parameters, row: int) -> None:
        """Train the common model with members' pooled time, at the know-how of the best member."""
        members = w.member[row]
        if not members.any():
            return
        given = np.where(members, p.cern_due * (1 - w.cheating[row]) * np.maximum(w.usable, 0), 0)
        w.pool[row] = given.sum() * w.chip_price * p.rent_share / BN
        efficiency = w.efficiency[members].max()
        know_how = w.know_how[members].max() * (1 + p.network_return * w.member[row].mean())
        flop = given.sum() * (1 - w.inference_share) * p.flop_per_h100_quarter * p.common_run_share
        if flop > 0:
            trained = float(log10(flop * efficiency / p.flop_floor) + p.know_how_weight * log10(know_how))
            w.common_capability[row] = max(w.common_capability[row], trained)
        w.know_how = np.where(members, w.know_how + p.cern_sharing * (know_how - w.know_how), w.know_how)
