"""sovereigns replay."""

from __future__ import annotations

from pathlib import Path

import click

from sovereigns.experiments.cli.options import as_json, out_option, saved_game
from sovereigns.experiments.cli.show import print_json
from sovereigns.experiments.limits import DISAGREES


@click.command()
@click.argument("file", type=saved_game, metavar="FILE")
@out_option
@as_json
def replay(file: Path, out: Path | None, as_json: bool) -> None:
    """Play a saved game again and check that it ends in the same world; --out writes it as a run's folder."""
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
        "scenario": setup.recipe.scenario,
        "seed": setup.recipe.seed,
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
