"""sovereigns scenarios."""

from __future__ import annotations

import click

from sovereigns.experiments.cli.options import as_json, name_argument
from sovereigns.experiments.cli.show import show_rows


@click.command()
@name_argument
@as_json
def scenarios(name: str | None, as_json: bool) -> None:
    """List the presets, or explain one."""
    from sovereigns.model.facts.inputs import load_inputs
    from sovereigns.model.start.presets import scenario_names
    from sovereigns.model.start.scenarios import load_scenario

    keys = ("name", "title", "assumes", "start", "rules", "locks", "set", "strategies", "sources")
    loaded = [load_scenario(preset, load_inputs()) for preset in scenario_names()]
    rows = [{key: getattr(scenario, key) for key in keys} for scenario in loaded]
    show_rows("scenario", "sovereigns scenarios", rows, name, as_json, ("name", "start", "assumes"))
