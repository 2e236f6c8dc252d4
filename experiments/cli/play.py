"""sovereigns play."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sovereigns.experiments.cli.options import (
    firms_option,
    quarters_option,
    researchers_option,
    saved_game,
    seed_option,
    set_option,
)
from sovereigns.experiments.cli.said import said, steady
from sovereigns.experiments.recipe import Recipe
from sovereigns.experiments.words import pairs
from sovereigns.model.errors import InputError
from sovereigns.model.facts.texts import read_text
from sovereigns.model.standard import SCENARIO

if TYPE_CHECKING:
    from sovereigns.experiments.game.console import Console


@click.command()
@click.argument("nation", required=False)
@click.option("--scenario", default=SCENARIO, show_default=True, help="A preset or a TOML file.")
@seed_option
@quarters_option("the game")
@click.option("--save", "keep", type=saved_game, metavar="FILE", help="Save there after every quarter.")
@click.option("--load", "begin", type=saved_game, metavar="FILE", help="Go on with a saved game.")
@click.option("--as-written", is_flag=True, help="Only the bodies that the scenario puts on the table.")
@firms_option
@researchers_option
@set_option
@click.option("--strategy", "played", multiple=True, metavar="ISO3|all=NAME", help="Of rivals.")
def play(
    nation: str | None,
    scenario: str,
    seed: int,
    quarters: int,
    keep: Path | None,
    begin: Path | None,
    as_written: bool,
    firms: int,
    researchers: int,
    values: tuple[str, ...],
    played: tuple[str, ...],
) -> None:
    """Decide for NATION (ISO3), quarter by quarter, by commands on standard input; `help` lists them."""
    if sys.stdin is None:
        raise click.UsageError(
            "standard input is closed; leave it open, or give commands by a pipe or a file"
        )
    if not (nation or begin):
        raise click.UsageError("Missing argument 'NATION' (ISO3, as KEN), or --load FILE.")
    recipe = Recipe(
        scenario,
        seed,
        quarters,
        pairs(values, "--set"),
        pairs(played, "--strategy"),
        firms=firms,
        researchers=researchers,
    )
    recipe.check()
    if not begin:
        _check_nation(str(nation).upper())
    content = read_text(begin, "JSON").content if begin else b""

    from sovereigns.experiments.game import save
    from sovereigns.experiments.game.console import Console
    from sovereigns.experiments.game.game import Game
    from sovereigns.experiments.game.setup import Setup
    from sovereigns.experiments.work.progress import progress_bar

    with progress_bar("quarters") as progress:
        if begin:
            game = save.load(content, str(begin), progress)
            if nation and nation.upper() != game.setup.nation:
                raise click.UsageError(f"{begin} is a game of {game.setup.nation}, not of {nation}")
        else:
            game = Game(Setup(str(nation).upper(), recipe, not as_written))
    _talk(Console(game), keep)


def _check_nation(nation: str) -> None:
    from sovereigns.model.facts.inputs import load_inputs  # heavy
    from sovereigns.model.start.scenarios import unknown_nation  # heavy

    inputs = load_inputs()
    if nation not in inputs.nation_names:
        raise unknown_nation(nation, "nation", inputs)


def _talk(console: Console, keep: Path | None) -> None:
    from sovereigns.experiments.game import save

    if keep:
        save.write(keep, console.game)
    _say([*console.answer("status"), "Say `help` for what can be said."])
    for line in sys.stdin:
        before = console.game.turns
        try:
            _say(console.answer(line))
        except InputError as error:
            click.echo(f"Error: {said(str(error))}", err=True)
        if keep and console.game.turns != before:
            save.write(keep, console.game)
        if console.left:
            break


def _say(lines: list[str]) -> None:
    for line in lines:
        click.echo(steady(line))
