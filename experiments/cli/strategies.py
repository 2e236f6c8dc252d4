"""sovereigns strategies."""

from __future__ import annotations

import click

from sovereigns.experiments.cli.options import as_json, name_argument
from sovereigns.experiments.cli.show import show_rows


@click.command()
@name_argument
@as_json
def strategies(name: str | None, as_json: bool) -> None:
    """List the strategies that nations can play, or explain one."""
    from sovereigns.agents.registry import strategies

    rows = [{key: getattr(s, key) for key in ("name", "summary", "source")} for s in strategies().values()]
    show_rows("strategy", "sovereigns strategies", rows, name, as_json, ("name", "summary"))
