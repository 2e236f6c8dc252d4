"""Harm that AI does, and the law that answers it."""

from __future__ import annotations

import numpy as np

from sovereigns.experiments.patterns.pattern import Pattern, Runs
from sovereigns.experiments.patterns.watched import Arm, watched
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.standard import SCENARIO

SECTION = "harm"
FIVE_YEARS, TIMES = 20, 10.0


def _law(runs: Runs, harm: float) -> float:
    """Level of AI law at the end, where an incident does so much harm."""
    told = watched(runs, Arm(SCENARIO, FIVE_YEARS, (("severity", harm),)))
    return float(np.mean([one.metrics["domestic_regulation_mean"].iloc[-1] for one in told]))


def _answered(runs: Runs) -> float:
    harm = Parameters.defaults().severity
    return _law(runs, TIMES * harm) / _law(runs, harm)


PATTERNS = (
    Pattern(
        "AI law where incidents do ten times the harm, against as they are, after five years", SECTION, 1, 3,
        "Birkland 1998: harm that is seen sets the agenda of law; the width is assumed", _answered,
        "Mean level of rules at home.",
    ),
)  # fmt: skip
