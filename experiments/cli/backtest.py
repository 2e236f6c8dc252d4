"""sovereigns backtest."""

from __future__ import annotations

import click

from sovereigns.experiments.cli.options import as_json
from sovereigns.experiments.cli.remedies import Whole
from sovereigns.experiments.cli.show import print_json, print_table


@click.command()
@click.option("--to", default="2024Q4", show_default=True, help="Last quarter; beyond the data it forecasts.")
@click.option("--seeds", type=Whole(1), default=32, show_default=True, help="Number of runs.")
@as_json
def backtest(to: str, seeds: int, as_json: bool) -> None:
    """Run the world from 2022Q1 under the rules as they were dated, and hold it against what was recorded."""
    from sovereigns.experiments.hindcast.backtest import backtest, error_table
    from sovereigns.experiments.work.progress import progress_bar

    with progress_bar("runs") as progress:
        result = backtest(to, seeds, progress)
    if as_json:
        return print_json(result)
    for name, rows in result["series"].items():
        click.echo(name)
        print_table(rows, ("quarter", "observed", "median", "low", "high"))
    print_table(error_table(result), ("series", "model", "no_change", "constant_growth", "crps", "coverage"))
    return click.echo(f"Observations of 2024 in the 90 % band: {result['coverage']['share']:.0%}")
