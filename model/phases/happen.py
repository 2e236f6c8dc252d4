"""Before the processes: shocks and changes of government strike, and firms are founded.

Shocks and changes are dated by the scenario or drawn.

A drawn shock is keyed like every draw, so that two policies meet the same shocks; at a chance of 0 there
are none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from sovereigns.agents.contract import LAYERS
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.numerics.choice import pick
from sovereigns.model.kernels.numerics.elementary import log
from sovereigns.model.kernels.numerics.limits import exp_held, held
from sovereigns.model.relations.agenda import chances, shared
from sovereigns.model.relations.threat import gain_of_race
from sovereigns.model.scenario import Intervention
from sovereigns.model.streams import Streams
from sovereigns.model.world import World


def happen(w: World, p: Parameters, draw: Streams, events: Iterable[Intervention]) -> None:
    """Apply the shocks and changes of government of this quarter, end those past, found firms.

    Dated law is told by `regulate`.
    """
    told = list(events)
    _found(w)
    _change_governments(w, p, draw, [event for event in told if event.action == "government"])
    _take_up(w, p, draw)
    shocks = [*(event for event in told if event.action == "shock"), *_drawn(w, p, draw)]
    _press(w, p, shocks)
    for event in shocks:
        if event.quarter == w.quarter:
            _strike(w, p, event)
            text = event.text or f"{event.kind}: {', '.join(event.by) or 'the world'}"
            w.note(
                "happen",
                event.kind,
                text,
                ";".join(event.by),
                ";".join(event.on),
                event.layer,
                event.value,
            )


def _take_up(w: World, p: Parameters, draw: Streams) -> None:
    """Layers of control come on agendas, and stay there."""
    u = draw.uniform("agenda", w.step, np.arange(w.n), count=len(LAYERS))
    w.agenda = shared(w, w.agenda | w.adopted | (u < chances(w, p)))


def _drawn(w: World, p: Parameters, draw: Streams) -> Iterator[Intervention]:
    """Shocks that the draw has in force this quarter.

    A breakthrough falls to a nation by its share of talent.
    """
    kinds = (
        ("blockade", p.blockade_hazard, p.blockade_size, p.blockade_quarters),
        ("bust", p.bust_hazard, p.bust_size, p.bust_quarters),
        ("breakthrough", p.breakthrough_hazard, 1.0, 1),
    )
    for kind, hazard, size, lasts in kinds:
        now, before = (_strikes(kind, hazard, int(lasts), step, draw) for step in (w.step, w.step - 1))
        if now:
            begins = w.quarter - (before and lasts > 1)
            who = _lucky(w, draw) if kind == "breakthrough" else ()
            yield Intervention(
                quarter=begins, by=who, action="shock", value=size, kind=kind, text=f"{kind}, by the draw"
            )


def _lucky(w: World, draw: Streams) -> tuple[str, ...]:
    """ISO3 of a nation drawn by its share of talent; none where nobody does research."""
    talent = np.bincount(w.residence, weights=w.skill, minlength=w.n)
    luck = int(pick(talent, draw.uniform("shock: who", w.step, 0)[0]))
    return (w.iso3[luck],) if luck >= 0 else ()


def _press(w: World, p: Parameters, shocks: Iterable[Intervention]) -> None:
    """Blockade: foundry output cut, by a shock or by war. Bust: AI spending cut. The strongest counts."""
    w.war_blockade *= p.war_lasts
    w.war *= p.war_lasts
    w.blockade, cut = w.war_blockade, np.zeros(w.n)
    for event in shocks:
        if event.quarter <= w.quarter and (event.until is None or w.quarter < event.until):
            if event.kind == "blockade":
                w.blockade = max(w.blockade, event.value)
            elif event.kind == "bust":
                where = _rows(w, event.on) or _rows(w, event.by) or slice(None)
                cut[where] = np.maximum(cut[where], event.value)
    w.investment_mood = 1 - cut


def _rows(w: World, names: Iterable[str]) -> list[int]:
    """Rows of the nations among some names."""
    return [row for name in names if (row := w.row(name)) is not None]


def _strikes(kind: str, hazard: float, lasts: int, step: int, draw: Streams) -> bool:
    """Whether a drawn shock is in force: one struck in this quarter or in the last few."""
    recent = range(max(step - lasts + 1, 0), step + 1) if hazard > 0 else ()
    return any(draw.uniform(f"shock: {kind}", past, 0)[0] < hazard for past in recent)


def _found(w: World) -> None:
    """Firms that begin this quarter take their share of the nation's AI compute from those that are there."""
    begins = (w.firm_founded == w.quarter) & (w.firm_size == 0)
    if begins.any():
        size = np.where(begins, w.firm_founding, w.firm_size)
        total = w.per_nation(size)[w.firm_nation]
        w.firm_size = size / np.where(total > 0, total, 1)


def _change_governments(w: World, p: Parameters, draw: Streams, dated: Iterable[Intervention]) -> None:
    """Governments change, by elections more often than otherwise; a dated one comes, and goes, at its date.

    Whom the next one hears is drawn around what governments hear at the start, and what it gains by the
    story of a race; of a dated one it is known.
    """
    comes = {row: event for event in dated if event.quarter == w.quarter for row in _rows(w, event.by)}
    goes = [row for event in dated if event.until == w.quarter for row in _rows(w, event.by)]
    hazard = np.where(w.elected, p.turnover_elected, p.turnover_other) * p.turnover_noise
    luck, ear = draw.uniform("government", w.step, np.arange(w.n), count=2).T
    w.turned = luck < hazard
    w.turned[[*comes, *goes]] = True
    spread = p.turnover_spread * (2 * ear - 1)
    heard = np.clip(p.receptivity_start + p.turnover_of_gain * gain_of_race(w) + spread, 0, 1)
    for row, event in comes.items():
        heard[row] = event.value
    for i in np.flatnonzero(w.turned).tolist():
        more = "more" if heard[i] > w.receptivity[i] else "less"
        kind = "election" if w.elected[i] else "succession"
        told = f"a new government hears {more} of those who want to win"
        if i in comes:
            kind, told = "government", comes[i].text or told
        w.note("govern", kind, f"{w.iso3[i]}: {told}", w.iso3[i], value=heard[i])
    w.receptivity = np.where(w.turned, heard, w.receptivity)


def _strike(w: World, p: Parameters, event: Intervention) -> None:
    """Breakthrough: efficiency gained. Conflict: mutual threat."""
    by, on = _rows(w, event.by), _rows(w, event.on)
    if event.kind == "breakthrough":
        at = np.isin(w.firm_nation, by)
        gained = exp_held(event.value * log(p.breakthrough_size))
        w.firm_efficiency[at] = held(w.firm_efficiency[at] * gained)
    elif event.kind == "conflict":
        for i in by:
            w.threat[i, on] = np.maximum(w.threat[i, on], event.value)
            w.threat[on, i] = np.maximum(w.threat[on, i], event.value)
