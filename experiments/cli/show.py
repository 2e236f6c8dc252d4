"""What the console shows: tables and JSON on standard output, progress on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from typing import Any

import click

from sovereigns.experiments.cli.said import steady
from sovereigns.experiments.docking.case import Case
from sovereigns.experiments.readable import number, signed
from sovereigns.experiments.results.plain import plain
from sovereigns.model.errors import unknown

LEFT = (
    "metric",
    "name",
    "case",
    "quantity",
    "unit",
    "kind",
    "meaning",
    "summary",
    "assumes",
    "start",
    "id",
    "claim",
    "verdict",
    "decided by",
    "contrast",
    "policy",
    "strategy",
    "level",
)
"""Columns of words, set to the left."""
INTERVAL = "95 % interval"
"""Heading of a column of intervals."""
WIDTH = 110
"""characters, where standard output is no terminal, if no column needs more"""
WIDEST = 1_000_000
STEERING = {number: f"\\u{number:04x}" for number in range(0x7F, 0xA0)}
"""Signs that steer a terminal and that JSON leaves as they are -> how it may write them."""


def show_run(summary: Mapping[str, Any], as_json: bool) -> None:
    """A run's start, end and change, as a table or as JSON.

    Args:
        summary: content of summary.json.
        as_json: print the summary itself.
    """
    from sovereigns.experiments.report.changes import changes

    if as_json:
        return print_json(summary)
    start, final = summary["start"], summary["final"]
    click.echo(f"{summary['scenario']}, seed {summary['seed']}: {start['quarter']} to {final['quarter']}")
    rows = [row | {"metric": row["name"], "change": signed(row["change"])} for row in changes(summary)]
    return print_table(rows, ("metric", "unit", "start", "end", "change"))


def show_case(case: Case, result: Mapping[str, Any]) -> None:
    """A docking case at one point: coordinates with their domains, what was expected and what was measured.

    Args:
        case: the case.
        result: what `verify` gives.
    """
    rows = [
        {
            "name": axis.name,
            "value": str(result["point"][axis.name]),
            "base": axis.base,
            "domain": ", ".join(axis.choices) or axis.interval,
        }
        for axis in case.coordinates
    ]
    click.echo(f"{case.name}: {case.quantity} ({case.source})")
    print_table(rows, ("name", "value", "base", "domain"))
    for key in ("expected", "measured", "stderr"):
        click.echo(f"{key}: {number(result[key])}")
    click.echo("agrees" if result["agrees"] else "DISAGREES")


def show_discovery(found: Mapping[str, Any]) -> None:
    """The box in which an outcome is found.

    Args:
        found: `discovery` of what `analyse` gives.
    """
    click.echo(f"{found['outcome']}: {100 * found['share']:.0f} % of the runs")
    if (box := found["box"]) is None:
        click.echo("No box tells them from the others better than chance.")
        return
    for name, limits in box["limits"].items():
        text = isinstance(limits[0], str)
        click.echo(f"  {name}: {', '.join(limits) if text else ' to '.join(map(number, limits))}")
    click.echo(f"  coverage {number(box['coverage'])}, density {number(box['density'])}")


def show_rows(
    kind: str,
    command: str,
    rows: list[dict[str, Any]],
    name: str | None,
    as_json: bool,
    columns: tuple[str, ...],
) -> None:
    """A list of named things as JSON or as a table, or one of them in full.

    Raises:
        InputError: there is none of that name.
    """
    if name is not None:
        known = [row["name"] for row in rows]
        rows = [row for row in rows if row["name"] == name]
        if not rows:
            raise unknown(kind, name, known, remedy=command)
    if as_json:
        print_json(rows)
    elif name is None:
        print_table(rows, columns)
    else:
        for key, value in rows[0].items():
            if value not in (None, "", (), [], {}):
                click.echo(f"{key}: {steady(_listed(value))}")


def _listed(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} = {one}" for name, one in value.items())
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def say_notes(notes: Iterable[str]) -> None:
    """Notes on standard error."""
    for note in notes:
        click.echo(f"Note: {steady(note)}", err=True)


def say_unfinished(how_far: str) -> None:
    """Say on standard error that results are of a part of a sweep."""
    if how_far:
        click.echo(f"Note: this sweep is unfinished: {how_far}", err=True)


def print_json(value: object) -> None:
    """One JSON value on standard output; not-a-number as null."""
    click.echo(json.dumps(plain(value), ensure_ascii=False).translate(STEERING))


def print_table(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> None:
    """Rows as a table that a person can read, or column by column where the terminal is too narrow for one.

    Nothing is ever cut: where no terminal says how wide it is, the table is as wide as it must be.
    """
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.measure import Measurement
    from rich.table import Table

    seen = sys.stdout.isatty()
    console = Console(highlight=False, markup=False, width=None if seen else WIDTH)
    whole = console.options.update(max_width=WIDEST)
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    spans = []
    for key in columns:
        head, words = steady(key), key in LEFT
        texts = [Measurement.get(console, whole, text) for text in (head, *(_cell(row[key]) for row in rows))]
        most = max(text.maximum for text in texts)
        breaks = words and key != columns[0]
        spans.append((max(text.minimum for text in texts) if breaks else most, most))
        table.add_column(head, justify="left" if words else "right", no_wrap=not breaks, width=spans[-1][0])
    for row in rows:
        table.add_row(*(_cell(row[key]) for key in columns))
    least = Measurement.get(console, whole, table).minimum
    if least > console.width and seen:
        return _print_one_by_one(rows, columns)
    for column, width in zip(table.columns, _widths(spans, console.width - least), strict=True):
        column.width = width
    console.width = max(console.width, least)
    with console.capture() as lines:
        console.print(table)
    return click.echo(lines.get(), nl=False)


def _widths(spans: list[tuple[int, int]], spare: int) -> list[int]:
    """Width of each column: what it cannot do without, and of the spare room what it can use.

    Args:
        spans: (least, most) of each.
        spare: characters beyond the least of all; none where negative. Who needs little is served first.
    """
    widths = [least for least, _ in spans]
    wanting = sorted(range(len(spans)), key=lambda at: spans[at][1] - spans[at][0])
    for served, at in enumerate(wanting):
        share = max(spare, 0) // (len(wanting) - served)
        more = min(spans[at][1] - spans[at][0], share)
        widths[at] += more
        spare -= more
    return widths


def _print_one_by_one(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> None:
    for place, row in enumerate(rows):
        click.echo("" if place else None, nl=bool(place))
        for key in columns:
            click.echo(f"{steady(key)}: {_cell(row[key])}")


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return number(value) if isinstance(value, int | float | None) else steady(str(value))
