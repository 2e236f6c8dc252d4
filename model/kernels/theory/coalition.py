"""Joining and leaving an agreement that nobody enforces (T4).

Sources: Barrett 1994, Oxford Economic Papers 46:878; d'Aspremont, Jacquemin, Gabszewicz, Weymark 1983,
Canadian Journal of Economics 16:17; for nations that differ McGinty 2007, Oxford Economic Papers 59:45.
Nations provide a public good at a square cost; members act as one.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sovereigns.model.kernels.numerics.compiled import compiled

Float = NDArray[np.float64]
Bool = NDArray[np.bool_]
Int = NDArray[np.int64]
Number = Float | float


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


class Stakes(NamedTuple):
    """What an agreement on a public good is worth to n nations that differ, in one unit of money."""

    harm: Float
    """(n, n) what a unit of effort of the column nation spares the row nation."""
    cost: Float
    """(n,) of effort q it is cost * q * q / 2; nobody makes an effort where that is 0."""
    own: Float
    """(n,) effort outside: the best for the nation itself."""
    most: float
    """Most effort that is asked of a member."""
    aside: Float
    """(n, n) what each fellow member in the column adds to a member beside the good."""
    escaped: Float
    """(n, n) what each member in the column takes from the row nation while that is outside."""
    fixed: Float
    """(n,) what membership costs whoever else is in."""
    pool: float
    """What members share, negative where they pay it."""
    part: Float
    """(n,) key by which they share it."""
    transfer: float
    """Part of members' gains that they set aside for those who lose by membership, 0 to 1."""


def membership_gain(members: Bool, stakes: Stakes) -> Float:
    """What belonging to an agreement adds to each nation, given who else is in, before any side payment.

    An outsider makes the effort that is best for itself, members what is best for all of them together.
    For equal nations it is Barrett's gain.

    Args:
        members: (n,) who is in; the nation in question counts as in, and as out, whatever this says of it.
        stakes: of all nations.

    Returns:
        (n,) payoff inside less payoff outside.
    """
    gain = np.empty(len(members))
    _weigh_all(members, *_arrays(stakes), gain)
    return gain


def side_payments(members: Bool, gain: Float, stakes: Stakes) -> Float:
    """(n,) what each member receives, negative: pays; it sums to nothing.

    Members who gain pay in proportion to that, up to the part set aside, until those who lose are made whole:
    an agreement is stable with such payments where its members' gains together are enough (Carraro, Eyckmans
    and Finus 2006, Review of International Organizations 1:379).
    """
    need, spare = np.maximum(-gain, 0) * members, np.maximum(gain, 0) * members
    asked, there = float(need.sum()), float(spare.sum())
    paid = min(asked, stakes.transfer * there)
    received: Float = need * (paid / (asked or 1)) - spare * (paid / (there or 1))
    return received


def efforts(members: Bool, stakes: Stakes) -> Float:
    """(n,) effort of each nation: members' is the best for all of them together, not above the most asked."""
    asked = (stakes.harm * members[:, None]).sum(axis=0)
    joint = asked / np.where(stakes.cost > 0, stakes.cost, np.inf)
    return np.where(members, np.maximum(np.minimum(joint, stakes.most), stakes.own), stakes.own)


def settle(
    members: Bool,
    turns: Int,
    stakes: Stakes,
    tolerance: Float,
    rounds: int,
    may: Bool | None = None,
    held: Bool | None = None,
    apart: Bool | None = None,
) -> Bool:
    """Who takes part after nations have answered one after another, each knowing who is in at its turn.

    Who would lose stays while the others make it whole; nobody is paid to enter late.

    Args:
        members: (n,) who is in, or at the table, to begin with.
        turns: rows in the order in which nations answer.
        stakes: of all nations.
        tolerance: (n,) how far a gain may fall short of nothing and still count as none.
        rounds: how often all answer at most; it ends when nobody wants to change.
        may: (n,) who may enter; all without.
        held: (n,) members that may not leave yet; none without.
        apart: (n, n) pairs that do not enter what the other is in; none without.

    Returns:
        (n,) members in the end.
    """
    n = len(members)
    now = members.copy()
    may = np.ones(n, dtype=bool) if may is None else may
    held = np.zeros(n, dtype=bool) if held is None else held
    apart = np.broadcast_to(np.False_, (n, n)) if apart is None else apart
    _settle(now, turns, *_arrays(stakes), tolerance, rounds, may, held, apart)
    return now


