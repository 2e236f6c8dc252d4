"""sovereigns fuzz."""

from __future__ import annotations

import click

from sovereigns.experiments.cli.options import as_json, seed_option, workers_option
from sovereigns.experiments.cli.remedies import Whole
from sovereigns.experiments.cli.show import print_json
from sovereigns.experiments.limits import DISAGREES


@click.command()
@click.option("--runs", type=Whole(1), default=10_000, show_default=True, help="Points to try.")
@workers_option
@seed_option
@as_json
def fuzz(runs: int, workers: int | None, seed: int, as_json: bool) -> None:
    """Try legal points of the whole parameter space: whatever a user may ask for must run to its end."""
    from sovereigns.experiments.speed.fuzz import fuzz
    from sovereigns.experiments.work.progress import progress_bar

    with progress_bar("runs") as progress:
        failures = fuzz(runs, seed, workers, progress)
    if as_json:
        print_json({"runs": runs, "failed": len(failures), "failures": failures})
    else:
        for failure in failures:
            click.echo(f"{failure['error']}\n  {failure['command']}")
        click.echo(f"{len(failures)} of {runs} runs failed")
    if failures:
        click.get_current_context().exit(DISAGREES)
