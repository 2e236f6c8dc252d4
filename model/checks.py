"""Invariants: what must hold after every step, each a named check with the quantity in its message."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from sovereigns.model.kernels.numerics.sums import outside
from sovereigns.model.world import Float, World


class InvariantError(AssertionError):
    """The model broke one of its own laws: a fault of ours, never of the input."""


def check(w: World, chips_before: float, researchers: int) -> None:
    """Hold the World to its invariants.

    Args:
        w: the world after a step.
        chips_before: H100e owned and in stockpiles before the step.
        researchers: how many researchers there were at the start.

    Raises:
        InvariantError: one does not hold.
    """
    finite(w)
    bounded(w)
    chips_conserved(w, chips_before)
    _need(len(w.residence) == researchers, f"researchers: {len(w.residence)}, not {researchers}")
    people_conserved(w)


def finite(w: World) -> None:
    """Every column holds finite numbers; caps alone may be infinite. `bounded` sees to the shares."""
    _hold(w, _amounts(), -_LARGEST, _LARGEST, "is not finite")


@cache
def _amounts() -> tuple[str, ...]:
    """Columns of real numbers that `bounded` does not see to."""
    real = ("NDArray[np.float64]", "Float", "float")
    skipped = ("import_cap", *_SHARES, *_POSITIVE)
    return tuple(c.name for c in World.columns() if c.type in real and c.name not in skipped)


def bounded(w: World) -> None:
    """Shares and levels stay in [0, 1]; amounts are not negative."""
    _hold(w, _SHARES, -_SLACK, 1 + _SLACK, "leaves [0, 1]")
    _hold(w, _POSITIVE, -_SLACK, _LARGEST, "is negative or not finite")


def _hold(w: World, names: tuple[str, ...], low: float, high: float, fault: str) -> None:
    """All numbers of some columns lie between two others.

    Small columns are looked at together, and a large one that has stayed as it was is not looked at again.
    """
    few, many = _by_size(names)
    small = np.concatenate([getattr(w, name) for name in few], axis=None)
    stray = any(w.once(_strays(name, low, high), name) for name in many)
    if stray or outside(small, low, high):
        wrong = next(name for name in names if _strays(name, low, high)(w))
        raise InvariantError(f"{wrong} {fault}")


@cache
def _by_size(names: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Small columns and large ones: of pairs of nations, and of nations and firms."""
    large = {c.name for c in World.columns() if c.metadata["shape"] in ("n n", "2 n n", "n l n", "n f")}
    return tuple(n for n in names if n not in large), tuple(n for n in names if n in large)


@cache
def _strays(name: str, low: float, high: float) -> Callable[[World], int]:
    """A question: how many numbers of a column do not lie between two others."""
    return lambda w: outside(np.ravel(_numbers(w, name)), low, high)


def _numbers(w: World, name: str) -> Float:
    """What a column holds; of controls, what the few layers in use do: the others are 0."""
    column: Float = getattr(w, name)
    return column[w.layers_used] if name == "control" else column


def chips(w: World) -> float:
    """H100e owned or in a stockpile, in the whole world."""
    return float(w.owned.sum() + w.stockpile.sum())


def chips_conserved(w: World, before: float) -> None:
    """Chips: what was, plus what was made, less what ended; rent moves no chip."""
    want = before + w.produced - w.retired
    handled = max(before, w.produced, w.retired, 1.0)
    _need(abs(chips(w) - want) <= _SLACK * handled, f"chips: {chips(w)}, not {want}")
    _need(
        abs(w.rented.sum() - w.leased.sum()) <= _SLACK * max(float(w.rented.sum()), 1), "rented is not leased"
    )


def people_conserved(w: World) -> None:
    """Each person uses one model or none: the shares of a nation's people sum to at most 1."""
    used: Float = w.usage.sum(axis=1) + w.programme_usage + w.common_usage.sum(axis=1)
    _need(bool((used <= 1 + _SLACK).all()), "more users than people")


def _need(holds: bool | np.bool_, message: str) -> None:
    if not holds:
        raise InvariantError(message)


_SLACK = 1e-9
_LARGEST = float(np.finfo(np.float64).max)
_POSITIVE = (
    "population", "gdp", "income", "data", "owned", "inference", "stockpile", "rented", "leased",
    "hosted", "intensity", "prepaid", "postponed", "chip_supply", "chip_power", "chip_best", "chip_price",
    "price_trend", "investment_mood", "produced", "retired", "delivered", "smuggled_total",
    "fab_capacity", "memory_stock", "rally", "complexity", "compliance", "capability", "efficiency",
    "know_how", "talent", "training_flop", "programme_capability", "stolen", "standing", "firm_capital",
    "firm_efficiency", "firm_know_how", "firm_capability", "firm_opened", "firm_run", "firm_lobby",
    "firm_compliance", "firm_awaiting", "firm_abroad", "notable", "released", "released_open", "skill",
    "common_capability", "shared_capability", "dues", "pooled", "incidents", "arms", "duplication", "duties",
    "vendor_revenue", "consumption", "growth_square", "military", "alarm",
    "conflicts", "war_loss", "misuse_early",
    "grid", "power", "power_building", "power_draw", "chip_draw", "vigilance", "trade_weight",
    "yielded", "parting", "lead_changes", "misuse_incidents", "use_ease",
    "incidents_expected", "misuse_expected",
)  # fmt: skip
_SHARES = (
    "state_capacity", "freedom", "energy", "online", "alliance", "culture_distance", "scarcity", "blockade",
    "chip_design", "equipment", "own_equipment", "software", "memory_skill", "control", "dated",
    "cooperation", "betrayals", "spying", "retaliation", "subsidy", "sovereign", "localisation", "visa",
    "joint", "regulation", "safety_standard", "open_weights", "pledged_standard", "pledged_regulation",
    "threat", "trust", "receptivity", "legal_train", "legal_infer", "legal_value", "cap_level",
    "anticipation", "uncertainty",
    "usage", "programme_usage", "common_usage", "programme", "misfit", "joint_work",
    "civilian_work", "run_share", "inference_share", "firm_size", "firm_split", "firm_safety",
    "firm_unsafe", "firm_open", "firm_known", "openness", "cheating", "exclusion", "sanctioned",
    "monitoring",
    "false_alarms", "loss",
    "expected_loss", "conflict_risk", "sabotage", "rivalry", "border", "nearness", "hostility",
    "friends_rivals", "reach", "tie", "named", "frame", "conflict_chance", "peace", "war", "war_blockade",
    "ai_use", "ai_use_2025", "likeness",
)  # fmt: skip
