"""Where the files of the project lie."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
"""The folder of model/, agents/ and experiments/: a checkout, or the installed package."""
DATA = ROOT / "model" / "data"
EXPERIMENTS = ROOT / "experiments"
DOCS = ROOT / "docs"
"""In a checkout only."""
