"""The standard world: what a run is made of where nobody says otherwise."""

from __future__ import annotations

SCENARIO = "diffusion-rule-2025"
FIRMS = 500
RESEARCHERS = 2000
