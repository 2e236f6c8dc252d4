"""sovereigns scenarios."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from sovereigns.experiments.cli.options import as_json, name_argument
from sovereigns.experiments.cli.show import show_rows


@click.command()
@name_argument
@as_json
def scenarios(name: str | None, as_json: bool) -> None:
    """List the presets, or explain one."""
    from dataclasses import asdict

    from sovereigns.model.facts.inputs import load_inputs
    from sovereigns.model.start.presets import scenario_names
    from sovereigns.model.start.scenarios import load_scenario

    keys = ("name", "title", "assumes", "start", "rules", "bodies", "locks", "set", "strategies", "sources")
    loaded = [load_scenario(preset, load_inputs()) for preset in scenario_names()]
    rows = [asdict(scenario) for scenario in loaded]
    rows = [{key: row[key] for key in keys} for row in rows]
    if not as_json:
        rows = [row | {"rules": _rules(row), "bodies": _bodies(row["bodies"])} for row in rows]
    show_rows("scenario", "sovereigns scenarios", rows, name, as_json, ("name", "start", "assumes"))


def _rules(row: Mapping[str, Any]) -> str:
    """How many rules, and where all are told."""
    many = len(row["rules"])
    return f"{many} dated rules (sovereigns scenarios {row['name']} --json lists them)" if many else "none"


def _bodies(bodies: Mapping[str, Mapping[str, tuple[str, ...]]]) -> str:
    """Each body with its members, whom it excludes and who proposes it."""
    told = {
        name: [f"{side} {', '.join(nations)}" for side, nations in body.items() if nations]
        for name, body in bodies.items()
    }
    return "; ".join(f"{name}: {'; '.join(sides) or 'no members yet'}" for name, sides in told.items())
