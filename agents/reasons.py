"""One short sentence a nation: why it decided so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sovereigns.agents.contract import NATION_LEVERS, Briefing, Float
from sovereigns.agents.fears import feared_for
from sovereigns.agents.stance import Stance

CAUSES = {
    "subsidy": "controls received",
    "sovereign": "cultural misfit",
    "localisation": "alarm",
    "visa": "openness",
    "joint": "openness to talent",
    "regulation": "narrative",
    "safety_standard": "narrative",
    "open_weights": "distance behind the leader",
}
"""The fact that the reason names beside a move of each lever."""


class Reasons(Sequence[str]):
    """The reasons of m nations, put into words when read.

    Each names the cause toward the main competitor, and the own lever that moves most.
    """

    def __init__(
        self,
        briefing: Briefing,
        stance: Stance,
        levers: Mapping[str, Float],
        because: Sequence[str],
        weighed: Float,
    ) -> None:
        """Keep the few numbers that the words will need.

        Args:
            briefing: what they know.
            stance: how they stand to others; the largest entry of `guard` marks the main competitor.
            levers: their own levers from now on, (m,) each.
            because: (m,) cause of competing, with `{:.2f}` for the number in `weighed`.
            weighed: (m, n) that number.
        """
        rows = np.arange(briefing.m)
        rival, calm = stance.guard.argmax(axis=1), np.flatnonzero(stance.alarm <= 0)
        rival[calm] = stance.compete[calm].argmax(axis=1)
        self.because, self.iso3, self.rivals = because, briefing.iso3, rival
        self.toward = np.stack([level[rows, rival] for level in (stance.compete, weighed, briefing.threat)])
        self.fear = briefing.fear[rows, rival]
        change, numbers = _moves(briefing, stance, levers)
        self.most = np.abs(change).argmax(axis=0)
        self.move = np.stack([change[self.most, rows], numbers[self.most, rows]])

    def __len__(self) -> int:
        return len(self.because)

    def __getitem__(self, row: Any) -> Any:
        if isinstance(row, slice):
            return tuple(self[one] for one in range(len(self))[row])
        share, number, threat = self.toward[:, row].tolist()
        fear = f" ({feared_for(int(self.fear[row]))})" if threat > 0 else ""
        cause = f"{self.because[row].format(number)}, threat {threat:.2f}{fear}"
        toward = (
            f"compete {share:.2f} with {self.iso3[self.rivals[row]]}: {cause}"
            if share > 0
            else "cooperate with all"
        )
        lever, (step, fact) = NATION_LEVERS[self.most[row]], self.move[:, row].tolist()
        side = "above" if step > 0 else "below"
        words = f"{lever} asked {side} what stands: {CAUSES[lever]} {fact:.2f}".replace("_", " ")
        return f"{toward}; {words if step else 'own levers held'}"


def _moves(briefing: Briefing, stance: Stance, levers: Mapping[str, Float]) -> tuple[Float, Float]:
    """(levers, m) by how much each own lever moves, and the fact named beside it."""
    facts = {
        "controls received": stance.pressed,
        "cultural misfit": briefing.cultural_misfit,
        "alarm": stance.alarm,
        "openness": stance.open,
        "openness to talent": stance.joint,
        "distance behind the leader": -stance.lead.min(axis=1),
        "narrative": briefing.narrative,
    }
    change = np.array([levers[name] - briefing.levers[name] for name in NATION_LEVERS])
    return change, np.array([facts[CAUSES[name]] for name in NATION_LEVERS])
