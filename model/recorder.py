"""What a run leaves behind: a row a quarter for the world, a row a nation and quarter, orders as they change, events."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from agents.contract import BODY_LEVERS, LAYERS, NATION_LEVERS, PAIR_LEVERS, Order
from model.metrics import METRICS, NATION_COLUMNS
from model.quarters import text
from model.world import Event, World

ORDER_COLUMNS = ("quarter", "iso3", "strategy", "lever", "target", "value", "reason")
EVENT_COLUMNS = ("quarter", "process", "kind", "actor", "target", "layer", "value", "text")


@dataclass
class Recorder:
    """Columns of arrays while the world runs; tables when asked."""

    iso3: tuple[str, ...]
    strategies: tuple[str, ...]
    """of each nation"""
    world: list[dict[str, float]] = field(default_factory=list)
    nations: list[dict[str, np.ndarray]] = field(default_factory=list)
    orders: list[tuple[int, Order]] = field(default_factory=list)
    changes: list[tuple[int, str, np.ndarray, np.ndarray, np.ndarray]] = field(default_factory=list)
    events: list[tuple[int, Event]] = field(default_factory=list)
    quarters: list[int] = field(default_factory=list)
    reasons: list[tuple[str, ...]] = field(default_factory=list)
    decided: list[int] = field(default_factory=list)
    shown: dict[str, np.ndarray] = field(default_factory=dict)
    """each lever as it was last recorded"""
    gaps: dict[str, np.ndarray] = field(default_factory=dict)
    """room to compare with it"""

    def observe(self, w: World) -> None:
        """Keep the metrics of the world and of every nation as they stand."""
        self.quarters.append(w.quarter)
        self.world.append({name: metric.measure(w) for name, metric in METRICS.items()})
        self.nations.append({name: measure(w) for name, measure in NATION_COLUMNS.items()})

    def ordered(self, quarter: int, order: Order) -> None:
        """Keep the levers that stand clear of what was last recorded of them; at first that is 0."""
        self.decided.append(quarter)
        self.reasons.append(order.reason)
        for lever in (*NATION_LEVERS, *PAIR_LEVERS, "control", *BODY_LEVERS):
            value = getattr(order, lever)
            shown = self.shown.setdefault(lever, np.zeros_like(value))
            gap = np.subtract(value, shown, out=self.gaps.setdefault(lever, np.empty_like(value)))
            moved = np.flatnonzero(np.abs(gap, out=gap) > _LEAST_CHANGE)
            if len(moved):
                shown.flat[moved] = value.flat[moved]
                who, *where = np.unravel_index(moved, value.shape)
                self.changes.append((quarter, lever, who, _flat(tuple(where)), value.flat[moved]))

    def happened(self, quarter: int, events: list[Event]) -> None:
        """Keep the events of a quarter."""
        self.events.extend((quarter, event) for event in events)

    def world_table(self) -> pd.DataFrame:
        """A row a quarter, `quarter` and the metrics."""
        table = pd.DataFrame(self.world, columns=list(METRICS))
        table.insert(0, "quarter", [text(q) for q in self.quarters])
        return table

    def nation_table(self) -> pd.DataFrame:
        """A row a quarter and nation."""
        n = len(self.iso3)
        columns: dict[str, object] = {
            "quarter": np.repeat([text(q) for q in self.quarters], n),
            "iso3": np.tile(np.array(self.iso3, dtype=object), len(self.quarters)),
        }
        columns |= {name: np.concatenate([row[name] for row in self.nations]) for name in NATION_COLUMNS}
        return pd.DataFrame(columns)

    def order_table(self, bodies: tuple[str, ...]) -> pd.DataFrame:
        """A row a lever that a nation moved, with the reason that it gave that quarter."""
        parts = [self._rows(change, bodies) for change in self.changes]
        if not parts:
            return pd.DataFrame(columns=list(ORDER_COLUMNS))
        return pd.concat(parts, ignore_index=True)

    def _rows(
        self, change: tuple[int, str, np.ndarray, np.ndarray, np.ndarray], bodies: tuple[str, ...]
    ) -> pd.DataFrame:
        quarter, lever, who, where, value = change
        reasons = np.array(self.reasons[self.decided.index(quarter)] or [""] * len(self.iso3), dtype=object)
        return pd.DataFrame(
            {
                "quarter": text(quarter),
                "iso3": np.array(self.iso3, dtype=object)[who],
                "strategy": np.array(self.strategies, dtype=object)[who],
                "lever": _lever_names(lever, where, len(self.iso3)),
                "target": _target_names(lever, where, self.iso3, bodies),
                "value": value,
                "reason": reasons[who],
            }
        )

    def event_table(self) -> pd.DataFrame:
        """A row an event."""
        rows = [
            (text(q), e.process, e.kind, e.actor, e.target, e.layer, e.value, e.text) for q, e in self.events
        ]
        return pd.DataFrame(rows, columns=list(EVENT_COLUMNS)).astype({"value": float})


def _flat(index: tuple[np.ndarray, ...]) -> np.ndarray:
    """(k, d) the indices after the nation: none, partner or body, or layer and partner."""
    return np.stack(index, axis=1) if index else np.zeros((0, 0), dtype=np.int64)


def _lever_names(lever: str, where: np.ndarray, n: int) -> np.ndarray | str:
    if lever == "control":
        return np.array([f"control:{layer}" for layer in LAYERS], dtype=object)[where[:, 0]]
    return lever


def _target_names(
    lever: str, where: np.ndarray, iso3: tuple[str, ...], bodies: tuple[str, ...]
) -> np.ndarray | str:
    if lever in NATION_LEVERS:
        return ""
    if lever in BODY_LEVERS:
        return np.array(bodies, dtype=object)[where[:, 0]]
    return np.array(iso3, dtype=object)[where[:, -1]]


_LEAST_CHANGE = 0.1
