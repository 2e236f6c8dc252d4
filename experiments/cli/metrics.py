"""sovereigns metrics."""

from __future__ import annotations

import click

from sovereigns.experiments.cli.options import as_json, name_argument
from sovereigns.experiments.cli.show import show_rows


@click.command()
@name_argument
@as_json
def metrics(name: str | None, as_json: bool) -> None:
    """List the world metrics, or explain one."""
    from sovereigns.model.metrics import METRICS

    keys = ("title", "unit", "kind", "denominator", "better", "meaning")
    rows = [{"name": key} | {k: getattr(metric, k) for k in keys} for key, metric in METRICS.items()]
    show_rows("metric", "sovereigns metrics", rows, name, as_json, ("name", "unit", "kind", "meaning"))
