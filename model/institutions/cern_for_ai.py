"""CERN for AI: members pool compute and share what it yields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.institutions.contract import Interest
from sovereigns.model.institutions.shares import fear, weight
from sovereigns.model.kernels.numerics.elementary import exp, log, log10
from sovereigns.model.relations.compute import pooled_claim, run_flop, training_power
from sovereigns.model.relations.use import without_bodies
from sovereigns.model.relations.weights import in_capability
from sovereigns.model.world import Float, World


class CernForAI:
    """A joint laboratory (C20): pooled compute and talent train one common model, open to all members.

    Members give a share of GDP, which buys and claims compute as a national programme of the same budget
    would; a team that spans nations works with the return to networks that joint research has. The common
    model improves by what the pool can train and never falls.
    """

    name: ClassVar[str] = "cern-for-ai"
    summary: ClassVar[str] = "Members pool compute and talent; the common model is open to every member."
    source: ClassVar[str] = "knight2025"

    def offer(self, p: Parameters) -> float:
        """Nations may propose it."""
        return float(p.cern_offer)

    def terms(self, p: Parameters) -> Mapping[str, tuple[float, ...]]:
        """High or low threshold, with or without side payments."""
        return {
            "threshold": (p.cern_threshold, p.low_threshold),
            "dues": (p.cern_due,),
            "inspection": (p.inspection,),
            "transfer": (0, p.side_payment),
        }

    def interest(self, w: World, p: Parameters, row: int) -> Interest:
        """What members' part of the world's AI adds to what people would have without it, less fear of them.

        People fall short of the best model by what they use, and by how far it is theirs whom they fear.
        """
        used, capability = without_bodies(w, p)
        feared = in_capability(p.threat_weight * (used * w.threat).sum(axis=1), p)
        behind = w.capability.max() - capability + feared + p.network_return
        worth = (p.cern_benefit * behind)[:, None] * weight(w) - p.cern_fear * fear(w)
        return Interest.club(worth * w.gdp[:, None], np.zeros(w.n))

    def serve(self, w: World, p: Parameters, row: int, effort: Float) -> None:
        """Train the common model with members' pooled time, at the know-how of the best member.

        That grows with the part of the world's talent that works in one team.
        """
        members = w.member[row]
        w.pooled = w.pooled + w.dues[row]
        if not members.any():
            return
        best = np.where(members, w.know_how, 0).max()
        talent = w.talent[members].sum() / max(float(w.talent.sum()), p.least_share)
        know_how = best * (1 + p.network_return * talent)
        compute = (training_power(w, p) * pooled_claim(w, p)).sum() * (1 - w.inference_share)
        flop = compute * run_flop(w, p) * p.programme_run_share
        if flop > p.flop_floor:
            trained = log10(flop * np.where(members, w.efficiency, 0).max() / p.flop_floor)
            trained += p.know_how_weight * log10(know_how)
            w.common_capability[row] = max(w.common_capability[row], float(trained))
        gap = log(np.maximum(best / w.firm_know_how, 1))
        w.firm_know_how *= exp(p.cern_sharing * gap * members[w.firm_nation])
