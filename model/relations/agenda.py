"""Which layers of control come on a government's agenda: one never used must be thought of first.

Adoption is a hazard (Berry and Berry 1990): by what the nation has to withhold, the chokepoint that it holds
(Farrell and Newman 2019), and by those that it is tied to and that have adopted the layer before it.
"""

from __future__ import annotations

import numpy as np

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.numerics.compiled import compiled
from sovereigns.model.kernels.numerics.limits import exp_held
from sovereigns.model.relations.markets import supply
from sovereigns.model.world import Bool, Float, World


def chances(w: World, p: Parameters) -> Float:
    """(n, l) chance that each layer comes on the agenda of each nation this quarter."""
    rate = p.control_initiative + p.control_diffusion * followed(w.tie, w.adopted)
    return np.asarray(1 - exp_held(-supply(w, p).T * rate))


@compiled
def followed(tie: Float, adopted: Bool) -> Float:
    """(n, l) tie to the closest other nation that has adopted each layer; 0 where none has."""
    n, layers = adopted.shape
    closest = np.zeros((n, layers))
    for j in range(n):
        for layer in range(layers):
            if adopted[j, layer]:
                for i in range(n):
                    if i != j:
                        closest[i, layer] = max(closest[i, layer], tie[i, j])
    return closest


def shared(w: World, agenda: Bool) -> Bool:
    """(n, l) the agenda, where a bloc that decides on controls has one for all its members."""
    together = agenda.copy()
    for bloc, names in enumerate(w.inputs.delegations):
        if "control" in names:
            members = w.bloc == bloc
            together[members] |= agenda[members].any(axis=0)
    return together
