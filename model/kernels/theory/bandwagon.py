"""With whom a state can side: bandwagoning is going with the stronger (Schweller 1994)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sovereigns.model.kernels.numerics.compiled import compiled

Bool = NDArray[np.bool_]
Float = NDArray[np.float64]
Int = NDArray[np.int64]


@compiled
def patrons(who: Int, bloc: Int, alliance: Float, gdp: Float) -> Bool:
    """(m, n) the patron of each nation asked for: several where they are equal, none where none is stronger.

    It is the ally, or fellow member of the bloc, with the largest economy by the strength of the tie, among
    those whose economy is larger than the nation's own: no two follow each other. Who has no tie at all goes
    with the strongest nation.

    Args:
        who: (m,) rows of the nations asked for.
        bloc: (n,) row of the bloc, -1 for none.
        alliance: (m, n) strength of alliance, from 0 to 1.
        gdp: (n,) output, any unit.
    """
    m, n = alliance.shape
    patron = np.zeros((m, n), dtype=np.bool_)
    for i in range(m):
        own = who[i]
        tie = alliance[i].copy()
        for j in range(n):
            if bloc[own] >= 0 and bloc[own] == bloc[j]:
                tie[j] = 1.0
        tie[own] = 0.0
        if not tie.any():
            tie[:] = 1.0
        strength = np.where(gdp > gdp[own], tie * gdp, 0.0)
        if strength.any():
            patron[i] = strength == strength.max()
    return patron