def _arrays(stakes: Stakes) -> tuple[Float, Float, Float, Float, Float]:
    """harm, aside, what is escaped, (4, n) cost, own, fixed, part, and (3,) most, pool, transfer."""
    columns = np.stack([stakes.cost, stakes.own, stakes.fixed, stakes.part])
    numbers = np.array([stakes.most, stakes.pool, stakes.transfer], dtype=np.float64)
    return stakes.harm, stakes.aside, stakes.escaped, columns, numbers


ASKED, EFFORT, BESIDE = range(3)
"""Rows of what the members come to for each nation.

What its effort is worth to them together, the effort that is asked of it for that, and what the others among
them add to it inside or take from it outside.
"""


@compiled
def _effort(asked: float, cost: float, own: float, most: float) -> float:
    return max(own, min(most, asked / cost)) if cost > 0 else own


@compiled
def _relief(
    spared: float, sign: float, asked: float, effort: float, cost: float, own: float, most: float
) -> float:
    """What a nation is spared more by another's effort as it enters (1), or less as it leaves (-1)."""
    return spared * (sign * (_effort(asked + sign * spared, cost, own, most) - effort)) if spared > 0 else 0.0


@compiled
def _settled(
    i: int, member: bool, gain: float, keys: float, spared: float, sums: Float, columns: Float, numbers: Float
) -> float:
    """Gain of one nation's membership, from what the members bring it and the keys of all with it."""
    cost, own, _, part = columns
    most, pool, _ = numbers
    best = _effort(sums[ASKED, i] + (0.0 if member else spared), cost[i], own[i], most)
    gain += spared * (best - own[i]) - cost[i] * (best * best - own[i] * own[i]) / 2
    if pool != 0 and keys > 0:
        gain += pool * part[i] / keys
    return gain


@compiled
def _weigh(
    i: int, inside: Int, count: int, member: bool, sums: Float, harm: Float, columns: Float, numbers: Float
) -> float:
    """Gain of one nation's membership."""
    cost, own, fixed, part = columns
    asked, effort, spared, sign = sums[ASKED], sums[EFFORT], harm[i], -1.0 if member else 1.0
    gain, keys = sums[BESIDE, i] - fixed[i], part[i]
    for k in range(count):
        j = inside[k]
        if j != i:
            keys += part[j]
            gain += _relief(spared[j], sign, asked[j], effort[j], cost[j], own[j], numbers[0])
    return _settled(i, member, gain, keys, spared[i], sums, columns, numbers)


@compiled
def _made_whole(inside: Int, count: int, sums: Float, sparing: Float, columns: Float, numbers: Float) -> bool:
    """Whether what members who gain set aside is enough for those who lose.

    Each is weighed as `_weigh` does, all of them together, so that the loop over them runs side by side.

    Args:
        sparing: (n, n) what a unit of effort of the row nation spares the column nation.
    """
    cost, own, fixed, part = columns
    asked, effort, most = sums[ASKED], sums[EFFORT], numbers[0]
    n = len(part)
    gain, keys = sums[BESIDE] - fixed, part.copy()
    for j in inside[:count]:
        alone, key, spared = gain[j], keys[j], sparing[j]
        theirs, now, price, least, weighs = asked[j], effort[j], cost[j], own[j], part[j]
        if now > least:
            for i in range(n):
                gain[i] += _relief(spared[i], -1.0, theirs, now, price, least, most)
        for i in range(n):
            keys[i] += weighs
        gain[j], keys[j] = alone, key
    need, spare = 0.0, 0.0
    for i in inside[:count]:
        gains = _settled(i, True, gain[i], keys[i], sparing[i, i], sums, columns, numbers)
        need += max(-gains, 0.0)
        spare += max(gains, 0.0)
    return need <= numbers[2] * spare


