"""Joining and leaving an agreement that nobody enforces (T4).

Sources: Barrett 1994, Oxford Economic Papers 46:878; d'Aspremont, Jacquemin, Gabszewicz, Weymark 1983,
Canadian Journal of Economics 16:17. Identical nations provide a public good at a square cost; members act as
one.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float64]
Bool = NDArray[np.bool_]
Number = Float | float

Form = Literal["fixed", "fellow", "pool"]
FORMS: tuple[str, ...] = get_args(Form)


def stays(inside: Number, outside: Number, tolerance: Number) -> Bool:
    """Whether a nation is at least as well off inside an agreement as outside it.

    Then a member stays and an outsider joins.

    Args:
        inside: payoff as a member, the others given.
        outside: payoff as an outsider, the others given.
        tolerance: how far inside may fall short and still count as equal, in the unit of the payoffs.

    Returns:
        True for a nation that takes part; an indifferent one does.
    """
    return np.asarray(np.asarray(inside) >= np.asarray(outside) - tolerance)


def coalition_payoffs(
    members: Number,
    nations: Number,
    benefit: Number = 1.0,
    cost: Number = 1.0,
    linkage: Number = 0.0,
    form: str = "fixed",
) -> tuple[Float, Float]:
    """What a member and an outsider get from a public good that each provides as pays it best.

    Args:
        members: how many have joined.
        nations: how many there are.
        benefit: to each nation of a unit of the good.
        cost: of providing q units is cost * q * q / 2.
        linkage: what else membership brings, in units of benefit squared over cost.
        form: `fixed`: to each member; `fellow`: to each member per fellow member; `pool`: shared by the
            members.

    Returns:
        Payoff of a member, payoff of an outsider.

    Raises:
        ValueError: the form is none of the three.
    """
    if form not in FORMS:
        raise ValueError(f"form '{form}' is unknown; it is one of {', '.join(FORMS)}")
    members = np.asarray(members, dtype=np.float64)
    inside, outside = members * benefit / cost, benefit / cost
    good = benefit * (members * inside + (nations - members) * outside)
    share = {"fixed": np.ones_like(members), "fellow": members - 1, "pool": 1 / np.maximum(members, 1)}
    club = share[form] * linkage * benefit * benefit / cost
    return good - cost * inside * inside / 2 + club, good - cost * outside * outside / 2
