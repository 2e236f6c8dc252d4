"""The standard world: what a run is made of where nobody says otherwise."""

from __future__ import annotations

SCENARIO = "diffusion-rule-2025"
FIRMS = 500
RESEARCHERS = 2000
KEPT = ("relations", "firms")
"""Tables that a run keeps where it is asked to: ties of all pairs of nations, decisions of firms."""
