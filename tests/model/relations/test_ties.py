"""How closely nations are bound, and what stays open between them."""

from __future__ import annotations

import pytest

from sovereigns.model.relations.ties import open_civilian
from sovereigns.model.simulation import Simulation


def test_what_rules_leave_open_is_told_to_all_and_cannot_be_changed() -> None:
    w = Simulation(firms=0, researchers=0, record=False).world
    opened = open_civilian(w)
    with pytest.raises(ValueError, match="read-only"):
        opened[:] = 0
