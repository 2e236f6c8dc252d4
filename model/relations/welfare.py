"""Welfare: what is left to consume, and how well off that and all else leaves people."""

from __future__ import annotations

import numpy as np

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.numerics.elementary import log
from sovereigns.model.kernels.theory.welfare import social_welfare
from sovereigns.model.relations.output import in_use
from sovereigns.model.relations.weights import in_capability
from sovereigns.model.world import Float, World


def consumption(w: World, p: Parameters) -> Float:
    """(n,) thousand USD a head a year left to consume.

    What goes before are AI investment, programmes, dues to bodies, arms, self-reliance and compliance.
    """
    self_reliance = w.subsidy * p.subsidy_most + p.rally_budget * w.rally
    public = w.sovereign * p.sovereign_most + w.dues.sum(axis=0) + self_reliance + w.arms
    left = w.gdp * (1 - np.minimum(w.intensity + public, 1)) - w.compliance + w.transfer + w.duties
    return np.maximum(4 * left / w.population, 0)


def measure_welfare(w: World, p: Parameters) -> None:
    """Welfare of each nation's mean person, and of the world by the chosen welfare function.

    AI that is foreign to people's culture is worth what they would give up in capability to have their own.
    """
    well_off = log(np.maximum(w.consumption, p.least_consumption))
    foreign = in_capability(p.culture_weight, p) * w.misfit
    served = p.quality_of_life * in_use(w) * np.maximum(w.standing - foreign, 0)
    forgone = p.civilian_worth * (1 - w.civilian_work)
    w.welfare = well_off + served - forgone - p.dread * w.expected_loss
    people = w.population / w.population.sum()
    w.welfare_world = social_welfare(
        w.welfare, people, p.welfare_function, p.inequality_aversion, p.sufficiency
    )
