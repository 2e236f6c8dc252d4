"""sovereigns claims."""

from __future__ import annotations

from pathlib import Path

import click

from sovereigns.experiments.cli.options import as_json, out_option
from sovereigns.experiments.cli.remedies import Whole
from sovereigns.experiments.cli.show import print_json, print_table
from sovereigns.experiments.limits import RUNS_FAILED
from sovereigns.model.errors import InputError


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--runs", type=Whole(1), help="Points of the calibrated space; 16 without it.")
@click.option("--full", is_flag=True, help="The published size: 100 points.")
@out_option
@as_json
def claims(ids: tuple[str, ...], runs: int | None, full: bool, out: Path | None, as_json: bool) -> None:
    """Test the claims of the article (C1 to C21) and counter-claims (K1 to K5) over the calibrated space."""
    from sovereigns.experiments.claims import runs as tests
    from sovereigns.experiments.claims import table as claims_table
    from sovereigns.experiments.claims.space import warning
    from sovereigns.experiments.work.engine import local
    from sovereigns.experiments.work.progress import progress_bar

    if full and runs:
        raise InputError("--full and --runs both say how many points; give one of them")
    points = tests.FULL if full else runs or tests.POINTS
    folder = tests.default_folder(ids, points) if out is None else out
    if told := warning():
        click.echo(told, err=True)
    try:
        with local() as engine, progress_bar("runs") as progress:
            results, table = tests.put_to_test(ids, engine.executor, folder, points, progress=progress)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(
            f"Interrupted; the points that have ended are kept in {folder}. To go on: the same command"
        ) from None
    if as_json:
        print_json(results)
    else:
        print_table(claims_table.rows(results), claims_table.COLUMNS)
    click.echo(folder / "claims.png", err=as_json)
    if failed := int((table["error"] != "").sum()):
        click.echo(f"{failed} runs failed; {folder / 'runs.parquet'} has their errors", err=True)
        click.get_current_context().exit(RUNS_FAILED)
