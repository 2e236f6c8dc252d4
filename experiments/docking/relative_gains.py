"""T3, relative gains: how patient a nation must be to cooperate when others' gains count against its own.

Sources: Grieco 1988; Powell 1991; Snidal 1991.
"""

from __future__ import annotations

from sovereigns.experiments.docking.case import Case, Coordinate, Point
from sovereigns.model.kernels.theory.relative_gains import REVERSION, reply

HALVINGS = 60


def critical_discount(point: Point) -> float:
    """The discount factor from which on cooperation is an equilibrium under grim reversion."""
    others = point["nations"] - 1
    t, r, p, s = (point[name] for name in ("temptation", "reward", "punishment", "sucker"))
    once = point["weight"] / others
    later = point["weight"] if point["reversion"] == "global" else once
    gain, loss = (t - r) + once * (r - s), (1 - later) * (r - p)
    return float(gain / (gain + loss))


def where_reply_turns(point: Point) -> tuple[float, float]:
    """The discount factor at which the model's nation turns from competing to cooperating."""
    t, r, p, s = (point[name] for name in ("temptation", "reward", "punishment", "sucker"))
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        answer = reply(t, r, p, s, point["weight"], point["nations"] - 1, middle, point["reversion"])
        low, high = (low, middle) if answer else (middle, high)
    return high, 0.0


def no_dilemma(point: Point) -> str:
    """Why the payoffs are no prisoner's dilemma, empty if they are."""
    order = [point[name] for name in ("temptation", "reward", "punishment", "sucker")]
    if all(better > worse for better, worse in zip(order, order[1:], strict=False)):
        return ""
    return "the payoffs are no prisoner's dilemma; its domain is temptation > reward > punishment > sucker"


CASE = Case(
    name="relative-gains",
    quantity="critical discount factor",
    source="Grieco 1988; Powell 1991; Snidal 1991",
    coordinates=(
        Coordinate("weight", "0.3", "[0, 1)"),
        Coordinate("nations", "2", "[2, 1e9]", whole=True),
        Coordinate("temptation", "5", "[-1e9, 1e9]"),
        Coordinate("reward", "3", "[-1e9, 1e9]"),
        Coordinate("punishment", "1", "[-1e9, 1e9]"),
        Coordinate("sucker", "0", "[-1e9, 1e9]"),
        Coordinate("reversion", "dyad", choices=REVERSION),
    ),
    expected=critical_discount,
    measured=where_reply_turns,
    domain=no_dilemma,
)
