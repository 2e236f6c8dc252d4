"""sovereigns patterns."""

from __future__ import annotations

import click

from sovereigns.experiments.cli.options import as_json
from sovereigns.experiments.cli.show import print_json, print_table
from sovereigns.experiments.work.progress import progress_bar


@click.command()
@click.option("--seeds", type=click.IntRange(1), help="Runs of each preset; 16 without it.")
@as_json
def patterns(seeds: int | None, as_json: bool) -> None:
    """Hold the world against patterns known of the real one: value, credible range, and whether it is in."""
    from sovereigns.experiments.patterns.patterns import SEEDS, measure

    with progress_bar("runs") as progress:
        rows = measure(seeds or SEEDS, progress)
    if as_json:
        return print_json(rows)
    return print_table(rows, ("name", "value", "low", "high", "inside"))
