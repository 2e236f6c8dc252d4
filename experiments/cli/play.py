"""sovereigns play, replay."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sovereigns.experiments.cli.options import as_json, out_option, seed_option
from sovereigns.experiments.limits import DISAGREES, FIRMS_MAX, QUARTERS, QUARTERS_MAX, RESEARCHERS_MAX

SCENARIO = "diffusion-rule-2025"
file_option = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("nation", required=False)
@click.option("--scenario", default=SCENARIO, show_default=True, help="A preset or a TOML file.")
@seed_option
@click.option(
    "--quarters",
    type=click.IntRange(1, QUARTERS_MAX),
    default=QUARTERS,
    show_default=True,
    help="Length of the game.",
)
@click.option("--save", "keep", type=file_option, metavar="FILE", help="Save there after every quarter.")
@click.option("--load", "begin", type=file_option, metavar="FILE", help="Go on with a saved game.")
@click.option("--as-written", is_flag=True, help="Only the bodies that the scenario puts on the table.")
@click.option("--firms", type=click.IntRange(0, FIRMS_MAX), help="Number of firms.")
@click.option("--researchers", type=click.IntRange(0, RESEARCHERS_MAX), help="Number of researchers.")
@click.option("--set", "values", multiple=True, metavar="NAME=VALUE", help="A parameter; may be repeated.")
@click.option("--strategy", "played", multiple=True, metavar="ISO3|all=NAME", help="Of rivals.")
def play(
    nation: str | None,
    scenario: str,
    seed: int,
    quarters: int,
    keep: Path | None,
    begin: Path | None,
    as_written: bool,
    firms: int | None,
    researchers: int | None,
    values: tuple[str, ...],
    played: tuple[str, ...],
) -> None:
    """Decide for NATION (ISO3), quarter by quarter, by commands on standard input; `help` lists them."""
    if sys.stdin is None:
        raise click.UsageError(
            "standard input is closed; leave it open, or give commands by a pipe or a file"
        )
    from sovereigns.experiments.game import save
    from sovereigns.experiments.game.console import Console
    from sovereigns.experiments.game.game import Game
    from sovereigns.experiments.game.setup import Setup
    from sovereigns.experiments.recipe import pairs
    from sovereigns.experiments.work.progress import progress_bar

    with progress_bar("quarters") as progress:
        if begin:
            game = save.load(save.read(begin), str(begin), progress)
            if nation and nation.upper() != game.setup.nation:
                raise click.UsageError(f"{begin} is a game of {game.setup.nation}, not of {nation}")
        elif nation:
            sizes = {k: v for k, v in (("firms", firms), ("researchers", researchers)) if v is not None}
            changed: dict[str, object] = dict(pairs(values, "--set"))
            setup = Setup(
                nation.upper(), scenario, seed, quarters, not as_written,
                set=changed, strategies=pairs(played, "--strategy"), **sizes,
            )  # fmt: skip
            game = Game(setup)
        else:
            raise click.UsageError("Missing argument 'NATION' (ISO3, as KEN), or --load FILE.")
    _talk(Console(game), keep)


def _talk(console: object, keep: Path | None) -> None:
    from sovereigns.experiments.game import save
    from sovereigns.experiments.game.console import Console
    from sovereigns.model.errors import InputError

    assert isinstance(console, Console)
    if keep:
        save.write(keep, console.game)
    _say([*console.answer("status"), "Say `help` for what can be said."])
    for line in sys.stdin:
        before = console.game.turns
        try:
            _say(console.answer(line))
        except InputError as error:
            click.echo(f"Error: {error}", err=True)
        if keep and console.game.turns != before:
            save.write(keep, console.game)
        if console.left:
            break


def _say(lines: list[str]) -> None:
    for line in lines:
        click.echo(line)


@click.command()
@click.argument("file", type=file_option, metavar="FILE")
@out_option
@as_json
def replay(file: Path, out: Path | None, as_json: bool) -> None:
    """Play a saved game again and check that it ends in the same world; --out writes it as a run's folder."""
    from sovereigns.experiments.cli.show import print_json
    from sovereigns.experiments.game import save
    from sovereigns.experiments.game.debrief import debrief
    from sovereigns.experiments.game.game import Game
    from sovereigns.experiments.work.progress import progress_bar

    setup, turns, digest = save.opened(save.read(file), str(file))
    with progress_bar("quarters") as progress:
        game = Game(setup, turns, progress)
    found, equal = debrief(game), game.digest() == digest
    result = {
        "file": str(file),
        "nation": setup.nation,
        "scenario": setup.scenario,
        "seed": setup.seed,
        "quarters": len(turns),
        "reproduces": equal,
        "digest": game.digest(),
        "verdict": found.verdict,
        "goals": vars(found.yours[-1]),
        "without_you": vars(found.alone[-1]),
    }
    if out:
        save.write_run(game, out, f"sovereigns replay {file}")
    if as_json:
        print_json(result)
    else:
        click.echo(f"{found.verdict}: {found.text}")
        click.echo("reproduces" if equal else f"DOES NOT REPRODUCE: {game.digest()}, saved {digest}")
    if not equal:
        click.get_current_context().exit(DISAGREES)
