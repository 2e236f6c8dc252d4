"""Before the processes: dated shocks and changes of government strike (events of the scenario)."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from model.kernels.elementary import exp, log
from model.parameters import Parameters
from model.scenarios import Event
from model.world import World


def happen(w: World, p: Parameters, events: Iterable[Event]) -> None:
    """Apply the shocks and changes of government of this quarter, and end those that have run their time."""
    for event in events:
        if event.quarter == w.quarter:
            _strike(w, p, event, event.value)
            text = event.text or f"{event.kind or event.action}: {', '.join(event.by) or 'the world'}"
            w.note(
                "happen",
                event.kind or event.action,
                text,
                ";".join(event.by),
                ";".join(event.on),
                event.layer,
                event.value,
            )
        elif event.until == w.quarter:
            _strike(w, p, event, 0.0)


def _strike(w: World, p: Parameters, event: Event, value: float) -> None:
    """Blockade: foundry output cut. Bust: AI spending cut. Breakthrough: efficiency gained. Conflict: mutual threat."""
    by = [row for name in event.by if (row := w.row(name)) is not None]
    on = [row for name in event.on if (row := w.row(name)) is not None]
    if event.action == "government":
        w.receptivity[by] = value if value > 0 else p.receptivity_start
    elif event.kind == "blockade":
        w.blockade = value
    elif event.kind == "bust":
        w.investment_mood[on or by] = 1 - value
    elif event.kind == "breakthrough" and value > 0:
        at = np.isin(w.firm_nation, by)
        w.firm_efficiency[at] *= exp(value * log(p.breakthrough_size))
    elif event.kind == "conflict":
        for i in by:
            w.threat[i, on] = np.maximum(w.threat[i, on], value)
            w.threat[on, i] = np.maximum(w.threat[on, i], value)
