"""sovereigns analyse."""

from __future__ import annotations

from pathlib import Path

import click

from sovereigns.experiments.cli.options import as_json, folder_argument
from sovereigns.experiments.cli.show import print_json, print_table, show_discovery


@click.command()
@folder_argument
@as_json
def analyse(folder: Path, as_json: bool) -> None:
    """Analyse a sweep: effects of policies, what matters, where sovereign AIs are many, typical runs."""
    from sovereigns.experiments.analysis.analyse import HEADLINES
    from sovereigns.experiments.report.sweep_report import analyse

    result = analyse(folder)
    if as_json:
        return print_json(result)
    columns = ("policy", "level", "metric", "difference", "low", "high", "pairs")
    if result["effects"]:
        print_table([row for row in result["effects"] if row["metric"] in HEADLINES], columns)
    show_discovery(result["discovery"])
    return click.echo(folder / "report.html")
