"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

from sovereigns.experiments.limits import SEED_MAX

as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON value on standard output.")
seed_option = click.option(
    "--seed", type=click.IntRange(0, SEED_MAX), default=0, show_default=True, help="Of all chance."
)
out_option = click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", help="Folder of the results."
)
