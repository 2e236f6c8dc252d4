"""What a run leaves behind: the world and nations by quarter, orders as they change, events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import prod
from typing import NamedTuple

import numpy as np
import pandas as pd

from sovereigns.agents.contract import BODY_LEVERS, LAYERS, LEVERS, Bool, Float, Int, Order
from sovereigns.agents.sayings import Why, about, said
from sovereigns.model.events import Choice, Event
from sovereigns.model.facts.quarters import text
from sovereigns.model.kept import Decisions, Relations, categories
from sovereigns.model.kernels.numerics.compiled import compiled
from sovereigns.model.metrics import METRICS, NATION_METRICS
from sovereigns.model.relations.use import lineage_names, lineages
from sovereigns.model.world import World

LEVER_NAMES = (
    *(lever for lever in LEVERS if lever != "control"),
    *(f"control:{layer}" for layer in LAYERS),
)
FIRST = {"control": f"control:{LAYERS[0]}"}
"""Levers of several layers are told apart by name: the first of each."""
EVENT_COLUMNS = ("quarter", "process", "kind", "actor", "target", "layer", "value", "text")


class LeverChange(NamedTuple):
    """Entries of one lever that moved in one quarter."""

    turn: int
    """number of the quarter among those decided in"""
    lever: str
    moved: Int
    """places in the lever's array, flattened"""
    values: np.ndarray
    why: Why
    """the reason of each"""


@dataclass
class Recorder:
    """Columns of arrays while the world runs; tables when asked."""

    iso3: tuple[str, ...]
    world: list[dict[str, float]] = field(default_factory=list)
    nations: list[dict[str, np.ndarray]] = field(default_factory=list)
    use: list[tuple[Int, Int, np.ndarray]] = field(default_factory=list)
    """(nation, lineage, share) of what enough AI users of a nation use, a quarter each"""
    lineages: tuple[tuple[str, str], ...] = ()
    """name and ISO3 of the developer of each lineage"""
    changes: list[LeverChange] = field(default_factory=list)
    events: list[tuple[int, Event]] = field(default_factory=list)
    quarters: list[int] = field(default_factory=list)
    reasons: Sequence[str] = ()
    """of the quarter recorded last, one a nation, or none"""
    phrases: dict[str, int] = field(default_factory=dict)
    """parts of reasons, numbered"""
    decided: list[int] = field(default_factory=list)
    played: list[tuple[str, ...]] = field(default_factory=list)
    """strategy of each nation when it decided"""
    shown: dict[str, np.ndarray] = field(default_factory=dict)
    """each lever as it was last recorded"""
    asked: Bool | np.bool_ = np.False_
    """(n, l) on which layers nations have ever wanted a control"""
    relations: Relations | None = None
    """of all pairs, where they are to be kept"""
    firms: Decisions | None = None
    """of firms, where they are to be kept"""

    def observe(self, w: World) -> None:
        """Keep the metrics of the world and of every nation as they stand."""
        self.quarters.append(w.quarter)
        self.world.append({name: metric.measure(w) for name, metric in METRICS.items()})
        self.nations.append({name: metric.measure(w) for name, metric in NATION_METRICS.items()})
        self.use.append(_used(lineages(w), _LEAST_SHARE))
        self.lineages = self.lineages or lineage_names(w)
        if self.relations:
            self.relations.observe(w)

    def ordered(self, quarter: int, order: Order, played: tuple[str, ...]) -> None:
        """Keep the levers that stand clear of what was last recorded of them; at first that is 0."""
        self.decided.append(quarter)
        self.played.append(played)
        self.reasons, self.asked = order.reason, self.asked | order.asked
        for lever in LEVERS:
            value = getattr(order, lever)
            if lever not in self.shown:
                self.shown[lever] = np.zeros(value.shape)
            now, shown = _in_rows(value), _in_rows(self.shown[lever])
            rows = np.flatnonzero(self.asked) if lever == "control" else np.arange(len(now))
            moved, new = _moved(now, shown, rows, _LEAST_CHANGE)
            if len(moved):
                who, *where = np.unravel_index(moved, value.shape)
                why = about(order.reason, lever, who, where, new, self._phrase)
                self.changes.append(LeverChange(len(self.decided) - 1, lever, moved, new, why))

    def reason(self, lever: str, who: int, *where: int, names: Sequence[str]) -> str:
        """Why a nation has an entry of a lever as it stood in the quarter recorded last; blank: none given.

        Args:
            lever: one of LEVERS.
            who: row of the nation.
            where: the further indices of the entry; of control layer and partner.
            names: of all nations, then of all bodies.
        """
        value = self.shown[lever][(who, *where)].reshape(1)
        places = [np.array([place]) for place in (who, *where)]
        why = about(self.reasons, lever, places[0], places[1:], value, self._phrase)
        return next(said(why, list(self.phrases), names))

    def _phrase(self, phrase: str) -> int:
        return self.phrases.setdefault(phrase, len(self.phrases))

    def happened(self, quarter: int, events: list[Event]) -> None:
        """Keep the events of a quarter."""
        self.events.extend((quarter, event) for event in events)

    def chose(self, quarter: int, choices: Sequence[Choice]) -> None:
        """Keep what firms decided in a quarter, where that is to be kept."""
        if self.firms:
            self.firms.chose(quarter, choices)

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
        columns |= {name: np.concatenate([row[name] for row in self.nations]) for name in NATION_METRICS}
        return pd.DataFrame(columns)

    def usage_table(self) -> pd.DataFrame:
        """A row a quarter, nation and lineage that at least one in two hundred of its AI users use."""
        none = np.zeros(0, dtype=np.int64)
        columns = [np.concatenate([none, *(row[k] for row in self.use)]) for k in range(3)]
        nation, lineage, share = columns[0], columns[1], columns[2].astype(float)
        turn = np.repeat(np.arange(len(self.use)), [len(row[0]) for row in self.use])
        known = [name for name, _ in self.lineages]
        homes = sorted({home for _, home in self.lineages})
        home = np.array([homes.index(iso3) for _, iso3 in self.lineages] or [0], dtype=np.int64)
        return pd.DataFrame(
            {
                "quarter": categories(turn, [text(q) for q in self.quarters]),
                "iso3": categories(nation, self.iso3),
                "lineage": pd.array(known, dtype="str").take(lineage),
                "origin": categories(home[lineage], homes),
                "share": share,
            }
        )

    def order_table(self, bodies: tuple[str, ...]) -> pd.DataFrame:
        """A row a lever that a nation moved, with the reason for that move."""
        count, changes = len(self.iso3), self.changes
        who, lever, target, turn = self._places(changes)
        played = sorted({name for names in self.played for name in names})
        place = {name: k for k, name in enumerate(played)}
        strategy = np.array([[place[name] for name in names] for names in self.played], dtype=np.int64)
        values = [np.zeros(0), *(change.values for change in changes)]
        columns = {
            "quarter": categories(turn, [text(q) for q in self.decided]),
            "iso3": categories(who, self.iso3),
            "strategy": categories(strategy.reshape(-1, count)[turn, who], played),
            "lever": categories(lever, LEVER_NAMES),
            "target": categories(target, ("", *self.iso3, *bodies)),
            "value": np.concatenate(values),
            "reason": self._said(changes, (*self.iso3, *bodies)),
        }
        return pd.DataFrame(columns)

    def _said(self, changes: list[LeverChange], names: Sequence[str]) -> pd.Categorical[str]:
        """The reason of each row of the orders; each that differs is put into words once."""
        none = np.zeros((len(Why._fields), 0), dtype=np.int64)
        parts = np.concatenate([none, *(np.stack(change.why) for change in changes)], axis=1)
        most = 1 + parts.max(axis=1, initial=0)
        one, row = np.unique(np.ravel_multi_index(tuple(parts), most), return_inverse=True)
        place: dict[str, int] = {}
        words = said(Why(*np.unravel_index(one, most)), list(self.phrases), names)
        number = np.array([place.setdefault(why, len(place)) for why in words], dtype=np.int64)
        return categories(number[row], list(place))

    def _places(self, changes: list[LeverChange]) -> Int:
        """Of each row of the orders: numbers of the nation, the lever, the target and the quarter."""
        none = np.zeros((4, 0), dtype=np.int64)
        return np.concatenate([none, *map(self._place, changes)], axis=1)

    def _place(self, change: LeverChange) -> Int:
        n = len(self.iso3)
        shape = (n, len(LAYERS), n) if change.lever == "control" else self.shown[change.lever].shape
        who, *where = np.unravel_index(change.moved, shape)
        lever = LEVER_NAMES.index(FIRST.get(change.lever, change.lever)) + np.zeros_like(who)
        target = np.zeros_like(who)
        if change.lever == "control":
            lever += where[0]
        if change.lever in BODY_LEVERS:
            target = 1 + len(self.iso3) + where[0]
        elif where:
            target = 1 + where[-1]
        return np.stack([who, lever, target, np.full_like(who, change.turn)])

    def event_table(self) -> pd.DataFrame:
        """A row an event."""
        rows = [
            (text(q), e.process, e.kind, e.actor, e.target, e.layer, e.value, e.text) for q, e in self.events
        ]
        return pd.DataFrame(rows, columns=list(EVENT_COLUMNS)).astype({"value": float})


