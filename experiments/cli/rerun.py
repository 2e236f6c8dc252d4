"""sovereigns rerun."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from sovereigns.experiments.cli.options import as_json, folder_argument, workers_option
from sovereigns.experiments.cli.show import print_json
from sovereigns.experiments.limits import DISAGREES


@click.command()
@folder_argument
@workers_option
@as_json
def rerun(folder: Path, workers: int | None, as_json: bool) -> None:
    """Run again what the run or sweep in DIR says it is, and compare every byte; DIR is only read."""
    from sovereigns.experiments.sweeps import rerun as again
    from sovereigns.experiments.work.progress import progress_bar

    with progress_bar("done") as progress:
        result = again.rerun(folder, workers, progress)
    if as_json:
        print_json(asdict(result) | {"equal": result.equal})
    else:
        click.echo(f"{'equal' if result.equal else 'DIFFERS'}: {result.files} files of a {result.kind}")
        for name in result.differs:
            click.echo(f"  {name}")
        if result.changed:
            click.echo(f"other than then: {', '.join(result.changed)}", err=True)
    if not result.equal:
        click.get_current_context().exit(DISAGREES)
