"""sovereigns analyse."""

from __future__ import annotations

from pathlib import Path

import click

from sovereigns.experiments.cli.options import as_json, folder_argument
from sovereigns.experiments.cli.show import INTERVAL, print_json, print_table, say_unfinished, show_discovery
from sovereigns.experiments.readable import interval


@click.command()
@folder_argument
@as_json
def analyse(folder: Path, as_json: bool) -> None:
    """Analyse a sweep: effects of policies, what matters, where sovereign AIs are many, typical runs."""
    from sovereigns.experiments.analysis.analyse import HEADLINES
    from sovereigns.experiments.report.sweep_report import analyse

    result = analyse(folder)
    say_unfinished(result["unfinished"])
    if as_json:
        return print_json(result)
    rows = [
        row | {INTERVAL: interval(row["low"], row["high"], row["pairs"])}
        for row in result["effects"]
        if row["metric"] in HEADLINES
    ]
    if rows:
        print_table(rows, ("policy", "level", "metric", "difference", INTERVAL, "pairs"))
    show_discovery(result["discovery"])
    return click.echo(folder / "report.html")
