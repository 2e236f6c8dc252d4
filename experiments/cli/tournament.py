"""sovereigns tournament."""

from __future__ import annotations

from pathlib import Path

import click

from sovereigns.experiments.cli.options import as_json, out_option, quarters_option, seed_option
from sovereigns.experiments.cli.remedies import Whole
from sovereigns.experiments.cli.show import print_json, print_table


@click.command()
@click.option("--strategies", default="", metavar="A,B", help="Those that meet; all without it.")
@click.option("--nations", default="USA,CHN", show_default=True, metavar="A,B", help="Contestants, ISO3.")
@click.option("--runs", type=Whole(1), default=2, show_default=True, help="Seeds of each match.")
@seed_option
@quarters_option("a match")
@out_option
@as_json
def tournament(
    strategies: str, nations: str, runs: int, seed: int, quarters: int, out: Path | None, as_json: bool
) -> None:
    """Every strategy against every other, played by the contestants in the world: scores and cooperation."""
    from sovereigns.experiments.game import tournament as matches
    from sovereigns.experiments.work.progress import progress_bar

    if out is not None:
        matches.refuse_foreign(out)
    with progress_bar("worlds") as progress:
        rows, table = matches.tournament(
            _listed(strategies), [name.upper() for name in _listed(nations)], runs, seed, quarters, progress
        )
    if out is not None:
        matches.write(out, rows, table)
        click.echo(out, err=True)
    if as_json:
        return print_json(rows)
    return print_table(rows, ("strategy", "score", "low", "high", "cooperation"))


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
