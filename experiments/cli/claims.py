"""sovereigns claims."""

from __future__ import annotations

from pathlib import Path

import click

from sovereigns.experiments.cli.options import as_json, out_option
from sovereigns.experiments.cli.show import print_json, print_table
from sovereigns.experiments.limits import RUNS_FAILED
from sovereigns.experiments.work.progress import progress_bar


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--runs", type=click.IntRange(1), help="Points of the parameter space a claim; 16 without it.")
@out_option
@as_json
def claims(ids: tuple[str, ...], runs: int | None, out: Path | None, as_json: bool) -> None:
    """Test the claims of the article (C1 to C21) and counter-claims (K1 to K5) over the parameter space."""
    from sovereigns.experiments.claims import runs as tests
    from sovereigns.experiments.claims import table as claims_table
    from sovereigns.experiments.work.engine import local

    folder = tests.default_folder(ids, runs or tests.POINTS) if out is None else out
    try:
        with local() as engine, progress_bar("runs") as progress:
            results, table = tests.put_to_test(
                ids, engine.executor, folder, runs or tests.POINTS, progress=progress
            )
    except KeyboardInterrupt:
        raise KeyboardInterrupt(
            f"Interrupted; the points that have ended are kept in {folder}. To go on: the same command"
        ) from None
    if as_json:
        print_json(results)
    else:
        print_table(claims_table.rows(results), claims_table.SHORT)
    click.echo(folder / "claims.png", err=as_json)
    if failed := int((table["error"] != "").sum()):
        click.echo(f"{failed} runs failed; {folder / 'runs.parquet'} has their errors", err=True)
        click.get_current_context().exit(RUNS_FAILED)