def _in_rows(lever: Float) -> Float:
    """(rows, entries) of a lever along its last axis."""
    *rows, entries = lever.shape
    return np.ascontiguousarray(lever, dtype=np.float64).reshape(prod(rows), entries)


@compiled
def _moved(value: Float, shown: Float, some: Int, least: float) -> tuple[Int, Float]:
    """Places (flattened) and values of what stands clear, in some rows, of what is shown.

    That becomes the same.
    """
    columns = value.shape[1]
    most = len(some) * columns
    places, values = np.empty(most, dtype=np.int64), np.empty(most)
    count = 0
    for i in some:
        clear = False
        for j in range(columns):
            clear |= abs(value[i, j] - shown[i, j]) > least
        if clear:
            for j in range(columns):
                if abs(value[i, j] - shown[i, j]) > least:
                    shown[i, j] = value[i, j]
                    places[count], values[count] = i * columns + j, value[i, j]
                    count += 1
    return places[:count].copy(), values[:count].copy()


@compiled
def _used(shares: Float, least: float) -> tuple[Int, Int, Float]:
    """Row, column and value of each share that reaches the least, row by row."""
    rows, columns = shares.shape
    places = np.empty(shares.size, dtype=np.int64)
    count = 0
    for i in range(rows):
        for j in range(columns):
            places[count] = i * columns + j
            count += shares[i, j] >= least
    nation, lineage, share = np.empty(count, np.int64), np.empty(count, np.int64), np.empty(count)
    for k in range(count):
        nation[k], lineage[k] = places[k] // columns, places[k] % columns
        share[k] = shares[nation[k], lineage[k]]
    return nation, lineage, share


_LEAST_CHANGE = 0.1
_LEAST_SHARE = 0.005
