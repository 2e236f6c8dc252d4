"""sovereigns bench world, bench sweep, bench limits."""

from __future__ import annotations

from collections.abc import Iterator
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


@bench.command("limits")
@as_json
def bench_limits(as_json: bool) -> None:
    """How time grows with researchers, firms, quarters and runs, and the memory of the largest world."""
    from sovereigns.experiments.speed.limits import growth

    return _show(growth(), as_json)


def _show(measured: dict[str, Any], as_json: bool) -> None:
    if as_json:
        return print_json(measured)
    return print_table([{"name": name, "value": value} for name, value in _flat(measured)], ("name", "value"))


def _flat(measured: dict[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Every number with the names on the way to it."""
    for name, value in measured.items():
        said = f"{before} {name}".strip()
        if isinstance(value, dict):
            yield from _flat(value, said)
        else:
            yield said, ", ".join(map(str, value)) if isinstance(value, list) else value