@compiled
def _ask(sums: Float, columns: Float, most: float) -> None:
    """Work out what effort is asked of each."""
    for j in range(sums.shape[1]):
        sums[EFFORT, j] = _effort(sums[ASKED, j], columns[0, j], columns[1, j], most)


@compiled
def _gather(
    members: Bool, harm: Float, aside: Float, escaped: Float, columns: Float, most: float
) -> tuple[Int, int, Float]:
    """(n,) rows, of which the first so many are the members; (3, n) what they come to."""
    n = len(members)
    inside, count, sums = np.empty(n, dtype=np.int64), 0, np.zeros((3, n))
    for i in range(n):
        if members[i]:
            inside[count] = i
            count += 1
            for j in range(n):
                sums[ASKED, j] += harm[i, j]
    for i in range(n):
        beside = 0.0
        for k in range(count):
            j = inside[k]
            if j != i:
                beside += aside[i, j] + escaped[i, j]
        sums[BESIDE, i] = beside
    _ask(sums, columns, most)
    return inside, count, sums


@compiled
def _moved(
    i: int,
    enters: bool,
    inside: Int,
    count: int,
    sums: Float,
    harm: Float,
    aside: Float,
    escaped: Float,
    columns: Float,
    most: float,
) -> int:
    """Enter a nation among the members, or strike it out; how many they are then."""
    sign = 1.0 if enters else -1.0
    for j in range(len(inside)):
        sums[ASKED, j] += sign * harm[i, j]
        if j != i:
            sums[BESIDE, j] += sign * (aside[j, i] + escaped[j, i])
    _ask(sums, columns, most)
    if enters:
        inside[count] = i
        return count + 1
    place = 0
    while inside[place] != i:
        place += 1
    for k in range(place, count - 1):
        inside[k] = inside[k + 1]
    return count - 1


@compiled
def _weigh_all(
    members: Bool,
    harm: Float,
    aside: Float,
    escaped: Float,
    columns: Float,
    numbers: Float,
    gain: Float,
) -> None:
    inside, count, sums = _gather(members, harm, aside, escaped, columns, numbers[0])
    for i in range(len(members)):
        gain[i] = _weigh(i, inside, count, members[i], sums, harm, columns, numbers)


@compiled
def _settle(
    members: Bool,
    turns: Int,
    harm: Float,
    aside: Float,
    escaped: Float,
    columns: Float,
    numbers: Float,
    tolerance: Float,
    rounds: int,
    may: Bool,
    held: Bool,
    apart: Bool,
) -> None:
    inside, count, sums = _gather(members, harm, aside, escaped, columns, numbers[0])
    weighed = whole = False
    sparing = harm.T.copy() if numbers[2] > 0 else harm
    for _ in range(rounds):
        changed = False
        for i in turns:
            member = members[i]
            if (member and held[i]) or not (member or may[i]):
                continue
            shut = False
            for k in range(0 if member else count):
                shut = shut or apart[i, inside[k]]
            if shut:
                continue
            gain = _weigh(i, inside, count, member, sums, harm, columns, numbers)
            takes_part = gain >= -tolerance[i]
            if member and not takes_part and numbers[2] > 0:
                if not weighed:
                    whole = _made_whole(inside, count, sums, sparing, columns, numbers)
                    weighed = True
                takes_part = whole
            if takes_part != member:
                changed, weighed, members[i] = True, False, takes_part
                count = _moved(i, takes_part, inside, count, sums, harm, aside, escaped, columns, numbers[0])
        if not changed:
            break
