"""sovereigns compare."""

from __future__ import annotations

import click

from sovereigns.experiments.cli.options import as_json, nations_option, quarters_option
from sovereigns.experiments.cli.remedies import Whole
from sovereigns.experiments.cli.show import INTERVAL, print_json, print_table
from sovereigns.experiments.limits import LIMITS
from sovereigns.experiments.readable import interval
from sovereigns.experiments.recipe import Recipe
from sovereigns.experiments.words import pairs
from sovereigns.model.errors import InputError

SEEDS = 10


@click.command()
@click.argument("a")
@click.argument("b")
@click.option("--seeds", type=Whole(1), default=SEEDS, show_default=True, help="Pairs of runs.")
@click.option("--seed", type=Whole(*LIMITS["seed"]), default=0, show_default=True, help="The first.")
@quarters_option("a run")
@click.option("--set-a", multiple=True, metavar="NAME=VALUE", help="A parameter of A; may be repeated.")
@click.option("--set-b", multiple=True, metavar="NAME=VALUE", help="A parameter of B.")
@click.option("--strategy-a", multiple=True, metavar="ISO3|all=NAME", help="Who plays how in A.")
@click.option("--strategy-b", multiple=True, metavar="ISO3|all=NAME", help="Who plays how in B.")
@nations_option
@as_json
def compare(
    a: str,
    b: str,
    seeds: int,
    seed: int,
    quarters: int,
    set_a: tuple[str, ...],
    set_b: tuple[str, ...],
    strategy_a: tuple[str, ...],
    strategy_b: tuple[str, ...],
    nations: str | None,
    as_json: bool,
) -> None:
    """Compare scenarios A and B at the end: paired differences, B less A, with 95 % intervals."""
    first, second = (
        Recipe(
            name, seed, quarters, pairs(set, f"--set-{at}"), pairs(cast, f"--strategy-{at}"), nations=nations
        )
        for at, name, set, cast in (("a", a, set_a, strategy_a), ("b", b, set_b, strategy_b))
    )
    for side, recipe in (("A", first), ("B", second)):
        try:
            recipe.check()
        except InputError as error:
            raise InputError(f"{side}: {error}") from None

    from sovereigns.experiments.analysis.compare import compare
    from sovereigns.experiments.work.progress import progress_bar
    from sovereigns.model.metrics import METRICS

    with progress_bar("runs") as progress:
        differences = compare(first, second, seeds, progress)
    if as_json:
        return print_json(differences)
    click.echo(
        f"a: {a}\nb: {b}\n{seeds} seeds, {quarters} quarters; means, and b less a with its 95 % interval"
    )
    rows = [
        {
            "metric": name,
            "unit": METRICS[name].unit,
            INTERVAL: interval(row["low"], row["high"], seeds),
            **row,
        }
        for name, row in differences.items()
    ]
    return print_table(rows, ("metric", "unit", "a", "b", "difference", INTERVAL))
