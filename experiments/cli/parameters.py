"""sovereigns parameters."""

from __future__ import annotations

import click

from sovereigns.experiments.cli.options import as_json, name_argument
from sovereigns.experiments.cli.show import show_rows


@click.command()
@name_argument
@as_json
def parameters(name: str | None, as_json: bool) -> None:
    """List the parameters, or explain one."""
    from dataclasses import asdict

    from sovereigns.model.facts.parameters import rows

    columns = ("name", "value", "unit", "meaning")
    show_rows("parameter", "sovereigns parameters", [asdict(row) for row in rows()], name, as_json, columns)
