"""Options and limits that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

STARTS = ("2025Q1", "2022Q1")
QUARTERS = 40
SEED_MAX = 2**63 - 1
QUARTERS_MAX, FIRMS_MAX, RESEARCHERS_MAX = 4_000, 100_000, 10_000_000
OK, OUR_FAULT, BAD_INPUT, RUNS_FAILED, DISAGREES, INTERRUPTED = 0, 1, 2, 3, 4, 130

as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON value on standard output.")
seed_option = click.option(
    "--seed", type=click.IntRange(0, SEED_MAX), default=0, show_default=True, help="Of all chance."
)
out_option = click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", help="Folder of the results."
)
