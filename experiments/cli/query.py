"""sovereigns query."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sovereigns.experiments.cli.options import as_json, folder_argument
from sovereigns.experiments.cli.remedies import Place
from sovereigns.experiments.cli.show import print_json, print_table, say_unfinished

SHOWN = 100
"""Rows of an answer that a person at a terminal is shown."""


@click.command()
@folder_argument
@click.argument("sql", metavar='"SQL"')
@click.option("--csv", type=Place(dir_okay=False), metavar="FILE", help="Write the answer there.")
@as_json
def query(folder: Path, sql: str, csv: Path | None, as_json: bool) -> None:
    """Ask the results in DIR with SQL: tables runs, quarters, nations."""
    from sovereigns.experiments.results.query import records, write_csv
    from sovereigns.experiments.results.store import open_results
    from sovereigns.model.errors import InputError, reason

    results = open_results(folder)
    say_unfinished(results.unfinished)
    if csv is not None:
        try:
            write_csv(results.tables, sql, csv)
        except OSError as error:
            raise InputError(f"--csv {csv}: cannot be written: {reason(error)}") from None
        return click.echo(csv, err=as_json)
    shown = SHOWN if sys.stdout.isatty() and not as_json else None
    columns, rows = records(results.tables, sql, shown and shown + 1)
    if as_json:
        return print_json(rows)
    print_table(rows[:shown], columns)
    if shown and len(rows) > shown:
        click.echo(f"There are more rows than these {shown}; --csv FILE or --json gives all", err=True)
    return None
