"""sovereigns bench world, bench sweep."""

from __future__ import annotations

from typing import Any

import click

from sovereigns.experiments.cli.options import as_json
from sovereigns.experiments.cli.show import print_json, print_table


@click.group()
def bench() -> None:
    """Measure speed on this machine."""


@bench.command("world")
@as_json
def bench_world(as_json: bool) -> None:
    """A standard run in a warm process, researchers against plain Mesa, a first `sovereigns run` in all."""
    from sovereigns.experiments.speed.bench import world_speed

    return _show(world_speed(), as_json)


@bench.command("sweep")
@as_json
def bench_sweep(as_json: bool) -> None:
    """Runs a second, parallel efficiency, and what the runner costs beside the runs."""
    from sovereigns.experiments.speed.bench import sweep_speed

    return _show(sweep_speed(), as_json)


def _show(measured: dict[str, Any], as_json: bool) -> None:
    if as_json:
        return print_json(measured)
    rows = []
    for name, value in measured.items():
        sizes = value.items() if isinstance(value, dict) else [("", value)]
        rows += [{"name": f"{name} {size}".strip(), "value": number} for size, number in sizes]
    return print_table(rows, ("name", "value"))
