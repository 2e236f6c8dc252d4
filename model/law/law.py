"""Dated rules: what is announced, what binds, and when.

A rule is announced before it binds. Each change holds a level on a layer between nations from its quarter on,
until it ends or a later change replaces it for its own targets; where several hold, the strictest counts.
`loosen` is a change that replaces stricter ones by its own level, `rescind` one that replaces them by
nothing. Chip rules act through conditions on performance: a chip is caught when every condition given holds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sovereigns.agents.contract import LAYER, LAYERS
from sovereigns.model.facts.quarters import NEVER

Float = NDArray[np.float64]
Int = NDArray[np.int64]
Bool = NDArray[np.bool_]

OUTSIDE = -1
"""Row of an imposer that is no nation of this world, as Taiwan."""
CHIPS = LAYER["chips"]
CAPS = LAYER["compute_cap"]
RAISES = frozenset({"impose", "tighten"})


@dataclass(frozen=True)
class Designs:
    """Chips: what rules look at and what buyers look at. Arrays (c,)."""

    tpp: Float
    """total processing performance, TOPS x bit length"""
    interconnect: Float
    """GB/s"""
    density: Float
    """TPP per mm2"""
    bandwidth: Float
    """memory, TB/s"""
    kind: NDArray[np.str_]
    """class: data centre, workstation, consumer"""
    vendor: Int
    """home row of the vendor, -1 outside this world"""
    release: Int
    """quarters since 2022Q1"""
    train: Float
    """H100e in training"""
    infer: Float
    """H100e in inference"""

    def take(self, rows: Bool) -> Designs:
        """Some of the chips."""
        return Designs(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})

    def join(self, other: Designs) -> Designs:
        """These chips and others."""
        parts = ((f.name, getattr(self, f.name), getattr(other, f.name)) for f in fields(self))
        return Designs(**{name: np.concatenate([one, two]) for name, one, two in parts})


@dataclass(frozen=True)
class Change:
    """One dated change of law."""

    id: str
    announced: int
    effective: int
    ended: int
    by: tuple[int, ...]
    """rows of the imposing nations; empty for an imposer outside (Taiwan)"""
    on: tuple[int, ...]
    layer: int
    action: str
    level: float
    """share of what it catches that it denies"""
    lever: float
    """the same on the scale of the lever of its layer: for chips, the threshold counts"""
    replaces: frozenset[str] = frozenset()
    """ids that it replaces for its own targets"""
    replaces_layer: bool = False
    """whether it replaces all earlier changes of its imposers on its layer for its own targets"""
    standing: bool = False
    """whether it is an embargo for reasons beside AI, which no order loosens"""
    support: bool = False
    """whether it gives public money: it denies nobody anything"""
    imports: bool = False
    """whether the imposer shuts its own door on what comes from `on`"""
    tpp: float = 0.0
    interconnect: float = 0.0
    density: float = 0.0
    bandwidth: float = 0.0
    chip_class: str = ""
    vendors: tuple[int, ...] = ()
    foreign_product: bool = False
    """whether a chip rule reaches chips of other nations' vendors, as made with the imposer's technology"""
    duty: float = 0.0
    """share of what is paid for chips that goes to the imposers; a duty denies nothing"""
    cap: float = np.inf
    """H100e in all that may still enter"""
    text: str = ""

    def caught(self, chips: Designs) -> Bool:
        """(c,) which chips the conditions catch; a condition of 0, no class, no vendors restrict nothing."""
        held = (chips.tpp >= self.tpp) & (chips.interconnect >= self.interconnect)
        held &= (chips.density >= self.density) & (chips.bandwidth >= self.bandwidth)
        if self.chip_class:
            held &= chips.kind == self.chip_class
        if self.imports or self.vendors:
            held &= _among(chips.vendor, self.vendors or self.on)
        return held

    def reached(self, chips: Designs) -> Bool:
        """(c,) which chips the imposers have a hold on.

        As their vendors' nation or foundry, as buyers, or by technology.
        """
        if self.imports or self.foreign_product or not self.by:
            return np.ones(len(chips.tpp), dtype=bool)
        return _among(chips.vendor, self.by)

    def left(self, by: int, later: Sequence[Change]) -> frozenset[int]:
        """Targets of one imposer for which no later change, its own or one that names this, replaces it."""
        targets = set(self.on)
        for change in later:
            own = by in (change.by or (OUTSIDE,))
            if self.id in change.replaces or (change.replaces_layer and own and change.layer == self.layer):
                targets -= set(change.on)
        return frozenset(targets)

    def in_force(self, quarter: int) -> bool:
        """Whether the change binds in a quarter."""
        return self.effective <= quarter < self.ended


def _among(rows: Int, some: tuple[int, ...]) -> Bool:
    """(c,) which of many rows are among a few."""
    return np.asarray((rows[:, None] == np.array(some, dtype=np.int64)).any(axis=1))


@dataclass(frozen=True)
class Law:
    """All dated changes of a scenario, and the levers that it locks."""

    changes: tuple[Change, ...]
    n: int
    locks: frozenset[str] = frozenset()

    @cached_property
    def dates(self) -> frozenset[int]:
        """Quarters in which the law changes."""
        return frozenset(q for c in self.changes for q in (c.effective, c.ended))

    @cached_property
    def last_dated(self) -> Int:
        """(n, l) last quarter in which dated law moves a layer of an imposer; till then orders do not."""
        last = np.full((self.n, len(LAYERS)), -NEVER)
        for change in self.changes:
            ends = change.ended if change.ended < NEVER else change.effective
            for by in () if change.support else change.by:
                last[by, change.layer] = max(last[by, change.layer], ends)
        return last

    def settled(self, quarter: int) -> Bool:
        """(n, l) where the law alone decides: dated law still moves the layer, or no nation may order any."""
        return np.asarray((self.last_dated >= quarter) | ("control" in self.locks))

    @cached_property
    def _turns(self) -> list[int]:
        """Quarters in which a change is announced, comes into force or ends, in order."""
        return sorted({q for c in self.changes for q in (c.announced, c.effective, c.ended)})

    @cached_property
    def _told(self) -> dict[tuple[str, int], Float]:
        """Answers that stay the same between two turns, by question and number of turns passed."""
        return {}

    def _once(self, question: str, quarter: int, work: Callable[[], Float]) -> Float:
        """The answer to a question that changes with the law only, read-only and worked out once a turn."""
        asked = question, bisect_right(self._turns, quarter)
        if asked not in self._told:
            self._told[asked] = work()
            self._told[asked].flags.writeable = False
        return self._told[asked]

    @cached_property
    def _bound(self) -> dict[int, list[tuple[Change, Int]]]:
        """What binds, by the number of turns that have passed; filled as it is asked for."""
        return {}

    def binding(self, quarter: int) -> list[tuple[Change, Int]]:
        """Changes in force and, for each, the targets for which no later change has replaced it."""
        passed = bisect_right(self._turns, quarter)
        if passed not in self._bound:
            self._bound[passed] = self._bind(quarter)
        return self._bound[passed]

    def _bind(self, quarter: int) -> list[tuple[Change, Int]]:
        live = [c for c in self.changes if c.in_force(quarter) and c.action != "announce"]
        live.sort(key=lambda change: (change.effective, change.announced))
        bound = []
        for place, change in enumerate(live):
            left: dict[frozenset[int], list[int]] = {}
            for by in change.by or (OUTSIDE,):
                left.setdefault(change.left(by, live[place + 1 :]), []).append(by)
            for targets, imposers in left.items():
                if targets and change.action != "rescind":
                    still = replace(change, by=tuple(by for by in imposers if by != OUTSIDE))
                    bound.append((still, np.array(sorted(targets))))
        return bound

    def levels(self, quarter: int) -> Float:
        """(n, l, n) level of each layer that dated law holds against each partner; none against oneself."""
        level = np.zeros((self.n, len(LAYERS), self.n))
        for change, on in self.binding(quarter):
            for by in () if change.support else change.by:
                level[by, change.layer, on] = np.maximum(level[by, change.layer, on], change.lever)
        nations = np.arange(self.n)
        level[nations, :, nations] = 0
        return level

    def floors(self, quarter: int) -> tuple[Int, Float]:
        """What binds whatever nations order, as (n, l) rows and (rows, n) levels.

        The rows are those of the least levels, -1 where nothing binds; none binds toward oneself.
        """
        passed = bisect_right(self._turns, quarter)
        if passed not in self._floors:
            self._floors[passed] = self._floor(quarter)
        return self._floors[passed]

    @cached_property
    def _floors(self) -> dict[int, tuple[Int, Float]]:
        """Answers of `floors`, by the number of turns that have passed."""
        return {}

    def _floor(self, quarter: int) -> tuple[Int, Float]:
        standing = [(c, on) for c, on in self.binding(quarter) if c.standing]
        held = sorted({(by, change.layer) for change, _ in standing for by in change.by})
        row, least = np.full((self.n, len(LAYERS)), -1), np.zeros((len(held), self.n))
        for place, (by, layer) in enumerate(held):
            row[by, layer] = place
        for change, on in standing:
            for by in change.by:
                levels = least[row[by, change.layer]]
                levels[on] = np.maximum(levels[on], change.lever)
        return row, least

    def own(self, quarter: int, layer: str) -> Float:
        """(n,) level of a layer that dated law sets for nations toward themselves, as public subsidies."""
        return self._once(f"own {layer}", quarter, lambda: self._own(quarter, layer))

    def _own(self, quarter: int, layer: str) -> Float:
        level = np.zeros(self.n)
        for change, on in self.binding(quarter):
            if change.layer == LAYER[layer]:
                home = [by for by in change.by if by in on]
                level[home] = np.maximum(level[home], change.lever)
        return level

    def denied(self, quarter: int, chips: Designs) -> Float:
        """(c, n) share of each chip that dated rules deny to each importer; a nation's own chips never are.

        The vendor's nation and the foundry's deny what they sell, an importer what it buys, and a rule on
        foreign direct products what others make with the imposer's technology; anyone else denies none.
        """
        denied = np.zeros((len(chips.tpp), self.n))
        for change, on in self.binding(quarter):
            if change.layer == CHIPS and not change.duty:
                importers = change.by if change.imports else on
                target = np.ix_(np.flatnonzero(change.caught(chips) & change.reached(chips)), importers)
                denied[target] = np.maximum(denied[target], change.level)
        home = np.flatnonzero(chips.vendor >= 0)
        denied[home, chips.vendor[home]] = 0
        return denied

    def duties(self, quarter: int) -> Float:
        """(n, n) share of what each nation (column) pays for chips that dated law gives to each imposer."""
        return self._once("duties", quarter, lambda: self._duties(quarter))

    def _duties(self, quarter: int) -> Float:
        rate = np.zeros((self.n, self.n))
        for change, on in self.binding(quarter):
            if change.duty:
                target = np.ix_(change.by, on)
                rate[target] = np.maximum(rate[target], change.duty)
        return rate

    def caps(self, quarter: int) -> Float:
        """(n,) H100e in all that dated caps let in, with what exceptions add; inf where none binds."""
        return self._once("caps", quarter, lambda: self._caps(quarter))

    def _caps(self, quarter: int) -> Float:
        cap = np.full(self.n, np.inf)
        extra = np.zeros(self.n)
        for change, on in self.binding(quarter):
            if change.layer == CAPS and np.isfinite(change.cap):
                if change.action in RAISES:
                    cap[on] = np.minimum(cap[on], change.cap)
                else:
                    extra[on] += change.cap * (1 - change.level)
        return cap + extra

    def numbered_caps(self, quarter: int) -> Float:
        """(n, n) level of dated caps that say how much they let in, by imposer and target."""
        return self._once("numbered caps", quarter, lambda: self._numbered_caps(quarter))

    def _numbered_caps(self, quarter: int) -> Float:
        level = np.zeros((self.n, self.n))
        for change, on in self.binding(quarter):
            if change.layer == CAPS and np.isfinite(change.cap):
                target = np.ix_(change.by, on)
                level[target] = np.maximum(level[target], change.lever)
        return level

    def coming(self, quarter: int, layers: Sequence[str]) -> Float:
        """(n,) strictness announced on some layers and not yet binding, summed over rules and capped at 1."""
        return self._once(f"coming {';'.join(layers)}", quarter, lambda: self._coming(quarter, layers))

    def _coming(self, quarter: int, layers: Sequence[str]) -> Float:
        rows = [LAYER[name] for name in layers]
        coming = np.zeros(self.n)
        for change in self.changes:
            announced = change.announced <= quarter < change.effective
            if announced and change.layer in rows and change.action not in {"loosen", "rescind"}:
                coming[list(change.on)] += change.level
        return np.minimum(coming, 1)

    def news(self, quarter: int) -> list[tuple[str, Change]]:
        """What is announced, comes into force or ends in a quarter."""
        news: list[tuple[str, Change]] = []
        if quarter not in self._turns:
            return news
        for change in self.changes:
            if change.announced == quarter:
                news.append(("announce", change))
            if change.effective == quarter and change.action != "announce":
                news.append((change.action, change))
            if change.ended == quarter:
                news.append(("end", change))
        return news
