"""Options and arguments that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from sovereigns.experiments.cli.remedies import Place, Whole, Workers
from sovereigns.experiments.limits import LIMITS, QUARTERS
from sovereigns.model.standard import FIRMS, RESEARCHERS

Command = Callable[..., Any]

as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON value on standard output.")
name_argument = click.argument("name", required=False)
folder_argument = click.argument("folder", type=Place(), metavar="DIR")
saved_game = Place(dir_okay=False)
"""Type of a file that holds a game."""


def quarters_option(of: str) -> Callable[[Command], Command]:
    """The option --quarters: the length of a run, a game, a match.

    Args:
        of: what it is the length of, as the help says it.
    """
    return click.option(
        "--quarters",
        type=Whole(*LIMITS["quarters"]),
        default=QUARTERS,
        show_default=True,
        help=f"Length of {of}.",
    )


seed_option = click.option(
    "--seed", type=Whole(*LIMITS["seed"]), default=0, show_default=True, help="Of all chance."
)
firms_option = click.option(
    "--firms",
    type=Whole(*LIMITS["firms"]),
    default=FIRMS,
    show_default=True,
    help="Number of firms.",
)
researchers_option = click.option(
    "--researchers",
    type=Whole(*LIMITS["researchers"]),
    default=RESEARCHERS,
    show_default=True,
    help="Number of researchers.",
)
nations_option = click.option(
    "--nations", type=Place(dir_okay=False, path_type=str), metavar="FILE.csv", help="Nations of your own."
)
set_option = click.option(
    "--set", "values", multiple=True, metavar="NAME=VALUE", help="A parameter; may be repeated."
)
strategy_option = click.option(
    "--strategy", "played", multiple=True, metavar="ISO3|all=NAME", help="May be repeated."
)
workers_option = click.option("--workers", type=Workers(), help="Processes on this machine; else one a core.")
out_option = click.option("--out", type=Place(), metavar="DIR", help="Folder of the results.")
