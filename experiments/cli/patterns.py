"""sovereigns patterns."""

from __future__ import annotations

import click

from sovereigns.experiments.cli.options import as_json
from sovereigns.experiments.cli.remedies import Whole
from sovereigns.experiments.cli.show import print_json, print_table
from sovereigns.model.errors import InputError


@click.command()
@click.option("--seeds", type=Whole(1), help="Runs of each preset; 16 without it.")
@click.option("--removed", is_flag=True, help="Take out one process at a time instead: what does it move?")
@as_json
def patterns(seeds: int | None, removed: bool, as_json: bool) -> None:
    """Hold the world against patterns known of the real one: value, credible range, and whether it is in."""
    from sovereigns.experiments.patterns import patterns
    from sovereigns.experiments.patterns import removed as without
    from sovereigns.experiments.work.progress import progress_bar

    if removed and seeds == 1:
        raise InputError("--seeds: 1 is too few to tell an effect from chance; give 2 or more with --removed")
    measure, usual = (without.removed, without.SEEDS) if removed else (patterns.measure, patterns.SEEDS)
    columns = (
        ("process", "moves", "effect", "moved") if removed else ("name", "value", "low", "high", "inside")
    )
    with progress_bar("runs") as progress:
        rows = measure(seeds or usual, progress)
    return print_json(rows) if as_json else print_table(rows, columns)
