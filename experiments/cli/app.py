"""sovereigns app."""

from __future__ import annotations

from pathlib import Path

import click

from sovereigns.experiments.cli.remedies import Place, Whole
from sovereigns.model.standard import SCENARIO


@click.command()
@click.option("--port", type=Whole(0, 65535), default=8765, show_default=True, help="0: any free one.")
@click.option(
    "--scenario",
    type=Place(path_type=str),
    default=SCENARIO,
    show_default=True,
    help="A preset or a TOML file to open with.",
)
@click.option("--results", type=Place(), metavar="DIR", help="A run's or a sweep's folder.")
def app(port: int, scenario: str, results: Path | None) -> None:
    """Open the world in the browser, on this machine alone: see it, steer it."""
    from sovereigns.experiments.app.port import listen

    with listen(port) as listening:
        from sovereigns.experiments.app.server import launch

        launch(listening, scenario, results)
